"""The error for a test that passes wrong input to the fixtures, and hints for misspelled names."""

from __future__ import annotations

from collections.abc import Iterable

from boardwright.errors import BoardwrightError
from boardwright.notation.similar_names import list_names, suggest_name


class TestInputError(BoardwrightError):
    """A test passes wrong input, such as the name of a board, panel, rule or variable that does not
    exist.
    """

    __test__ = False  # Without this, pytest would collect the class as a test.


def suggest_item(name: str, known: Iterable[str], *, heading: str) -> str:
    """Return a hint that suggests the known name that is most similar to `name`. If no name is
    similar, the hint lists the names in quotation marks, because titles may contain commas.
    """
    names = sorted(set(known))
    return suggest_name(name, names, otherwise=list_names(heading, map(repr, names)))
