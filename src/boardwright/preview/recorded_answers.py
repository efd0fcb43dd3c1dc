"""Answers that are kept in a file: small, sorted, the same bytes for the same answers."""

from __future__ import annotations

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

FORMAT = 1
DIGITS = 6
"""Significant digits that are kept: no picture shows more."""

_EXACT_FROM = 10.0**DIGITS
_ODD = {"NaN": math.nan, "+Inf": math.inf, "-Inf": -math.inf}
_Key = tuple[str, QueryKind, str]


@frozen
class RecordedSelection:
    """One choice of variables that was recorded.

    Attributes:
        given: Name -> the values that were asked for; the others have their own choice.
        offered: Name -> what the server offered for it.
    """

    given: Mapping[str, tuple[str, ...]]
    offered: Mapping[str, tuple[str, ...]]


@frozen
class Recording:
    """What was recorded of one board.

    Attributes:
        range: What the board showed.
        selections: The choices of variables; the first is shown first.
        answers: What each question was answered.
    """

    range: TimeRange
    selections: tuple[RecordedSelection, ...]
    answers: Mapping[_Key, QueryOutcome] = field(repr=False)

    def outcomes(self, asks: Iterable[QueryRequest]) -> dict[QueryRequest, QueryOutcome]:
        """Return the recorded answers to some questions."""
        found = ((ask, self.answers.get(ask.key)) for ask in asks)
        return {ask: outcome for ask, outcome in found if outcome is not None}

    def with_earlier(self, earlier: Recording) -> Recording:
        """Return this recording with answers that only an earlier one has, as if they were new."""
        later = self.range.end - earlier.range.end
        old = {key: _moved(outcome, later) for key, outcome in earlier.answers.items()}
        return replace(self, answers={**old, **self.answers})


def _moved(outcome: QueryOutcome, milliseconds: int) -> QueryOutcome:
    if isinstance(outcome, NoAnswer):
        return outcome
    if isinstance(outcome, Exemplars):
        moved = (replace(each, moment=each.moment + milliseconds) for each in outcome.found)
        return Exemplars(found=tuple(moved))
    return replace(outcome, start=outcome.start + milliseconds)


def recording_of(
    span: TimeRange,
    selections: Sequence[RecordedSelection],
    outcomes: Mapping[QueryRequest, QueryOutcome],
) -> Recording:
    """Return a recording; of two answers to one question the finer one is kept."""
    finest = sorted(outcomes.items(), key=lambda pair: -pair[0].step)
    return Recording(
        range=span,
        selections=tuple(selections),
        answers={ask.key: outcome for ask, outcome in finest},
    )


def recording_text(recording: Recording) -> bytes:
    """Return the file's text: an answer a line, sorted."""
    lines = [_line(_answer_json(key, recording.answers[key])) for key in sorted(recording.answers)]
    span = recording.range
    head = {
        "format": FORMAT,
        "range": {"from": span.start, "to": span.end, "text": span.text},
        "selections": [
            {"given": _lists(each.given), "offered": _lists(each.offered)}
            for each in recording.selections
        ],
    }
    return _line(head)[:-1] + b',"answers":[\n' + b",\n".join(lines) + b"\n]}\n"


def _line(data: Any) -> bytes:
    return orjson.dumps(data, option=orjson.OPT_SORT_KEYS)


def _lists(values: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    return {name: list(found) for name, found in values.items()}


def _answer_json(key: _Key, outcome: QueryOutcome) -> dict[str, Any]:
    source, kind, text = key
    told: dict[str, Any] = {"source": source, "kind": kind, "text": text}
    if isinstance(outcome, NoAnswer):
        return {**told, "error": outcome.what}
    if isinstance(outcome, Exemplars):
        return {**told, "exemplars": [_exemplar_json(each) for each in outcome.found]}
    series = [
        {"labels": dict(each.labels), "values": [_shortened(v) for v in each.values]}
        for each in outcome.series
    ]
    told |= {"start": outcome.start, "step": outcome.step, "series": series}
    return {**told, "remark": outcome.remark} if outcome.remark else told


def _exemplar_json(exemplar: Exemplar) -> dict[str, Any]:
    return {
        "labels": dict(exemplar.labels),
        "time": exemplar.moment,
        "value": _shortened(exemplar.value),
    }


def _shortened(value: SampleValue) -> int | float | str | None:
    """Return a number with the digits that a picture can show; whole ones exactly."""
    if value is None:
        return None
    if not math.isfinite(value):
        return "NaN" if math.isnan(value) else "+Inf" if value > 0 else "-Inf"
    short = float(round(value)) if abs(value) >= _EXACT_FROM else float(f"{value:.{DIGITS}g}")
    return int(short) if short == int(short) and abs(short) < 2**53 else short


def read_recording(text: bytes, *, where: str) -> Recording:
    """Return what a file holds.

    Raises:
        DeclarationError: It is no recording.
    """
    try:
        data = orjson.loads(text)
        if data["format"] != FORMAT:
            raise ValueError(f"format {data['format']!r}")
        return _recording(data)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise DeclarationError(
            f"is no recording of boardwright's: {error}",
            where=where,
            hint="Record it again: boardwright preview --prometheus URL --record DIR",
        ) from None


def _recording(data: Mapping[str, Any]) -> Recording:
    span = data["range"]
    return Recording(
        range=TimeRange(start=int(span["from"]), end=int(span["to"]), text=str(span["text"])),
        selections=tuple(
            RecordedSelection(given=_tuples(each["given"]), offered=_tuples(each["offered"]))
            for each in data["selections"]
        ),
        answers={
            (each["source"], each["kind"], each["text"]): _outcome(each) for each in data["answers"]
        },
    )


def _tuples(values: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, ...]]:
    return {str(name): tuple(map(str, found)) for name, found in values.items()}


def _outcome(data: Mapping[str, Any]) -> QueryOutcome:
    if "error" in data:
        return NoAnswer(what=str(data["error"]))
    if "exemplars" in data:
        return Exemplars(found=tuple(map(_exemplar, data["exemplars"])))
    series = tuple(
        AnswerSeries(labels=each["labels"], values=_numbers(each["values"]))
        for each in data["series"]
    )
    if not isinstance(data["start"], int) or not isinstance(data["step"], int):
        raise TypeError("start and step are whole numbers")
    if data["step"] < 1:
        raise ValueError(f"step is {data['step']}")
    return Answer(start=data["start"], step=data["step"], series=series, remark=data.get("remark"))


def _exemplar(data: Mapping[str, Any]) -> Exemplar:
    return Exemplar(
        moment=int(data["time"]),
        value=float(data["value"]),
        labels={str(name): str(value) for name, value in data["labels"].items()},
    )


def _numbers(values: Sequence[Any]) -> tuple[SampleValue, ...]:
    if str in map(type, values):
        return tuple(_ODD[value] if isinstance(value, str) else value for value in values)
    return tuple(values)
