"""A panel has a type that Grafana no longer has.

## Reported cases
Plugins written with AngularJS, which Grafana 12 dropped, and for which Grafana has no successor.
More than five panels of a board are reported as one.

## Why
Grafana shows an error instead of the panel.

## Bad
```json
{
  "title": "Board",
  "panels": [
    {"id": 1, "type": "natel-discrete-panel", "targets": [{"refId": "A", "expr": "up"}]}
  ]
}
```

## Good
```json
{
  "title": "Board",
  "panels": [{"id": 1, "type": "state-timeline", "targets": [{"refId": "A", "expr": "up"}]}]
}
```

## Source
[Plugins using
AngularJS](https://grafana.com/docs/grafana/latest/developers/angular_deprecation/angular-plugins/)
"""

from __future__ import annotations

from collections.abc import Iterator

from boardwright.checks import BoardView, Finding, rule
from boardwright.checks.gathering import each_or_all
from boardwright.schema.panel_types import ANGULAR_PLUGINS


@rule(id="removed-panel-type", group="board", severity="error", looks_at=BoardView)
def check(board: BoardView) -> Iterator[Finding]:
    gone = [p for p in board.panels if p.type in ANGULAR_PLUGINS and not p.is_repeat_clone]
    yield from each_or_all(
        gone,
        what=lambda panel: (
            f"its type {panel.type!r} is an AngularJS plugin, which Grafana does not load"
        ),
        together="have types of AngularJS plugins, which Grafana does not load",
        fix="Use a panel type of a current Grafana.",
        key="type",
    )
