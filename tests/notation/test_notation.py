"""Lengths of time and variables as text."""

from __future__ import annotations

import pytest

from boardwright.notation.durations import (
    LONGEST,
    format_duration,
    parse_interval_milliseconds,
    parse_milliseconds,
    parse_range_milliseconds,
)
from boardwright.notation.variable_syntax import (
    VARIABLE,
    is_variable,
    iter_variable_names,
    read_whole_variable,
)


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("5m", 300_000),
        ("1h30m", 5_400_000),
        ("500ms", 500),
        ("1y", 31_536_000_000),
        ("1w", 604_800_000),
    ],
)
def test_a_duration_is_converted_to_milliseconds(text: str, length: int) -> None:
    assert parse_range_milliseconds(text) == parse_milliseconds(text) == length


@pytest.mark.parametrize("text", ["", "5", "m5", "5m ", "1m1h", "$window", "${__interval}"])
def test_other_text_is_not_a_duration(text: str) -> None:
    assert parse_range_milliseconds(text) is None


def test_negative_and_zero_durations_are_not_ranges() -> None:
    assert (parse_milliseconds("-5m"), parse_range_milliseconds("-5m")) == (-300_000, None)
    assert (parse_milliseconds("0s"), parse_range_milliseconds("0s")) == (0, None)
    assert (
        parse_range_milliseconds(f"{LONGEST}ms"),
        parse_range_milliseconds(f"{LONGEST + 1}ms"),
    ) == (
        LONGEST,
        None,
    )


@pytest.mark.parametrize("length", [1, 999, 90_000, 86_400_000, 7 * 86_400_000 + 1])
def test_a_formatted_duration_is_read_back_unchanged(length: int) -> None:
    assert parse_range_milliseconds(format_duration(length)) == length


@pytest.mark.parametrize("text", ["$job", "${job}", "${job:regex}", "[[job]]", "[[job:csv]]"])
def test_each_form_of_a_variable_is_recognised(text: str) -> None:
    found = VARIABLE.fullmatch(text)
    assert found is not None
    assert (found["braced"] or found["plain"] or found["old"]) == "job"
    assert is_variable(text)


@pytest.mark.parametrize("text", ["$job", "${job}", "${job:csv}", "${job.text}", "[[job:csv]]"])
def test_each_form_of_a_variable_has_the_same_name(text: str) -> None:
    assert read_whole_variable(text) == "job"
    assert list(iter_variable_names(f"a {text} b {text}")) == ["job", "job"]


@pytest.mark.parametrize("text", ["job", "$1", "$job ", "$a$b", ""])
def test_other_text_is_not_a_variable(text: str) -> None:
    assert not is_variable(text)
    assert read_whole_variable(text) is None


@pytest.mark.parametrize(
    ("text", "milliseconds"),
    [
        ("0.5s", 500),
        ("4s1ms", 4_001),
        ("30s1m", 90_000),
        ("2.5m", 150_000),
        ("1d", 86_400_000),
        ("2w", 14 * 86_400_000),
        ("1M", 30 * 86_400_000),
        ("1d12h", 0),
        ("12h1d", 0),
        ("0.5d", 0),
        ("0s", 0),
        ("auto", None),
        ("", None),
        ("$refresh", None),
        ("5", None),
    ],
)
def test_an_interval_has_the_length_that_grafana_reads(text: str, milliseconds: float) -> None:
    """Grafana 12.4.3, whose least interval is 5 s, stored `5s` for each interval below 5,000."""
    assert parse_interval_milliseconds(text) == milliseconds
