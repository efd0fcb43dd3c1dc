"""A panel that shows query results has no title.

## Reported cases
This rule reports graphs, bar charts, histograms, heatmaps, state timelines, tables and logs panels
that have queries but no title. Text, stat and gauge panels are not reported, because they often
have no title on purpose.

## Why
Without a title, people cannot name the panel, search for it, or refer to it in an alert.

## Bad
```json
{"id": 1, "type": "timeseries", "title": "", "targets": [{"refId": "A", "expr": "up"}]}
```

## Good
```json
{"id": 1, "type": "timeseries", "title": "Up", "targets": [{"refId": "A", "expr": "up"}]}
```

## Source
[`panel-title-description-rule`](https://github.com/grafana/dashboard-linter/blob/main/docs/rules/panel-title-description-rule.md)
"""

from __future__ import annotations

from collections.abc import Iterator

from boardwright.checks import Finding, PanelView, rule

_TITLED = frozenset(
    {"barchart", "graph", "heatmap", "histogram", "logs", "state-timeline", "table", "timeseries"}
)


@rule(
    id="missing-title",
    group="board",
    severity="info",
    looks_at=PanelView,
    profiles=("strict", "mixin"),
)
def check(panel: PanelView) -> Iterator[Finding]:
    if panel.type in _TITLED and panel.queries and not panel.title.strip():
        what = f"the {panel.type} panel has no title"
        yield Finding(
            what=what,
            fix="Add a title that describes the content of the panel in a few words.",
            key="title",
        )
