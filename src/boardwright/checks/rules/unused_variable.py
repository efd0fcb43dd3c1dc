r"""Nothing on the board uses a variable that the board defines.

## Reported cases
This rule reports a variable that appears in no query, title, text, link, data source, repeat,
annotation or other variable. If a board has more than five unused variables, one problem reports
all of them.

Variables of the types `adhoc` and `groupby` are never reported, because Grafana itself applies them
as filters. Constants, and hidden variables of the types `custom` and `textbox`, are never reported,
because they may be parameters of the board.

Boards with library panels are not checked, because Grafana stores the queries of library panels
outside the board. Boards with links that pass all variables to another board are not checked
either.

## Why
The variable is shown at the top of the board, but it has no effect. Readers select a value and
believe that the panels use it. In addition, Grafana runs the variable's query each time the board
opens.

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

from collections.abc import Iterator

from boardwright.checks import BoardView, Finding, VariableView, rule
from boardwright.checks.combined_findings import FEW
from boardwright.schema.variable_uses import collect_used_variables

_IGNORED_TYPES = frozenset({"adhoc", "constant", "groupby", "system", ""})
_PARAMETERS = frozenset({"custom", "textbox"})
_ALL = frozenset({"__all_variables", "__interval_variables"})


@rule(id="unused-variable", group="queries", severity="warning", looks_at=BoardView)
def check(board: BoardView) -> Iterator[Finding]:
    candidates = [variable for variable in board.variables if _may_be_unused(variable)]
    candidates = [variable for variable in candidates if variable.name not in board.mentions]
    if not candidates or not board.panels or _may_be_used_elsewhere(board):
        return
    used = collect_used_variables(board.source.original or board.raw)
    unused = [variable for variable in candidates if variable.name not in used]
    if len(unused) > FEW:
        names = ", ".join(f"${variable.name}" for variable in unused)
        yield Finding(
            what=f"nothing on the board uses {len(unused)} of its variables: {names}",
            fix="Use these variables, or remove them.",
            at=unused[0],
            key="name",
        )
        return
    for variable in unused:
        yield Finding(
            what=f"nothing on the board uses the variable ${variable.name}",
            fix="Use the variable, or remove it.",
            at=variable,
            key="name",
        )


def _may_be_unused(variable: VariableView) -> bool:
    if not variable.name or variable.type in _IGNORED_TYPES:
        return False
    return not (variable.hidden and variable.type in _PARAMETERS)


def _may_be_used_elsewhere(board: BoardView) -> bool:
    if any(panel.is_library for panel in board.panels) or board.mentions & _ALL:
        return True
    links = (*board.own_links, *(link for panel in board.panels for link in panel.own_links))
    return any(link.passes_variables for link in links)
