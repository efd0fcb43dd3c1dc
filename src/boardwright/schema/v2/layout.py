"""Converts v2 layouts to the classic one: panels on one grid, some of them rows.

A tab becomes a row; rows in rows or tabs become rows one after the other, because the classic
schema has no nested rows. An automatic grid is laid out as on a wide screen.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Protocol

from boardwright.schema.grid import COLUMNS, lines_of
from boardwright.schema.v2.node import PATH, Json, Node


class Elements(Protocol):
    """The panels by name."""

    def __iter__(self) -> Iterator[str]: ...

    def panel(self, name: str) -> Json | None:
        """Return the panel of that name; None when there is none."""


_SCREEN = 1600
"""The width of a board on a wide screen in pixels."""
_WIDTHS = {"narrow": 192, "standard": 448, "wide": 768}
_HEIGHTS = {"short": 168, "standard": 320, "tall": 512}
_COLUMNS = 3
"""The number of columns of an automatic grid without a limit."""

KINDS = frozenset({"AutoGridLayout", "GridLayout", "RowsLayout", "TabsLayout"})

AUTO_GRID_KEYS = (
    "maxColumnCount",
    "columnWidthMode",
    "columnWidth",
    "rowHeightMode",
    "rowHeight",
    "fillScreen",
)

TABS = "its tabs are rows in v1, one below the other"
NESTED = "its rows in rows or tabs become rows one after the other in v1"
AUTO = "its automatic grid is a fixed one in v1, as a wide screen shows it"


@dataclass(kw_only=True)
class Laid:
    """The placed panels, the next free line, and remarks."""

    panels: list[Json] = field(default_factory=list)
    y: int = 0
    remarks: list[str] = field(default_factory=list)

    def remark(self, what: str) -> None:
        """Add a remark, once."""
        if what not in self.remarks:
            self.remarks.append(what)


def lay_out(layout: Node, elements: Elements) -> Laid:
    """Return the placed panels of a board's layout; of an unknown layout, the panels without
    positions.
    """
    laid = Laid()
    kind = layout.peek("kind")
    if not isinstance(kind, str) or kind not in KINDS:
        laid.panels += filter(None, map(elements.panel, list(elements)))
        return laid
    _add(layout, elements, laid, inside=False, collapsed=False)
    return laid


def _add(layout: Node, elements: Elements, laid: Laid, *, inside: bool, collapsed: bool) -> None:
    """Add a layout below the placed panels: `inside` a row or tab, which may be `collapsed`."""
    kind, spec = str(layout.peek("kind")), layout.node("spec")
    layout.drop("kind", "GridLayout", "RowsLayout")
    if kind in {"RowsLayout", "TabsLayout"}:
        if inside:
            laid.remark(NESTED)
        _add_row(spec, elements, laid, tabs=kind == "TabsLayout", collapsed=collapsed)
        return
    row = laid.panels[-1] if collapsed and laid.panels else None
    panels, height = _panels(kind, spec, elements, laid.y)
    if kind == "AutoGridLayout":
        laid.remark(AUTO)
    if row is None:
        laid.panels += panels
        laid.y += height
    else:
        row["panels"] = panels


def _add_row(spec: Node, elements: Elements, laid: Laid, *, tabs: bool, collapsed: bool) -> None:
    if tabs:
        laid.remark(TABS)
    for item in spec.nodes("tabs" if tabs else "rows"):
        item.drop("kind", "TabsLayoutTab" if tabs else "RowsLayoutRow")
        own = item.node("spec")
        closed = collapsed or bool(own.take("collapse", bool))
        if own.peek("hideHeader") is True and not laid.panels and not closed:
            own.take("hideHeader")
            own.drop("title", "")
        else:
            own.drop("hideHeader", False)
            laid.panels.append(_row(own, laid.y, collapsed=closed))
            laid.y += 1
        _add(own.node("layout"), elements, laid, inside=True, collapsed=closed)


def _row(spec: Node, y: int, *, collapsed: bool) -> Json:
    return {
        PATH: spec.path,
        "type": "row",
        "title": spec.take("title", str) or "",
        "collapsed": collapsed,
        "gridPos": {"h": 1, "w": COLUMNS, "x": 0, "y": y},
        "panels": [],
        **_repeat(spec),
    }


def _panels(kind: object, spec: Node, elements: Elements, y: int) -> tuple[list[Json], int]:
    """Return the panels of a grid starting at a line, and the number of lines."""
    if kind == "GridLayout":
        return _grid(spec, elements, y)
    if kind == "AutoGridLayout":
        return _auto_grid(spec, elements, y)
    return [], 0


def _grid(spec: Node, elements: Elements, y: int) -> tuple[list[Json], int]:
    placed, height = [], 0
    for item in spec.nodes("items"):
        item.drop("kind", "GridLayoutItem")
        own = item.node("spec")
        panel = _element(own, elements)
        if panel is None:
            continue
        position = own.take_known(x="x", y="y", w="width", h="height")
        top = position.get("y")
        position["y"] = y + (top if isinstance(top, int) else 0)
        tall = position.get("h")
        height = max(height, position["y"] - y + (tall if isinstance(tall, int) else 0))
        position[PATH] = own.path
        placed.append({**panel, "gridPos": position, **_repeat(own)})
    return placed, height


def _auto_grid(spec: Node, elements: Elements, y: int) -> tuple[list[Json], int]:
    items = spec.nodes("items")
    columns, tall = min(_columns(spec), max(1, len(items))), _height(spec)
    placed: list[Json] = []
    for item in items:
        item.drop("kind", "AutoGridLayoutItem")
        own = item.node("spec")
        panel = _element(own, elements)
        if panel is None:
            continue
        line, column = divmod(len(placed), columns)
        width = COLUMNS // columns
        position = {"h": tall, "w": width, "x": column * width, "y": y + line * tall}
        repeat = _repeat(own)
        most = {"maxPerRow": columns} if repeat else {}
        placed.append({**panel, "gridPos": position, **repeat, **most})
    return placed, -(-len(placed) // columns) * tall


def _columns(spec: Node) -> int:
    """The number of columns that fit on a wide screen, up to the limit of the board."""
    most, mode = spec.peek("maxColumnCount"), spec.peek("columnWidthMode")
    width = spec.peek("columnWidth") if mode == "custom" else _WIDTHS.get(str(mode))
    fitting = _SCREEN // width if isinstance(width, int) and width > 0 else _COLUMNS
    wanted = most if isinstance(most, int) and most > 0 else _COLUMNS
    return max(1, min(wanted, fitting, COLUMNS))


def _height(spec: Node) -> int:
    mode = spec.peek("rowHeightMode")
    pixels = spec.peek("rowHeight") if mode == "custom" else _HEIGHTS.get(str(mode))
    known = isinstance(pixels, (int, float)) and not isinstance(pixels, bool) and 0 < pixels < 1e6
    return lines_of(pixels if known else _HEIGHTS["standard"])  # type: ignore[arg-type]


def _element(item: Node, elements: Elements) -> Json | None:
    reference = item.node("element")
    name = reference.peek("name")
    panel = elements.panel(name) if isinstance(name, str) else None
    if panel is not None:
        reference.take("name")
        reference.drop("kind", "ElementReference")
    return panel


def _repeat(item: Node) -> Json:
    repeat = item.node("repeat")
    repeat.drop("mode", "variable")
    found = repeat.take_known(repeat="value", maxPerRow="maxPerRow")
    way = repeat.take_word("direction", {"h": "h", "v": "v"})
    return {**found, **({"repeatDirection": way} if way else {})}
