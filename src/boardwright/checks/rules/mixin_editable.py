"""A board of a mixin can be edited in Grafana.

## Reported cases
This rule reports a board that does not set `editable` to `false`.

## Why
If somebody changes the board in the browser, the next version of the mixin overwrites the changes.

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
    if board.is_editable:
        what = "the board can be edited in Grafana"
        yield Finding(what=what, fix='Set "editable" to false.', key="editable")
