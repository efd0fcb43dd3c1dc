"""Converts layouts of v2 to the classic layout: panels on one grid, some of which are rows.

A tab becomes a row. Rows inside rows or tabs become rows one after the other, because the classic
schema cannot nest rows. An automatic grid is laid out as on a wide screen.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from boardwright.schema.board_layout import GRID, ROWS, TABS
from boardwright.schema.document import Json
from boardwright.schema.extension import AUTO_GRID, EXTENSION, TAB, add_section_name, extend_item
from boardwright.schema.grid import COLUMNS
from boardwright.schema.v2.auto_grid import count_grid_columns, count_panel_lines
from boardwright.schema.v2.complement import find_complement
from boardwright.schema.v2.element_panels import ElementPanels
from boardwright.schema.v2.layout_items import (
    LISTS,
    read_item,
    strip_section,
    write_header,
    write_item,
    write_shell,
)
from boardwright.schema.v2.node import PATH, Node
from boardwright.schema.v2.v2_variables import read_variables

DEPTH = 8
"""Layouts that are nested more deeply than this are stored as they are."""


@dataclass(kw_only=True)
class Laid:
    """The panels placed so far, the variables of rows and tabs, and the next free line.

    `extension` contains the board's layout and the layout items that have no panel.
    """

    elements: ElementPanels
    panels: list[Json] = field(default_factory=list)
    variables: list[Json] = field(default_factory=list)
    extension: Json = field(default_factory=dict)
    names: set[str] = field(default_factory=set)
    y: int = 0


@dataclass(kw_only=True)
class _Place:
    """The position of a layout in the board.

    Attributes:
        extension: The `EXTENSION` of the board, row or tab that has the layout. `EXTENSION` stores
            the parts of the layout that v1 cannot express.
        level: The nesting depth of the layout.
        row: The collapsed row that contains the layout; None if no collapsed row contains the
            layout.
    """

    extension: Json
    level: int = 0
    row: Json | None = None


def lay_out(layout: Node, elements: ElementPanels) -> Laid:
    """Return the placed panels of a board's layout.

    Args:
        layout: The layout of the v2 board.
        elements: The elements of the v2 board as panels.
    """
    laid = Laid(elements=elements)
    _add_layout(layout, laid, _Place(extension=laid.extension))
    return laid


def _add_layout(layout: Node, laid: Laid, place: _Place) -> None:
    """Add the panels of a layout below the panels placed so far."""
    kind, spec = (layout.get("kind", str) or "") if layout.raw else GRID, layout.get_node("spec")
    if kind not in LISTS or place.level > DEPTH:
        _add_unknown(kind, layout, laid, place)
    elif kind in (GRID, AUTO_GRID):
        _add_grid(kind, spec, laid, place)
    else:
        _add_sections(kind, spec, laid, place)


def _add_unknown(kind: str, layout: Node, laid: Laid, place: _Place) -> None:
    """Add the panels of a layout of unknown kind, without positions."""
    place.extension["layout"] = {**layout.read_all(), "kind": kind}
    names = [*iter_references(layout.raw)] if place.level else [*laid.elements]
    panels = [
        panel for name in names if (panel := laid.elements.read_element_panel(name)) is not None
    ]
    _put_panels(panels, laid, place)


def _put_panels(panels: list[Json], laid: Laid, place: _Place) -> None:
    if place.row is None:
        laid.panels += panels
    else:
        place.row["panels"] = panels


def _add_grid(kind: str, spec: Node, laid: Laid, place: _Place) -> None:
    if kind == AUTO_GRID:
        settings = {key: value for key, value in spec.read_all().items() if key != "items"}
        place.extension["layout"] = {"kind": kind, "spec": settings}
    items = spec.get_nodes("items")
    columns, height = count_grid_columns(spec, len(items)), count_panel_lines(spec)
    placed: list[Json] = []
    for index, item in enumerate(items):
        panel = laid.elements.read_item_panel(item)
        if panel is None:
            _keep_item(item.data, index, place)
            continue
        panel = {**panel, **read_item(item)}
        if kind == AUTO_GRID:
            panel |= _find_auto_position(panel, len(placed), columns, height)
        panel["gridPos"]["y"] += laid.y
        placed.append(_with_complement(panel, item, kind, laid.y))
    _put_panels(placed, laid, place)
    if place.row is None:
        bottoms = (p["gridPos"]["y"] + p["gridPos"]["h"] for p in placed)
        laid.y = max([laid.y, *bottoms])


def _find_auto_position(panel: Json, turn: int, columns: int, height: int) -> Json:
    line, column = divmod(turn, columns)
    width = COLUMNS // columns
    position = {"h": height, "w": width, "x": column * width, "y": line * height}
    most = {"maxPerRow": columns} if "repeat" in panel else {}
    return {"gridPos": {**position, PATH: panel["gridPos"][PATH]}, **most}


def _with_complement(panel: Json, item: Node, kind: str, top: int) -> Json:
    condition = item.get_node("spec").get("conditionalRendering", dict)
    panel = extend_item(panel, conditionalRendering=condition)
    written = write_item(
        panel, kind=kind, top=top, name=item.get_node("spec").get_node("element").get("name")
    )
    return extend_item(panel, item=find_complement(item.raw, written))


def _keep_item(raw: Any, index: int, place: _Place) -> None:
    place.extension.setdefault("items", []).append([index, raw])


def _add_sections(kind: str, spec: Node, laid: Laid, place: _Place) -> None:
    items = spec.get_nodes(LISTS[kind])
    if not items:
        place.extension["layout"] = {"kind": kind}
    for index, item in enumerate(items):
        if not isinstance(item.data, dict):
            _keep_item(item.data, index, place)
        elif index == 0 and kind == ROWS and _is_untitled(items, laid.elements):
            _add_layout(item.get_node("spec").get_node("layout"), laid, place)
        else:
            _add_section(kind, item, laid, place)


def _is_untitled(rows: list[Node], elements: ElementPanels) -> bool:
    """Return whether the first row is the row without title that `write_v2_spec` adds for panels
    above the first row of a classic board.
    """
    if len(rows) == 1 or not all(row.raw for row in rows):
        return False
    layout = rows[0].get_node("spec").get_node("layout")
    items = layout.get_node("spec").get_nodes("items")
    spec = {"title": "", "collapse": False, "hideHeader": True, "layout": _make_plain_grid(items)}
    is_plain = rows[0].raw == {"kind": "RowsLayoutRow", "spec": spec}
    return is_plain and bool(items) and all(elements.shows(item) for item in items)


def _make_plain_grid(items: list[Node]) -> Json:
    return {"kind": GRID, "spec": {"items": [item.raw for item in items]}}


def _add_section(kind: str, item: Node, laid: Laid, place: _Place) -> None:
    own = item.get_node("spec")
    collapsed = place.row is not None or own.get("collapse", bool) is True
    header: Json = {
        PATH: own.path,
        "type": "row",
        "title": own.get("title", str) or "",
        "collapsed": collapsed,
        "gridPos": {"h": 1, "w": COLUMNS, "x": 0, "y": laid.y},
        "panels": [],
        **own.get_node("repeat").read_known(repeat="value"),
    }
    extension: Json = {
        **({"kind": TAB} if kind == TABS else {}),
        **({"level": place.level} if place.level else {}),
        **({"hideHeader": True} if own.get("hideHeader", bool) else {}),
        **own.read_known("conditionalRendering"),
    }
    laid.panels.append(header)
    laid.y += 1
    _add_variables(own, extension, laid)
    inner = _Place(extension=extension, level=place.level + 1, row=header if collapsed else None)
    _add_layout(own.get_node("layout"), laid, inner)
    if extension:
        header[EXTENSION] = extension
    written = write_header(
        header, write_layout_shell(own.get_node("layout"), extension), is_tab=kind == TABS
    )
    if rest := find_complement(strip_section(item.raw), strip_section(written)):
        header[EXTENSION] = {**extension, **rest}


def _add_variables(own: Node, extension: Json, laid: Laid) -> None:
    found, unknown = read_variables(own.get_nodes("variables"))
    if unknown:
        extension["variables"] = unknown
    if not found:
        return
    name = add_section_name(own.get("title", str) or "", laid.names)
    extension["section"] = name
    laid.variables += [extend_item(variable, section=name) for variable in found]


def write_layout_shell(layout: Node, extension: Json) -> Json:
    """Return a layout as `write_v2_spec` writes it, but without its items."""
    given = extension.get("layout") or {}
    kind = given.get("kind") or layout.get("kind", str) if layout.raw else GRID
    return write_shell(kind or "", given)


def iter_references(value: Any) -> Iterator[str]:
    """Yield the names of the elements to which any part of a layout refers."""
    if isinstance(value, dict):
        if value.get("kind") == "ElementReference" and isinstance(value.get("name"), str):
            yield value["name"]
        for inner in value.values():
            yield from iter_references(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from iter_references(inner)
