"""A query asks for a metric that nobody emits.

## What
Names of metrics in queries, annotations and variables that none of the sources given by
`--metrics` has. Regexes on `__name__`, and names of which a variable is a part, have to match one
metric at least. What the project's recording rules make (`check.rule_files`) and what it declares
optional (`check.optional_metrics`) is known. A name with a colon is judged when there are rule
files, or a live Prometheus tells. `up`, `ALERTS` and `scrape_...` are never judged, nor is what
stands in `absent(...)`, or beside a known metric in `old_name or new_name`.

## Why
The panel says "No data", which looks like "nothing happened". Most often the exporter renamed the
metric, or the name is misspelt.

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
from boardwright.checks.emitted import Asked, Asking, alternatives, asked_of
from boardwright.checks.metrics import Catalogue

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
    found: dict[str, tuple[str, ...]] = {}
    told: set[tuple[Asking, str]] = set()
    known = {*catalogue.names, *catalogue.promised.recorded}
    for asked in asked_of(board, catalogue):
        selector = asked.selector
        if asked.metrics or _has_alternative(selector, catalogue):
            continue
        name = selector.name or asked.expression.source(selector)
        if (asked.view, name) in told:
            continue
        told.add((asked.view, name))
        if name not in found:
            found[name] = () if selector.variable_name else _near(name, known)
        yield Finding(
            what=f"nothing emits {name}" if selector.name else f"no metric matches {name}",
            fix=_fix(found[name]),
            at=asked.view,
            span=_span(asked),
        )


def _span(asked: Asked) -> tuple[int, int] | None:
    """Return where the name stands; a variable's expression is a part of its query only."""
    if isinstance(asked.view, VariableView):
        return None
    return asked.expression.word_span(asked.selector)


def _has_alternative(selector: Selector, catalogue: Catalogue) -> bool:
    """Whether `or` gives something known in its place."""
    return any(_is_known(node, catalogue) for node in alternatives(selector))


def _is_known(node: Expr, catalogue: Catalogue) -> bool:
    names = [part.name for part in node.walk() if isinstance(part, Selector)]
    return all(
        name is None or catalogue.metric(name) or catalogue.promised.excuses(name) for name in names
    )


def _near(name: str, names: Collection[str]) -> tuple[str, ...]:
    """Return the likeliest names: with another ending first, then those spelt alike."""
    stem = name
    for ending in sorted(_ENDINGS, key=len, reverse=True):
        stem = stem.removesuffix(ending)
    others = [f"{stem}{ending}" for ending in ("", *_ENDINGS)]
    same = [other for other in others if other in names and other != name]
    spelt = difflib.get_close_matches(name, names, n=_OFFERED, cutoff=_CUTOFF)
    return tuple(dict.fromkeys((*same, *spelt)))[:_OFFERED]


def _fix(near: tuple[str, ...]) -> str:
    if not near:
        return "Correct the name, or give its source with --metrics, or declare it optional."
    return f"Did you mean {' or '.join(near)}?"
