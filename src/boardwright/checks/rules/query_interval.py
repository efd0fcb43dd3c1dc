"""The minimum step of a query is shorter than the scrape interval.

## Reported cases
The `interval` of a query ("Min step") or of a panel ("Min interval") that is less than 10 s or, in
a project, less than the project's scrape interval. Only Prometheus queries are checked. Intervals
that contain a variable are ignored.

## Why
Between two scrapes there is no new value, so a shorter step queries every value several times. In
addition, Grafana calculates `$__rate_interval` from the minimum step instead of the scrape
interval. With `1s`, `$__rate_interval` can be as short as 4 s. Such a range contains at most one
sample, so the rate shows "No data".

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
Prometheus 101: one scrape interval, and never a single-digit one;
[$__rate_interval](https://grafana.com/docs/grafana/latest/datasources/prometheus/template-variables/).
"""

from __future__ import annotations

from collections.abc import Iterator

from boardwright.checks import Finding, PanelView, rule
from boardwright.checks.lengths import milliseconds
from boardwright.checks.views.view import JsonView
from boardwright.notation.durations import shown

_LEAST = 10_000


@rule(id="query-interval", group="principles", severity="warning", looks_at=PanelView)
def check(panel: PanelView) -> Iterator[Finding]:
    asked = [query for query in panel.queries if query.expression and not query.instant]
    inherits = any(not query.text("interval") for query in asked)
    views: list[JsonView] = [panel, *asked] if inherits else [*asked]
    for view in views:
        text = view.text("interval")
        what = _fault(panel, milliseconds(text) if text else None, text)
        if what is not None:
            yield Finding(
                what=what,
                fix="Remove the minimum step, or set it to the scrape interval or more.",
                at=view,
                key="interval",
            )


def _fault(panel: PanelView, length: int | None, text: str) -> str | None:
    settings = panel.board.settings
    if length is None:
        return None
    if settings.in_project and length < settings.scrape_interval:
        scraped = shown(settings.scrape_interval)
        return f"the minimum step is {text}, but targets are scraped every {scraped}"
    return f"the minimum step is {text}, less than 10s" if length < _LEAST else None
