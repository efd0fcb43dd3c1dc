"""A panel has the same query twice.

## Reported cases
This rule reports two visible queries of a panel that have the same expression, legend, data source,
format, minimum step and query type (instant or range). Differences in white space do not matter.
The rule ignores tables, panels with transformations, and panels with an override for one query or
one name. Tables and such panels may show the same numbers in two ways.

## Why
The line of the second query hides the line of the first query, and Prometheus computes the same
result twice. Usually the author copied a query and forgot to change the copy. The panel then lacks
the result that the second query should return.

## Bad
```json
{"type": "timeseries", "datasource": {"type": "prometheus", "uid": "$ds"}, "targets": [
  {"refId": "A", "expr": "rate(node_network_receive_bytes_total[5m])"},
  {"refId": "B", "expr": "rate(node_network_receive_bytes_total[5m])"}]}
```

## Good
```json
{"type": "timeseries", "datasource": {"type": "prometheus", "uid": "$ds"}, "targets": [
  {"refId": "A", "expr": "rate(node_network_receive_bytes_total[5m])"},
  {"refId": "B", "expr": "rate(node_network_transmit_bytes_total[5m])"}]}
```

## Source
This rule exists only in boardwright.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator

from boardwright.checks import Finding, PanelView, QueryView, rule
from boardwright.promql.lexer import iter_tokens

_TABLES = frozenset({"table", "table-old"})
_BY_QUERY = frozenset({"byFrameRefID", "byName"})


@rule(id="duplicate-query", group="queries", severity="warning", looks_at=PanelView)
def check(panel: PanelView) -> Iterator[Finding]:
    if len(panel.queries) < 2 or panel.type in _TABLES or panel.transformations:
        return
    if any(override.matcher in _BY_QUERY for override in panel.overrides):
        return
    first: dict[Hashable, QueryView] = {}
    for query in panel.queries:
        if query.hidden or query.expression is None:
            continue
        earlier = first.setdefault(_build_comparison_key(query), query)
        if earlier is not query and _list_tokens(earlier) == _list_tokens(query):
            yield Finding(
                what=f"query {query.ref_id} is the same as query {earlier.ref_id}",
                fix="Remove one of the two queries, or correct the copied query.",
                at=query,
            )


def _build_comparison_key(query: QueryView) -> Hashable:
    uid, name = query.datasource.uid, query.datasource.variable
    kind = (query.instant, query.format, query.interval, query.interval_factor)
    return "".join(query.expr.split()), query.legend, uid, name, kind


def _list_tokens(query: QueryView) -> list[str]:
    return [word for word, _ in iter_tokens(query.expr)]
