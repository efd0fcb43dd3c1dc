"""Pass `transformations`: ids that transformations had before are replaced by today's."""

from __future__ import annotations

from boardwright.compiler.context import Context
from boardwright.compiler.edit import Json
from boardwright.schema.document import Board
from boardwright.schema.walking import map_items, map_panels


def run(board: Board, context: Context) -> Board:
    """Return the board with transformations that Grafana 12 knows."""
    return map_panels(board, lambda panel: map_items(panel, "transformations", _changed))


def _changed(item: Json) -> Json:
    options = item.get("options")
    item = item if isinstance(options, dict) else {**item, "options": {}}
    if item.get("id") != "seriesToColumns":
        return item
    return {**item, "id": "joinByField", "options": {"mode": "outer", **item["options"]}}
