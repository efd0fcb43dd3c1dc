"""The minimum step of a query is shorter than the scrape interval.

## Reported cases
The `interval` of a query ("Min step") or of a panel ("Min interval") that is less than the scrape
interval of the project. The profile `strict` also reports an interval of less than 10 s, with
severity `info`, if the project scrapes more often than this interval or if there is no project.
Only Prometheus queries are checked. Intervals that contain a variable are ignored. If a board has
more than three of these intervals, one problem reports all of them.

## Why
Between two scrapes there is no new value, so a shorter step queries every value several times. In
addition, Grafana calculates `$__rate_interval` from the minimum step instead of the scrape
interval. With `1s`, `$__rate_interval` can be as short as 4 s. Such a range contains at most one
sample, so Prometheus returns no rate and the panel shows "No data".

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
The shipped board "Prometheus 101": use one scrape interval, and never an interval below 10 s;
[$__rate_interval](https://grafana.com/docs/grafana/latest/datasources/prometheus/template-variables/).
"""

from __future__ import annotations

from collections.abc import Iterator

from boardwright.checks import BoardView, Finding, PanelView, QueryView, rule
from boardwright.checks.lengths import parse_step_length
from boardwright.notation.durations import format_duration
from boardwright.notation.plurals import format_quantity

_LEAST = 10_000
_MOST_SEPARATE = 3
"""If a board has more than this number of short steps, one problem of the board reports all of
them.
"""
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
    """Yield each step that is too short: the panel or query that sets it, the message, and whether
    it is certainly shorter than the scrape interval.
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
