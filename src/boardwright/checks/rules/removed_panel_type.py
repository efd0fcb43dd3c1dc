"""A panel has a type that Grafana no longer supports.

## Reported cases
This rule reports panels whose type is an AngularJS plugin. Grafana 12 removed the support of
AngularJS and has no replacement for these plugins. If a board has more than five such panels, one
problem reports all of them.

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
from boardwright.checks.combined_findings import report_panels
from boardwright.schema.panel_types import ANGULAR_PLUGINS


@rule(id="removed-panel-type", group="board", severity="error", looks_at=BoardView)
def check(board: BoardView) -> Iterator[Finding]:
    panels = [p for p in board.panels if p.type in ANGULAR_PLUGINS and not p.is_repeat_clone]
    yield from report_panels(
        panels,
        what=lambda panel: (
            f"the panel type {panel.type!r} is an AngularJS plugin, which Grafana does not load"
        ),
        summary="have types of AngularJS plugins, which Grafana does not load",
        fix="Use a panel type that the current Grafana supports.",
        key="type",
    )
