"""Answers as Grafana's data frames (`DataFrameJSON` of `@grafana/data`)."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from boardwright.frozen import frozen
from boardwright.preview.query_answers import Answer, AnswerSeries, present

Json = dict[str, Any]
NAME = "__name__"
_LABEL = re.compile(r"\{\{\s*(.+?)\s*\}\}")
AUTO = "__auto"
TIME, VALUE = "Time", "Value"


@frozen
class ResultForm:
    """How a query wants its answer.

    Attributes:
        ref_id: The query's letter.
        legend: `legendFormat`, variables filled in.
        form: `time_series`, `table` or `heatmap`.
        sent: The expression as it was sent.
        alone: Whether no other query of the panel gives a table.
    """

    ref_id: str
    legend: str
    form: str
    sent: str
    alone: bool


def frames_of(answer: Answer, shape: ResultForm) -> list[Json]:
    """Return an answer's frames."""
    if shape.form == "table":
        return [_table(answer, shape)]
    if shape.form == "heatmap":
        return _heatmap(answer, shape)
    return [_line(answer, series, shape) for series in answer.series]


def display_name(labels: Mapping[str, str], legend: str, sent: str) -> str | None:
    """Return what a series is called; None leaves it to the labels in which series differ."""
    if legend == AUTO:
        return None if labels else sent
    if legend:
        return filled_labels(legend, lambda name: labels.get(name, ""))
    return _series_name(labels) or sent


def filled_labels(text: str, value: Callable[[str], str]) -> str:
    """Return a text with what stands in double braces replaced."""
    return _LABEL.sub(lambda found: value(found[1]), text)


def _series_name(labels: Mapping[str, str]) -> str:
    inner = ", ".join(f'{key}="{labels[key]}"' for key in sorted(labels) if key != NAME)
    return labels.get(NAME, "") + (f"{{{inner}}}" if inner else "")


def _line(answer: Answer, series: AnswerSeries, shape: ResultForm) -> Json:
    name = display_name(series.labels, shape.legend, shape.sent)
    values = series.values
    moments = answer.times(len(values))
    if None in values:
        moments = [moments[i] for i in present(values)]
        values = tuple(values[i] for i in present(values))
    config = {} if name is None else {"displayNameFromDS": name}
    fields = [_time(answer), _number(VALUE, labels=dict(series.labels), config=config)]
    return _frame(shape, {"type": "timeseries-multi"}, fields, [moments, list(values)])


def _table(answer: Answer, shape: ResultForm) -> Json:
    """Return one row for each value: its moment, its labels, and itself."""
    names = sorted({name for series in answer.series for name in series.labels})
    rows = [
        (answer.start + index * answer.step, series, series.values[index])
        for series in answer.series
        for index in present(series.values)
    ]
    rows.sort(key=lambda row: row[0])
    value = VALUE if shape.alone else f"{VALUE} #{shape.ref_id}"
    labels = [{"name": n, "type": "string", "config": {"filterable": True}} for n in names]
    columns: list[list[Any]] = [[moment for moment, _, _ in rows]]
    columns += [[series.labels.get(name, "") for _, series, _ in rows] for name in names]
    columns.append([number for _, _, number in rows])
    fields = [{"name": TIME, "type": "time", "config": {}}, *labels, _number(value)]
    return _frame(shape, {"preferredVisualisationType": "table"}, fields, columns)


def _heatmap(answer: Answer, shape: ResultForm) -> list[Json]:
    """Return one frame with a field for each bucket: what fell into it alone."""
    buckets = sorted(
        (series for series in answer.series if "le" in series.labels),
        key=lambda series: _bound(series.labels["le"]),
    )
    if not buckets:
        return [_line(answer, series, shape) for series in answer.series]
    count = max(len(series.values) for series in buckets)
    columns: list[list[Any]] = [answer.times(count)]
    below: Sequence[float | None] = [0.0] * count
    for series in buckets:
        columns.append([_above(*pair) for pair in zip(series.values, below, strict=True)])
        below = series.values
    fields = [_time(answer)]
    fields += [
        _number(series.labels["le"], labels=dict(series.labels), config=_named(series))
        for series in buckets
    ]
    return [_frame(shape, {"type": "heatmap-rows"}, fields, columns)]


def _named(series: AnswerSeries) -> Json:
    return {"displayNameFromDS": series.labels["le"]}


def _above(value: float | None, below: float | None) -> float | None:
    return None if value is None else max(0.0, value - (below or 0.0))


def _bound(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return math.inf


def _time(answer: Answer) -> Json:
    return {"name": TIME, "type": "time", "config": {"interval": answer.step}}


def _number(name: str, *, labels: Json | None = None, config: Json | None = None) -> Json:
    found = {"name": name, "type": "number", "config": config or {}}
    return found if labels is None else {**found, "labels": labels}


def _frame(shape: ResultForm, meta: Json, fields: list[Json], columns: list[list[Any]]) -> Json:
    return frame_of(shape.ref_id, {**meta, "executedQueryString": shape.sent}, fields, columns)


def frame_of(ref_id: str, meta: Json, fields: list[Json], columns: list[list[Any]]) -> Json:
    """Return a frame; numbers that JSON does not have stand beside the others."""
    entities = [
        _entities(column) if field["type"] == "number" else None
        for field, column in zip(fields, columns, strict=True)
    ]
    data: Json = {
        "values": [_plain(column, odd) for column, odd in zip(columns, entities, strict=True)]
    }
    if any(entities):
        data["entities"] = entities
    return {"schema": {"refId": ref_id, "meta": meta, "fields": fields}, "data": data}


def _entities(column: Sequence[Any]) -> Json | None:
    """Return where the numbers stand that JSON does not have."""
    if all(map(math.isfinite, filter(None, column))):
        return None
    found: dict[str, list[int]] = {}
    for index, value in enumerate(column):
        if isinstance(value, float) and not math.isfinite(value):
            name = "NaN" if math.isnan(value) else "Inf" if value > 0 else "NegInf"
            found.setdefault(name, []).append(index)
    return found


def _plain(column: list[Any], odd: Json | None) -> list[Any]:
    if not odd:
        return column
    return [None if isinstance(v, float) and not math.isfinite(v) else v for v in column]
