"""Which item of one list is which of another."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict, deque
from collections.abc import Callable, Hashable, Sequence
from typing import TypeVar

Item = TypeVar("Item")
Key = Callable[[Item], Hashable | None]
"""What an item is known by; None for nothing."""


def paired(before: Sequence[Item], after: Sequence[Item], *keys: Key[Item]) -> dict[int, int]:
    """Return which index of `after` each index of `before` is.

    Args:
        before: Items.
        after: Items.
        keys: What they are known by, the surest first. Of several with one key, the first is the
            first, the second the second.
    """
    found: dict[int, int] = {}
    taken: set[int] = set()
    for key in keys:
        free: dict[Hashable, deque[int]] = defaultdict(deque)
        for index, item in enumerate(after):
            if index not in taken and (name := key(item)) is not None:
                free[name].append(index)
        for index, item in enumerate(before):
            if index in found or (name := key(item)) is None or not free.get(name):
                continue
            found[index] = free[name].popleft()
            taken.add(found[index])
    return found


def kept_in_order(ranks: Sequence[int]) -> set[int]:
    """Return the positions of a longest rising part of a list of different numbers.

    Who has stayed in place when some were moved: all but the fewest.
    """
    tails: list[int] = []
    ends: list[int] = []
    previous: list[int] = []
    for position, rank in enumerate(ranks):
        length = bisect_left(tails, rank)
        previous.append(ends[length - 1] if length else -1)
        tails[length : length + 1] = [rank]
        ends[length : length + 1] = [position]
    kept: set[int] = set()
    position = ends[-1] if ends else -1
    while position >= 0:
        kept.add(position)
        position = previous[position]
    return kept
