"""Builds the panels of a board as calls of `tabs`, `tab`, `auto_grid`, `row` and `show`.

panels=tabs(
    tab("CPU", auto_grid([show(usage, show_when(variable="detail", equals="true")), load])),
    tab("Disks", [*row("Space", auto_grid([used])), RowPanel(title="Speed"), read]),
)
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from boardwright.compiler.edit import split_words
from boardwright.schema.board_layout import (
    GRID,
    TABS,
    BoardLayout,
    LayoutSection,
    read_board_layout,
)
from boardwright.schema.display_conditions import (
    DATA,
    TIME_RANGE,
    VARIABLE,
    DisplayCondition,
    read_conditions,
)
from boardwright.schema.document import Board, PanelJson
from boardwright.schema.extension import (
    AUTO_GRID,
    EXTENSION,
    read_condition,
    read_extension,
)
from boardwright.schema.panel import Panel
from boardwright.schema.sections import is_row
from boardwright.source.syntax_tree import ClassCall, Items, Node, UnpackedCall, Value

BuildPanel = Callable[..., Node]
"""A function that builds the node of a panel. The node does not include settings that only schema
v2 has:
`build(panel, placed=..., inner=...)`.
"""

_ROW_KEYS = frozenset({"kind", "level", "layout", "conditionalRendering"})
_PANEL_KEYS = frozenset({"conditionalRendering"})
_OPERATORS = {
    "equals": "equals",
    "notEquals": "not_equals",
    "matches": "matches",
    "notMatches": "not_matches",
}
_HEADER_KEYS = frozenset(split_words(f"type title gridPos id collapsed panels repeat {EXTENSION}"))
_GRID_KEYS = frozenset(
    split_words("maxColumnCount columnWidthMode columnWidth rowHeightMode rowHeight fillScreen")
)
_GRID_DEFAULTS = {"columns": 3, "width": "standard", "height": "standard", "fill": False}


class NotExpressibleError(Exception):
    """The functions of `boardwright.library` cannot express a part of the board."""


def has_layout(board: Board) -> bool:
    """Return whether a board has parts that the layout functions of `boardwright.library` can
    declare.
    """
    panels = board.get("panels") or ()
    return "layout" in read_extension(board) or any(EXTENSION in panel for panel in panels)


def build_layout(board: Board, build: BuildPanel) -> Node:
    """Return the argument `panels` of a board.

    Args:
        board: A compiled board.
        build: A function that builds the node of one panel. The argument `placed` determines
            whether the panel's position is written.

    Raises:
        NotExpressibleError: The board has parts that only JSON can express.
    """
    return _LayoutBuilder(build).build_layout(read_board_layout(board))


class _LayoutBuilder:
    def __init__(self, build: BuildPanel) -> None:
        self._build_plain_panel = build

    def build_layout(self, layout: BoardLayout, *, sized: bool = False) -> Node:
        """Return the panels of a layout as a list or as a call of `auto_grid` or `tabs`. If `sized`
        is true, the size of every panel is written.
        """
        if layout.kind == AUTO_GRID:
            return ClassCall(
                "auto_grid",
                (Items(tuple(self._build_panel(each, placed=False) for each in layout.panels)),),
                _build_grid_arguments(layout.settings),
            )
        if layout.kind == TABS:
            return ClassCall("tabs", tuple(map(self._build_tab, layout.sections)))
        if layout.kind == GRID:
            return Items(tuple(self._build_panel(each, sized=sized) for each in layout.panels))
        return Items(tuple(node for each in layout.sections for node in self._iter_row_nodes(each)))

    def _build_tab(self, section: LayoutSection) -> Node:
        header = _require_header(section)
        view = Panel(header)
        if view.is_collapsed or header.keys() - _HEADER_KEYS:
            raise NotExpressibleError
        given = (("repeat", Value(view.repeat)),) if view.repeat else ()
        arguments = (Value(view.title), self.build_layout(section.layout))
        return ClassCall("tab", arguments, (*_build_show_argument(header), *given))

    def _iter_row_nodes(self, section: LayoutSection) -> Iterator[Node]:
        header = section.header
        if header is None:
            yield from (self._build_panel(each) for each in section.layout.panels)
            return
        _check_keys(header, _ROW_KEYS)
        is_plain = section.layout.kind == GRID and not read_condition(header)
        view = Panel(header)
        if view.is_collapsed:
            if not is_plain:
                raise NotExpressibleError
            inner = tuple(self._build_panel(each) for each in section.layout.panels)
            yield self._build_plain_panel(header, inner=inner)
        elif is_plain:
            yield self._build_plain_panel(header)
            yield from (self._build_panel(each) for each in section.layout.panels)
        else:
            if view.repeat:
                raise NotExpressibleError
            content = self.build_layout(section.layout, sized=True)
            arguments = (Value(view.title), content)
            yield UnpackedCall(ClassCall("row", arguments, _build_show_argument(header)))

    def _build_panel(self, panel: PanelJson, *, placed: bool = True, sized: bool = False) -> Node:
        if is_row(panel):
            raise NotExpressibleError
        _check_keys(panel, _PANEL_KEYS)
        node = self._build_plain_panel(panel, placed=placed, sized=sized)
        group = read_condition(panel)
        return ClassCall("show", (node, _build_conditions(group))) if group else node


def _require_header(section: LayoutSection) -> PanelJson:
    if section.header is None or not section.is_tab:
        raise NotExpressibleError
    _check_keys(section.header, _ROW_KEYS)
    return section.header


def _check_keys(owner: Mapping[str, Any], known: frozenset[str]) -> None:
    if read_extension(owner).keys() - known:
        raise NotExpressibleError


def _build_grid_arguments(settings: Mapping[str, Any]) -> tuple[tuple[str, Node], ...]:
    if settings.keys() - _GRID_KEYS:
        raise NotExpressibleError
    found = {
        "columns": settings.get("maxColumnCount", 3),
        "width": _read_size(settings, "columnWidth"),
        "height": _read_size(settings, "rowHeight"),
        "fill": settings.get("fillScreen", False),
    }
    return tuple(
        (name, Value(value)) for name, value in found.items() if value != _GRID_DEFAULTS[name]
    )


def _read_size(settings: Mapping[str, Any], key: str) -> Any:
    mode = settings.get(f"{key}Mode", "standard")
    return settings.get(key) if mode == "custom" else mode


def _build_show_argument(header: PanelJson) -> tuple[tuple[str, Node], ...]:
    group = read_condition(header)
    return (("show", _build_conditions(group)),) if group else ()


def _build_conditions(group: Mapping[str, Any]) -> Node:
    """Return the conditions for showing a panel, row or tab as a call of a function of
    `boardwright.library`. A single condition is not wrapped in `all_of` or `any_of`.
    """
    conditions = read_conditions(group)
    nodes = tuple(map(_build_condition, conditions.conditions))
    if conditions.visibility == "show" and len(nodes) == 1 and conditions.joined_by == "and":
        return nodes[0]
    hidden = (("hide", Value(True)),) if conditions.visibility == "hide" else ()
    return ClassCall("all_of" if conditions.joined_by == "and" else "any_of", nodes, hidden)


def _build_condition(each: DisplayCondition) -> Node:
    if each.kind == VARIABLE and each.operator in _OPERATORS:
        arguments = (
            ("variable", Value(each.variable)),
            (_OPERATORS[each.operator], Value(each.value)),
        )
        return ClassCall("show_when", keywords=arguments)
    if each.kind == DATA:
        return ClassCall("show_when_data", () if each.value is True else (Value(each.value),))
    if each.kind == TIME_RANGE:
        return ClassCall("show_when_range", keywords=(("shorter_than", Value(each.value)),))
    raise NotExpressibleError
