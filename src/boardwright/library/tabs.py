"""Tabs and automatic grids for the `panels` of a grafanalib board, which need schema v2.

    Dashboard(
        title="Node",
        panels=tabs(
            tab("CPU", auto_grid([usage, load])),
            tab("Disks", [*row("Space", [used]), *row("Speed", [read, write])]),
        ),
    )

In schema v1, each tab becomes a row, and an automatic grid becomes a grid with fixed positions.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal

from grafanalib.core import Repeat, RowPanel

from boardwright.errors import DeclarationError
from boardwright.frozen import frozen
from boardwright.library.conditions import ShowCondition
from boardwright.library.extensions import GridPanels, add_extension, empty_grid
from boardwright.library.rows import COLUMNS, lower, resize
from boardwright.schema.extension import TAB
from boardwright.schema.v2.auto_grid import build_auto_grid, count_grid_columns, count_panel_lines
from boardwright.schema.v2.v2_node import V2Node

Width = Literal["narrow", "standard", "wide"]
Height = Literal["short", "standard", "tall"]


@frozen
class Tab:
    """A tab of a board, with its panels and rows.

    Attributes:
        header: The row panel that represents the tab, and that replaces the tab in schema v1.
        panels: The panels and rows of the tab. Inner rows and tabs store their level.
    """

    header: Any
    panels: tuple[Any, ...]


def tab(
    title: str,
    panels: Iterable[Any],
    *,
    show: ShowCondition | None = None,
    repeat: str | None = None,
    variables: Iterable[Any] = (),
) -> Tab:
    """Return a tab, for use in `tabs`.

    Args:
        title: The title of the tab.
        panels: Panels, an `auto_grid`, or rows. Panels before the first row get a row without a
            title. To put tabs into a tab, put the inner tabs into a row: `tab("A", row("B",
            tabs(...)))`.
        show: The condition under which Grafana shows the tab.
        repeat: Name of a variable, without `$`. Grafana repeats the tab for each value of the
            variable.
        variables: Variables that only the panels of the tab can use. Variables of a tab need
            Grafana 13.
    """
    header = RowPanel(title=title, **({"repeat": Repeat(variable=repeat)} if repeat else {}))
    condition = show.to_json() if show else None
    header = add_extension(
        header,
        kind=TAB,
        layout=empty_grid(panels),
        conditionalRendering=condition,
        ownVariables=[*variables],
    )
    return Tab(header=header, panels=tuple(map(lower, panels)))


def tabs(*items: Tab) -> list[Any]:
    """Return tabs, for use as the `panels` of a board or of a row.

    Args:
        items: The tabs, each created with `tab`.

    Raises:
        DeclarationError: An argument is not the result of `tab`.
    """
    for item in items:
        if not isinstance(item, Tab):
            raise DeclarationError(
                f"tabs() contains a {type(item).__name__}, which is not a tab",
                hint='put the panels into a tab: tabs(tab("CPU", [usage, load]))',
            )
    return [panel for item in items for panel in (item.header, *item.panels)]


def auto_grid(
    panels: Iterable[Any],
    *,
    columns: int = 3,
    width: Width | int = "standard",
    height: Height | int = "standard",
    fill: bool = False,
) -> list[Any]:
    """Return panels in a grid whose layout Grafana adapts to the width of the screen.

    Args:
        panels: Panels of grafanalib, builders of the Foundation SDK, or dicts of Grafana's JSON.
            The panels are copied, and their positions are ignored. A board, row or tab with an
            `auto_grid` cannot contain other panels.
        columns: The largest number of panels next to each other.
        width: The smallest width of a panel: a word such as `standard`, or a number of pixels.
        height: The height of a panel: a word such as `standard`, or a number of pixels.
        fill: Whether the panels become higher to fill the screen.

    Raises:
        DeclarationError: The number of columns or pixels is not positive, or an item is not a
            panel.
    """
    for name, number in (("columns", columns), ("columnWidth", width), ("rowHeight", height)):
        _check_positive(name, number)
    grid = build_auto_grid(columns=columns, width=width, height=height, fill=fill)
    spec = V2Node(grid, ()).get_node("spec")
    items = list(panels)
    panel_width = COLUMNS // count_grid_columns(spec, len(items))
    panel_height = count_panel_lines(spec)
    resized = (resize(panel, panel_width, panel_height) for panel in items)
    return GridPanels((add_extension(panel, autoGrid=grid) for panel in resized), grid)


def _check_positive(name: str, number: int | str) -> None:
    """Raise DeclarationError if a size is a number that is not positive."""
    if isinstance(number, int) and number < 1:
        raise DeclarationError(
            f"auto_grid has {name}={number}, which is not positive",
            hint="use a positive number",
        )
