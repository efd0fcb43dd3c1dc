"""Recordings: the same bytes for the same answers, and the same answers back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boardwright.errors import DeclarationError
from boardwright.preview.query_answers import (
    Answer,
    AnswerSeries,
    NoAnswer,
    QueryOutcome,
    QueryRequest,
)
from boardwright.preview.recorded_answers import (
    RecordedSelection,
    Recording,
    build_recording,
    encode_recording,
    read_recording,
)
from boardwright.preview.time_ranges import TimeRange

RANGE = TimeRange(start=60_000, end=120_000, text="Last 1 minute")


def ask(text: str = "up", step: int = 10_000) -> QueryRequest:
    return QueryRequest(
        source="p", kind="range", text=text, sent=text, step=step, start=60_000, end=120_000
    )


def answer(*values: float | None, step: int = 10_000) -> Answer:
    return Answer(start=60_000, step=step, series=(AnswerSeries(labels={"a": "x"}, values=values),))


def record(outcomes: dict[QueryRequest, QueryOutcome]) -> Recording:
    return build_recording(
        RANGE, [RecordedSelection(given={}, offered={"job": ("a", "b")})], outcomes
    )


def test_a_recording_has_a_line_for_each_answer_in_order() -> None:
    text = encode_recording(record({ask("b"): NoAnswer(what="no"), ask("a"): answer(1.0, None)}))
    assert text.decode() == (
        '{"format":1,"range":{"from":60000,"text":"Last 1 minute","to":120000},'
        '"selections":[{"given":{},"offered":{"job":["a","b"]}}],"answers":[\n'
        '{"kind":"range","series":[{"labels":{"a":"x"},"values":[1,null]}],"source":"p",'
        '"start":60000,"step":10000,"text":"a"},\n'
        '{"error":"no","kind":"range","source":"p","text":"b"}\n]}\n'
    )


def test_numbers_are_recorded_with_six_digits_and_integers_exactly() -> None:
    values = (1234567.8, 0.123456789, 1764111400.0, float("inf"), float("-inf"), 1e-9)
    text = encode_recording(record({ask(): answer(*values)}))
    assert b'[1234568,0.123457,1764111400,"+Inf","-Inf",1e-9]' in text.replace(b"1.0e-9", b"1e-9")


def test_the_answer_with_the_smaller_step_is_recorded() -> None:
    found = record({ask(step=10_000): answer(1.0), ask(step=20_000): answer(2.0, step=20_000)})
    assert [a.step for a in found.answers.values() if isinstance(a, Answer)] == [10_000]
    assert found.find_outcomes([ask(step=30_000)])[ask(step=30_000)] == answer(1.0)


def test_a_query_with_a_single_surrogate_is_recorded() -> None:
    recording = record({ask("\ud800"): answer(1.0)})
    assert read_recording(encode_recording(recording), where="x") == recording


@pytest.mark.parametrize(
    "text", [b"", b"[]", b"{}", b'{"format": 2}', b'{"format": 1, "range": 3}', b"\xff"]
)
def test_json_that_is_not_a_recording_is_refused(text: bytes) -> None:
    with pytest.raises(DeclarationError, match="is not a recording"):
        read_recording(text, where="a.json")


def test_a_step_of_zero_is_refused() -> None:
    text = encode_recording(record({ask(): answer(1.0)}))
    with pytest.raises(DeclarationError, match="the value of `step` is 0"):
        read_recording(text.replace(b'"step":10000', b'"step":0'), where="a.json")


@given(
    st.lists(
        st.one_of(st.none(), st.integers(-(10**6), 10**6).map(float), st.just(float("inf"))),
        max_size=7,
    ),
    st.dictionaries(st.text(), st.text(), max_size=3).filter(
        lambda d: all(k.isprintable() and v.isprintable() for k, v in d.items())
    ),
)
def test_a_recording_round_trips(values: list[float | None], labels: dict[str, str]) -> None:
    outcome = Answer(
        start=60_000, step=10_000, series=(AnswerSeries(labels=labels, values=tuple(values)),)
    )
    text = encode_recording(record({ask(): outcome}))
    back = read_recording(text, where="a.json")
    assert back.find_outcomes([ask()]) == {ask(): outcome}
    assert encode_recording(back) == text
