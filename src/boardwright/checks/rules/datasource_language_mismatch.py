"""A query is written in another language than its data source's.

## What
A query of Prometheus or Loki whose text is kept where SQL, InfluxDB or Graphite keep theirs, one
of those with nothing but an expression of Prometheus, and one of Loki without any selector in
braces, which LogQL needs. Only where board or project tell the type of the data source:
a query of another plugin's form without any is asked of a default that nobody here knows.

## Why
It was another data source's panel. Grafana sends an empty query, or one that the server refuses.

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
"""Types that have no `expr`, and the keys that hold their queries."""


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
    elif kind == "loki" and "{" not in expr and not _may_be_filled(expr):
        what = "its data source is Loki, and it has no selector in braces"
        yield Finding(what=what, fix=_fix(kind), key="expr")
    elif kind in _KEYS and expr and not any(query.raw.get(key) for key in _KEYS[kind]):
        what = f"it has nothing but an expression of Prometheus, and its data source is {kind}"
        yield Finding(what=what, fix=_fix(kind), key="expr")


def _fix(kind: str | None) -> str:
    return f"Choose the data source it was written for, or write it for {kind}."


def _may_be_filled(expr: str) -> bool:
    """Tell whether a selector may come out of a variable, or there need not be one."""
    return "$" in expr or "[[" in expr or expr.startswith("vector(") or expr[:1].isdigit()
