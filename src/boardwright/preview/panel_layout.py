"""Arranges panels on the grid as Grafana does: it repeats panels and rows, and closes vertical
gaps.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field, replace
from types import MappingProxyType

from boardwright.frozen import frozen
from boardwright.preview.variable_options import NO_CHOICES, Choices, VariableChoice
from boardwright.schema.document import Board
from boardwright.schema.grid import COLUMNS, PANEL_SIZE, Box, stack_boxes
from boardwright.schema.panel import Panel
from boardwright.schema.sections import split_into_sections

MOST_PER_LINE = 4
"""The default number of copies of a repeated panel in one line of the grid."""

MOST_REPEATS = 100
"""The largest number of copies of a panel or row. A page with more panels would be slow and
unreadable.
"""

MOST_HEIGHT = 1_000
"""The largest height of a panel in grid units. Panels with a larger height get this height."""


@frozen
class PlacedPanel:
    """A panel with its position in its section.

    Attributes:
        key: The key that identifies the panel, or the copy of a repeated panel, in the board.
        panel: The panel in the board.
        scope: The variable values that apply only to this copy of a repeated panel or row.
    """

    key: str
    panel: Panel = field(repr=False)
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
    """A row or tab with its panels. For the panels above the first row, `row` is None. For a copy
    of a repeated row, `scope` contains the variable values of the copy.
    """

    row: Panel | None
    is_open: bool
    panels: tuple[PlacedPanel, ...]
    scope: Choices = field(default_factory=lambda: MappingProxyType({}))


def build_sections(board: Board, choices: Choices) -> list[BoardSection]:
    """Return the sections of a board, with rows and panels repeated for the selected values."""
    return [
        each
        for section in split_into_sections(board)
        for each in _repeat_section(
            None if section.row is None else Panel(section.row),
            [*map(Panel, section.panels)],
            choices,
        )
    ]


def _repeat_section(
    row: Panel | None, panels: Sequence[Panel], choices: Choices
) -> Iterator[BoardSection]:
    repeat, is_open = (row.repeat, not row.is_collapsed) if row else ("", True)
    for index, (_, scope) in enumerate(_iter_copies(repeat, choices)):
        suffix = f"-row{index}" if index else ""
        yield BoardSection(
            row=row,
            is_open=is_open,
            panels=tuple(_place_panels(panels, {**choices, **scope}, scope, suffix)),
            scope=scope,
        )


def _iter_copies(repeat: str, choices: Choices) -> Iterator[tuple[str, Choices]]:
    """Yield, for each copy of a repeated panel or row, the suffix of its key and the values of the
    variable `repeat`.
    """
    choice = choices.get(repeat)
    if choice is None or not choice.values:
        yield "", NO_CHOICES
        return
    for index, single in enumerate(_iter_single_choices(choice)):
        yield f"-{index}" if index else "", {choice.name: single}


def _iter_single_choices(choice: VariableChoice) -> Iterator[VariableChoice]:
    pairs = zip(choice.values[:MOST_REPEATS], choice.texts, strict=False)
    yield from (choice.select(value, text) for value, text in pairs)


def _place_panels(
    panels: Sequence[Panel], choices: Choices, scope: Choices, suffix: str
) -> Iterator[PlacedPanel]:
    """Yield each panel, and each copy of a repeated panel, with its position in the section."""
    copies = [each for panel in panels for each in _repeat_panel(panel, choices)]
    boxes = stack_boxes(Box(each.x, each.y, each.w, each.h) for each in copies)
    for each, box in zip(copies, boxes, strict=True):
        yield replace(each, key=each.key + suffix, y=box.y, scope={**scope, **each.scope})


def _repeat_panel(panel: Panel, choices: Choices) -> Iterator[PlacedPanel]:
    x, w, h = _read_box(panel)
    copies = list(_iter_copies(panel.repeat, choices))
    in_line = not panel.repeats_down and bool(copies[0][1])
    per_line = min(len(copies), _clamp_number(panel.most_per_row, MOST_PER_LINE, 1, COLUMNS))
    width = COLUMNS // per_line if in_line else w
    for index, (suffix, scope) in enumerate(copies):
        yield PlacedPanel(
            key=f"{panel.id}{suffix}",
            panel=panel,
            x=index % per_line * width if in_line else x,
            y=0,
            w=width,
            h=h,
            scope=scope,
        )


def _read_box(panel: Panel) -> tuple[int, int, int]:
    x, _, w, h = panel.grid_numbers
    width = _clamp_number(w, PANEL_SIZE[0], 1, COLUMNS)
    height = _clamp_number(h, PANEL_SIZE[1], 1, MOST_HEIGHT)
    return _clamp_number(x, 0, 0, COLUMNS - width), width, height


def _clamp_number(value: float | None, default: int, least: int, most: int) -> int:
    return default if value is None else max(least, min(most, int(value)))
