"""Reads and writes recordings: files with the answers to a board's queries. With a recording,
boardwright draws a preview without Prometheus. Recordings of equal answers are equal files.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field, replace
from typing import Any

import orjson

from boardwright.errors import DeclarationError
from boardwright.frozen import frozen
from boardwright.preview.query_answers import (
    Answer,
    AnswerSeries,
    Exemplar,
    Exemplars,
    NoAnswer,
    QueryKind,
    QueryOutcome,
    QueryRequest,
    SampleValue,
)
from boardwright.preview.time_ranges import TimeRange
from boardwright.schema.canonical import parse_canonical_json
from boardwright.schema.document import Json

FORMAT = 1
RECORDING_MARKS = (b'"format"', b'"range"')
"""The keys at the beginning of a file by which boardwright recognises a recording."""

DIGITS = 6
"""The number of significant digits of the values in a recording. Additional digits would not be
visible in a graph.
"""

_EXACT_FROM = 10.0**DIGITS
_NOT_FINITE = {"NaN": math.nan, "+Inf": math.inf, "-Inf": -math.inf}
_AnswerKey = tuple[str, QueryKind, str]


@frozen
class RecordedSelection:
    """A choice of variable values for which the answers are recorded.

    Attributes:
        given: Name of a variable -> the selected values. Variables that this dict does not contain
            have their default values.
        offered: Name of a variable -> the values that the variable's query returned.
    """

    given: Mapping[str, tuple[str, ...]]
    offered: Mapping[str, tuple[str, ...]]


@frozen
class Recording:
    """The recorded answers to the queries of one board.

    Attributes:
        range: The time range of the board.
        selections: The choices of variable values. The page initially shows the first choice.
        answers: `QueryRequest.key` -> the answer, or the reason why the query has no answer.
    """

    range: TimeRange
    selections: tuple[RecordedSelection, ...]
    answers: Mapping[_AnswerKey, QueryOutcome] = field(repr=False)

    def find_outcomes(self, queries: Iterable[QueryRequest]) -> dict[QueryRequest, QueryOutcome]:
        """Return the recorded answers to these queries, by query."""
        outcomes = ((query, self.answers.get(query.key)) for query in queries)
        return {query: outcome for query, outcome in outcomes if outcome is not None}

    def with_earlier(self, earlier: Recording) -> Recording:
        """Return a copy of this recording that also contains answers of an earlier recording. The
        times of earlier answers are moved to the time range of this recording.
        """
        shift = self.range.end - earlier.range.end
        old = {key: _shift_outcome(outcome, shift) for key, outcome in earlier.answers.items()}
        return replace(self, answers={**old, **self.answers})


def _shift_outcome(outcome: QueryOutcome, milliseconds: int) -> QueryOutcome:
    if isinstance(outcome, NoAnswer):
        return outcome
    if isinstance(outcome, Exemplars):
        moved = (replace(each, moment=each.moment + milliseconds) for each in outcome.found)
        return Exemplars(found=tuple(moved))
    return replace(outcome, start=outcome.start + milliseconds)


def build_recording(
    span: TimeRange,
    selections: Sequence[RecordedSelection],
    outcomes: Mapping[QueryRequest, QueryOutcome],
) -> Recording:
    """Return a recording. If a query has answers with different steps, only the answer with the
    smallest step is kept.
    """
    coarse_first = sorted(outcomes.items(), key=lambda pair: -pair[0].step)
    return Recording(
        range=span,
        selections=tuple(selections),
        answers={query.key: outcome for query, outcome in coarse_first},
    )


def encode_recording(recording: Recording) -> bytes:
    """Return the content of a recording's file: one line for each answer, sorted."""
    lines = [
        _encode_line(_encode_answer(key, recording.answers[key]))
        for key in sorted(recording.answers)
    ]
    span = recording.range
    head = {
        "format": FORMAT,
        "range": {"from": span.start, "to": span.end, "text": span.text},
        "selections": [
            {"given": _encode_lists(each.given), "offered": _encode_lists(each.offered)}
            for each in recording.selections
        ],
    }
    return _encode_line(head)[:-1] + b',"answers":[\n' + b",\n".join(lines) + b"\n]}\n"


def _encode_line(data: Any) -> bytes:
    try:
        return orjson.dumps(data, option=orjson.OPT_SORT_KEYS)
    except TypeError:  # an unpaired surrogate in a query
        return json.dumps(data, sort_keys=True, separators=(",", ":")).encode()


def _encode_lists(values: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    return {name: list(texts) for name, texts in values.items()}


def _encode_answer(key: _AnswerKey, outcome: QueryOutcome) -> Json:
    source, kind, text = key
    data: Json = {"source": source, "kind": kind, "text": text}
    if isinstance(outcome, NoAnswer):
        return {**data, "error": outcome.what}
    if isinstance(outcome, Exemplars):
        return {**data, "exemplars": [_encode_exemplar(each) for each in outcome.found]}
    series = [
        {"labels": dict(each.labels), "values": [_shorten_number(v) for v in each.values]}
        | ({"native": True} if each.is_native else {})
        for each in outcome.series
    ]
    data |= {"start": outcome.start, "step": outcome.step, "series": series}
    return {**data, "remark": outcome.remark} if outcome.remark else data


def _encode_exemplar(exemplar: Exemplar) -> Json:
    return {
        "labels": dict(exemplar.labels),
        "time": exemplar.moment,
        "value": _shorten_number(exemplar.value),
    }


def _shorten_number(value: SampleValue) -> int | float | str | None:
    """Round a number that is not whole to `DIGITS` significant digits. NaN and infinite values
    become strings, because JSON cannot express these values.
    """
    if value is None:
        return None
    if not math.isfinite(value):
        return "NaN" if math.isnan(value) else "+Inf" if value > 0 else "-Inf"
    short = float(round(value)) if abs(value) >= _EXACT_FROM else float(f"{value:.{DIGITS}g}")
    return int(short) if short == int(short) and abs(short) < 2**53 else short


def read_recording(text: bytes, *, where: str) -> Recording:
    """Return the recording that a file contains.

    Raises:
        DeclarationError: The file is not a recording.
    """
    try:
        data = parse_canonical_json(text)
        if data["format"] != FORMAT:
            raise ValueError(f"the value of `format` is {data['format']!r}, not {FORMAT}")
        return _decode_recording(data)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise DeclarationError(
            f"the file is not a recording of boardwright: {error}",
            where=where,
            hint="To make a new recording, run: boardwright preview --prometheus URL --record DIR",
        ) from None


def _decode_recording(data: Mapping[str, Any]) -> Recording:
    span = data["range"]
    return Recording(
        range=TimeRange(start=int(span["from"]), end=int(span["to"]), text=str(span["text"])),
        selections=tuple(
            RecordedSelection(
                given=_decode_tuples(each["given"]), offered=_decode_tuples(each["offered"])
            )
            for each in data["selections"]
        ),
        answers={
            (each["source"], each["kind"], each["text"]): _decode_outcome(each)
            for each in data["answers"]
        },
    )


def _decode_tuples(values: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, ...]]:
    return {str(name): tuple(map(str, texts)) for name, texts in values.items()}


def _decode_outcome(data: Mapping[str, Any]) -> QueryOutcome:
    if "error" in data:
        return NoAnswer(what=str(data["error"]))
    if "exemplars" in data:
        return Exemplars(found=tuple(map(_decode_exemplar, data["exemplars"])))
    series = tuple(
        AnswerSeries(
            labels=each["labels"],
            values=_decode_numbers(each["values"]),
            is_native=each.get("native") is True,
        )
        for each in data["series"]
    )
    if not isinstance(data["start"], int) or not isinstance(data["step"], int):
        raise TypeError("the values of `start` and `step` must be integers")
    if data["step"] < 1:
        raise ValueError(f"the value of `step` is {data['step']}, which is less than 1")
    return Answer(start=data["start"], step=data["step"], series=series, remark=data.get("remark"))


def _decode_exemplar(data: Mapping[str, Any]) -> Exemplar:
    return Exemplar(
        moment=int(data["time"]),
        value=float(data["value"]),
        labels={str(name): str(value) for name, value in data["labels"].items()},
    )


def _decode_numbers(values: Sequence[Any]) -> tuple[SampleValue, ...]:
    if str in map(type, values):
        return tuple(_NOT_FINITE[value] if isinstance(value, str) else value for value in values)
    return tuple(values)
