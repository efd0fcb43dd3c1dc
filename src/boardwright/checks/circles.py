"""Finds circles of names, such as variables or recording rules that depend on each other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping


def find_circle(start: str, uses: Mapping[str, Iterable[str]]) -> tuple[str, ...]:
    """Return the shortest circle that contains the name `start`: `start`, and the names that lead
    back to `start`. Return an empty tuple if there is no circle.

    >>> find_circle("a", {"a": ["b"], "b": ["c"], "c": ["b", "a"]})
    ('a', 'b', 'c')

    Args:
        start: A name.
        uses: Name -> the names that it uses directly.
    """
    paths: list[tuple[str, ...]] = [(start,)]
    seen = {start}
    for path in paths:
        for name in sorted(uses.get(path[-1], ())):
            if name == start:
                return path
            if name not in seen:
                seen.add(name)
                paths.append((*path, name))
    return ()
