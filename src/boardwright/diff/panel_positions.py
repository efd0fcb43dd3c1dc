"""Computes the row, the order and the coordinates of each panel of a board."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from boardwright.frozen import frozen
from boardwright.lazy import lazy_property
from boardwright.schema.document import Board, PanelJson
from boardwright.schema.extension import name_row_kind, read_auto_grid, read_level
from boardwright.schema.grid import Box, stack_boxes
from boardwright.schema.panel import Panel
from boardwright.schema.sections import read_box, split_into_sections


@frozen
class PanelPosition:
    """A panel or row with its position on the board.

    Attributes:
        panel: The JSON of the panel.
        row: Index, in the result of `find_panel_positions`, of the row that contains the panel.
            None if no row contains the panel.
        order: Number of panels that come before this panel in its row. For a row, the number of
            rows that come before this row.
        x: The panel's distance from the left edge of the board, in grid columns.
        y: The panel's distance from the top of its row, in grid units.
        size: Width and height of the panel in grid units, `(0, 0)` for rows.
        path: The rows and tabs that contain the panel, outermost first. Each item is `row` or
            `tab`, and the title.
        is_arranged: Whether Grafana computes the panel's position and size, because an automatic
            grid contains the panel.
    """

    panel: PanelJson
    row: int | None
    order: int
    x: int
    y: int
    size: tuple[int, int] = (0, 0)
    path: tuple[tuple[str, str], ...] = ()
    is_arranged: bool = False

    @lazy_property
    def view(self) -> Panel:
        """The panel with typed properties."""
        return Panel(self.panel)

    @property
    def is_row(self) -> bool:
        """Whether the panel is a row."""
        return self.view.is_row

    @property
    def title(self) -> str:
        """The title of the panel; empty if the panel has no title."""
        return self.view.title


def find_panel_positions(board: Board) -> list[PanelPosition]:
    """Return every panel and row of a board, from top to bottom."""
    positions: list[PanelPosition] = []
    row_count, path = 0, tuple[tuple[str, str], ...]()
    for section in split_into_sections(board):
        row: int | None = None
        if section.row is not None:
            row, path = len(positions), path[: read_level(section.row)]
            positions.append(
                PanelPosition(panel=section.row, row=None, order=row_count, x=0, y=0, path=path)
            )
            path = (*path, (name_row_kind(section.row), positions[row].title))
            row_count += 1
        is_arranged = read_auto_grid(board if section.row is None else section.row) is not None
        for order, (panel, box) in enumerate(_stack_panels(section.panels)):
            positions.append(
                PanelPosition(
                    panel=panel,
                    row=row,
                    order=order,
                    x=box.x,
                    y=box.y,
                    size=(box.w, box.h),
                    path=path,
                    is_arranged=is_arranged,
                )
            )
    return positions


def _stack_panels(panels: Sequence[PanelJson]) -> Iterator[tuple[Board, Box]]:
    """Yield the panels of a row with their positions, measured from the top of the row."""
    boxes = [read_box(panel) or Box(0, 0, 0, 0) for panel in panels]
    return zip(panels, stack_boxes(boxes), strict=True)
