"""A mixin's panel has no description.

## What
Panels with queries.

## Why
Whoever did not write the board reads in the info corner what the panel means, and what is normal.

## Bad
```json
{"id": 1, "type": "stat", "title": "Up", "targets": [{"refId": "A", "expr": "up"}]}
```

## Good
```json
{
  "id": 1,
  "type": "stat",
  "title": "Up",
  "description": "Targets that answer.",
  "targets": [{"refId": "A", "expr": "up"}]
}
```

## Source
[`panel-title-description-rule`](https://github.com/grafana/dashboard-linter/blob/main/docs/rules/panel-title-description-rule.md)
"""

from __future__ import annotations

from collections.abc import Iterator

from boardwright.checks import Finding, PanelView, rule


@rule(
    id="mixin-description",
    group="mixin",
    severity="info",
    looks_at=PanelView,
    profiles=("mixin",),
)
def check(panel: PanelView) -> Iterator[Finding]:
    if panel.queries and not panel.is_library and not panel.description.strip():
        yield Finding(what="it has no description", fix="Say what it shows and what is normal.")
