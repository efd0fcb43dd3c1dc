from __future__ import annotations

import pytest

from boardwright.notation.plurals import choose_form, format_quantity


@pytest.mark.parametrize(
    ("number", "text"), [(0, "0 boards"), (1, "1 board"), (2, "2 boards"), (1000, "1000 boards")]
)
def test_a_noun_agrees_with_its_number(number: int, text: str) -> None:
    assert format_quantity(number, "board") == text


def test_an_irregular_plural_can_be_passed() -> None:
    assert [format_quantity(n, "query", "queries") for n in (1, 2)] == ["1 query", "2 queries"]


def test_a_verb_agrees_with_its_subject() -> None:
    assert [choose_form(n, "is", "are") for n in (0, 1, 2)] == ["are", "is", "are"]
