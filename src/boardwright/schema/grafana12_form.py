"""Finds and removes the values of a v2 board that Grafana 13 supports but Grafana 12.4 drops when
it stores the board.

With strict validation of v2beta1, a real Grafana 12.4.3 reported unknown keys at the top level of a
board. In elements, variables and layouts, Grafana 12.4.3 dropped unknown keys without an error.
"""

from __future__ import annotations

from collections.abc import Iterator

from boardwright.notation.plurals import format_quantity
from boardwright.schema.board_layout import GRID, LAYOUT_KINDS
from boardwright.schema.board_traversal import (
    iter_panels,
    iter_variables,
    map_annotations,
    map_panels,
    map_targets,
    map_variables,
)
from boardwright.schema.document import Board, Json, PanelJson
from boardwright.schema.extension import (
    EXTENSION,
    read_elements,
    read_extension,
    read_layout,
    read_section_name,
)
from boardwright.schema.v1_form import list_kept_keys, name_keys

_KEYS = {"panel": ("timeTo",), "variable": ("enableGroupBy",)}
"""Kind of an object -> the keys that Grafana 12.4 drops although the classic schema has them."""

_STORED = frozenset({"fillScreen"})
"""The keys that Grafana 12.4 stores in v2beta1 although the classic schema does not have them."""

_STORED_ENDS = tuple(f"/{key}" for key in _STORED)


def list_grafana12_losses(board: Board) -> list[str]:
    """Return descriptions of the parts of a board that Grafana 12.4 drops when it stores the board
    in v2beta1.
    """
    count = sum(1 for each in iter_variables(board) if read_section_name(each))
    variables = format_quantity(count, "variable")
    losses = [f"{variables} of a row or tab"] if count else []
    losses += [
        f"objects of the unknown kind {kind!r}"
        for kind in dict.fromkeys(_iter_unknown_kinds(board))
    ]
    keys = sorted({*list_kept_keys(board), *_iter_newer_keys(board)} - _STORED)
    return [*losses, *([name_keys(keys)] if keys else [])]


def drop_unstored_values(board: Board) -> Board:
    """Return a board without the keys that Grafana 12.4 drops from panels, variables and queries.

    boardwright applies this function to both boards before it compares a board that Grafana 12.4
    stored with its declaration.
    """
    board = map_variables(_drop_kept(board), lambda each: _drop_kept(each, *_KEYS["variable"]))
    board = map_annotations(board, _drop_kept)

    def drop_in_panel(panel: PanelJson) -> Board:
        return map_targets(_drop_kept(panel, *_KEYS["panel"]), _drop_kept)

    return map_panels(board, drop_in_panel)


def _drop_kept(item: Json, *keys: str) -> Board:
    """Return an object without `keys`, and without the `kept` values that Grafana 12.4 drops."""
    plain = {key: value for key, value in item.items() if key not in keys}
    extension = read_extension(item)
    if "kept" not in extension:
        return plain
    stored = {at: value for at, value in extension["kept"].items() if at.endswith(_STORED_ENDS)}
    rest = {key: value for key, value in extension.items() if key != "kept"}
    rest |= {"kept": stored} if stored else {}
    del plain[EXTENSION]
    return {**plain, EXTENSION: rest} if rest else plain


def _iter_unknown_kinds(board: Board) -> Iterator[str]:
    for owner in (board, *iter_panels(board)):
        kind = read_layout(owner).get("kind", GRID)
        unknown = [variable for _, variable in read_extension(owner).get("variables") or ()]
        if kind not in LAYOUT_KINDS:
            yield str(kind)
        yield from (str(each.get("kind")) for each in unknown if isinstance(each, dict))
    for element in read_elements(board).values():
        kind = element.get("kind", "Panel") if isinstance(element, dict) else "Panel"
        if kind not in ("Panel", "LibraryPanel"):
            yield str(kind)


def _iter_newer_keys(board: Board) -> Iterator[str]:
    parts = [("panel", panel) for panel in iter_panels(board)]
    parts += [("variable", variable) for variable in iter_variables(board)]
    for kind, part in parts:
        yield from (key for key in _KEYS[kind] if part.get(key) is not None)
