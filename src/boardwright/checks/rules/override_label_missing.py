"""A table has an override for a column that none of its queries can return.

## Reported cases
This rule reports an override for the column of a label if all queries of the table certainly drop
this label. The rule checks only table panels without transformations whose queries are all PromQL
with the format `table`. The columns of such a table are `Time`, `Value` and the labels of the query
results.

## Why
The override has no effect, so the table lacks the unit, colour or link that the override sets.

## Bad
```json
{"type": "table", "datasource": {"type": "prometheus", "uid": "$ds"},
 "targets": [{"refId": "A", "expr": "sum by (pod) (up)", "format": "table"}],
 "fieldConfig": {"overrides": [
   {"matcher": {"id": "byName", "options": "node"}, "properties": [{"id": "unit"}]}]}}
```

## Good
```json
{"type": "table", "datasource": {"type": "prometheus", "uid": "$ds"},
 "targets": [{"refId": "A", "expr": "sum by (pod) (up)", "format": "table"}],
 "fieldConfig": {"overrides": [
   {"matcher": {"id": "byName", "options": "pod"}, "properties": [{"id": "unit"}]}]}}
```

## Source
[Field overrides](https://grafana.com/docs/grafana/latest/panels-visualizations/configure-overrides/)
"""

from __future__ import annotations

from collections.abc import Iterator

from boardwright.checks import Finding, PanelView, QueryView, rule

_OWN_FIELDS = ("Time", "Value", "time", "value")


@rule(id="override-label-missing", group="queries", severity="warning", looks_at=PanelView)
def check(panel: PanelView) -> Iterator[Finding]:
    if panel.type != "table" or not panel.overrides or panel.stored_transformations:
        return
    queries = [query for query in panel.queries if not query.hidden]
    if not queries or not all(map(_is_promql_table, queries)):
        return
    renamed = [override.display_name for override in panel.overrides]
    renamed.append(panel.display_name)
    for override in panel.overrides:
        name = override.options if override.matcher == "byName" else None
        if not isinstance(name, str) or name in renamed or name.startswith(_OWN_FIELDS):
            continue
        if "$" not in name and all(query.result_labels.has(name) == "no" for query in queries):
            yield Finding(
                what=f"an override is for the column {name!r}, which no query of the panel returns",
                fix="Keep the label in the query, or correct the name in the override.",
                key=(*override.pointer, "matcher", "options"),
            )


def _is_promql_table(query: QueryView) -> bool:
    expression = query.expression
    return query.format == "table" and expression is not None and expression.tree is not None
