"""A query uses a metric that does not exist.

## Reported cases
This rule reports the name of a metric in a query, annotation or variable if no server and no file
in `--metrics` contains this metric. A regular expression on `__name__`, or a name that contains a
variable, is reported if it matches no metric.

The following names are not reported:

- The rule accepts the results of the project's recording rules (`check.rule_files`).
- The rule accepts metrics that the project declares optional (`check.optional_metrics`).
- A name with a colon is checked only if there are rule files or a live Prometheus.
- `up`, `ALERTS`, `scrape_...` and the arguments of `absent(...)` are never reported.
- In `old_name or new_name`, a name is not reported if the other name exists.

## Why
The panel shows "No data", so readers may believe that nothing is wrong. Usually the exporter
renamed the metric, or the name is misspelled.

## Bad
```text
rate(node_cpu_second_total[5m])
```
```text
node_memory_MemFree{instance="$instance"}
```

## Good
```text
rate(node_cpu_seconds_total[5m])
```
```text
node_memory_MemFree_bytes{instance="$instance"}
```

## Source
[Metric and label naming](https://prometheus.io/docs/practices/naming/)
"""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterator

from boardwright.checks import BoardView, Expr, Finding, Selector, VariableView, rule
from boardwright.checks.judged_selectors import (
    JudgedSelector,
    iter_alternatives,
    iter_judged_selectors,
)
from boardwright.checks.metrics import Catalogue
from boardwright.checks.views.board_view import PromqlView
from boardwright.notation.similar_names import ask_for_name

_ENDINGS = ("_total", "_bytes", "_seconds", "_seconds_total", "_bytes_total", "_bucket", "_count")
_CUTOFF = 0.8
_OFFERED = 3


@rule(
    id="unknown-metric", group="metrics", severity="error", looks_at=BoardView, needs_metrics=True
)
def check(board: BoardView) -> Iterator[Finding]:
    catalogue = board.settings.catalogue
    if catalogue is None:
        return
    suggestions: dict[str, tuple[str, ...]] = {}
    reported: set[tuple[PromqlView, str]] = set()
    known = {*catalogue.names, *catalogue.promised.recorded}
    for judged in iter_judged_selectors(board, catalogue):
        selector = judged.selector
        if judged.metrics or _has_alternative(selector, catalogue):
            continue
        name = selector.name or judged.expression.extract_text(selector)
        if (judged.view, name) in reported:
            continue
        reported.add((judged.view, name))
        if name not in suggestions:
            suggestions[name] = () if selector.variable_name else _find_near_names(name, known)
        yield Finding(
            what=f"the metric {name} does not exist"
            if selector.name
            else f"no metric matches {name}",
            fix=_suggest_fix(suggestions[name]),
            at=judged.view,
            span=_locate_name(judged),
        )


def _locate_name(judged: JudgedSelector) -> tuple[int, int] | None:
    """Return the position of the metric's name in the expression; None for the query of a variable,
    of which the expression is only a part.
    """
    if isinstance(judged.view, VariableView):
        return None
    return judged.expression.locate_word(judged.selector)


def _has_alternative(selector: Selector, catalogue: Catalogue) -> bool:
    """Return whether an operand of `or` next to the selector reads known metrics."""
    return any(_reads_known_metrics(node, catalogue) for node in iter_alternatives(selector))


def _reads_known_metrics(node: Expr, catalogue: Catalogue) -> bool:
    names = [part.name for part in node.walk() if isinstance(part, Selector)]
    return all(
        name is None or catalogue.find_metric(name) or catalogue.promised.excuses(name)
        for name in names
    )


def _find_near_names(name: str, names: Collection[str]) -> tuple[str, ...]:
    """Return similar names. Names that differ only in the ending come first."""
    stem = name
    for ending in sorted(_ENDINGS, key=len, reverse=True):
        stem = stem.removesuffix(ending)
    others = [f"{stem}{ending}" for ending in ("", *_ENDINGS)]
    same = [other for other in others if other in names and other != name]
    similar = difflib.get_close_matches(name, names, n=_OFFERED, cutoff=_CUTOFF)
    return tuple(dict.fromkeys((*same, *similar)))[:_OFFERED]


def _suggest_fix(near: tuple[str, ...]) -> str:
    if not near:
        return (
            "Correct the name, pass --metrics URL with a server that has the metric, or list the "
            "metric in check.optional_metrics."
        )
    return ask_for_name(*near)
