"""Native histograms in heatmaps, from answers in the form of Prometheus's API."""

from __future__ import annotations

from typing import Any

import pytest

from boardwright.preview.data_frames import ResultForm, build_frames
from boardwright.preview.native_histograms import compute_cumulative_buckets
from boardwright.preview.query_answers import Answer, QueryRequest, read_answer

REQUEST = QueryRequest(
    source="prom", kind="range", text="h", sent="h", step=10_000, start=1_000_000, end=1_020_000
)


def answer(*histograms: list[Any]) -> Answer:
    """Return the answer to a range query of three steps with one series."""
    result = {"metric": {"job": "api"}, "histograms": [*histograms]}
    found = read_answer({"resultType": "matrix", "result": [result]}, REQUEST)
    assert isinstance(found, Answer)
    return found


def histogram(*buckets: list[Any]) -> dict[str, Any]:
    return {"count": "0", "sum": "0", "buckets": [*buckets]}


EXPONENTIAL = answer(
    [1000, histogram([3, "-0.001", "0.001", "2"], [0, "1", "2", "3"], [0, "4", "8", "5"])],
    [1020, histogram([0, "1", "2", "7"])],
)


def form(name: str) -> ResultForm:
    return ResultForm(ref_id="A", legend="", format=name, sent="h", alone=True)


def test_a_heatmap_has_a_row_for_each_bucket_and_gap() -> None:
    """Bounds are -0.001, 0.001, 1, 2, 4 and 8.

    The first step has 2 observations up to 0.001, 3 from 1 to 2, and 5 from 4 to 8; from 0.001 to 1
    and from 2 to 4 there are none. The second step has no histogram, the third 7 from 1 to 2.
    """
    (frame,) = build_frames(EXPONENTIAL, form("heatmap"))
    names = [field["name"] for field in frame["schema"]["fields"]]
    assert names == ["Time", "-0.001", "0.001", "1", "2", "4", "8"]
    assert frame["data"]["values"][1:] == [
        [0.0, None, 0.0],
        [2.0, None, 0.0],
        [0.0, None, 0.0],
        [3.0, None, 7.0],
        [0.0, None, 0.0],
        [5.0, None, 0.0],
    ]


def test_custom_buckets_end_at_infinity() -> None:
    """1 observation up to 0.5, and 4 above 0.5. No row ends at -Inf."""
    found = answer([1000, histogram([0, "-Inf", "0.5", "1"], [0, "0.5", "+Inf", "4"])])
    (frame,) = build_frames(found, form("heatmap"))
    names = [field["name"] for field in frame["schema"]["fields"]]
    assert names == ["Time", "0.5", "+Inf"]
    assert [column[0] for column in frame["data"]["values"][1:]] == [1.0, 4.0]


@pytest.mark.parametrize("name", ["time_series", "table"])
def test_native_histograms_are_drawn_only_in_heatmaps(name: str) -> None:
    frames = build_frames(EXPONENTIAL, form(name))
    assert len(frames) == 1  # the series itself, which has no floats
    assert not any(frames[0]["data"]["values"][-1])
    assert EXPONENTIAL.remark == "previews draw native histograms only in heatmaps"


def test_a_histogram_without_buckets_has_no_bounds() -> None:
    assert compute_cumulative_buckets({0: []}, 1) == {}
