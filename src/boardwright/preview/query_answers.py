"""What Prometheus answers, on the grid of the query's step."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from typing import Any, Literal

from boardwright.frozen import frozen

QueryKind = Literal["range", "instant", "exemplars"]
SampleValue = float | None


@frozen
class QueryRequest:
    """A question to a data source; equal ones are asked once.

    Attributes:
        source: The data source's uid.
        kind: A range, one moment, or the exemplars of a range.
        text: The expression, variables filled in and macros not: what the answer is kept under.
        sent: The expression as it is sent.
        step: Milliseconds between two points of a range.
        start: The first point's moment; an instant's only one is `end`.
    """

    source: str
    kind: QueryKind
    text: str
    sent: str
    step: int
    start: int
    end: int

    @property
    def key(self) -> tuple[str, QueryKind, str]:
        """What its answer is kept under: a panel of another width has another step."""
        return self.source, self.kind, self.text


@frozen
class AnswerSeries:
    """A series: its labels, and a value for each step; None where there is none."""

    labels: Mapping[str, str]
    values: tuple[SampleValue, ...] = field(repr=False)


@frozen
class Answer:
    """Series over the same steps.

    Attributes:
        start: The moment of the first value of each series.
        step: Milliseconds between two values.
        series: In the order of the server.
        remark: What is left out.
    """

    start: int
    step: int
    series: tuple[AnswerSeries, ...]
    remark: str | None = None

    def times(self, count: int) -> list[int]:
        """Return the moments of the first `count` values."""
        return list(range(self.start, self.start + count * self.step, self.step))


@frozen
class NoAnswer:
    """Why there is no answer."""

    what: str


@frozen
class Exemplar:
    """One sample: its moment, its value, its own labels and those of its series."""

    moment: int
    value: float
    labels: Mapping[str, str]


@frozen
class Exemplars:
    """The exemplars of a range, in the order of their steps."""

    found: tuple[Exemplar, ...] = field(repr=False)


QueryOutcome = Answer | Exemplars | NoAnswer


def answer_of(data: Any, ask: QueryRequest) -> QueryOutcome:
    """Return Prometheus' `data` as an answer.

    Args:
        data: The `data` of `/api/v1/query_range` or `/api/v1/query`.
        ask: The question.
    """
    kind, result = _parts(data)
    if kind == "matrix":
        count = (ask.end - ask.start) // ask.step + 1
        series = tuple(_series(item, _on_grid(item, ask, count)) for item in result)
        return Answer(start=ask.start, step=ask.step, series=series, remark=_native(result))
    if kind == "vector":
        series = tuple(_series(item, (_at(item.get("value")),)) for item in result)
        return Answer(start=ask.end, step=ask.step, series=series, remark=_native(result))
    if kind in {"scalar", "string"}:
        only = AnswerSeries(labels={}, values=(_at(data.get("result")),))
        return Answer(start=ask.end, step=ask.step, series=(only,))
    return NoAnswer(what="the server's answer is none of Prometheus'")


def _parts(data: Any) -> tuple[str, list[Mapping[str, Any]]]:
    if not isinstance(data, dict):
        return "", []
    result = data.get("result")
    items = result if isinstance(result, list) else []
    return str(data.get("resultType")), [item for item in items if isinstance(item, dict)]


def _series(item: Mapping[str, Any], values: Sequence[SampleValue]) -> AnswerSeries:
    return AnswerSeries(labels=labels_of(item.get("metric")), values=tuple(values))


def labels_of(data: Any) -> dict[str, str]:
    """Return labels as Prometheus tells them; none for anything else."""
    return {str(k): str(v) for k, v in data.items()} if isinstance(data, dict) else {}


def _on_grid(item: Mapping[str, Any], ask: QueryRequest, count: int) -> list[SampleValue]:
    values: list[SampleValue] = [None] * count
    begin, step = ask.start / 1000, ask.step / 1000
    for moment, text in item.get("values") or ():
        index = round((moment - begin) / step)
        if 0 <= index < count:
            values[index] = float(text)
    return values


def _at(pair: Any) -> SampleValue:
    try:
        return float(pair[1])
    except (TypeError, ValueError, IndexError):
        return None


def _native(result: Sequence[Mapping[str, Any]]) -> str | None:
    if any("histograms" in item or "histogram" in item for item in result):
        return "native histograms are not drawn"
    return None


def present(values: Sequence[SampleValue]) -> Iterator[int]:
    """Yield the indices of the values that there are."""
    return (index for index, value in enumerate(values) if value is not None)
