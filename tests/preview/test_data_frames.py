"""Prometheus' answers as Grafana's data frames."""

from __future__ import annotations

import math
from typing import Any

import pytest

from boardwright.preview.data_frames import AUTO, ResultForm, build_frames, choose_display_name
from boardwright.preview.query_answers import Answer, NoAnswer, QueryRequest, read_answer


def ask(kind: Any = "range") -> QueryRequest:
    return QueryRequest(
        source="p", kind=kind, text="up", sent="up", step=10_000, start=60_000, end=80_000
    )


def answer_to(data: Any, kind: Any = "range") -> Answer:
    found = read_answer(data, ask(kind))
    assert isinstance(found, Answer)
    return found


def result_form(
    name: str = "time_series", legend: str = "{{a}}", *, alone: bool = True
) -> ResultForm:
    return ResultForm(ref_id="B", legend=legend, format=name, sent="up", alone=alone)


def matrix(*series: tuple[dict[str, str], list[Any]]) -> dict[str, Any]:
    result = [{"metric": labels, "values": values} for labels, values in series]
    return {"resultType": "matrix", "result": result}


def test_a_line_has_a_point_for_each_sample() -> None:
    data = matrix(({"a": "x"}, [[60, "1"], [80, "3"]]), ({"a": "y"}, [[70, "NaN"], [80, "+Inf"]]))
    first, second = build_frames(answer_to(data), result_form())
    assert first == {
        "schema": {
            "refId": "B",
            "meta": {"type": "timeseries-multi", "executedQueryString": "up"},
            "fields": [
                {"name": "Time", "type": "time", "config": {"interval": 10_000}},
                {
                    "name": "Value",
                    "type": "number",
                    "config": {"displayNameFromDS": "x"},
                    "labels": {"a": "x"},
                },
            ],
        },
        "data": {"values": [[60_000, 80_000], [1.0, 3.0]]},
    }
    assert second["data"] == {
        "values": [[70_000, 80_000], [None, None]],
        "entities": [None, {"NaN": [0], "Inf": [1]}],
    }


def test_a_table_has_a_column_for_each_label() -> None:
    data = {
        "resultType": "vector",
        "result": [
            {"metric": {"b": "1"}, "value": [80, "5"]},
            {"metric": {"a": "x"}, "value": [80, "6"]},
        ],
    }
    (frame,) = build_frames(answer_to(data, "instant"), result_form("table", alone=False))
    assert [field["name"] for field in frame["schema"]["fields"]] == ["Time", "a", "b", "Value #B"]
    assert frame["data"]["values"] == [[80_000, 80_000], ["", "x"], ["1", ""], [5.0, 6.0]]


def test_each_bucket_of_a_heatmap_counts_only_its_own_observations() -> None:
    data = matrix(
        ({"le": "+Inf"}, [[60, "9"], [70, "12"]]),
        ({"le": "0.5"}, [[60, "2"], [70, "2"]]),
        ({"le": "1"}, [[60, "5"], [70, "4"]]),
    )
    (frame,) = build_frames(answer_to(data), result_form("heatmap"))
    assert frame["schema"]["meta"]["type"] == "heatmap-rows"
    assert [field["name"] for field in frame["schema"]["fields"]] == ["Time", "0.5", "1", "+Inf"]
    assert frame["data"]["values"] == [
        [60_000, 70_000, 80_000],
        [2.0, 2.0, None],
        [3.0, 2.0, None],
        [4.0, 8.0, None],
    ]


def test_a_scalar_is_a_series_without_labels() -> None:
    found = answer_to({"resultType": "scalar", "result": [80, "7"]}, "instant")
    (frame,) = build_frames(found, result_form(legend=""))
    assert frame["data"]["values"] == [[80_000], [7.0]]
    assert frame["schema"]["fields"][1]["config"] == {"displayNameFromDS": "up"}


@pytest.mark.parametrize("data", [None, 7, {}, {"resultType": "streams", "result": []}])
def test_other_data_is_not_an_answer(data: Any) -> None:
    assert isinstance(read_answer(data, ask()), NoAnswer)


def test_native_histograms_outside_a_heatmap_have_a_remark() -> None:
    data = {"resultType": "matrix", "result": [{"metric": {}, "histograms": [[60, {}]]}]}
    assert answer_to(data).remark == "previews draw native histograms only in heatmaps"


@pytest.mark.parametrize(
    ("labels", "legend", "expected"),
    [
        ({"a": "x"}, "{{a}} of {{ b }}", "x of "),
        ({"a": "x"}, "plain", "plain"),
        ({"a": "x", "__name__": "up"}, "", 'up{a="x"}'),
        ({}, "", "sum(up)"),
        ({"a": "x"}, AUTO, None),
        ({}, AUTO, "sum(up)"),
    ],
)
def test_the_name_of_a_series_depends_on_legend_and_labels(
    labels: dict[str, str], legend: str, expected: str | None
) -> None:
    assert choose_display_name(labels, legend, "sum(up)") == expected


def test_values_outside_the_range_are_omitted() -> None:
    data = matrix(({}, [[50, "1"], [60, "2"], [90, "3"]]))
    values = answer_to(data).series[0].values
    assert values == (2.0, None, None)
    assert not any(value is not None and math.isnan(value) for value in values)
