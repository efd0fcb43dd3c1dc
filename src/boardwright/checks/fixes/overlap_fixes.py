"""The fix for overlapping panels.

The panel that comes later in reading order moves below the earlier panel, as in Grafana.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from boardwright.checks.fixes.value_change import ValueChange
from boardwright.checks.views.board_view import BoardView
from boardwright.checks.views.panel_view import PanelView
from boardwright.schema.panel import GridPosition

_FARTHEST = 1_000_000
"""The fix ignores panels whose coordinates exceed this number. The rule `panel-past-edge` reports
such panels.
"""


@dataclass(slots=True)
class _PanelBox:
    panel: PanelView
    grid: GridPosition
    y: float

    @property
    def bottom(self) -> float:
        return self.y + self.grid.h

    def meets(self, other: _PanelBox) -> bool:
        mine, its = self.grid, other.grid
        apart = mine.x >= its.x + its.w or its.x >= mine.x + mine.w
        return not apart and self.y < other.bottom and other.y < self.bottom


def move_panels_down(board: BoardView) -> Iterator[ValueChange]:
    """Yield a new `y` for each panel that has to move down. No panel moves up or to the side.

    Panels are placed in reading order (by `y`, then by `x`). A row's header stays below all panels
    before it and above all panels after it, so every panel stays in its row.
    """
    groups: dict[int, list[_PanelBox]] = defaultdict(list)
    for panel in board.panels:
        grid = panel.grid
        if grid and is_plausible(grid) and not panel.is_repeat_clone:
            groups[id(panel.row)].append(_PanelBox(panel, grid, grid.y))
    for group in groups.values():
        group.sort(key=lambda box: (box.y, box.grid.x))
        if _has_overlaps(group):
            _push_down(group)
            for box in group:
                if box.y != box.grid.y:
                    yield ValueChange((*box.panel.pointer, "gridPos", "y"), _as_whole_number(box.y))


def is_plausible(grid: GridPosition) -> bool:
    """Return whether the numbers of a position are plausible: the width and height are positive,
    and no number is extremely large. The fix and the rule `overlapping-panels` ignore implausible
    positions.
    """
    near = max(map(abs, (grid.x, grid.y, grid.w, grid.h))) <= _FARTHEST
    return near and grid.w > 0 and grid.h > 0


def _has_overlaps(group: Sequence[_PanelBox]) -> bool:
    open_boxes: list[_PanelBox] = []
    for box in group:
        open_boxes = [other for other in open_boxes if other.bottom > box.y]
        if any(box.meets(other) for other in open_boxes):
            return True
        open_boxes.append(box)
    return False


def _push_down(group: Sequence[_PanelBox]) -> None:
    placed: list[_PanelBox] = []
    floor = bottom = min(box.y for box in group)
    for box in group:
        box.y = max(box.y, bottom if box.panel.is_row else floor)
        while hit := next((other for other in placed if box.meets(other)), None):
            box.y = hit.bottom
        placed.append(box)
        bottom = max(bottom, box.bottom)
        if box.panel.is_row:
            floor = box.bottom


def _as_whole_number(value: float) -> float:
    return int(value) if value == int(value) else value
