"""Convert InfluxDB queries of Grafana 2.0, which have `fields`, to queries with `select`."""

from __future__ import annotations

from boardwright.compiler.context import CompilerContext
from boardwright.compiler.edit import drop_keys, list_objects
from boardwright.schema.board_traversal import map_panels, map_targets
from boardwright.schema.document import Board, Json

_KEYS = frozenset({"fields", "groupBy", "tags"})
"""Keys that together identify a query of Grafana 2.0."""


def run(board: Board, context: CompilerContext) -> Board:
    """Return the board with InfluxDB queries as Grafana 2.1 and later write them."""
    return map_panels(board, lambda panel: map_targets(panel, _upgrade_query))


def _upgrade_query(target: Json) -> Json:
    if not target.keys() >= _KEYS:
        return target
    rest = drop_keys(target, "fields", "fill")
    if target.get("rawQuery"):
        return rest
    group_by = [_convert_group_part(item) for item in list_objects(target["groupBy"])]
    if "fill" in target:
        group_by.append({"type": "fill", "params": [target["fill"]]})
    select = [_build_selection(field) for field in list_objects(target["fields"])]
    return {**rest, "groupBy": group_by, "select": select}


def _convert_group_part(item: Json) -> Json:
    key = "interval" if item.get("type") == "time" else "key"
    return {"type": item.get("type"), "params": [item.get(key)]}


def _build_selection(field: Json) -> list[Json]:
    parts: list[Json] = [{"type": "field", "params": [field.get("name")]}]
    if field.get("func"):
        parts.append({"type": field["func"], "params": []})
    if field.get("mathExpr"):
        parts.append({"type": "math", "params": [field["mathExpr"]]})
    if field.get("asExpr"):
        parts.append({"type": "alias", "params": [field["asExpr"]]})
    return parts
