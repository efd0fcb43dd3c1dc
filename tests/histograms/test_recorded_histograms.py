"""Answers of a real Prometheus 3.16 about native histograms, as the preview reads them.

`test_real_histograms.py` compares the recording with a running server, and with
`--rewrite-golden` writes the recording. The expected numbers are calculated by hand from the
observations in `observations.py`.
"""

from __future__ import annotations

import json
from typing import Any

import pytest

from boardwright.preview.data_frames import ResultForm, build_frames
from boardwright.preview.query_answers import Answer, QueryRequest, read_answer
from histograms.observations import QUERIES, START
from support import ROOT

RECORDING = ROOT / "tests/recordings/prometheus-3.16/native-histograms.json"
RECORDED: dict[str, Any] = json.loads(RECORDING.read_text())
FROM, TO, EVERY = START + 60_000, START + 120_000, 30_000


def read_recorded(name: str) -> Answer:
    text = QUERIES[name]
    request = QueryRequest(
        source="p", kind="range", text=text, sent=text, step=EVERY, start=FROM, end=TO
    )
    found = read_answer(RECORDED[text], request)
    assert isinstance(found, Answer)
    return found


def heatmap(name: str) -> dict[str, list[float]]:
    """Return the observations per second of each row of the heatmap, from bottom to top."""
    text = QUERIES[name]
    form = ResultForm(ref_id="A", legend="{{le}}", format="heatmap", sent=text, alone=True)
    (frame,) = build_frames(read_recorded(name), form)
    names = [field["name"] for field in frame["schema"]["fields"]]
    return dict(zip(names[1:], frame["data"]["values"][1:], strict=True))


def test_the_recording_has_all_queries() -> None:
    assert RECORDED.keys() == set(QUERIES.values())


def test_a_heatmap_of_exponential_buckets_shows_rates() -> None:
    """In 10 s there are 4, 4 and 2 observations: 0.4, 0.4 and 0.2 per second, and none up to 1."""
    rows = heatmap("buckets")
    assert [*rows] == ["1", "2", "4", "8"]
    assert rows["1"] == [0, 0, 0]
    assert rows["2"] == pytest.approx([0.4] * 3)
    assert rows["4"] == pytest.approx([0.4] * 3)
    assert rows["8"] == pytest.approx([0.2] * 3)


@pytest.mark.parametrize("name", ["custom buckets", "classic buckets"])
def test_custom_buckets_have_the_rows_of_classic_buckets(name: str) -> None:
    """In 10 s there are 2, 4 and 4 observations: 0.2, 0.4 and 0.4 per second.

    Only the classic histogram has a series for +Inf, without any observation above 2.5.
    """
    rows = {float(bound): values for bound, values in heatmap(name).items()}
    assert rows.pop(float("inf"), [0, 0, 0]) == pytest.approx([0] * 3)
    assert [*rows] == [0.5, 1, 2.5]
    assert rows[0.5] == pytest.approx([0.2] * 3)
    assert rows[1] == pytest.approx([0.4] * 3)
    assert rows[2.5] == pytest.approx([0.4] * 3)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        pytest.param("mean", 3, id="30 / 10"),
        pytest.param("average", 3, id="30 / 10, by histogram_avg"),
        pytest.param("custom mean", 1.2, id="12 / 10"),
        pytest.param("median", 2 * 2**0.25, id="2 to 4, of which 0.1 of 0.4, on a scale of powers"),
        pytest.param("custom median", 0.875, id="0.5 + 0.5 * (0.5 - 0.2) / 0.4"),
    ],
)
def test_a_function_of_a_histogram_returns_a_number(name: str, expected: float) -> None:
    (series,) = read_recorded(name).series
    assert series.values == pytest.approx([expected] * 3)


def test_quantiles_are_series_with_a_label() -> None:
    """The 90th percentile: 0.6 of 1 are below 1, so it is 1 + 1.5 * (0.9 - 0.6) / 0.4 = 2.125."""
    found = {each.labels["q"]: each.values for each in read_recorded("quantiles").series}
    assert found["0.5"] == pytest.approx([0.875] * 3)
    assert found["0.9"] == pytest.approx([2.125] * 3)
    assert len(found) == 2


def test_a_trimmed_histogram_has_only_the_lower_buckets() -> None:
    rows = heatmap("at most 1")
    assert [*rows] == ["0.5", "1"]
    assert rows["1"] == pytest.approx([0.4] * 3)
