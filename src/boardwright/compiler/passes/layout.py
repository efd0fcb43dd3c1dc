"""Give every panel a position on Grafana's grid of 24 columns.

A `gridPos` with `x`, `y`, `w` and `h` stays, but fractions are cut off as in Grafana. A `gridPos`
with only `w` and `h` sets the size. The pass places panels without a position in order. Each panel
is placed as high as possible in its row, because Grafana also moves panels up into free space. Of
several free spaces at the same height, the pass uses the leftmost space. A row panel needs a whole
line. A panel in a collapsed row gets the position that it has when the row is open, as in Grafana.
A panel that repeats horizontally gets the full width.

By default, a panel is 12 columns wide and 8 lines high. A stat or gauge is 6 columns wide and 4
lines high, a logs panel 24 by 10, and a row 24 by 1. A line is 30 pixels high, with 8 pixels
between lines.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from boardwright.compiler.context import CompilerContext
from boardwright.compiler.edit import drop_keys, get_value, parse_number
from boardwright.compiler.free_places import OccupiedGrid
from boardwright.compiler.passes.rows import LINE_BREAK
from boardwright.compiler.places import add_remark, build_board_error
from boardwright.notation.plurals import format_quantity
from boardwright.schema.board_traversal import map_panels
from boardwright.schema.document import Board, Json, PanelJson
from boardwright.schema.grid import COLUMNS, PANEL_SIZE, PANEL_SIZES, Box, cut_fraction
from boardwright.schema.sections import SIDES, is_row

LIMITS = {"w": (1, COLUMNS), "h": (1, 10_000), "x": (0, COLUMNS - 1), "y": (0, 1_000_000)}


def run(board: Board, context: CompilerContext) -> Board:
    """Return the board with a position on every panel.

    Raises:
        DocumentError: A value in `gridPos` is outside of the grid or not a number.
    """
    board = map_panels(board, lambda panel: _check_position(panel, context))
    return {**board, "panels": list(_place_panels(board["panels"], OccupiedGrid()))}


def _place_panels(panels: list[PanelJson], grid: OccupiedGrid) -> Iterator[PanelJson]:
    for panel in panels:
        if (box := _read_explicit_box(panel)) is not None:
            grid.take(box)
    for panel in panels:
        if is_row(panel) or LINE_BREAK in panel:
            grid.start_line()
        placed_panel = _place_panel(drop_keys(panel, LINE_BREAK), grid)
        if is_row(panel):
            grid.start_line()
        yield _with_children(placed_panel) if is_row(panel) else placed_panel


def _place_panel(panel: PanelJson, grid: OccupiedGrid) -> PanelJson:
    box = _read_explicit_box(panel)
    if box is not None:
        grid.bottom = max(grid.bottom, box.bottom)
        return panel
    panel, width, height = _choose_size(panel)
    return {**panel, "gridPos": grid.put(width, height).to_json()}


def _choose_size(panel: PanelJson) -> tuple[PanelJson, int, int]:
    """Return the panel, its width and its height; full width if the panel repeats horizontally."""
    width, height = PANEL_SIZES.get(str(panel.get("type")), PANEL_SIZE)
    position = panel.get("gridPos") or {}
    width, height = position.get("w") or width, position.get("h") or height
    repeats_sideways = panel.get("repeat") and panel.get("repeatDirection", "h") == "h"
    if not repeats_sideways or is_row(panel) or width == COLUMNS:
        return panel, width, height
    return {"maxPerRow": max(1, COLUMNS // width), **panel}, COLUMNS, height


def _with_children(row: PanelJson) -> PanelJson:
    children = row.get("panels")
    if not children:
        return row
    below = row["gridPos"]["y"] + row["gridPos"]["h"]
    return {**row, "panels": list(_place_panels(children, OccupiedGrid(floor=below, bottom=below)))}


def _read_explicit_box(panel: PanelJson) -> Box | None:
    position = panel.get("gridPos") or {}
    sides = [position[side] for side in _list_given_sides(position)]
    return Box(*sides) if len(sides) == len(SIDES) else None


def _check_position(panel: PanelJson, context: CompilerContext) -> PanelJson:
    position = panel.get("gridPos")
    if not position:
        return drop_keys(panel, "gridPos")
    if not all(_is_valid_side(side, position.get(side)) for side in SIDES):
        checked = {
            side: _check_side(side, position[side], panel, context)
            for side in _list_given_sides(position)
        }
        panel = {**panel, "gridPos": {**drop_keys(position, *SIDES), **checked}}
    return _move_inside(panel)


def _is_valid_side(side: str, value: Any) -> bool:
    low, high = LIMITS[side]
    return value is None or (type(value) is int and low <= value <= high)


def _list_given_sides(position: Json) -> list[str]:
    return [side for side in SIDES if position.get(side) is not None]


def _check_side(side: str, value: Any, panel: PanelJson, context: CompilerContext) -> int:
    low, high = LIMITS[side]
    number = None if isinstance(value, str) else parse_number(value)
    if number is not None and low <= (whole := cut_fraction(number, least=low)) <= high:
        return int(whole)
    raise build_board_error(
        f"gridPos.{side} is {value!r}, which is not a whole number in the allowed range",
        panel,
        context,
        hint=f"Write a whole number from {low} to {high}. If you omit gridPos, the compiler "
        "places the panel.",
    )


def _move_inside(panel: PanelJson) -> PanelJson:
    """Return the panel, moved left if it extends beyond the right edge of the grid."""
    x, width = get_value(panel, "gridPos", "x"), get_value(panel, "gridPos", "w")
    if x is None or width is None or x + width <= COLUMNS:
        return panel
    moved = {**panel, "gridPos": {**panel["gridPos"], "x": COLUMNS - width}}
    excess = format_quantity(x + width - COLUMNS, "column")
    return add_remark(
        moved,
        f"the panel exceeds the right edge of the board: boardwright moves it {excess} to the left",
    )
