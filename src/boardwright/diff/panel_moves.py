"""Finds panels that a person moved. Panels that were only pushed by other panels do not count."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from boardwright.diff.changes import Change
from boardwright.diff.item_pairing import find_longest_increase
from boardwright.diff.panel_positions import PanelPosition

PATH = "/gridPos"
TOP = -1
"""The `RowIndex` of the panels above the first row of a board."""

RowIndex = int
"""Index in `after` of a row, or `TOP`."""


def find_place_changes(
    before: Sequence[PanelPosition], after: Sequence[PanelPosition], pairs: Mapping[int, int]
) -> dict[int, tuple[Change, ...]]:
    """Return the changes of position and size of each panel.

    Args:
        before: The panels of the board before the change, from top to bottom.
        after: The panels of the board after the change, from top to bottom.
        pairs: Index in `before` -> index in `after`, for each panel that is in both boards.

    Returns:
        Index in `after` -> changes of position and size.
    """
    moves = _Moves(before, after, pairs)
    return {new: tuple(moves.find_changes(old, new)) for old, new in pairs.items()}


class _Moves:
    """Finds the moved panels of a board. Indexes of panels refer to `after`."""

    def __init__(
        self,
        before: Sequence[PanelPosition],
        after: Sequence[PanelPosition],
        pairs: Mapping[int, int],
    ) -> None:
        self._before, self._after, self._pairs = before, after, pairs
        self._back = {new: old for old, new in pairs.items()}
        self._relocated = {new for old, new in pairs.items() if self._has_changed_row(old, new)}
        self._relocated |= set(self._find_reordered_panels())
        self._shifted = set(self._find_shifted_sections())

    def find_changes(self, old: int, new: int) -> Iterator[Change]:
        """Yield the changes of position and size of one panel."""
        yield from self._find_place_change(old, new)
        first, second = self._before[old], self._after[new]
        if first.is_arranged or second.is_arranged:
            return
        if first.size != second.size and not second.is_row:
            yield Change(
                kind="changed", path=PATH, what="size",
                before=_describe_size(first), after=_describe_size(second),
            )  # fmt: skip

    def _find_place_change(self, old: int, new: int) -> Iterator[Change]:
        first, second = self._before[old], self._after[new]
        if new in self._relocated:
            texts = _describe_position(self._before, old), _describe_position(self._after, new)
        elif first.is_arranged or second.is_arranged:
            return
        elif (first.x, first.y) != (second.x, second.y) and not self._is_in_shifted_section(new):
            texts = _describe_coordinates(first), _describe_coordinates(second)
        else:
            return
        yield Change(kind="changed", path=PATH, what="place", before=texts[0], after=texts[1])

    def _find_section(self, new: int) -> RowIndex:
        row = self._after[new].row
        return TOP if row is None else row

    def _is_in_shifted_section(self, new: int) -> bool:
        return self._find_section(new) in self._shifted

    def _has_changed_row(self, old: int, new: int) -> bool:
        """Return whether a panel moved between two rows that both boards have."""
        if not self._are_rows_in_both(old, new):
            return False
        old_row, new_row = self._before[old].row, self._after[new].row
        return (None if old_row is None else self._pairs[old_row]) != new_row

    def _are_rows_in_both(self, old: int, new: int) -> bool:
        """Return whether the old row and the new row of a panel are in both boards."""
        old_row, new_row = self._before[old].row, self._after[new].row
        return (old_row is None or old_row in self._pairs) and (
            new_row is None or new_row in self._back
        )

    def _find_reordered_panels(self) -> Iterator[int]:
        """Yield the smallest set of panels whose moves explain the new order."""
        for peers in self._group_peers().values():
            order = sorted(peers, key=lambda new: self._back[new])
            unmoved = find_longest_increase(order)
            moved = [new for position, new in enumerate(order) if position not in unmoved]
            yield from (new for new in moved if not self._is_pushed(new, order))

    def _is_pushed(self, new: int, peers: Sequence[int]) -> bool:
        """Return whether a panel moved only because a panel above it became higher or lower.

        A pushed panel keeps its column, its width, and the panels above and below it.
        """
        old = self._back[new]
        first, second = self._before[old], self._after[new]
        if second.is_row or (first.x, first.size[0]) != (second.x, second.size[0]):
            return False
        return all(
            (self._back[other] < old) == (other < new)
            for other in peers
            if self._share_columns(self._before, old, self._back[other])
            or self._share_columns(self._after, new, other)
        )

    @staticmethod
    def _share_columns(side: Sequence[PanelPosition], one: int, other: int) -> bool:
        first, second = side[one], side[other]
        return first.x < second.x + second.size[0] and second.x < first.x + first.size[0]

    def _group_peers(self) -> dict[object, list[int]]:
        """Group panels whose old and new order can be compared.

        The panels of each row form a group. Panels whose row was added or removed form a group, and
        so do the rows themselves.
        """
        groups: dict[object, list[int]] = defaultdict(list)
        for old, new in self._pairs.items():
            if new in self._relocated:
                continue
            group: object = "row added or removed"
            if self._after[new].is_row:
                group = "rows"
            elif self._are_rows_in_both(old, new):
                group = ("in", self._after[new].row)
            groups[group].append(new)
        return groups

    def _find_shifted_sections(self) -> Iterator[RowIndex]:
        """Yield rows in which an added, moved, resized or removed panel may push other panels."""
        for new, position in enumerate(self._after):
            old = self._back.get(new)
            if position.is_row:
                if old is None:
                    yield new
                continue
            is_new = old is None or new in self._relocated
            if is_new or self._before[old or 0].size != position.size:
                yield self._find_section(new)
        yield from self._find_sections_with_removals()

    def _find_sections_with_removals(self) -> Iterator[RowIndex]:
        """Yield the rows that lost a panel, and the rows that received panels of a removed row."""
        for old, position in enumerate(self._before):
            new = self._pairs.get(old)
            row = position.row
            if new is not None and new not in self._relocated and not position.is_row:
                if row is not None and row not in self._pairs:
                    yield self._find_section(new)
            elif new is None or not position.is_row:
                yield TOP if row is None else self._pairs.get(row, TOP)


def _describe_position(positions: Sequence[PanelPosition], index: int) -> str:
    """Return the position of a panel in words, such as `row "Disks", after "Used"`."""
    position = positions[index]
    row = "".join(f'{noun} "{title}", ' for noun, title in position.path)
    if position.order == 0:
        return f"{row}first"
    return f'{row}after "{_find_neighbour(positions, index).title}"'


def _find_neighbour(positions: Sequence[PanelPosition], index: int) -> PanelPosition:
    position = positions[index]
    return next(
        each
        for each in reversed(positions[:index])
        if each.is_row == position.is_row and each.row == position.row
    )


def _describe_coordinates(position: PanelPosition) -> str:
    return f"column {position.x}, line {position.y}"


def _describe_size(position: PanelPosition) -> str:
    width, height = position.size
    return f"{width} × {height}"
