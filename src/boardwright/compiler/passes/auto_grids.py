"""Store the settings of each automatic grid, and check tabs and the conditions for showing panels.

The function `boardwright.library.auto_grid` stores the settings of a grid in each panel of the
grid. This pass moves the settings to the row, tab or board that contains the panels. The pass
rejects a row, a tab, or a board without rows if only some of its panels are in an automatic grid.

The pass moves variables that the author passes to `boardwright.library.tab` or `row` to the
variables of the board. With each moved variable, the pass stores the name of the tab or row.

The pass rejects a board that mixes tabs and rows at one level, or that has panels above its tabs.
The pass reports three mistakes without stopping the build:

- A panel with a fixed position has a condition for showing the panel, which Grafana ignores.
- A tab directly contains tabs, which the editor of Grafana 13 cannot create.
- A board has more than the four levels of rows and tabs that the editor of Grafana 13 can create.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from boardwright.compiler.context import CompilerContext
from boardwright.compiler.edit import drop_keys
from boardwright.compiler.places import add_remark, build_board_error
from boardwright.schema.board_layout import (
    GRID,
    BoardLayout,
    iter_sections,
    read_board_layout,
)
from boardwright.schema.board_traversal import iter_panels, map_items
from boardwright.schema.document import Board, PanelJson
from boardwright.schema.extension import (
    EXTENSION,
    add_section_name,
    extend_item,
    read_condition,
    read_extension,
    read_section_name,
)
from boardwright.schema.layout_nesting import find_deep_sections
from boardwright.schema.sections import is_row

SETTINGS = "autoGrid"
"""The key under which `auto_grid` stores the settings of the grid in each panel."""

VARIABLES = "ownVariables"
"""The key under which `tab` and `row` store their variables in the row panel."""


def run(board: Board, context: CompilerContext) -> Board:
    """Return the board with the settings of automatic grids moved to rows, tabs and the board."""
    if not any(EXTENSION in panel for panel in iter_panels(board)):
        return board
    layout = read_board_layout(board)
    _check_sections(layout, context)
    sections = [section for section in iter_sections(layout) if section.header is not None]
    grids = iter([_read_grid_settings(section.layout, context) for section in sections])
    fixed = {
        id(panel) for each in (layout, *_iter_layouts(layout)) for panel in _iter_fixed_panels(each)
    }

    def move_settings(panel: PanelJson) -> PanelJson:
        if is_row(panel):
            return map_items(extend_item(panel, layout=next(grids)), "panels", move_settings)
        return _finish_panel(panel, is_fixed=id(panel) in fixed)

    for deep in find_deep_sections(layout):
        board = add_remark(board, deep.what, hint=deep.fix)
    board = extend_item(board, layout=_read_grid_settings(layout, context))
    return _join_variables({**board, "panels": [move_settings(panel) for panel in board["panels"]]})


def _join_variables(board: Board) -> Board:
    """Add the variables of rows and tabs to the variables of the board."""
    used_names = {read_section_name(panel) for panel in board["panels"]}
    variables: list[Board] = []

    def join_section_variables(panel: PanelJson) -> PanelJson:
        section_variables = read_extension(panel).get(VARIABLES)
        if not section_variables:
            return panel
        name = add_section_name(str(panel.get("title") or ""), used_names)
        variables.extend(extend_item(each, section=name) for each in section_variables)
        rest = {key: value for key, value in read_extension(panel).items() if key != VARIABLES}
        return {**panel, EXTENSION: {**rest, "section": name}}

    panels = [join_section_variables(panel) for panel in board["panels"]]
    if not variables:
        return board
    templating = {**board["templating"], "list": [*board["templating"]["list"], *variables]}
    return {**board, "panels": panels, "templating": templating}


def _iter_layouts(layout: BoardLayout) -> Iterator[BoardLayout]:
    return (section.layout for section in iter_sections(layout))


def _read_grid_settings(layout: BoardLayout, context: CompilerContext) -> Any:
    """Return the settings of the automatic grid that contains all panels of a layout.

    Return None if the panels have fixed positions. Raise DocumentError if only some panels are in
    the grid.
    """
    all_settings = [read_extension(panel).get(SETTINGS) for panel in layout.panels]
    for panel, settings in zip(layout.panels, all_settings, strict=True):
        if settings != all_settings[0]:
            hint = "Put all panels of this row, tab or board into one auto_grid, or use two rows."
            raise build_board_error(
                "an automatic grid and other panels are in the same row, tab or board",
                panel,
                context,
                hint=hint,
            )
    return all_settings[0] if all_settings else None


def _check_sections(layout: BoardLayout, context: CompilerContext) -> None:
    tabs = [section for section in layout.sections if section.is_tab]
    other = next((section for section in layout.sections if not section.is_tab), None)
    if tabs and other:
        panel = other.header or other.layout.panels[0]
        what = f"{'a row' if is_row(panel) else 'a panel'} is on the same level as tabs"
        raise build_board_error(what, panel, context, hint="Put the row or panel into a tab.")
    for section in layout.sections:
        if section.header is None and _read_grid_settings(section.layout, context):
            hint = "Put the automatic grid into a separate row."
            what = (
                "an automatic grid is next to rows, but a board or tab can contain either a grid "
                "or rows, not both"
            )
            raise build_board_error(what, section.layout.panels[0], context, hint=hint)
        _check_sections(section.layout, context)


_NO_EFFECT = (
    "Grafana ignores the condition for showing this panel: it evaluates only the conditions of "
    "rows, of tabs, and of panels in an automatic grid"
)


def _iter_fixed_panels(layout: BoardLayout) -> Iterator[PanelJson]:
    if layout.kind == GRID:
        yield from (panel for panel in layout.panels if not read_extension(panel).get(SETTINGS))


def _finish_panel(panel: PanelJson, *, is_fixed: bool) -> PanelJson:
    """Return a panel without grid settings. A remark reports a condition that Grafana ignores."""
    extension = read_extension(panel)
    if is_fixed and read_condition(panel):
        return add_remark(panel, _NO_EFFECT, hint="Put the panel into an auto_grid.")
    if SETTINGS not in extension:
        return panel
    rest = {key: value for key, value in extension.items() if key != SETTINGS}
    return {**panel, EXTENSION: rest} if rest else drop_keys(panel, EXTENSION)
