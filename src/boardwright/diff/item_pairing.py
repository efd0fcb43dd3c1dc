"""Pairs the items of a list before a change with the items of the list after the change."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict, deque
from collections.abc import Callable, Hashable, Sequence
from typing import TypeVar

PairedItem = TypeVar("PairedItem")
PairingKey = Callable[[PairedItem], Hashable | None]
"""Returns a value that identifies an item, or None if the function cannot identify the item."""


def pair_items(
    before: Sequence[PairedItem], after: Sequence[PairedItem], *keys: PairingKey[PairedItem]
) -> dict[int, int]:
    """Pair the items of a list before and after a change.

    Args:
        before: The items before the change.
        after: The items after the change.
        keys: Functions that return a value which identifies an item, or None. The first function is
            the most reliable, and each further function pairs only items that are still unpaired.
            Items with equal values are paired in their order.

    Returns:
        Index in `before` -> index in `after`, for each item that is in both lists.
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

    The diff reports all items outside of this subsequence as moved. A longest subsequence leaves
    the smallest number of moved items.
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
