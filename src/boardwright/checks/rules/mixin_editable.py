"""A board of a mixin can be edited in the browser.

## Reported cases
A board whose `editable` is not `false`.

## Why
Changes made in the browser are lost with the next version of the mixin.

## Bad
```json
{"title": "Up", "editable": true, "panels": []}
```

## Good
```json
{"title": "Up", "editable": false, "panels": []}
```

## Source
[`template-uneditable-rule`](https://github.com/grafana/dashboard-linter/blob/main/docs/rules/template-uneditable-rule.md)
"""

from __future__ import annotations

from collections.abc import Iterator

from boardwright.checks import BoardView, Finding, rule


@rule(
    id="mixin-editable",
    group="mixin",
    severity="info",
    looks_at=BoardView,
    profiles=("mixin",),
)
def check(board: BoardView) -> Iterator[Finding]:
    if board.raw.get("editable") is not False:
        what = "it can be edited in the browser"
        yield Finding(what=what, fix='Write "editable": false.', key="editable")
