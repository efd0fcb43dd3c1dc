"""Which words of a query are marked."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boardwright.diff.changed_words import MOST_WORDS, find_changed_words


def parts(before: str, after: str) -> tuple[list[str], list[str]]:
    first, second = find_changed_words(before, after)
    return [before[a:b] for a, b in first], [after[a:b] for a, b in second]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("rate(x[5m])", "irate(x[5m])", (["rate"], ["irate"])),
        ("rate(x[5m])", "rate(x[10m])", (["5m"], ["10m"])),
        ('x{job="a"}', 'x{job="b"}', (['"a"'], ['"b"'])),
        ("x", 'x{job="b"}', ([], ['{job="b"}'])),
        ("sum(x) by (job)", "sum(x)", ([" by (job)"], [])),
        ("x", "x", ([], [])),
    ],
)
def test_changed_words_are_marked(before: str, after: str, expected: object) -> None:
    assert parts(before, after) == expected


def test_very_long_texts_are_marked_as_a_whole() -> None:
    before, after = "a " * MOST_WORDS, "a " * MOST_WORDS + "b"
    assert parts(before, after) == ([before], [after])


@given(st.text(max_size=60), st.text(max_size=60))
def test_unmarked_text_is_the_same_in_both(before: str, after: str) -> None:
    first, second = find_changed_words(before, after)

    def remove_marked(text: str, spans: object) -> str:
        for start, end in reversed(list(spans)):  # type: ignore[call-overload]
            text = text[:start] + text[end:]
        return text

    assert remove_marked(before, first) == remove_marked(after, second)
