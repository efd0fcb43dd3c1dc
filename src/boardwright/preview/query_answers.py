"""Defines the queries that a preview sends to Prometheus, and reads Prometheus's answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from typing import Any, Literal

from boardwright.frozen import frozen
from boardwright.preview.native_histograms import compute_cumulative_buckets, read_buckets
from boardwright.schema.json_object import ensure_list

QueryKind = Literal["range", "instant", "exemplars"]
SampleValue = float | None


@frozen
class QueryRequest:
    """A query to a data source. A preview sends equal queries only once.

    Attributes:
        source: Uid of the data source.
        kind: `range`, `instant`, or `exemplars` for a query for the exemplars of a time range.
        text: The expression after variables are replaced, but before macros are replaced. The key
            of the answer in a recording contains `text`.
        sent: The expression for the server, in which variables and macros are replaced by their
            values.
        step: The time between two points, in milliseconds.
        start: Time of the first point, in milliseconds since 1970.
        end: Time of the last point, or of an instant query, in milliseconds since 1970.
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
        """The key of the answer in a recording. The step is not part of the key, because the step
        depends on the panel's width.
        """
        return self.source, self.kind, self.text

    @property
    def step_count(self) -> int:
        """The number of points from `start` to `end`, including both."""
        return (self.end - self.start) // self.step + 1


@frozen
class AnswerSeries:
    """A time series in an answer, with one value for each step. The value is None at steps without
    a value.

    Attributes:
        is_native: Whether the series is a bucket of a native histogram. The label `le` contains the
            upper bound of the bucket.
    """

    labels: Mapping[str, str]
    values: tuple[SampleValue, ...] = field(repr=False)
    is_native: bool = False


@frozen
class Answer:
    """The answer to a query: series with values at the same times.

    Attributes:
        start: Time of the first value of each series, in milliseconds since 1970.
        step: The time between two values, in milliseconds.
        series: The series in the order of the server's answer.
        remark: The reason why the page does not draw a part of the answer, or None.
    """

    start: int
    step: int
    series: tuple[AnswerSeries, ...]
    remark: str | None = None

    def list_times(self, count: int) -> list[int]:
        """Return the times of the first `count` values."""
        return list(range(self.start, self.start + count * self.step, self.step))


@frozen
class NoAnswer:
    """The reason why a query has no answer.

    Attributes:
        what: The reason, which the page shows.
        is_failure: Whether the server failed. If False, the server works, but rejected the query.
    """

    what: str
    is_failure: bool = False


@frozen
class Exemplar:
    """One exemplar: its time in milliseconds since 1970, its value, and the labels of the exemplar
    and of its series.
    """

    moment: int
    value: float
    labels: Mapping[str, str]


@frozen
class Exemplars:
    """The exemplars of a time range, sorted by step."""

    found: tuple[Exemplar, ...] = field(repr=False)


QueryOutcome = Answer | Exemplars | NoAnswer
NOT_PROMETHEUS = NoAnswer(
    what="the server's answer does not have the format of Prometheus's API", is_failure=True
)


def read_answer(data: Any, query: QueryRequest) -> QueryOutcome:
    """Return the answer in the field `data` of a Prometheus response, or the reason why `data` is
    invalid.

    Args:
        data: The `data` of `/api/v1/query_range` or `/api/v1/query`.
        query: The request that the response answers.
    """
    try:
        return _parse_answer(data, query)
    except (TypeError, ValueError, OverflowError, LookupError, AttributeError):
        return NOT_PROMETHEUS


def _parse_answer(data: Any, query: QueryRequest) -> Answer | NoAnswer:
    kind, result = _split_data(data)
    if kind == "matrix":
        count = query.step_count
        values = [_place_values(item, query, count) for item in result]
        native = [each for item in result for each in _iter_native_series(item, query, count)]
        return _build_answer(query.start, query, result, values, native)
    if kind == "vector":
        return _build_answer(
            query.end, query, result, [[_parse_value(item.get("value"))] for item in result]
        )
    if kind in {"scalar", "string"}:
        return _build_answer(query.end, query, [{}], [[_parse_value(data["result"])]])
    return NOT_PROMETHEUS


def _build_answer(
    start: int,
    query: QueryRequest,
    result: Sequence[Mapping[str, Any]],
    values: Sequence[Sequence[SampleValue]],
    native: Sequence[AnswerSeries] = (),
) -> Answer:
    series = (
        AnswerSeries(labels=read_answer_labels(item.get("metric")), values=tuple(each))
        for item, each in zip(result, values, strict=True)
    )
    remark = _describe_histograms(result)
    return Answer(start=start, step=query.step, series=(*series, *native), remark=remark)


def _iter_native_series(
    item: Mapping[str, Any], query: QueryRequest, count: int
) -> Iterator[AnswerSeries]:
    """Yield the buckets of a native histogram as series."""
    buckets = {
        _compute_step_index(time, query): read_buckets(histogram)
        for time, histogram in item.get("histograms") or ()
    }
    for bound, values in compute_cumulative_buckets(buckets, count).items():
        labels = {**read_answer_labels(item.get("metric")), "le": bound}
        yield AnswerSeries(labels=labels, values=tuple(values), is_native=True)


def _compute_step_index(time: float, query: QueryRequest) -> int:
    return round((time - query.start / 1000) / (query.step / 1000))


def _split_data(data: Any) -> tuple[str, list[Mapping[str, Any]]]:
    if not isinstance(data, dict):
        return "", []
    items = ensure_list(data.get("result"))
    return str(data.get("resultType")), [item for item in items if isinstance(item, dict)]


def read_answer_labels(data: Any) -> dict[str, str]:
    """Return the labels of a series in a Prometheus response; an empty dict if `labels` is not a
    JSON object.
    """
    return {str(k): str(v) for k, v in data.items()} if isinstance(data, dict) else {}


def _place_values(item: Mapping[str, Any], query: QueryRequest, count: int) -> list[SampleValue]:
    values: list[SampleValue] = [None] * count
    for time, text in item.get("values") or ():
        index = _compute_step_index(time, query)
        if 0 <= index < count:
            values[index] = float(text)
    return values


def _parse_value(pair: Any) -> SampleValue:
    try:
        return float(pair[1])
    except (TypeError, ValueError, IndexError):
        return None


def _describe_histograms(result: Sequence[Mapping[str, Any]]) -> str | None:
    if any("histograms" in item or "histogram" in item for item in result):
        return "previews draw native histograms only in heatmaps"
    return None


def iter_present_indices(values: Sequence[SampleValue]) -> Iterator[int]:
    """Yield the indexes of the steps that have a value."""
    return (index for index, value in enumerate(values) if value is not None)
