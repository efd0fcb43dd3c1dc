"""A mixin's board may be changed in the browser.

## What
`editable` of the board is false.

## Why
What is changed in the browser is lost with the next version of the mixin.

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
        what = "it can be changed in the browser"
        yield Finding(what=what, fix='Write "editable": false.', key="editable")
