r"""Nothing on the board uses one of its variables.

## Reported cases
A variable that no query, title, text, link, data source, repeat, annotation or other variable
names. More than five of a board are one problem. Never reported: filters (`adhoc`, `groupby`),
which Grafana applies itself; constants and hidden texts, which are parameters of a board; boards
with library panels, whose queries are elsewhere; and boards with links that pass all variables on.

## Why
The variable is at the top of the board and has no effect: readers select a value and believe that
the panels show it. Its query is sent each time the board opens.

## Bad
```json
{
  "title": "Requests",
  "templating": {"list": [{"name": "job", "type": "query", "query": "label_values(up, job)"}]},
  "panels": [{"type": "timeseries", "targets": [{"refId": "A", "expr": "up"}]}]
}
```

## Good
```json
{
  "title": "Requests",
  "templating": {"list": [{"name": "job", "type": "query", "query": "label_values(up, job)"}]},
  "panels": [{"type": "timeseries", "targets": [{"refId": "A", "expr": "up{job=~\"$job\"}"}]}]
}
```

## Source
[Variables](https://grafana.com/docs/grafana/latest/dashboards/variables/)
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from boardwright.checks import BoardView, Finding, VariableView, rule
from boardwright.checks.gathering import FEW
from boardwright.notation.variables import variable_names
from boardwright.schema.json_object import JsonObject

_LEFT_ALONE = frozenset({"adhoc", "constant", "groupby", "system", ""})
_PARAMETERS = frozenset({"custom", "textbox"})
_NAMING = frozenset({"repeat", "variable", "variableName", "byVariable"})
"""Keys whose text is a variable's name, without a dollar sign."""
_ALL = frozenset({"__all_variables", "__interval_variables"})


@rule(id="unused-variable", group="queries", severity="warning", looks_at=BoardView)
def check(board: BoardView) -> Iterator[Finding]:
    candidates = [variable for variable in board.variables if _is_judged(variable)]
    candidates = [variable for variable in candidates if variable.name not in board.mentions]
    if not candidates or not board.panels or _may_be_used_elsewhere(board):
        return
    used = _named_variables(board.source.original or board.raw)
    unused = [variable for variable in candidates if variable.name not in used]
    if len(unused) > FEW:
        listed = ", ".join(f"${variable.name}" for variable in unused)
        yield Finding(
            what=f"nothing on the board uses {len(unused)} of its variables: {listed}",
            fix="Use them, or remove them.",
            at=unused[0],
            key="name",
        )
        return
    for variable in unused:
        yield Finding(
            what=f"nothing on the board uses the variable ${variable.name}",
            fix="Use it, or remove it.",
            at=variable,
            key="name",
        )


def _is_judged(variable: VariableView) -> bool:
    if not variable.name or variable.type in _LEFT_ALONE:
        return False
    return not (variable.hidden and variable.type in _PARAMETERS)


def _may_be_used_elsewhere(board: BoardView) -> bool:
    if any(panel.is_library for panel in board.panels) or board.mentions & _ALL:
        return True
    holders: list[JsonObject] = [board, *board.panels]
    return any(_passes_variables(link) for holder in holders for _, link in holder.items("links"))


def _passes_variables(link: Mapping[str, Any]) -> bool:
    return any(link.get(key) is True for key in ("includeVars", "keepVariables"))


def _named_variables(value: Any) -> frozenset[str]:
    """Return the variables that are used: as `$x` in texts, or as `x` in a key for names."""
    found: set[str] = set()
    waiting: list[tuple[str, Any]] = [("", value)]
    while waiting:
        key, value = waiting.pop()
        if isinstance(value, str):
            found.update(variable_names(value))
            if key in _NAMING:
                found.add(value)
        elif isinstance(value, list):
            waiting.extend((key, item) for item in value)
        elif isinstance(value, dict):
            repeats = key == "repeat" and isinstance(value.get("value"), str)
            found.update([value["value"]] if repeats else [])
            waiting.extend(value.items())
    return frozenset(found)
