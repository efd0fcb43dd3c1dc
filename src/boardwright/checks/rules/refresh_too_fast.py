"""A board reloads more often than there is new data.

## Reported cases
This rule reports a board with Prometheus queries if its `refresh` is less than 5 seconds, which is
the minimum that Grafana accepts by default. In a project, the rule also reports a `refresh` that is
less than the scrape interval.

## Why
At each refresh, every browser that shows the board sends all queries again. Between two scrapes,
the results do not change.

## Bad
```json
{
  "title": "Up",
  "refresh": "1s",
  "panels": [
    {
      "id": 1,
      "type": "timeseries",
      "targets": [{"refId": "A", "expr": "process_resident_memory_bytes"}]
    }
  ]
}
```

## Good
```json
{
  "title": "Up",
  "refresh": "30s",
  "panels": [
    {
      "id": 1,
      "type": "timeseries",
      "targets": [{"refId": "A", "expr": "process_resident_memory_bytes"}]
    }
  ]
}
```

## Source
[`min_refresh_interval`](https://grafana.com/docs/grafana/latest/setup-grafana/configure-grafana/#min_refresh_interval)
"""

from __future__ import annotations

from collections.abc import Iterator

from boardwright.checks import BoardView, Finding, rule
from boardwright.notation.durations import format_duration, parse_interval_milliseconds

_LEAST = 5_000


@rule(id="refresh-too-fast", group="board", severity="warning", looks_at=BoardView)
def check(board: BoardView) -> Iterator[Finding]:
    length = parse_interval_milliseconds(board.refresh)
    if not length or not any(query.expression for query in board.queries):
        return
    scrape = board.settings.scrape_interval if board.settings.in_project else 0
    if length < max(_LEAST, scrape):
        slow = (
            f"targets are scraped every {format_duration(scrape)}"
            if length < scrape
            else "Grafana accepts 5s or more by default"
        )
        yield Finding(
            what=f"the board reloads every {board.refresh}, but {slow}",
            fix=f'Set "refresh" to {format_duration(max(_LEAST, scrape))} or more.',
            key="refresh",
        )
