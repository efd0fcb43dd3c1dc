"""Converts the answers to queries to Grafana's data frames (`DataFrameJSON` of `@grafana/data`),
which the panels of a preview page draw.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from boardwright.frozen import frozen
from boardwright.notation.legend_labels import fill_legend
from boardwright.preview.query_answers import Answer, AnswerSeries, iter_present_indices
from boardwright.schema.document import Json

NAME = "__name__"
AUTO = "__auto"
TIME, VALUE = "Time", "Value"
_SHORT_COLUMN = 2
"""The longest list of times that `shorten_frame` does not replace."""


@frozen
class ResultForm:
    """The settings for the conversion of a query answer to data frames for a panel.

    Attributes:
        ref_id: The refId of the query.
        legend: The query's `legendFormat`, with variables replaced.
        format: `time_series`, `table` or `heatmap`.
        sent: The expression that was sent to the server.
        alone: Whether the query is the only visible query of the panel.
    """

    ref_id: str
    legend: str
    format: str
    sent: str
    alone: bool


def build_frames(answer: Answer, form: ResultForm) -> list[Json]:
    """Return the data frames of an answer."""
    if form.format == "heatmap":
        return _build_heatmap_frames(answer, form)
    answer = replace(answer, series=tuple(each for each in answer.series if not each.is_native))
    if form.format == "table":
        return [_build_table_frame(answer, form)]
    return [_build_line_frame(answer, series, form) for series in answer.series]


def choose_display_name(labels: Mapping[str, str], legend: str, sent: str) -> str | None:
    """Return the displayed name of a series; None if the page computes the name from labels that
    differ between series.
    """
    if legend == AUTO:
        return None if labels else sent
    if legend:
        return fill_legend(legend, lambda name: labels.get(name, ""))
    return _format_series(labels) or sent


def _format_series(labels: Mapping[str, str]) -> str:
    inner = ", ".join(f'{key}="{labels[key]}"' for key in sorted(labels) if key != NAME)
    return labels.get(NAME, "") + (f"{{{inner}}}" if inner else "")


def _build_line_frame(answer: Answer, series: AnswerSeries, form: ResultForm) -> Json:
    name = choose_display_name(series.labels, form.legend, form.sent)
    values = series.values
    moments = answer.list_times(len(values))
    if None in values:
        moments = [moments[i] for i in iter_present_indices(values)]
        values = tuple(values[i] for i in iter_present_indices(values))
    config = {} if name is None else {"displayNameFromDS": name}
    fields = [
        _build_time_field(answer),
        _build_number_field(VALUE, labels=dict(series.labels), config=config),
    ]
    return _build_query_frame(form, {"type": "timeseries-multi"}, fields, [moments, list(values)])


def _build_table_frame(answer: Answer, form: ResultForm) -> Json:
    """Return a data frame with columns for the time, each label and the value, and a row for each
    value.
    """
    names = sorted({name for series in answer.series for name in series.labels})
    rows = [
        (answer.start + index * answer.step, series, series.values[index])
        for series in answer.series
        for index in iter_present_indices(series.values)
    ]
    rows.sort(key=lambda row: row[0])
    value = VALUE if form.alone else f"{VALUE} #{form.ref_id}"
    labels = [{"name": n, "type": "string", "config": {"filterable": True}} for n in names]
    columns: list[list[Any]] = [[moment for moment, _, _ in rows]]
    columns += [[series.labels.get(name, "") for _, series, _ in rows] for name in names]
    columns.append([number for _, _, number in rows])
    fields = [{"name": TIME, "type": "time", "config": {}}, *labels, _build_number_field(value)]
    return _build_query_frame(form, {"preferredVisualisationType": "table"}, fields, columns)


def _build_heatmap_frames(answer: Answer, form: ResultForm) -> list[Json]:
    """Return a data frame with a field for each bucket of a histogram. The values are the numbers
    of observations in the bucket. Observations in lower buckets are not included.
    """
    buckets = sorted(
        (series for series in answer.series if "le" in series.labels),
        key=lambda series: _parse_bound(series.labels["le"]),
    )
    if not buckets:
        return [_build_line_frame(answer, series, form) for series in answer.series]
    count = max(len(series.values) for series in buckets)
    columns: list[list[Any]] = [answer.list_times(count)]
    below: Sequence[float | None] = [0.0] * count
    for series in buckets:
        columns.append([_subtract_count(*pair) for pair in zip(series.values, below, strict=True)])
        below = series.values
    fields = [_build_time_field(answer)]
    fields += [
        _build_number_field(
            series.labels["le"], labels=dict(series.labels), config=_build_bucket_config(series)
        )
        for series in buckets
    ]
    return [_build_query_frame(form, {"type": "heatmap-rows"}, fields, columns)]


def _build_bucket_config(series: AnswerSeries) -> Json:
    return {"displayNameFromDS": series.labels["le"]}


def _subtract_count(value: float | None, below: float | None) -> float | None:
    return None if value is None else max(0.0, value - (below or 0.0))


def _parse_bound(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return math.inf


def _build_time_field(answer: Answer) -> Json:
    return {"name": TIME, "type": "time", "config": {"interval": answer.step}}


def _build_number_field(
    name: str, *, labels: Json | None = None, config: Json | None = None
) -> Json:
    field = {"name": name, "type": "number", "config": config or {}}
    return field if labels is None else {**field, "labels": labels}


def _build_query_frame(
    form: ResultForm, meta: Json, fields: list[Json], columns: list[list[Any]]
) -> Json:
    return build_data_frame(
        form.ref_id, {**meta, "executedQueryString": form.sent}, fields, columns
    )


def build_data_frame(ref_id: str, meta: Json, fields: list[Json], columns: list[list[Any]]) -> Json:
    """Return a data frame. The positions of NaN and infinite values, which JSON cannot express, are
    in `entities`.
    """
    entities = [
        _find_odd_values(column) if field["type"] == "number" else None
        for field, column in zip(fields, columns, strict=True)
    ]
    data: Json = {
        "values": [
            _replace_odd_values(column, odd) for column, odd in zip(columns, entities, strict=True)
        ]
    }
    if any(entities):
        data["entities"] = entities
    return {"schema": {"refId": ref_id, "meta": meta, "fields": fields}, "data": data}


def shorten_frame(frame: Json) -> Json:
    """Return a data frame in which `times`, with the start and step of the times, replaces a list
    of equally spaced times. Return other data frames unchanged.
    """
    columns = frame["data"]["values"]
    times = columns[0] if columns and frame["schema"]["fields"][0]["type"] == "time" else []
    if len(times) <= _SHORT_COLUMN:
        return frame
    start, step, count = times[0], times[1] - times[0], len(times)
    if step <= 0 or times != list(range(start, start + step * count, step)):
        return frame
    data = {"values": [[], *columns[1:]], "times": {"start": start, "step": step, "count": count}}
    return {**frame, "data": {**frame["data"], **data}}


def has_values(frame: Json) -> bool:
    """Return whether a column of a data frame contains at least one value."""
    return any(frame["data"]["values"])


def _find_odd_values(column: Sequence[Any]) -> Json | None:
    """Return the indexes of NaN and infinite values in a column; None if all values are finite."""
    if all(map(math.isfinite, filter(None, column))):
        return None
    indexes: dict[str, list[int]] = {}
    for index, value in enumerate(column):
        if isinstance(value, float) and not math.isfinite(value):
            name = "NaN" if math.isnan(value) else "Inf" if value > 0 else "NegInf"
            indexes.setdefault(name, []).append(index)
    return indexes


def _replace_odd_values(column: list[Any], odd: Json | None) -> list[Any]:
    if not odd:
        return column
    return [None if isinstance(v, float) and not math.isfinite(v) else v for v in column]
