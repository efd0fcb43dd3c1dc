"""What was moved: by someone, and not pushed aside by what came or went."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from boardwright.diff.changes import Change
from boardwright.diff.item_pairing import kept_in_order
from boardwright.diff.panel_positions import Standing

PATH = "/gridPos"
TOP = -1
"""Stands for the part of a board above its first row."""

Section = int


def place_changes(
    before: Sequence[Standing], after: Sequence[Standing], pairs: Mapping[int, int]
) -> dict[int, tuple[Change, ...]]:
    """Return how the places of panels changed, by their index in `after`.

    Args:
        before: The panels of a board, in reading order.
        after: Those of the other side.
        pairs: Which is which, by index.
    """
    moves = _Moves(before, after, pairs)
    return {new: tuple(moves.of(old, new)) for old, new in pairs.items()}


class _Moves:
    def __init__(
        self, before: Sequence[Standing], after: Sequence[Standing], pairs: Mapping[int, int]
    ) -> None:
        self._before, self._after, self._pairs = before, after, pairs
        self._back = {new: old for old, new in pairs.items()}
        self._strayed = {new for old, new in pairs.items() if self._has_strayed(old, new)}
        self._strayed |= set(self._overtaken())
        self._stirred = set(self._stirred_sections())

    def of(self, old: int, new: int) -> Iterator[Change]:
        """Yield the changes of one panel's place."""
        yield from self._place(old, new)
        first, second = self._before[old], self._after[new]
        if first.size != second.size and not second.is_row:
            yield Change(
                kind="changed", path=PATH, what="size",
                before=_size(first), after=_size(second),
            )  # fmt: skip

    def _place(self, old: int, new: int) -> Iterator[Change]:
        first, second = self._before[old], self._after[new]
        if new in self._strayed:
            texts = _where(self._before, old), _where(self._after, new)
        elif (first.x, first.y) != (second.x, second.y) and not self._is_stirred(new):
            texts = _corner(first), _corner(second)
        else:
            return
        yield Change(kind="changed", path=PATH, what="place", before=texts[0], after=texts[1])

    def _section(self, new: int) -> Section:
        row = self._after[new].row
        return TOP if row is None else row

    def _is_stirred(self, new: int) -> bool:
        return self._section(new) in self._stirred

    def _has_strayed(self, old: int, new: int) -> bool:
        """Tell whether a panel went from one row to another, both being on both sides."""
        was, is_now = self._before[old].row, self._after[new].row
        stays = was is None or was in self._pairs
        known = is_now is None or is_now in self._back
        return stays and known and (None if was is None else self._pairs[was]) != is_now

    def _overtaken(self) -> Iterator[int]:
        """Yield those that others of their row have passed: the fewest that explain the order."""
        for comrades in self._comrades().values():
            news = sorted(comrades, key=lambda new: self._back[new])
            kept = kept_in_order(news)
            passed = [new for position, new in enumerate(news) if position not in kept]
            yield from (new for new in passed if not self._was_pushed(new, news))

    def _was_pushed(self, new: int, comrades: Sequence[int]) -> bool:
        """Tell whether a panel is still in its column, above and below the same ones.

        Then it was passed in reading order only since something above it grew or shrank.
        """
        old = self._back[new]
        first, second = self._before[old], self._after[new]
        if second.is_row or (first.x, first.size[0]) != (second.x, second.size[0]):
            return False
        return all(
            (self._back[other] < old) == (other < new)
            for other in comrades
            if self._share_columns(self._before, old, self._back[other])
            or self._share_columns(self._after, new, other)
        )

    @staticmethod
    def _share_columns(side: Sequence[Standing], one: int, other: int) -> bool:
        first, second = side[one], side[other]
        return first.x < second.x + (second.size[0] or 0) and second.x < first.x + (
            first.size[0] or 0
        )

    def _comrades(self) -> dict[object, list[int]]:
        """Return the panels that are to keep their order among each other.

        Those of a row; those whose row came or went, all together; the rows.
        """
        groups: dict[object, list[int]] = defaultdict(list)
        for old, new in self._pairs.items():
            if new in self._strayed:
                continue
            was, is_now = self._before[old].row, self._after[new].row
            lasting = is_now is None or is_now in self._back
            lasting = lasting and (was is None or was in self._pairs)
            group: object = ("in", is_now) if lasting else "anew"
            groups["rows" if self._after[new].is_row else group].append(new)
        return groups

    def _stirred_sections(self) -> Iterator[Section]:
        """Yield the rows whose panels may have been pushed: something came, went or grew."""
        for new, standing in enumerate(self._after):
            old = self._back.get(new)
            if standing.is_row:
                if old is None:
                    yield new
                continue
            is_new = old is None or new in self._strayed
            if is_new or self._before[old or 0].size != standing.size:
                yield self._section(new)
        yield from self._left()

    def _left(self) -> Iterator[Section]:
        """Yield the rows that a panel has left, and those around a row that is gone."""
        for old, standing in enumerate(self._before):
            new = self._pairs.get(old)
            if new is not None and new not in self._strayed and not standing.is_row:
                was = standing.row
                if was is None or was in self._pairs:
                    continue
                yield self._section(new)
            elif new is None or not standing.is_row:
                row = standing.row
                yield TOP if row is None else self._pairs.get(row, TOP)


def _where(standings: Sequence[Standing], index: int) -> str:
    """Return a place by its neighbour: `row "Disks", after "Used"`."""
    standing = standings[index]
    row = "" if standing.row is None else f'row "{standings[standing.row].title}", '
    if standing.turn == 0:
        return f"{row}first"
    return f'{row}after "{_neighbour(standings, index).title}"'


def _neighbour(standings: Sequence[Standing], index: int) -> Standing:
    standing = standings[index]
    return next(
        each
        for each in reversed(standings[:index])
        if each.is_row == standing.is_row and each.row == standing.row
    )


def _corner(standing: Standing) -> str:
    return f"column {standing.x}, line {standing.y}"


def _size(standing: Standing) -> str:
    width, height = standing.size
    return f"{width} × {height}"
