"""Regular expressions of boards: they match as in Grafana, and end in time."""

from __future__ import annotations

import time

import pytest

from boardwright.errors import DocumentError
from boardwright.preview.board_regexes import SECONDS, compile_filter, compile_pattern
from boardwright.preview.sample_labels import make_up_matches
from boardwright.preview.variable_options import list_variable_options
from boardwright.schema.variable import DashboardVariable

SLOW = "^(a|a)+$"
"""It has 2 ways for each letter: 2 ** 60 ways to split the text below, which never matches."""
TEXT = "a" * 60 + "!"


@pytest.mark.parametrize(
    ("written", "text", "found"),
    [
        ("web-.*", "a web-1", "web-1"),
        ("/^WEB/i", "web-1", "web"),
        ("/^WEB/", "web-1", None),
        ("(?<value>\\d+)", "web-12", "12"),
        ("(?!web)\\w+-", "web-db-1", "eb-"),
        ("a{60}", TEXT, "a" * 60),
    ],
)
def test_an_expression_finds_its_first_match(written: str, text: str, found: str | None) -> None:
    expression = compile_filter(written, owner="a test")
    assert expression is not None
    match = expression.search(text)
    assert (match[0] if match else None) == found


@pytest.mark.parametrize("written", ["", "//", "(", "a{2,1}", "((a?){1000}){1000}"])
def test_an_empty_invalid_or_too_large_expression_is_ignored(written: str) -> None:
    """The last one has 1,000 x 1,000 parts, more than 10,000."""
    assert compile_filter(written, owner="a test") is None


def test_a_slow_expression_is_reported_with_the_owner() -> None:
    expression = compile_pattern(SLOW, owner='the condition on the variable "job"')
    assert expression is not None
    begin = time.process_time()
    with pytest.raises(DocumentError) as caught:
        expression.search(TEXT)
    assert time.process_time() - begin < SECONDS + 1
    assert str(caught.value).startswith(
        'the condition on the variable "job": the regular expression ^(a|a)+$ takes longer than 1 s'
    )


def test_all_texts_of_an_expression_share_one_time_limit() -> None:
    """Each text takes 2 ** 18 steps or so, far less than a second; 10,000 of them do not."""
    variable = DashboardVariable({"name": "pod", "type": "query", "regex": SLOW})
    begin = time.process_time()
    with pytest.raises(DocumentError, match='the variable "pod": the regular expression'):
        list_variable_options(variable, [f"{'a' * 18}!{number}" for number in range(10_000)])
    assert time.process_time() - begin < SECONDS + 1


@pytest.mark.parametrize(
    "pattern",
    ["(a|a){60}$x", "((((a?){1000}){1000}){1000}){1000}", "(?:(?:){1000}){1000}", "(a{1000}){9}"],
)
def test_a_hostile_expression_has_no_sample_values(pattern: str) -> None:
    assert make_up_matches(pattern) == ()
