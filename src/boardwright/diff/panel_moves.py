"""Finds panels that a person moved, as opposed to panels that other panels pushed aside."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from boardwright.diff.changes import Change
from boardwright.diff.item_pairing import find_longest_order
from boardwright.diff.panel_positions import PanelPosition

PATH = "/gridPos"
TOP = -1
"""The section of the panels above the first row of a board."""

Section = int


def find_place_changes(
    before: Sequence[PanelPosition], after: Sequence[PanelPosition], pairs: Mapping[int, int]
) -> dict[int, tuple[Change, ...]]:
    """Return the changes of position and size of each panel, by the panel's index in `after`.

    Args:
        before: The panels of the board before the change, in reading order.
        after: The panels of the board after the change, in reading order.
        pairs: For the panels that are in both boards: index in `before` -> index in `after`.
    """
    moves = _Moves(before, after, pairs)
    return {new: tuple(moves.find_changes(old, new)) for old, new in pairs.items()}


class _Moves:
    def __init__(
        self,
        before: Sequence[PanelPosition],
        after: Sequence[PanelPosition],
        pairs: Mapping[int, int],
    ) -> None:
        self._before, self._after, self._pairs = before, after, pairs
        self._back = {new: old for old, new in pairs.items()}
        self._relocated = {new for old, new in pairs.items() if self._has_changed_row(old, new)}
        self._relocated |= set(self._find_reordered())
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
            texts = _describe_corner(first), _describe_corner(second)
        else:
            return
        yield Change(kind="changed", path=PATH, what="place", before=texts[0], after=texts[1])

    def _find_section(self, new: int) -> Section:
        row = self._after[new].row
        return TOP if row is None else row

    def _is_in_shifted_section(self, new: int) -> bool:
        return self._find_section(new) in self._shifted

    def _has_changed_row(self, old: int, new: int) -> bool:
        """Return whether a panel moved from one row to another, and both boards have both rows."""
        was, is_now = self._before[old].row, self._after[new].row
        stays = was is None or was in self._pairs
        known = is_now is None or is_now in self._back
        return stays and known and (None if was is None else self._pairs[was]) != is_now

    def _find_reordered(self) -> Iterator[int]:
        """Yield the indexes of the smallest set of panels whose moves explain the new order."""
        for peers in self._group_peers().values():
            news = sorted(peers, key=lambda new: self._back[new])
            kept = find_longest_order(news)
            passed = [new for position, new in enumerate(news) if position not in kept]
            yield from (new for new in passed if not self._is_pushed(new, news))

    def _is_pushed(self, new: int, peers: Sequence[int]) -> bool:
        """Return whether a panel is still in the same column, and still has the same panels above
        and below it.

        Such a panel moved only because the height of a panel above it changed.
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
        """Return groups of panels. Within each group, the old and the new order of the panels are
        compared.

        The panels of each row are a group, the panels whose row was added or removed are a group,
        and the rows themselves are a group.
        """
        groups: dict[object, list[int]] = defaultdict(list)
        for old, new in self._pairs.items():
            if new in self._relocated:
                continue
            was, is_now = self._before[old].row, self._after[new].row
            lasting = is_now is None or is_now in self._back
            lasting = lasting and (was is None or was in self._pairs)
            group: object = ("in", is_now) if lasting else "row added or removed"
            groups["rows" if self._after[new].is_row else group].append(new)
        return groups

    def _find_shifted_sections(self) -> Iterator[Section]:
        """Yield the rows in which an added or resized panel may have pushed other panels."""
        for new, position in enumerate(self._after):
            old = self._back.get(new)
            if position.is_row:
                if old is None:
                    yield new
                continue
            is_new = old is None or new in self._relocated
            if is_new or self._before[old or 0].size != position.size:
                yield self._find_section(new)
        yield from self._find_left_sections()

    def _find_left_sections(self) -> Iterator[Section]:
        """Yield the rows from which a panel or row was removed."""
        for old, position in enumerate(self._before):
            new = self._pairs.get(old)
            if new is not None and new not in self._relocated and not position.is_row:
                was = position.row
                if was is None or was in self._pairs:
                    continue
                yield self._find_section(new)
            elif new is None or not position.is_row:
                row = position.row
                yield TOP if row is None else self._pairs.get(row, TOP)


def _describe_position(positions: Sequence[PanelPosition], index: int) -> str:
    """Return the position of a panel in words: `row "Disks", after "Used"`."""
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


def _describe_corner(position: PanelPosition) -> str:
    return f"column {position.x}, line {position.y}"


def _describe_size(position: PanelPosition) -> str:
    width, height = position.size
    return f"{width} × {height}"
