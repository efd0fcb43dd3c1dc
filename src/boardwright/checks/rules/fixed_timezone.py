"""A board shows the time of its author's time zone.

## Reported cases
A board whose `timezone` is a place (`Europe/Rome`), not `browser`, `utc` or the user's own setting.

## Why
Readers elsewhere take the times for theirs, and look for the incident in the wrong hour.

## Bad
```json
{"title": "Up", "timezone": "Europe/Rome", "panels": []}
```

## Good
```json
{"title": "Up", "timezone": "browser", "panels": []}
```

## Source
[The dashboard JSON model](https://grafana.com/docs/grafana/latest/dashboards/build-dashboards/view-dashboard-json-model/)
"""

from __future__ import annotations

from collections.abc import Iterator

from boardwright.checks import BoardView, Finding, rule

_COMMON = frozenset({"", "browser", "default", "utc"})


@rule(
    id="fixed-timezone",
    group="board",
    severity="info",
    looks_at=BoardView,
    profiles=("strict", "mixin"),
)
def check(board: BoardView) -> Iterator[Finding]:
    zone = board.text("timezone")
    if zone.lower() not in _COMMON:
        what = f"it shows the time of {zone} to everybody"
        fix = 'Write "timezone": "browser", or "utc".'
        yield Finding(what=what, fix=fix, key="timezone")
