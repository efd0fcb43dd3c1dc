"""An aggregation groups by a label that its selector limits to one value.

## Reported cases
This rule reports `by (label)` if the aggregation reads only one selector, and this selector has a
matcher `label="value"` without a variable. The rule ignores queries with binary operations, queries
for tables, and labels that appear in the legend. The rule belongs to the profile `strict`, because
the result is right and the query is only longer than necessary.

## Why
The result has only one group. Either the label in `by` is superfluous, or the author copied the
matcher from another query.

## Bad
```promql
sum by (mode) (rate(node_cpu_seconds_total{mode="idle"}[5m]))
```

## Good
```promql
sum(rate(node_cpu_seconds_total{mode="idle"}[5m]))
```
```promql
sum by (mode) (rate(node_cpu_seconds_total{mode=~"idle|user"}[5m]))
```

## Source
[Aggregation operators](https://prometheus.io/docs/prometheus/latest/querying/operators/#aggregation-operators)
"""

from __future__ import annotations

from collections.abc import Iterator

from boardwright.checks import Aggregation, Finding, QueryView, Selector, rule


@rule(
    id="fixed-label-aggregation",
    group="queries",
    severity="info",
    looks_at=QueryView,
    profiles=("strict",),
)
def check(query: QueryView) -> Iterator[Finding]:
    expression = query.expression
    if expression is None or expression.binaries or query.format == "table":
        return
    for node in expression.aggregations:
        for label, value in _iter_fixed_labels(node):
            if label in node.labels and label not in query.legend:
                yield Finding(
                    what=f"the label {label!r} in {node.op} by (...) has only the value {value!r}",
                    fix=f"Remove {label!r} from by (...).",
                    node=node,
                    span=expression.locate_label(node, label),
                )


def _iter_fixed_labels(node: Aggregation) -> Iterator[tuple[str, str]]:
    selectors = [part for part in node.walk() if isinstance(part, Selector)]
    if node.grouping == "by" and len(selectors) == 1:
        for matcher in selectors[0].matchers:
            if matcher.op == "=" and matcher.value and not matcher.variable:
                yield matcher.name, matcher.value
