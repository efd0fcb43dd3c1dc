"""Functions that create rows. The panels of a row share the 24 columns of a board evenly.

    panels = [
        *row("Requests", [requests, errors, durations]),
        *row("Runtime", [memory, threads], collapsed=True),
    ]

The functions set only the sizes of panels, as in `GridPos(h=8, w=6, x=None, y=None)`. The compiler
computes the positions. A panel that already has a `gridPos` keeps its size. A row can
have lines of different heights, as in `row("CPU", [*across(stats, height=4), *across(graphs)])`.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Sequence
from typing import Any

from grafanalib.core import GridPos, RowPanel

from boardwright.errors import DeclarationError
from boardwright.library.conditions import ShowCondition
from boardwright.library.extensions import add_extension, empty_grid, extension_value
from boardwright.schema.panel_json import read_position, with_size
from boardwright.schema.sections import is_row as is_row_json

COLUMNS = 24
"""The width of a Grafana board, in grid columns."""

HEIGHT = 8
"""The height of a new panel in Grafana's editor, in grid units of 30 pixels."""

NUMBERS_IN_A_LINE = 6
GRAPHS_IN_A_LINE = 4
"""The largest number of graphs next to each other. Further graphs continue on the next line."""


def share(columns: int, parts: int) -> tuple[int, ...]:
    """Return `parts` widths that add up to `columns`.

    The widths differ by at most one column, and the widest come first.
    """
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
    """Return copies of the panels with widths and heights that fill complete lines of the board.

    Args:
        panels: Panels of grafanalib, builders of the Foundation SDK, or dicts of Grafana's JSON.
            The original panels are not changed.
        columns: The width of a line in grid columns: 24 for the whole board, 12 for half of the
            board.
        height: The height of each panel in grid units.
        per_line: The largest number of panels next to each other. All lines get about the same
            number of panels.
        widths: The widths of the panels in one line, in grid columns; None for equal widths. All
            further lines have the same widths.

    Raises:
        DeclarationError: An item of `panels` is not a panel, or `widths` do not fit into a line.
    """
    items = list(panels)
    free = sum(1 for panel in items if _read_position(panel) is None)
    sizes = iter(_divide_width(free, columns, per_line, widths))
    return [
        panel if _read_position(panel) is not None else resize(panel, next(sizes), height)
        for panel in items
    ]


def half(panels: Iterable[Any], *, height: int = HEIGHT, per_line: int = 3) -> list[Any]:
    """Return copies of the panels that fill half of the board's width.

    Two calls of this function, one after the other, fill the whole width.
    """
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
    """Return a row and its panels, for use in the `panels` of a board.

    Grafana runs the queries of a collapsed row when a reader opens the row.

    Args:
        title: The title of the row.
        panels: Panels of grafanalib, builders of the Foundation SDK, or dicts of Grafana's JSON. In
            schema v2, the row can also contain an `auto_grid`, rows or `tabs`. Schema v1 does not
            support nested layouts, so boardwright places nested grids, rows and tabs below the row.
        height: The height of each panel in grid units.
        per_line: The largest number of panels next to each other.
        widths: The widths of the panels in one line, in grid columns; None for equal widths. All
            further lines have the same widths.
        collapsed: Whether the row is closed when the board opens, for panels that are rarely needed
            or expensive.
        show: The condition under which Grafana shows the row; None if Grafana always shows the row.
            Conditions need schema v2.
        variables: Variables that only the panels of the row can use. Variables of a row need schema
            v2 and Grafana 13.
    """
    items = list(panels)
    first = next((index for index, item in enumerate(items) if is_row(item)), len(items))
    sized = across(items[:first], height=height, per_line=per_line, widths=widths)
    header = (
        RowPanel(title=title, collapsed=True, panels=sized) if collapsed else RowPanel(title=title)
    )
    condition = show.to_json() if show else None
    header = add_extension(
        header,
        layout=empty_grid(panels),
        conditionalRendering=condition,
        ownVariables=[*variables],
    )
    return [header, *([] if collapsed else sized), *map(lower, items[first:])]


def is_row(item: Any) -> bool:
    """Return whether an item in a list of panels is a row, or a row that represents a tab."""
    return isinstance(item, RowPanel) or (isinstance(item, dict) and is_row_json(item))


def lower(item: Any) -> Any:
    """Return a copy of a row or tab that is nested one level deeper.

    Any other panel is returned unchanged.
    """
    if not is_row(item):
        return item
    return add_extension(item, level=(extension_value(item, "level") or 0) + 1)


def _divide_width(
    count: int, columns: int, per_line: int, widths: Sequence[int] | None
) -> list[int]:
    if widths is None:
        lines = share(count, -(-count // per_line)) if count else ()
        return [width for parts in lines for width in share(columns, parts)]
    if not widths or min(widths) < 1 or sum(widths) > columns:
        raise DeclarationError(
            f"widths {tuple(widths)} do not fit into a line of {columns} columns",
            hint=f"pass positive widths that add up to {columns}",
        )
    return [widths[index % len(widths)] for index in range(count)]


def _read_position(panel: Any) -> Any:
    """Return the position that the author set for the panel, or None."""
    if isinstance(panel, dict):
        return read_position(panel)
    if hasattr(panel, "gridPos"):
        return panel.gridPos
    if _is_builder(panel):
        return panel.build().grid_pos
    raise DeclarationError(
        f"a row cannot contain a {type(panel).__name__}",
        hint="pass grafanalib's panels, the Foundation SDK's builders, or dicts of JSON",
    )


def resize(panel: Any, width: int, height: int) -> Any:
    """Return a copy of a panel with a width and height in grid units, and without a position.

    Raises:
        DeclarationError: The object is not a panel.
    """
    _read_position(panel)
    if isinstance(panel, dict):
        return with_size(panel, width, height)
    if _is_builder(panel):
        return _set_builder_size(panel, width, height)
    sized = copy.copy(panel)  # attr.evolve would make every default look like an explicit argument.
    sized.gridPos = GridPos(h=height, w=width, x=None, y=None)
    return sized


def _is_builder(panel: Any) -> bool:
    """Return whether an object is a panel builder of the Foundation SDK."""
    return all(callable(getattr(panel, name, None)) for name in ("build", "span", "height"))


def _set_builder_size(builder: Any, width: int, height: int) -> Any:
    sized = copy.deepcopy(builder).span(width).height(height)
    position = sized.build().grid_pos
    position.x = position.y = None  # The SDK sets 0 if no position was given.
    return sized
