"""A query computes an expression whose result a recording rule already stores.

## Reported cases
This rule reports a query of a panel if the whole query, or a part of it, equals the expression of a
recording rule. `check` compares the query with the recording rules of the project and of the
checked rule files. The comparison ignores matchers with a variable. The comparison also ignores
recording rules that add labels.

## Why
At each refresh of the board, Prometheus computes a result that it has already stored. If somebody
changes the recording rule, the panel no longer agrees with the alerts that use the recorded series.

## Bad
A project has a recording rule `instance:node_cpu_usage:ratio`, and the query of a panel is the
expression of that rule.

## Good
The query of the panel is `instance:node_cpu_usage:ratio`. In Python, use the value that
`record(...)` returned.

## Source
Prometheus's page [Recording
rules](https://prometheus.io/docs/prometheus/latest/configuration/recording_rules/) explains that
querying a recorded series is often much faster than computing its expression again.
"""

from __future__ import annotations

from collections.abc import Iterator

from boardwright.checks import Finding, QueryView, rule
from boardwright.promql.bounds import compute_shape


@rule(id="expression-already-recorded", group="alerts", severity="info", looks_at=QueryView)
def check(query: QueryView) -> Iterator[Finding]:
    recorded = query.board.settings.recorded_shapes
    if not recorded or query.expression is None:
        return
    for node in reversed(query.expression.nodes):  # larger parts come first
        name = recorded.get(compute_shape(node)) if node.children else None
        if name is not None:
            yield Finding(
                what=f"the query computes what the recording rule {name} records",
                fix=f"Query {name}; in Python, use the value that record(...) returned.",
                node=node,
            )
            return
