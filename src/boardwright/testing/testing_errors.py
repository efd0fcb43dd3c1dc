"""Errors in a test's use of the fixtures."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from boardwright.errors import BoardwrightError


class TestInputError(BoardwrightError):
    """A test asks for a board, panel, rule, variable or time that does not exist."""

    __test__ = False  # pytest would collect the class


def suggest(name: str, known: Iterable[str], *, noun: str) -> str:
    """Return a hint with the most similar known name, or with all names."""
    names = sorted(set(known))
    near = get_close_matches(name, names, n=1) or [
        each for each in names if each.lower() == name.lower()
    ]
    if near:
        return f"Did you mean {near[0]!r}?"
    listed = ", ".join(repr(each) for each in names[:20])
    more = f" and {len(names) - 20} more" if len(names) > 20 else ""
    return f"The {noun} are: {listed}{more}." if names else f"There are no {noun}."
