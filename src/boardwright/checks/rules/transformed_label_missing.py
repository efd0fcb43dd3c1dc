"""A transformation uses a label that no query of the panel can return.

## Reported cases
This rule checks the transformation `joinByField` of tables, and the transformation `labelsToFields`
with `keepLabels` or `valueLabel`. A transformation is checked only if it is the first
transformation of the panel and all queries of the panel are PromQL. The rule reports a label of
`labelsToFields` if all queries certainly drop it. The rule reports a label of `joinByField` if one
of the queries certainly drops it.

## Why
The column of the label stays empty, or rows are missing in the joined table. Grafana reports no
error.

## Bad
```json
{"type": "table", "datasource": {"type": "prometheus", "uid": "$ds"}, "targets": [
  {"refId": "A", "expr": "sum by (pod) (up)", "format": "table"},
  {"refId": "B", "expr": "count(up)", "format": "table"}],
 "transformations": [{"id": "joinByField", "options": {"byField": "pod"}}]}
```

## Good
```json
{"type": "table", "datasource": {"type": "prometheus", "uid": "$ds"}, "targets": [
  {"refId": "A", "expr": "sum by (pod) (up)", "format": "table"},
  {"refId": "B", "expr": "count by (pod) (up)", "format": "table"}],
 "transformations": [{"id": "joinByField", "options": {"byField": "pod"}}]}
```

## Source
[Transform data](https://grafana.com/docs/grafana/latest/panels-visualizations/query-transform-data/transform-data/)
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from boardwright.checks import Finding, PanelView, QueryView, rule
from boardwright.schema.named_columns import list_label_columns, read_join_field

_JOINS = frozenset({"joinByField", "seriesToColumns"})
_OWN_FIELDS = ("Time", "Value")


@rule(id="transformed-label-missing", group="queries", severity="warning", looks_at=PanelView)
def check(panel: PanelView) -> Iterator[Finding]:
    transformations = panel.transformations
    queries = [query for query in panel.queries if not query.hidden]
    if not transformations or not queries or not all(map(_is_promql, queries)):
        return
    kind, options = transformations[0]
    if kind in _JOINS:
        yield from _check_join(read_join_field(options), queries)
    if kind == "labelsToFields":
        for label in _list_kept_labels(options):
            if all(query.result_labels.has(label) == "no" for query in queries):
                yield Finding(
                    what=f"labelsToFields uses the label {label!r}, which no query of the panel "
                    "returns",
                    fix="Keep the label in the query, or remove the label from the transformation.",
                    key="transformations",
                )


def _list_kept_labels(options: Mapping[str, Any]) -> list[str]:
    used = list_label_columns(options)
    return [label for label in used if label != "__name__" and "$" not in label]


def _check_join(field: str, queries: Sequence[QueryView]) -> Iterator[Finding]:
    if not field or "$" in field or field.startswith(_OWN_FIELDS):
        return
    for query in queries:
        if query.format == "table" and query.result_labels.has(field) == "no":
            yield Finding(
                what=f"the panel joins by the label {field!r}, which the result of this query "
                "never has",
                fix="Keep the label in this query, or join by a label that all queries keep.",
                at=query,
            )


def _is_promql(query: QueryView) -> bool:
    return query.expression is not None and query.expression.tree is not None
