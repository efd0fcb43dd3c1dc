"""Finds the pairs of items in two lists that represent the same thing, such as the same panel
before and after a change.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict, deque
from collections.abc import Callable, Hashable, Sequence
from typing import TypeVar

PairedItem = TypeVar("PairedItem")
PairingKey = Callable[[PairedItem], Hashable | None]
"""Returns the value that identifies an item; None if the item has no such value."""


def pair_items(
    before: Sequence[PairedItem], after: Sequence[PairedItem], *keys: PairingKey[PairedItem]
) -> dict[int, int]:
    """Return a dict from the index in `before` to the index in `after`, for each item that is in
    both lists.

    Args:
        keys: Functions that return a value which identifies an item, or None if the item has no
            such value. The most reliable function comes first. If several items have the same
            value, they are paired in their order.
    """
    pairs: dict[int, int] = {}
    paired: set[int] = set()
    for key in keys:
        unpaired: dict[Hashable, deque[int]] = defaultdict(deque)
        for index, item in enumerate(after):
            if index not in paired and (identity := key(item)) is not None:
                unpaired[identity].append(index)
        for index, item in enumerate(before):
            if index in pairs or (identity := key(item)) is None or not unpaired.get(identity):
                continue
            pairs[index] = unpaired[identity].popleft()
            paired.add(pairs[index])
    return pairs


def find_longest_increase(ranks: Sequence[int]) -> set[int]:
    """Return the positions of a longest increasing subsequence of distinct numbers.

    The items at these positions count as unmoved, and all other items count as moved. With a
    longest subsequence, the fewest items count as moved.
    """
    tails: list[int] = []
    ends: list[int] = []
    previous: list[int] = []
    for position, rank in enumerate(ranks):
        length = bisect_left(tails, rank)
        previous.append(ends[length - 1] if length else -1)
        tails[length : length + 1] = [rank]
        ends[length : length + 1] = [position]
    longest: set[int] = set()
    position = ends[-1] if ends else -1
    while position >= 0:
        longest.add(position)
        position = previous[position]
    return longest
