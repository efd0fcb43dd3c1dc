"""Converts layouts of v2 to the classic layout: one grid of rows and panels.

A tab becomes a row. Nested rows become rows one after the other, because the classic schema cannot
nest rows. The panels of an automatic grid get their positions on a wide screen.
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
    read_layout_item,
    strip_section,
    write_header,
    write_item,
    write_layout_object,
)
from boardwright.schema.v2.v2_node import PATH, V2Node
from boardwright.schema.v2.v2_variables import read_v2_variables

DEPTH = 8
"""The deepest nesting level of layouts that boardwright converts. boardwright stores deeper layouts
unchanged.
"""


@dataclass(kw_only=True)
class ClassicLayout:
    """The classic layout of a board, to which `lay_out` adds the panels of the v2 layout one by
    one.

    Attributes:
        elements: Converts the elements of the v2 board to classic panels.
        panels: The panels and rows that `lay_out` has added so far.
        variables: The variables that belong to rows and tabs.
        extension: The values under `EXTENSION` of the board, such as layout items that v1 cannot
            store as a panel.
        names: The unique names of the rows and tabs that have variables.
        y: The first line of the grid below all panels that were added so far.
    """

    elements: ElementPanels
    panels: list[Json] = field(default_factory=list)
    variables: list[Json] = field(default_factory=list)
    extension: Json = field(default_factory=dict)
    names: set[str] = field(default_factory=set)
    y: int = 0


@dataclass(kw_only=True)
class _LayoutOwner:
    """The board, row or tab that has a layout.

    Attributes:
        extension: The values under `EXTENSION` of the board, row or tab, which v1 cannot express.
        level: The nesting depth of the layout; 0 for the layout of the board.
        row: The collapsed row that contains the layout; None if no collapsed row contains the
            layout.
    """

    extension: Json
    level: int = 0
    row: Json | None = None


def lay_out(layout: V2Node, elements: ElementPanels) -> ClassicLayout:
    """Convert the layout of a v2 board to a classic layout."""
    classic = ClassicLayout(elements=elements)
    _add_layout(layout, classic, _LayoutOwner(extension=classic.extension))
    return classic


def _add_layout(layout: V2Node, classic: ClassicLayout, owner: _LayoutOwner) -> None:
    kind, spec = (layout.get("kind", str) or "") if layout.raw else GRID, layout.get_node("spec")
    if kind not in LISTS or owner.level > DEPTH:
        _add_unknown(kind, layout, classic, owner)
    elif kind in (GRID, AUTO_GRID):
        _add_grid(kind, spec, classic, owner)
    else:
        _add_sections(kind, spec, classic, owner)


def _add_unknown(kind: str, layout: V2Node, classic: ClassicLayout, owner: _LayoutOwner) -> None:
    """Add the panels of a layout of unknown kind, without positions."""
    owner.extension["layout"] = {**layout.read_all(), "kind": kind}
    names = [*iter_references(layout.raw)] if owner.level else [*classic.elements]
    panels = [
        panel for name in names if (panel := classic.elements.read_element_panel(name)) is not None
    ]
    _put_panels(panels, classic, owner)


def _put_panels(panels: list[Json], classic: ClassicLayout, owner: _LayoutOwner) -> None:
    if owner.row is None:
        classic.panels += panels
    else:
        owner.row["panels"] = panels


def _add_grid(kind: str, spec: V2Node, classic: ClassicLayout, owner: _LayoutOwner) -> None:
    if kind == AUTO_GRID:
        settings = {key: value for key, value in spec.read_all().items() if key != "items"}
        owner.extension["layout"] = {"kind": kind, "spec": settings}
    items = spec.get_nodes("items")
    columns, height = count_grid_columns(spec, len(items)), count_panel_lines(spec)
    placed: list[Json] = []
    for index, item in enumerate(items):
        panel = classic.elements.read_item_panel(item)
        if panel is None:
            _keep_item(item.data, index, owner)
            continue
        panel = {**panel, **read_layout_item(item)}
        if kind == AUTO_GRID:
            panel |= _find_auto_position(panel, len(placed), columns, height)
        panel["gridPos"]["y"] += classic.y
        placed.append(_with_complement(panel, item, kind, classic.y))
    _put_panels(placed, classic, owner)
    if owner.row is None:
        bottoms = (p["gridPos"]["y"] + p["gridPos"]["h"] for p in placed)
        classic.y = max([classic.y, *bottoms])


def _find_auto_position(panel: Json, index: int, columns: int, height: int) -> Json:
    line, column = divmod(index, columns)
    width = COLUMNS // columns
    position = {"h": height, "w": width, "x": column * width, "y": line * height}
    per_row = {"maxPerRow": columns} if "repeat" in panel else {}
    return {"gridPos": {**position, PATH: panel["gridPos"][PATH]}, **per_row}


def _with_complement(panel: Json, item: V2Node, kind: str, top: int) -> Json:
    condition = item.get_node("spec").get("conditionalRendering", dict)
    panel = extend_item(panel, conditionalRendering=condition)
    written = write_item(
        panel, kind=kind, top=top, name=item.get_node("spec").get_node("element").get("name")
    )
    return extend_item(panel, item=find_complement(item.raw, written))


def _keep_item(raw: Any, index: int, owner: _LayoutOwner) -> None:
    owner.extension.setdefault("items", []).append([index, raw])


def _add_sections(kind: str, spec: V2Node, classic: ClassicLayout, owner: _LayoutOwner) -> None:
    items = spec.get_nodes(LISTS[kind])
    if not items:
        owner.extension["layout"] = {"kind": kind}
    for index, item in enumerate(items):
        if not isinstance(item.data, dict):
            _keep_item(item.data, index, owner)
        elif index == 0 and kind == ROWS and _is_untitled(items, classic.elements):
            _add_layout(item.get_node("spec").get_node("layout"), classic, owner)
        else:
            _add_section(kind, item, classic, owner)


def _is_untitled(rows: list[V2Node], elements: ElementPanels) -> bool:
    """Return whether `write_v2_spec` added the first row, for panels above the first row of a
    classic board.
    """
    if len(rows) == 1 or not all(row.raw for row in rows):
        return False
    layout = rows[0].get_node("spec").get_node("layout")
    items = layout.get_node("spec").get_nodes("items")
    spec = {"title": "", "collapse": False, "hideHeader": True, "layout": _make_plain_grid(items)}
    is_plain = rows[0].raw == {"kind": "RowsLayoutRow", "spec": spec}
    return is_plain and bool(items) and all(elements.shows(item) for item in items)


def _make_plain_grid(items: list[V2Node]) -> Json:
    return {"kind": GRID, "spec": {"items": [item.raw for item in items]}}


def _add_section(kind: str, item: V2Node, classic: ClassicLayout, owner: _LayoutOwner) -> None:
    spec = item.get_node("spec")
    collapsed = owner.row is not None or spec.get("collapse", bool) is True
    header: Json = {
        PATH: spec.path,
        "type": "row",
        "title": spec.get("title", str) or "",
        "collapsed": collapsed,
        "gridPos": {"h": 1, "w": COLUMNS, "x": 0, "y": classic.y},
        "panels": [],
        **spec.get_node("repeat").read_known(repeat="value"),
    }
    extension: Json = {
        **({"kind": TAB} if kind == TABS else {}),
        **({"level": owner.level} if owner.level else {}),
        **({"hideHeader": True} if spec.get("hideHeader", bool) else {}),
        **spec.read_known("conditionalRendering"),
    }
    classic.panels.append(header)
    classic.y += 1
    _add_variables(spec, extension, classic)
    inner = _LayoutOwner(
        extension=extension, level=owner.level + 1, row=header if collapsed else None
    )
    _add_layout(spec.get_node("layout"), classic, inner)
    if extension:
        header[EXTENSION] = extension
    written = write_header(
        header, write_layout_without_items(spec.get_node("layout"), extension), is_tab=kind == TABS
    )
    if rest := find_complement(strip_section(item.raw), strip_section(written)):
        header[EXTENSION] = {**extension, **rest}


def _add_variables(spec: V2Node, extension: Json, classic: ClassicLayout) -> None:
    variables, unknown = read_v2_variables(spec.get_nodes("variables"))
    if unknown:
        extension["variables"] = unknown
    if not variables:
        return
    name = add_section_name(spec.get("title", str) or "", classic.names)
    extension["section"] = name
    classic.variables += [extend_item(variable, section=name) for variable in variables]


def write_layout_without_items(layout: V2Node, extension: Json) -> Json:
    """Return the JSON that `write_v2_spec` writes for a layout, without its items."""
    stored_layout = extension.get("layout") or {}
    kind = stored_layout.get("kind") or layout.get("kind", str) if layout.raw else GRID
    return write_layout_object(kind or "", stored_layout)


def iter_references(value: Any) -> Iterator[str]:
    """Yield the names of all elements to which a layout refers."""
    if isinstance(value, dict):
        if value.get("kind") == "ElementReference" and isinstance(value.get("name"), str):
            yield value["name"]
        for inner in value.values():
            yield from iter_references(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from iter_references(inner)
