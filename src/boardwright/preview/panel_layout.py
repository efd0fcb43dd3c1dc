"""Arranges panels on the grid as Grafana does: it repeats panels and rows, and closes vertical
gaps.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field, replace
from types import MappingProxyType
from typing import Any

from boardwright.frozen import frozen
from boardwright.preview.variable_options import NOTHING, Choices, VariableChoice
from boardwright.schema.document import Board, PanelJson
from boardwright.schema.grid import COLUMNS, PANEL_SIZE, Box, stack_boxes
from boardwright.schema.sections import split_into_sections

MOST_PER_LINE = 4
"""Default number of copies of a repeated panel side by side."""

MOST_REPEATS = 100
"""Largest number of copies of a panel or row: nobody reads a page of 10,000 panels."""

MOST_HEIGHT = 1_000


@frozen
class PlacedPanel:
    """A panel with its position in its section.

    Attributes:
        key: Text that identifies the panel, or its copy, in the board.
        panel: The JSON of the panel in the board.
        scope: The variable values that apply only to this copy of a repeated panel or row.
    """

    key: str
    panel: Board = field(repr=False)
    x: int
    y: int
    w: int
    h: int
    scope: Choices = field(default_factory=lambda: MappingProxyType({}))

    @property
    def grid(self) -> Mapping[str, int]:
        """The panel's position and size, in grid units, with the keys `x`, `y`, `w` and `h`."""
        return {"x": self.x, "y": self.y, "w": self.w, "h": self.h}


@frozen
class BoardSection:
    """A row with its panels. The field `row` is None for the panels above the first row."""

    row: Board | None
    is_open: bool
    panels: tuple[PlacedPanel, ...]
    scope: Choices = field(default_factory=lambda: MappingProxyType({}))


def build_sections(board: Board, choices: Choices) -> list[BoardSection]:
    """Return the sections of a board, with rows and panels repeated for the selected values."""
    return [
        each
        for section in split_into_sections(board)
        for each in _repeat_section(section.row, section.panels, choices)
    ]


def _repeat_section(
    row: PanelJson | None, panels: Sequence[Board], choices: Choices
) -> Iterator[BoardSection]:
    is_open = not (row or {}).get("collapsed")
    for index, (_, scope) in enumerate(_iter_copies(row or {}, choices)):
        suffix = f"-row{index}" if index else ""
        yield BoardSection(
            row=row,
            is_open=is_open,
            panels=tuple(_place_panels(panels, {**choices, **scope}, scope, suffix)),
            scope=scope,
        )


def _iter_copies(owner: Board, choices: Choices) -> Iterator[tuple[str, Choices]]:
    """Yield, for each copy of a repeated panel or row, the suffix of its key and its variable
    values.
    """
    choice = choices.get(str(owner.get("repeat") or ""))
    if choice is None or not choice.values:
        yield "", NOTHING
        return
    for index, single in enumerate(_iter_single_choices(choice)):
        yield f"-{index}" if index else "", {choice.name: single}


def _iter_single_choices(choice: VariableChoice) -> Iterator[VariableChoice]:
    pairs = zip(choice.values[:MOST_REPEATS], choice.texts, strict=False)
    yield from (choice.select(value, text) for value, text in pairs)


def _place_panels(
    panels: Sequence[Board], choices: Choices, scope: Choices, suffix: str
) -> Iterator[PlacedPanel]:
    """Yield each panel, and each copy of a repeated panel, with its position in the section."""
    copies = [each for panel in panels for each in _repeat_panel(panel, choices)]
    boxes = stack_boxes(Box(each.x, each.y, each.w, each.h) for each in copies)
    for each, box in zip(copies, boxes, strict=True):
        yield replace(each, key=each.key + suffix, y=box.y, scope={**scope, **each.scope})


def _repeat_panel(panel: PanelJson, choices: Choices) -> Iterator[PlacedPanel]:
    x, w, h = _read_box(panel)
    copies = list(_iter_copies(panel, choices))
    in_line = panel.get("repeatDirection") != "v" and bool(copies[0][1])
    per_line = min(len(copies), _clamp_number(panel.get("maxPerRow"), MOST_PER_LINE, 1, COLUMNS))
    width = COLUMNS // per_line if in_line else w
    for index, (suffix, scope) in enumerate(copies):
        yield PlacedPanel(
            key=f"{panel.get('id')}{suffix}",
            panel=panel,
            x=index % per_line * width if in_line else x,
            y=0,
            w=width,
            h=h,
            scope=scope,
        )


def _read_box(panel: PanelJson) -> tuple[int, int, int]:
    grid = panel.get("gridPos")
    grid = grid if isinstance(grid, dict) else {}
    w = _clamp_number(grid.get("w"), PANEL_SIZE[0], 1, COLUMNS)
    h = _clamp_number(grid.get("h"), PANEL_SIZE[1], 1, MOST_HEIGHT)
    return _clamp_number(grid.get("x"), 0, 0, COLUMNS - w), w, h


def _clamp_number(value: Any, default: int, least: int, most: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return default
    return max(least, min(most, int(value)))
