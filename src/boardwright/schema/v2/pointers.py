"""Maps each path in a classic board to the path in the v2 board from which it was converted."""

from __future__ import annotations

from collections.abc import Iterator

from boardwright.schema.document import Board, Json
from boardwright.schema.json_object import Pointer
from boardwright.schema.v2.v2_node import PATH

_BOARD: dict[Pointer, Pointer] = {
    ("refresh",): ("timeSettings", "autoRefresh"),
    ("timezone",): ("timeSettings", "timezone"),
    ("time",): ("timeSettings",),
}
_PANEL: dict[Pointer, Pointer] = {
    ("type",): ("vizConfig",),
    ("fieldConfig",): ("vizConfig", "spec", "fieldConfig"),
    ("options",): ("vizConfig", "spec", "options"),
    ("targets",): ("data", "spec", "queries"),
    ("transformations",): ("data", "spec", "transformations"),
    ("interval",): ("data", "spec", "queryOptions", "interval"),
    ("maxDataPoints",): ("data", "spec", "queryOptions", "maxDataPoints"),
}
_TARGET: dict[Pointer, Pointer] = {
    (): ("query", "spec"),
    ("refId",): ("refId",),
    ("hide",): ("hidden",),
    ("datasource",): ("query", "datasource"),
}
_ANNOTATION: dict[Pointer, Pointer] = {
    ("target",): ("query", "spec"),
    ("datasource",): ("query", "datasource"),
}
_POSITION: dict[Pointer, Pointer] = {("w",): ("width",), ("h",): ("height",)}
_VARIABLE: dict[Pointer, Pointer] = {("datasource",): ("query", "datasource")}


def extract_pointers(board: Board) -> dict[Pointer, Pointer]:
    """Return a dict from each path in a classic board to the path in the v2 board. Remove the keys
    `PATH`, which store the v2 paths, from the classic board.
    """
    pointers = dict(_BOARD)
    for index, panel in enumerate(board["panels"]):
        pointers |= _map_panel_pointers(panel, ("panels", index))
    for index, variable in enumerate(board["templating"]["list"]):
        pointers |= _map_object_pointers(variable, ("templating", "list", index), _VARIABLE)
    for index, annotation in enumerate(board["annotations"]["list"]):
        pointers |= _map_object_pointers(annotation, ("annotations", "list", index), _ANNOTATION)
    return pointers


def _map_panel_pointers(panel: Json, pointer: Pointer) -> dict[Pointer, Pointer]:
    pointers = _map_object_pointers(panel, pointer, _PANEL)
    pointers |= _map_object_pointers(panel.get("gridPos", {}), (*pointer, "gridPos"), _POSITION)
    for key, inner in _iter_children(panel):
        for index, item in enumerate(inner):
            item_pointer = (*pointer, key, index)
            pointers |= (
                _map_panel_pointers(item, item_pointer)
                if key == "panels"
                else _map_object_pointers(item, item_pointer, _TARGET)
            )
    return pointers


def _iter_children(panel: Json) -> Iterator[tuple[str, list[Json]]]:
    yield "targets", panel.get("targets", [])
    yield "panels", panel.get("panels", [])


def _map_object_pointers(
    item: Json, pointer: Pointer, keys: dict[Pointer, Pointer]
) -> dict[Pointer, Pointer]:
    path = item.pop(PATH, None)
    if path is None:
        return {}
    paths = {(): (), **keys}
    return {(*pointer, *classic): (*path, *new) for classic, new in paths.items()}
