"""A comparison removes the value that a panel should show.

## Reported cases
This rule reports stat, gauge and bar gauge panels with a query whose outermost operation is `==`,
`!=`, `>`, `<`, `>=` or `<=` without `bool`. The rule ignores panels that define a text for a
missing value (`noValue`, or a value mapping of null), and panels that show only names. The rule
belongs to the profile `strict`, because some panels are empty on purpose.

## Why
A comparison without `bool` keeps a series while the comparison is true, and removes the series
while the comparison is false. The panel then shows "No data", as if it were broken.

## Bad
```json
{"type": "stat", "datasource": {"type": "prometheus", "uid": "$ds"},
 "targets": [{"refId": "A", "expr": "sum(up) > 3"}]}
```

## Good
```json
{"type": "stat", "datasource": {"type": "prometheus", "uid": "$ds"},
 "targets": [{"refId": "A", "expr": "sum(up) > bool 3"}]}
```

## Source
[Comparison operators](https://prometheus.io/docs/prometheus/latest/querying/operators/#comparison-binary-operators)
"""

from __future__ import annotations

from collections.abc import Iterator

from boardwright.checks import Binary, Finding, QueryView, rule
from boardwright.promql.operators import COMPARISONS

_FOR_VALUES = frozenset({"bargauge", "gauge", "singlestat", "stat"})


@rule(
    id="filter-where-value",
    group="queries",
    severity="warning",
    looks_at=QueryView,
    profiles=("strict",),
)
def check(query: QueryView) -> Iterator[Finding]:
    expression = query.expression
    if expression is None or expression.tree is None or query.hidden:
        return
    top = expression.tree.bare
    if not isinstance(top, Binary) or top.op not in COMPARISONS or top.returns_bool:
        return
    shows_value = query.panel.type in _FOR_VALUES and query.panel.text_mode != "name"
    if shows_value and not query.panel.shows_missing_value:
        yield Finding(
            what=f"the panel shows no value while the comparison with {top.op!r} is false, "
            "because a false comparison removes the series",
            fix=f"Write {top.op} bool to get 1 or 0, or set noValue to the text that the panel "
            "then shows.",
            node=top,
            span=expression.locate_word(top),
        )
