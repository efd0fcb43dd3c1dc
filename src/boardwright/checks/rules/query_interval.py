"""The minimum step of a query is shorter than the scrape interval.

## Reported cases
This rule reports the "Min step" of a query or the "Min interval" of a panel (`interval` in the
JSON) if it is shorter than the project's scrape interval. The profile `strict` also reports a
minimum step of less than 10 s, with severity `info`, if the project's scrape interval is also less
than 10 s, or if the board belongs to no project. The rule checks only range queries for Prometheus,
and ignores a minimum step that contains a variable. If a board has more than three of these short
steps, one problem reports all of them.

## Why
Between two scrapes, Prometheus stores no new value, so a query with a shorter step returns each
value several times. In addition, Grafana calculates `$__rate_interval` from the minimum step
instead of the scrape interval. With the minimum step `1s`, `$__rate_interval` can be as short as 4
s. A range of 4 s contains at most one sample, so Prometheus returns no rate and the panel shows "No
data".

## Bad
```json
{
  "title": "Requests",
  "panels": [
    {
      "type": "timeseries",
      "title": "Requests",
      "datasource": {"type": "prometheus", "uid": "p"},
      "interval": "1s",
      "targets": [{"refId": "A", "expr": "rate(http_requests_total[$__rate_interval])"}]
    }
  ]
}
```

## Good
```json
{
  "title": "Requests",
  "panels": [
    {
      "type": "timeseries",
      "title": "Requests",
      "datasource": {"type": "prometheus", "uid": "p"},
      "interval": "30s",
      "targets": [{"refId": "A", "expr": "rate(http_requests_total[$__rate_interval])"}]
    }
  ]
}
```

## Source
The board "Prometheus 101", which boardwright ships, recommends one scrape interval of 10 s or more.
Grafana's page [Prometheus template
variables](https://grafana.com/docs/grafana/latest/datasources/prometheus/template-variables/)
explains `$__rate_interval`.
"""

from __future__ import annotations

from collections.abc import Iterator

from boardwright.checks import BoardView, Finding, PanelView, QueryView, rule
from boardwright.checks.lengths import parse_step_length
from boardwright.notation.durations import format_duration
from boardwright.notation.plurals import format_quantity

_LEAST = 10_000
_MOST_SEPARATE = 3
"""If a board has more short steps than this number, one problem reports all of them."""
_FIX = "Remove the minimum step, or set it to the scrape interval or more."


@rule(id="query-interval", group="principles", severity="warning", looks_at=BoardView)
def check(board: BoardView) -> Iterator[Finding]:
    short_steps = [
        step
        for panel in board.panels
        if not panel.is_repeat_clone
        for step in _iter_short_steps(panel)
    ]
    many = len(short_steps) > _MOST_SEPARATE
    for view, what, certain in short_steps[:1] if many else short_steps:
        more = (
            f"; the board has {format_quantity(len(short_steps) - 1, 'more short step')}"
            if many
            else ""
        )
        yield Finding(
            what=what + more,
            fix=_FIX,
            at=view,
            key="interval",
            certain=certain,
        )


def _iter_short_steps(panel: PanelView) -> Iterator[tuple[PanelView | QueryView, str, bool]]:
    """Yield the panel or query that sets a too short step, the message, and whether the step is
    certainly shorter than the scrape interval.
    """
    range_queries = [query for query in panel.queries if query.expression and not query.instant]
    steps: list[tuple[PanelView | QueryView, str]] = [
        (each, each.own_interval) for each in range_queries
    ]
    if not all(text for _, text in steps):
        steps.insert(0, (panel, panel.interval))
    for view, text in steps:
        length = parse_step_length(text) if text else None
        settings = panel.board.settings
        if length is not None and settings.in_project and length < settings.scrape_interval:
            interval = format_duration(settings.scrape_interval)
            yield (
                view,
                f"the minimum step is {text}, but targets are scraped every {interval}",
                True,
            )
        elif length is not None and length < _LEAST:
            yield view, f"the minimum step is {text}, which is less than 10s", False
