"""An aggregation groups by a label that its operand cannot have.

## Reported cases
This rule reports `by (label)` if the aggregated series certainly lack the label. There are three
possible reasons: an inner aggregation drops the label, a function drops the metric's name (the
label `__name__`), or a matcher selects series without the label (`label=""`). A hidden query is
checked only if an expression query of the panel may use its result.

## Why
The aggregated series do not have the label, so Prometheus puts all of them into one group. Usually
the author forgot to keep the label in the inner aggregation.

## Bad
```promql
sum by (instance) (count by (job) (up))
```
```promql
max by (pod) (kube_pod_info{pod=""})
```

## Good
```promql
sum by (job) (count by (job, instance) (up))
```

## Source
[Aggregation operators](https://prometheus.io/docs/prometheus/latest/querying/operators/#aggregation-operators)
"""

from __future__ import annotations

from collections.abc import Iterator

from boardwright.checks import AnnotationView, Finding, QueryView, VariableView, derive_labels, rule
from boardwright.notation.variable_syntax import may_contain_variable

LOOKS_AT = (QueryView, AnnotationView, VariableView)


@rule(id="grouping-label-missing", group="queries", severity="warning", looks_at=LOOKS_AT)
def check(query: QueryView | AnnotationView | VariableView) -> Iterator[Finding]:
    if isinstance(query, QueryView) and query.hidden and not _feeds_expression(query):
        return
    expression = query.expression
    series = query.board.settings.recorded_labels
    for node in expression.aggregations if expression else ():
        inner = derive_labels(node.expr, series) if node.grouping == "by" else None
        for label in dict.fromkeys(node.labels) if inner else ():
            if inner and inner.has(label) == "no" and not may_contain_variable(label):
                yield Finding(
                    what=f"the operand of {node.op} by (...) never has the label {label!r}",
                    fix=f"Keep {label!r} in the inner expression, or remove {label!r} from by "
                    "(...).",
                    node=node,
                    span=expression.locate_label(node, label) if expression else None,
                )


def _feeds_expression(query: QueryView) -> bool:
    """Return whether a server-side expression of Grafana may use the result of the query."""
    return any(other.is_expression for other in query.panel.targets)
