"""A board reloads faster than there is anything new.

## What
`refresh` of a board that asks Prometheus: under 5 seconds, which is the least that Grafana takes
unless it is configured otherwise; in a project, under its scrape interval as well.

## Why
Each reload sends every query of every open board again, and between two scrapes the answer is
the same.

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
from boardwright.notation.durations import milliseconds, shown

_LEAST = 5_000


@rule(id="refresh-too-fast", group="board", severity="warning", looks_at=BoardView)
def check(board: BoardView) -> Iterator[Finding]:
    length = milliseconds(board.refresh)
    if length is None or not any(query.expression for query in board.queries):
        return
    scrape = board.settings.scrape_interval if board.settings.in_project else 0
    if length < max(_LEAST, scrape):
        slow = (
            f"targets are scraped every {shown(scrape)}" if length < scrape else "5s is the least"
        )
        yield Finding(
            what=f"it reloads every {board.refresh}, and {slow}",
            fix=f'Set "refresh" to {shown(max(_LEAST, scrape))} or more.',
            key="refresh",
        )
