"""Hints for a name that does not exist: the most similar name that exists, or all such names."""

from __future__ import annotations

from collections.abc import Iterable

CUTOFF = 0.6
"""The smallest similarity, from 0 to 1, at which a name is suggested (the default of `difflib`)."""

_MOST = 20
"""The largest number of names in a hint."""


def find_similar_name(name: str, known: Iterable[str], *, cutoff: float = CUTOFF) -> str | None:
    """Return the known name that is most similar to `name`; None if no name is similar.

    A known name that differs only in upper and lower case is the most similar one.

    Args:
        name: The name that does not exist.
        known: The names that exist.
        cutoff: The smallest similarity, from 0 to 1. Increase the cutoff if the result decides
            whether there is an error, and not only what a hint suggests.
    """
    from difflib import get_close_matches  # Most runs need no suggestion.

    names = sorted(set(known))
    same = (each for each in names if each.casefold() == name.casefold())
    similar = get_close_matches(name, names, n=1, cutoff=cutoff)
    return next(iter([*same, *similar]), None)


def suggest_name(name: str, known: Iterable[str], *, otherwise: str) -> str:
    """Return `Did you mean 'x'?` with the most similar known name; `otherwise` if no known name is
    similar.
    """
    similar = find_similar_name(name, known)
    return ask_for_name(similar) if similar is not None else otherwise


def ask_for_name(*names: str) -> str:
    """Return the question whether the user meant one of the names."""
    return f"Did you mean {' or '.join(map(repr, names))}?"


def list_names(heading: str, names: Iterable[str]) -> str:
    """Return a hint that lists the names that exist, such as `Verbs: build, check.`.

    Args:
        heading: The plural noun at the beginning of the hint.
        names: The names; of more than 20 names, the hint counts the rest.
    """
    unique = list(dict.fromkeys(names))
    more = f" and {len(unique) - _MOST} more" if len(unique) > _MOST else ""
    return f"{heading}: {', '.join(unique[:_MOST]) or 'none'}{more}."
