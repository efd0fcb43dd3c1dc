"""A query computes an expression whose result a recording rule already stores.

## Reported cases
An expression of a panel, or a part of such an expression, that equals the expression of a recording
rule. Queries are compared with the recording rules of the project and of the checked rule files.
Matchers with a variable are ignored in the comparison. Recording rules that add labels are ignored.

## Why
Each refresh of the board computes a result that Prometheus has already stored. If somebody changes
the recording rule, the panel no longer agrees with the alerts that use the recorded series.

## Bad
A project has a recording rule `instance:node_cpu_usage:ratio`, and the query of a panel is the
expression of that rule.

## Good
The query `instance:node_cpu_usage:ratio`. In Python, use the value that `record(...)` returned.

## Source
[Recording rules](https://prometheus.io/docs/prometheus/latest/configuration/recording_rules/):
"Querying the precomputed result will then often be much faster".
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
