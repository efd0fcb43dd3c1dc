"""Rows: a title and panels that share the 24 columns of a board evenly.

    panels = [
        *row("Requests", [requests, errors, durations]),
        *row("Runtime", [memory, threads], collapsed=True),
    ]

Only sizes are set, `GridPos(h=8, w=6, x=None, y=None)`; the compiler computes the positions. A
panel that has a `gridPos` keeps it, so one row can hold lines of different heights:
`row("CPU", [*across(stats, height=4), *across(graphs)])`.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Sequence
from typing import Any

from grafanalib.core import GridPos, RowPanel

from boardwright.errors import DeclarationError
from boardwright.library.conditions import ShowCondition
from boardwright.library.extensions import add_extension, empty_grid, extension_value

COLUMNS = 24
"""The width of a Grafana board."""

HEIGHT = 8
"""The height of a new panel in Grafana's editor, in grid units of 30 pixels plus a gap."""

NUMBERS_IN_A_LINE = 6
GRAPHS_IN_A_LINE = 4
"""More graphs next to each other are too narrow to read; they continue on the next line."""


def share(columns: int, parts: int) -> tuple[int, ...]:
    """Return `parts` widths that add up to `columns` and differ by at most one, widest first."""
    width, wider = divmod(columns, parts)
    return tuple(width + 1 if index < wider else width for index in range(parts))


def across(
    panels: Iterable[Any],
    *,
    columns: int = COLUMNS,
    height: int = HEIGHT,
    per_line: int = NUMBERS_IN_A_LINE,
    widths: Sequence[int] | None = None,
) -> list[Any]:
    """Return the panels with sizes: lines of at most `per_line` panels that fill `columns`.

    Args:
        panels: Panels of grafanalib, builders of the Foundation SDK, or dicts of Grafana's JSON.
            They are copied, not changed.
        columns: The width of a line: 24 for the whole board, 12 for half of it.
        height: The height of each panel in grid units.
        per_line: The largest number of panels next to each other; lines are filled evenly.
        widths: The widths of the panels, repeated for each line; equal widths when None.

    Raises:
        DeclarationError: An item of `panels` is not a panel, or `widths` do not fit in a line.
    """
    todo = list(panels)
    free = sum(1 for panel in todo if _position(panel) is None)
    sizes = iter(_widths(free, columns, per_line, widths))
    return [
        panel if _position(panel) is not None else resize(panel, next(sizes), height)
        for panel in todo
    ]


def half(panels: Iterable[Any], *, height: int = HEIGHT, per_line: int = 3) -> list[Any]:
    """Return the panels with sizes that fill half a line; two halves fill a line."""
    return across(panels, columns=COLUMNS // 2, height=height, per_line=per_line)


def row(
    title: str,
    panels: Iterable[Any],
    *,
    height: int = HEIGHT,
    per_line: int = GRAPHS_IN_A_LINE,
    widths: Sequence[int] | None = None,
    collapsed: bool = False,
    show: ShowCondition | None = None,
    variables: Iterable[Any] = (),
) -> list[Any]:
    """Return a row and its panels, for the `panels` of a board.

    A collapsed row contains its panels, and Grafana runs their queries when a reader opens it.

    Args:
        title: The title of the row.
        panels: As for `across`; or an `auto_grid`, rows or `tabs`, which are in the row only in
            schema v2.
        height: As for `across`.
        per_line: As for `across`.
        widths: As for `across`.
        collapsed: Close the row at first, for panels that are rarely needed or expensive.
        show: The condition under which Grafana shows the row; only in schema v2.
        variables: Variables that only the panels of the row see; only in schema v2, from Grafana
            13 on.
    """
    items = list(panels)
    first = next((index for index, item in enumerate(items) if is_row(item)), len(items))
    sized = across(items[:first], height=height, per_line=per_line, widths=widths)
    header = RowPanel(title=title, **({"collapsed": True, "panels": sized} if collapsed else {}))
    condition = show.to_json() if show else None
    header = add_extension(
        header,
        layout=empty_grid(panels),
        conditionalRendering=condition,
        ownVariables=[*variables],
    )
    return [header, *([] if collapsed else sized), *map(lower, items[first:])]


def is_row(item: Any) -> bool:
    """Return whether an item of a list of panels is a row, or the header of a tab."""
    return isinstance(item, RowPanel) or (isinstance(item, dict) and item.get("type") == "row")


def lower(item: Any) -> Any:
    """Return a row or tab one level deeper in the layout; any other panel as it is."""
    if not is_row(item):
        return item
    return add_extension(item, level=(extension_value(item, "level") or 0) + 1)


def _widths(count: int, columns: int, per_line: int, widths: Sequence[int] | None) -> list[int]:
    if widths is None:
        lines = share(count, -(-count // per_line)) if count else ()
        return [width for parts in lines for width in share(columns, parts)]
    if not widths or min(widths) < 1 or sum(widths) > columns:
        raise DeclarationError(
            f"widths {tuple(widths)} do not fit in a line of {columns} columns",
            hint=f"give positive widths that add up to {columns}",
        )
    return [widths[index % len(widths)] for index in range(count)]


def _position(panel: Any) -> Any:
    """Return the position that the author gave the panel, or None."""
    if isinstance(panel, dict):
        return panel.get("gridPos")
    if hasattr(panel, "gridPos"):
        return panel.gridPos
    if _is_builder(panel):
        return panel.build().grid_pos
    raise DeclarationError(
        f"a row cannot hold a {type(panel).__name__}",
        hint="rows take grafanalib's panels, the Foundation SDK's builders, and dicts of JSON",
    )


def resize(panel: Any, width: int, height: int) -> Any:
    """Return a copy of a panel with a width and height in grid units, and without a position.

    Raises:
        DeclarationError: It is not a panel.
    """
    _position(panel)
    if isinstance(panel, dict):
        return {**panel, "gridPos": {"h": height, "w": width}}
    if _is_builder(panel):
        return _resize_builder(panel, width, height)
    sized = copy.copy(panel)  # not attr.evolve: every default would look like an explicit argument
    sized.gridPos = GridPos(h=height, w=width, x=None, y=None)
    return sized


def _is_builder(panel: Any) -> bool:
    """Return whether this is a panel builder of the Foundation SDK, which may be missing here."""
    return all(callable(getattr(panel, name, None)) for name in ("build", "span", "height"))


def _resize_builder(builder: Any, width: int, height: int) -> Any:
    sized = copy.deepcopy(builder).span(width).height(height)
    position = sized.build().grid_pos
    position.x = position.y = None  # the SDK sets 0 when no position was given
    return sized
