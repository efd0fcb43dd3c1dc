"""A query is written in a language that its data source does not understand.

## Reported cases
This rule reports a query for a Prometheus or Loki data source if its text is in a field for SQL,
InfluxDB or Graphite queries, such as `rawSql`. The rule reports a query for an SQL, InfluxDB,
Graphite or Elasticsearch data source if the query has only a PromQL expression. The rule also
reports a Loki query that has no selector in braces. The rule ignores a query if neither the board
nor the project states the type of its data source.

## Why
Somebody wrote the query for another type of data source. Grafana sends an empty query, or a query
that the server refuses.

## Bad
```json
{
  "id": 1,
  "type": "timeseries",
  "targets": [
    {"refId": "A", "datasource": {"type": "prometheus", "uid": "$ds"}, "rawSql": "SELECT 1"}
  ]
}
```

## Good
```json
{
  "id": 1,
  "type": "timeseries",
  "targets": [
    {"refId": "A", "datasource": {"type": "mysql", "uid": "$ds"}, "rawSql": "SELECT 1"}
  ]
}
```

## Source
[Data sources](https://grafana.com/docs/grafana/latest/datasources/)
"""

from __future__ import annotations

from collections.abc import Iterator

from boardwright.checks import Finding, QueryView, rule
from boardwright.notation.variable_syntax import may_contain_variable

_TEXTS = {"rawSql": "SQL", "rawQuery": "SQL", "query": "another language", "target": "Graphite"}
_KEYS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(
        ("mssql", "mysql", "postgres", "grafana-postgresql-datasource"), ("rawSql", "rawQuery")
    ),
    "influxdb": ("query", "measurement", "select", "rawSql"),
    "graphite": ("target", "targetFull"),
    "elasticsearch": ("query", "metrics", "bucketAggs"),
}
"""Types of data sources whose queries have no `expr`, with the keys that contain the query instead.
"""


@rule(
    id="datasource-language-mismatch",
    group="board",
    severity="error",
    looks_at=QueryView,
)
def check(query: QueryView) -> Iterator[Finding]:
    kind = query.datasource.type
    expr = query.expr.strip()
    if query.datasource.language in {"promql", "logql"} and not expr:
        for key, language in _TEXTS.items():
            if _is_written(query, key):
                what = f"the query is written in {language} ({key}), but its data source is {kind}"
                yield Finding(what=what, fix=_suggest_fix(kind), key=key)
                return
    elif kind == "loki" and "{" not in expr and not _may_have_selector(expr):
        what = "the query has no selector in braces, which its data source Loki requires"
        yield Finding(what=what, fix=_suggest_fix(kind), key="expr")
    elif kind in _KEYS and expr and not any(query.raw.get(key) for key in _KEYS[kind]):
        what = f"the query has only a PromQL expression, but its data source is {kind}"
        yield Finding(what=what, fix=_suggest_fix(kind), key="expr")


def _is_written(query: QueryView, key: str) -> bool:
    """Return whether a field contains the text of a query. If somebody pasted a data source
    variable into the list of queries, its field `query` contains a type of data source, not a
    query.
    """
    return bool(query.text(key).strip()) and query.text("type") != "datasource"


def _suggest_fix(kind: str | None) -> str:
    return (
        f"Select the data source for which the query was written, or rewrite the query for {kind}."
    )


def _may_have_selector(expr: str) -> bool:
    """Return whether a Loki query may be valid although its text contains no selector."""
    return may_contain_variable(expr) or expr.startswith("vector(") or expr[:1].isdigit()
