from __future__ import annotations

from typing import Any

import pytest

from boardwright.compiler.passes.heatmap import run

from .helpers import one

BUCKETS = {"expr": "sum by (le) (rate(http_bucket[1m]))"}


def heatmap(**options: Any) -> dict[str, Any]:
    return one(run, {"type": "heatmap", "highlightCards": True, **options})


@pytest.mark.parametrize(
    ("options", "calculate"),
    [
        ({"dataFormat": "tsbuckets"}, False),
        ({"dataFormat": "timeseries"}, True),
        ({"targets": [BUCKETS]}, False),
        ({"targets": [{"expr": "up"}]}, True),
        ({"dataFormat": "timeseries", "targets": [BUCKETS]}, True),
    ],
)
def test_whether_buckets_are_calculated(options: dict[str, Any], calculate: bool) -> None:
    assert heatmap(**options)["options"]["calculate"] is calculate


def test_buckets_are_asked_for_as_a_heatmap() -> None:
    after = heatmap(
        dataFormat="tsbuckets", targets=[BUCKETS, {**BUCKETS, "legendFormat": "x"}, {"rawSql": ""}]
    )
    assert [(t.get("format"), t.get("legendFormat")) for t in after["targets"]] == [
        ("heatmap", "{{le}}"),
        ("heatmap", "x"),
        (None, None),
    ]


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({"yAxis": {"format": "s", "min": "0", "max": None}}, {"yAxis": {"unit": "s", "min": 0}}),
        ({"yAxis": {"show": False}}, {"yAxis": {"axisPlacement": "hidden"}}),
        ({"reverseYBuckets": True}, {"yAxis": {"reverse": True}}),
        ({"hideZeroBuckets": True}, {"filterValues": {"le": 1e-9}}),
        ({"hideZeroBuckets": False}, {"filterValues": {}}),
        ({"legend": {"show": False}}, {"legend": {"show": False}}),
        ({"tooltip": {"show": False}}, {"tooltip": {"mode": "none", "yHistogram": False}}),
        ({"cards": {"cardPadding": 2, "cardRound": None}}, {"cellGap": 2}),
        ({"yBucketBound": "upper"}, {"rowsFrame": {"layout": "le"}}),
        (
            {"xBucketSize": "1m", "yBucketNumber": 5},
            {
                "calculation": {
                    "xBuckets": {"mode": "size", "value": "1m"},
                    "yBuckets": {"mode": "count", "value": "5"},
                }
            },
        ),
        (
            {"yAxis": {"logBase": 2}},
            {"calculation": {"yBuckets": {"scale": {"type": "log", "log": 2}}}},
        ),
    ],
)
def test_options(options: dict[str, Any], expected: dict[str, Any]) -> None:
    assert heatmap(**options)["options"] == {"calculate": True} | expected


@pytest.mark.parametrize(
    ("color", "expected"),
    [
        ({"mode": "spectrum", "colorScheme": "interpolateRdYlGn"}, ("scheme", "RdYlGn")),
        ({"mode": "opacity", "cardColor": "#f00"}, ("opacity", "Oranges")),
    ],
)
def test_colours(color: dict[str, Any], expected: tuple[str, str]) -> None:
    found = heatmap(color=color)["options"]["color"]
    assert (found["mode"], found["scheme"]) == expected
    assert found["fill"] == color.get("cardColor", "dark-orange")


def test_todays_heatmaps_are_the_same_object() -> None:
    panel = {"type": "heatmap", "pluginVersion": "12.2.0", "options": {"calculate": True}}
    assert one(run, panel) is panel
