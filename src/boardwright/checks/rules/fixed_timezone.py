"""A board shows all times in one fixed time zone.

## Reported cases
This rule reports a board whose `timezone` is the name of a time zone, such as `Europe/Rome`. The
rule accepts `browser`, `utc`, and an empty value, which means the time zone in the user's profile.

## Why
Readers in other time zones believe that the board shows their local time, and look for an incident
at the wrong hour.

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
    zone = board.timezone
    if zone.lower() not in _COMMON:
        what = f"the board shows the time of {zone} to all readers"
        fix = 'Set "timezone" to "browser" or "utc".'
        yield Finding(what=what, fix=fix, key="timezone")
