"""Makes hints for messages about unknown names, such as `Did you mean 'x'?`."""

from __future__ import annotations

from collections.abc import Iterable

CUTOFF = 0.6
"""How similar a name must be to be suggested, from 0 to 1. The value is the default of
`difflib.get_close_matches`.
"""

_MOST = 20
"""The largest number of names that a hint lists."""


def find_similar_name(name: str, known: Iterable[str], *, cutoff: float = CUTOFF) -> str | None:
    """Return the known name that is most similar to `name`; None if no known name is similar.

    A known name that differs from `name` only in upper and lower case is preferred.

    Args:
        name: The unknown name.
        known: The names that exist.
        cutoff: How similar the returned name must be, from 0 to 1. Use a higher value than the
            default if a similar name causes an error instead of a hint.
    """
    from difflib import get_close_matches  # Most runs need no suggestion.

    names = sorted(set(known))
    same = (each for each in names if each.casefold() == name.casefold())
    similar = get_close_matches(name, names, n=1, cutoff=cutoff)
    return next(iter([*same, *similar]), None)


def suggest_name(name: str, known: Iterable[str], *, otherwise: str) -> str:
    """Return `Did you mean 'x'?` with the most similar known name.

    If no known name is similar, return `otherwise`.
    """
    similar = find_similar_name(name, known)
    return ask_for_name(similar) if similar is not None else otherwise


def ask_for_name(*names: str) -> str:
    """Return a question such as `Did you mean 'a' or 'b'?`."""
    return f"Did you mean {' or '.join(map(repr, names))}?"


def list_names(heading: str, names: Iterable[str]) -> str:
    """Return a hint that lists the existing names, such as `Verbs: build, check.`.

    Args:
        heading: The plural noun at the beginning of the hint.
        names: The existing names. The hint lists the first 20 names, and the number of the others.
    """
    unique = list(dict.fromkeys(names))
    more = f" and {len(unique) - _MOST} more" if len(unique) > _MOST else ""
    return f"{heading}: {', '.join(unique[:_MOST]) or 'none'}{more}."
