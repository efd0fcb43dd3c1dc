"""The error for a test that passes wrong input to the fixtures, and hints for misspelled names."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from boardwright.errors import BoardwrightError


class TestInputError(BoardwrightError):
    """A test selects a board, panel, rule, variable or time that does not exist."""

    __test__ = False  # Without this, pytest would collect the class as a test.


def suggest_name(name: str, known: Iterable[str], *, noun: str) -> str:
    """Return a hint that suggests the known name that is most similar to `name`. If no name is
    similar, the hint lists at most 20 names.
    """
    names = sorted(set(known))
    near = get_close_matches(name, names, n=1) or [
        each for each in names if each.lower() == name.lower()
    ]
    if near:
        return f"Did you mean {near[0]!r}?"
    listed = ", ".join(repr(each) for each in names[:20])
    more = f" and {len(names) - 20} more" if len(names) > 20 else ""
    return f"The {noun} are: {listed}{more}." if names else f"There are no {noun}."
