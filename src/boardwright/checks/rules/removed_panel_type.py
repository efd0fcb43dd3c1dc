"""A panel is of a type that Grafana no longer has.

## What
Plugins written with AngularJS, which Grafana has dropped with version 12, and for which there is
no successor that it would take instead. More than five panels of a board are told in one.

## Why
In place of the panel stands an error.

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
        what=lambda panel: f"its type {panel.type!r} is an AngularJS plugin, which does not load",
        together="are of AngularJS plugins, which do not load",
        fix="Choose a panel that Grafana has today.",
        key="type",
    )
