"""A legend shows a label that the result of the query cannot have.

## Reported cases
This rule reports `{{label}}` in `legendFormat` if the result of the query certainly lacks the
label. A result can lack a label because of an aggregation, a vector match, a function that drops
the metric's name, or a matcher such as `label=""`. For a recorded series, the rule derives the
labels from the expression of the recording rule.

In two cases, the panel may not show the legend, so only the profile `strict` reports it, with
severity `info`:

- If the legend is hidden, the panel shows the names of series only in the tooltip.
- A stat or gauge with one query shows names only if the query returns several series.

The rule ignores hidden queries. The rule also ignores tables and panels with transformations,
because such panels show other names than the legend.

## Why
Grafana shows nothing in place of the missing label. All series of the query then have the same
name, or no name.

## Bad
```json
{"type": "timeseries", "datasource": {"type": "prometheus", "uid": "$ds"}, "targets": [
  {"refId": "A", "expr": "sum by (job) (rate(http_requests_total[5m]))",
   "legendFormat": "{{instance}}"}]}
```

## Good
```json
{"type": "timeseries", "datasource": {"type": "prometheus", "uid": "$ds"}, "targets": [
  {"refId": "A", "expr": "sum by (job) (rate(http_requests_total[5m]))",
   "legendFormat": "{{job}}"}]}
```

## Source
The page [Prometheus query
editor](https://grafana.com/docs/grafana/latest/datasources/prometheus/query-editor/) describes the
option Legend.
"""

from __future__ import annotations

from collections.abc import Iterator

from boardwright.checks import Finding, QueryView, rule
from boardwright.notation.legend_labels import list_legend_labels
from boardwright.notation.variable_syntax import may_contain_variable
from boardwright.promql.result_labels import NAME
from boardwright.schema.panel import Panel

_TABLES = frozenset({"table", "table-old"})
_ONE_VALUE = frozenset({"gauge", "singlestat", "stat"})


@rule(id="legend-label-missing", group="queries", severity="warning", looks_at=QueryView)
def check(query: QueryView) -> Iterator[Finding]:
    expression = query.expression if "{{" in query.legend else None
    if expression is None or expression.tree is None or not _shows_legend(query):
        return
    labels = query.result_labels
    missing = [
        label
        for label in dict.fromkeys(list_legend_labels(query.legend))
        if not may_contain_variable(label) and labels.has(label) == "no"
    ]
    if missing:
        placeholders = " and ".join(f"{{{{{label}}}}}" for label in missing)
        yield Finding(
            what=f"the legend shows {placeholders}, which the result of the query never has",
            fix="Keep the label in the query, or remove the label from the legend.",
            key="legendFormat",
            certain=not _may_lack_names(query),
        )


def _shows_legend(query: QueryView) -> bool:
    panel = query.panel
    if query.hidden or query.format == "table" or panel.type in _TABLES or panel.transformations:
        return False
    if panel.type not in _ONE_VALUE or not _is_only_query(panel):
        return True
    possible = query.result_labels.possible
    return possible is None or not possible <= {NAME}


def _may_lack_names(query: QueryView) -> bool:
    """Return whether the panel may show no names of series."""
    panel = query.panel
    if panel.hides_legend:
        return True
    named = panel.text_mode in {"name", "value_and_name"}
    return panel.type in _ONE_VALUE and _is_only_query(panel) and not named


def _is_only_query(panel: Panel) -> bool:
    return sum(not target.hidden for target in panel.targets) == 1
