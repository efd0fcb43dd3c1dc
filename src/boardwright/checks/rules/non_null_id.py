"""A JSON board contains the database id of the Grafana that it was exported from.

## Reported cases
This rule reports a JSON board of schema v1 whose key `id` is a number. Boards below a directory
with `provisioning` in its name are not reported, because Grafana removes the id of provisioned
boards.

## Why
The `id` is a row number in the database of one Grafana server. Another Grafana server refuses the
board if it has no dashboard with this id. If it has a dashboard with this id, it overwrites that
dashboard. The `uid`, not the `id`, identifies a board.

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
    number = board.database_id
    if board.form == "classic" and number and not board.is_provisioned:
        yield Finding(
            what=f"the id of the board is {number}, which is valid only in the Grafana that "
            "exported the board",
            fix='Set "id" to null.',
            key="id",
        )
