"""Rows: a title, and panels that share the 24 columns of a board out evenly.

    panels = [
        *row("Requests", [requests, errors, durations]),
        *row("Runtime", [memory, threads], collapsed=True),
    ]

Only sizes are given, `GridPos(h=8, w=6, x=None, y=None)`; where a panel lies is worked out when
the board is compiled. A panel that brings its own `gridPos` keeps it, so lines of different
shapes are put into one row as `row("CPU", [*across(stats, height=4), *across(graphs)])`.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Sequence
from typing import Any

from grafanalib.core import GridPos, RowPanel

from boardwright.errors import DeclarationError

COLUMNS = 24
"""The width of a Grafana board."""

HEIGHT = 8
"""The height Grafana's own editor gives a new panel, in units of 30 pixels and a gap."""

NUMBERS_IN_A_LINE = 6
GRAPHS_IN_A_LINE = 4
"""More beside each other are too narrow to read: they take more lines."""


def share(columns: int, parts: int) -> tuple[int, ...]:
    """Return `parts` widths that add up to `columns` and differ by one at most, widest first."""
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
    """Return the panels with a size: lines of at most `per_line`, each filling `columns`.

    Args:
        panels: grafanalib's panels, the Foundation SDK's builders, or dicts of Grafana's JSON.
            They are copied, not changed.
        columns: How wide a line is: 24 for the whole board, 12 for half of it.
        height: The height of each panel.
        per_line: The most panels beside each other; lines are kept equally full.
        widths: The panels' own widths instead of equal ones, repeated line by line.

    Raises:
        DeclarationError: Something in `panels` is no panel, or `widths` do not fit in a line.
    """
    todo = list(panels)
    free = sum(1 for panel in todo if _position(panel) is None)
    sizes = iter(_widths(free, columns, per_line, widths))
    return [
        panel if _position(panel) is not None else _sized(panel, next(sizes), height)
        for panel in todo
    ]


def half(panels: Iterable[Any], *, height: int = HEIGHT, per_line: int = 3) -> list[Any]:
    """Return the panels sized to fill half a line; two halves after each other fill it."""
    return across(panels, columns=COLUMNS // 2, height=height, per_line=per_line)


def row(
    title: str,
    panels: Iterable[Any],
    *,
    height: int = HEIGHT,
    per_line: int = GRAPHS_IN_A_LINE,
    widths: Sequence[int] | None = None,
    collapsed: bool = False,
) -> list[Any]:
    """Return a titled row for a board's `panels`: its header, then what is in it.

    A collapsed row holds its panels itself, and Grafana runs their queries when it is opened.

    Args:
        title: The row's header.
        panels: As for `across`.
        height: As for `across`.
        per_line: As for `across`.
        widths: As for `across`.
        collapsed: Begin closed: for what is needed rarely, or costs much.
    """
    sized = across(panels, height=height, per_line=per_line, widths=widths)
    if collapsed:
        return [RowPanel(title=title, collapsed=True, panels=sized)]
    return [RowPanel(title=title), *sized]


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
    """Return where the panel's author put it, or None."""
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


def _sized(panel: Any, width: int, height: int) -> Any:
    if isinstance(panel, dict):
        return {**panel, "gridPos": {"h": height, "w": width}}
    if _is_builder(panel):
        return _sized_builder(panel, width, height)
    sized = copy.copy(panel)  # not attr.evolve: that would make every default look asked for
    sized.gridPos = GridPos(h=height, w=width, x=None, y=None)
    return sized


def _is_builder(panel: Any) -> bool:
    """Return whether this is a panel builder of the Foundation SDK, which may be missing here."""
    return all(callable(getattr(panel, name, None)) for name in ("build", "span", "height"))


def _sized_builder(builder: Any, width: int, height: int) -> Any:
    sized = copy.deepcopy(builder).span(width).height(height)
    position = sized.build().grid_pos
    position.x = position.y = None  # the SDK says 0 for what nobody said
    return sized
