"""Converts grid items, rows and tabs of v2 layouts to the position and other keys of classic
panels, and back.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from boardwright.schema.board_layout import GRID, ROWS, TABS
from boardwright.schema.document import Json, PanelJson
from boardwright.schema.extension import AUTO_GRID, is_header_hidden, read_condition
from boardwright.schema.json_object import ensure_object
from boardwright.schema.v2.v2_node import PATH, V2Node

LISTS: Mapping[str, str] = {GRID: "items", AUTO_GRID: "items", ROWS: "rows", TABS: "tabs"}
"""Kind of a layout -> the key under which the layout lists its grid items, rows or tabs."""

_SIDES = {"x": ("x", 0), "y": ("y", 0), "w": ("width", 12), "h": ("height", 8)}
"""Key of `gridPos` in v1 -> the key in v2, and the default value if v2 lacks the key."""


def read_layout_item(item: V2Node) -> Json:
    """Return the `gridPos` of a grid item, relative to the top of its layout, and its keys for
    repeating.
    """
    spec = item.get_node("spec")
    sides = {side: (spec.get(key, int), default) for side, (key, default) in _SIDES.items()}
    position = {
        side: default if value is None else value for side, (value, default) in sides.items()
    }
    repeat = spec.get_node("repeat")
    repeat_settings = repeat.read_known(repeat="value", maxPerRow="maxPerRow")
    direction = repeat.read_word("direction", {"h": "h", "v": "v"})
    direction_setting = {"repeatDirection": direction} if direction else {}
    return {"gridPos": {**position, PATH: spec.path}, **repeat_settings, **direction_setting}


def write_item(panel: PanelJson, *, kind: str, top: int, name: str) -> Json:
    """Return the v2 grid item that shows a panel.

    Args:
        panel: The panel, in the classic schema.
        kind: `GridLayout` or `AutoGridLayout`, depending on the grid that contains the item.
        top: The line on which the grid begins, counted from the top of the board.
        name: The name of the element that contains the panel.
    """
    element = {"element": {"kind": "ElementReference", "name": name}}
    condition = read_condition(panel)
    condition = {"conditionalRendering": condition} if condition else {}
    if kind == AUTO_GRID:
        spec = {**element, **_write_repeat(panel), **condition}
        return {"kind": "AutoGridLayoutItem", "spec": spec}
    keys = {"direction": "repeatDirection", "maxPerRow": "maxPerRow"}
    spec = {**_write_position(panel, top), **element, **_write_repeat(panel, keys), **condition}
    return {"kind": "GridLayoutItem", "spec": spec}


def write_header(header: PanelJson, layout: Json, *, is_tab: bool) -> Json:
    """Return the v2 row or tab for a classic row panel, without its variables. `layout` is the
    layout inside the row or tab.
    """
    condition = read_condition(header)
    spec = {
        "title": header.get("title") or "",
        **({} if is_tab else {"collapse": header.get("collapsed") is True}),
        **({"hideHeader": True} if is_header_hidden(header) and not is_tab else {}),
        **_write_repeat(header),
        **({"conditionalRendering": condition} if condition else {}),
        "layout": layout,
    }
    return {"kind": "TabsLayoutTab" if is_tab else "RowsLayoutRow", "spec": spec}


def write_layout_object(
    kind: str, stored_layout: Mapping[str, Any], items: list[Json] | None = None
) -> Json:
    """Return the JSON of a v2 layout.

    Args:
        kind: The kind of the layout, such as `RowsLayout`.
        stored_layout: The kind and settings of the layout, which the board, row or tab stores under
            `EXTENSION`.
        items: The grid items, rows or tabs of the layout; None for an empty list.
    """
    if kind not in LISTS:
        return {**stored_layout}
    item_list = {LISTS[kind]: items} if items else {}
    return {
        "kind": kind,
        "spec": {LISTS[kind]: [], **(stored_layout.get("spec") or {}), **item_list},
    }


def strip_section(section: Json) -> Json:
    """Return a v2 row or tab without its variables and without the items of its layout."""
    spec = section.get("spec")
    if not isinstance(spec, dict):
        return section
    if isinstance(spec.get("variables"), list):
        spec = {key: value for key, value in spec.items() if key != "variables"}
    return {
        **section,
        "spec": {**spec, "layout": strip_layout(spec["layout"])} if "layout" in spec else spec,
    }


def strip_layout(layout: Any) -> Any:
    """Return a v2 layout in which the list of grid items, rows or tabs is empty."""
    kind = layout.get("kind") if isinstance(layout, dict) else None
    key = LISTS.get(kind) if isinstance(kind, str) else None
    spec = layout.get("spec") if key else None
    if not isinstance(spec, dict) or not isinstance(spec.get(key), list):
        return layout
    return {**layout, "spec": {**spec, key: []}}


def _write_position(panel: PanelJson, top: int) -> Json:
    position = ensure_object(panel.get("gridPos"))
    sides = {key: position.get(side, default) for side, (key, default) in _SIDES.items()}
    return {**sides, "y": sides["y"] - top if isinstance(sides["y"], int) else 0}


def _write_repeat(panel: PanelJson, keys: Mapping[str, str] | None = None) -> Json:
    value = panel.get("repeat")
    if not value:
        return {}
    settings = {
        key: panel[name] for key, name in (keys or {}).items() if panel.get(name) is not None
    }
    return {"repeat": {"mode": "variable", "value": value, **settings}}
