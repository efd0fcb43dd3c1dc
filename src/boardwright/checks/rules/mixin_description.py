"""A panel of a mixin has no description.

## Reported cases
This rule reports panels that have queries but no description.

## Why
The description explains to other people what the panel means and which values are normal.

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
        yield Finding(
            what="the panel has no description",
            fix="Describe what the panel shows and which values are normal.",
        )
