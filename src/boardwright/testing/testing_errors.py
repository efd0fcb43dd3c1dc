"""The error for wrong input in a test, and hints for misspelled names."""

from __future__ import annotations

from collections.abc import Iterable

from boardwright.errors import BoardwrightError
from boardwright.notation.similar_names import list_names, suggest_name


class TestInputError(BoardwrightError):
    """A test passes wrong input to boardwright, such as the name of a board that does not exist."""

    __test__ = False  # Without this, pytest would collect the class as a test.


def suggest_item(name: str, known: Iterable[str], *, heading: str) -> str:
    """Return a hint with the known name that is most similar to `name`.

    If no name is similar, the hint lists all known names. The names are in quotation marks, because
    titles may contain commas.

    Args:
        name: The unknown name.
        known: The names that exist.
        heading: The plural noun for the names, such as `Boards`.
    """
    names = sorted(set(known))
    return suggest_name(name, names, otherwise=list_names(heading, map(repr, names)))
