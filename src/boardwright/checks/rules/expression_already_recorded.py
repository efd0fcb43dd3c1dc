"""A query computes an expression that a recording rule records.

## Reported cases
An expression of a panel, or a part of one, that is the expression of a recording rule of the
project or of a checked rule file. Matchers with a variable make no difference. Rules with labels of
their own are left out.

## Why
Every refresh computes again what Prometheus has stored. When the rule changes, panel and alert no
longer agree.

## Bad
In a project that records `instance:node_cpu_usage:ratio`, the query that the rule records.

## Good
The query `instance:node_cpu_usage:ratio`; in Python, the value that `record(...)` returned.

## Source
[Recording rules](https://prometheus.io/docs/prometheus/latest/configuration/recording_rules/):
"Querying the precomputed result will then often be much faster".
"""

from __future__ import annotations

from collections.abc import Iterator

from boardwright.checks import Finding, QueryView, rule
from boardwright.promql.bounds import shape_of


@rule(id="expression-already-recorded", group="alerts", severity="info", looks_at=QueryView)
def check(query: QueryView) -> Iterator[Finding]:
    recorded = query.board.settings.recorded_shapes
    if not recorded or query.expression is None:
        return
    for node in reversed(query.expression.nodes):  # outer parts before inner ones
        name = recorded.get(shape_of(node)) if node.children else None
        if name is not None:
            yield Finding(
                what=f"computes what the recording rule {name} records",
                fix=f"Query {name}: in Python, use the value that record(...) returned.",
                node=node,
            )
            return
