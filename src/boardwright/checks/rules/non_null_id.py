"""A stored board has the id of the database that it was exported from.

## Reported cases
An `id` at the top of a JSON board in the schema up to Grafana 12.

## Why
The id is a row number in the database of one Grafana. Another Grafana answers that there is no such
dashboard, or overwrites the board that happens to have that number. A board is identified by its
`uid`.

## Bad
```json
{"id": 42, "uid": "nodes", "title": "Nodes", "panels": []}
```

## Good
```json
{"id": null, "uid": "nodes", "title": "Nodes", "panels": []}
```

## Source
[Create or update a
dashboard](https://grafana.com/docs/grafana/latest/developers/http_api/dashboard/)
"""

from __future__ import annotations

from collections.abc import Iterator

from boardwright.checks import BoardView, Finding, rule


@rule(id="non-null-id", group="board", severity="warning", looks_at=BoardView)
def check(board: BoardView) -> Iterator[Finding]:
    number = board.number("id")
    if board.form == "classic" and number:
        yield Finding(
            what=f"its id is {number}, from the database that it was exported from",
            fix='Write "id": null.',
            key="id",
        )
