"""Convert transformations of Grafana 9 and older.

`seriesToColumns` becomes `joinByField`. In the transformation `timeSeriesTable`, the pass moves
each calculation from `refIdToStat` into the settings of its query.
"""

from __future__ import annotations

from boardwright.compiler.context import CompilerContext
from boardwright.compiler.edit import drop_keys
from boardwright.schema.board_traversal import map_items, map_panels
from boardwright.schema.document import Board, Json


def run(board: Board, context: CompilerContext) -> Board:
    """Return the board with transformations that Grafana 12 supports."""
    return map_panels(
        board, lambda panel: map_items(panel, "transformations", _upgrade_transformation)
    )


def _upgrade_transformation(item: Json) -> Json:
    options = item.get("options")
    if not isinstance(options, dict):
        item = {**item, "options": {}}
    elif isinstance(options.get("refIdToStat"), dict):
        by_query = {name: {"stat": calc} for name, calc in options["refIdToStat"].items()}
        item = {**item, "options": {**drop_keys(options, "refIdToStat"), **by_query}}
    if item.get("id") != "seriesToColumns":
        return item
    return {**item, "id": "joinByField", "options": {"mode": "outer", **item["options"]}}
