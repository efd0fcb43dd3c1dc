"""A query is written in another language than that of its data source.

## Reported cases
A query for a Prometheus or Loki data source whose text is where SQL, InfluxDB or Graphite queries
have theirs; a query for one of those that only has a PromQL expression; and a Loki query without a
selector in braces. The type of the data source must be known from the board or the project.

## Why
The query was written for another data source. Grafana sends an empty query, or one that the server
refuses.

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

_TEXTS = {"rawSql": "SQL", "rawQuery": "SQL", "query": "another language", "target": "Graphite"}
_KEYS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(
        ("mssql", "mysql", "postgres", "grafana-postgresql-datasource"), ("rawSql", "rawQuery")
    ),
    "influxdb": ("query", "measurement", "select", "rawSql"),
    "graphite": ("target", "targetFull"),
    "elasticsearch": ("query", "metrics", "bucketAggs"),
}
"""Types without `expr` -> the keys of their queries."""


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
            if query.text(key).strip():
                what = f"it is written in {language} ({key}), and its data source is {kind}"
                yield Finding(what=what, fix=_fix(kind), key=key)
                return
    elif kind == "loki" and "{" not in expr and not _may_have_selector(expr):
        what = "its data source is Loki, and it has no selector in braces, which LogQL requires"
        yield Finding(what=what, fix=_fix(kind), key="expr")
    elif kind in _KEYS and expr and not any(query.raw.get(key) for key in _KEYS[kind]):
        what = f"it only has a PromQL expression, and its data source is {kind}"
        yield Finding(what=what, fix=_fix(kind), key="expr")


def _fix(kind: str | None) -> str:
    return f"Select the data source for which it was written, or rewrite it for {kind}."


def _may_have_selector(expr: str) -> bool:
    """Return whether a variable may hold the selector, or none is needed."""
    return "$" in expr or "[[" in expr or expr.startswith("vector(") or expr[:1].isdigit()
