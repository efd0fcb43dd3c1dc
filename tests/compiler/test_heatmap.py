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
def test_buckets_are_calculated_unless_the_data_has_buckets(
    options: dict[str, Any], calculate: bool
) -> None:
    assert heatmap(**options)["options"]["calculate"] is calculate


@pytest.mark.parametrize(
    "expr",
    [
        "sum by (s3_bucket) (rate(s3_requests_total[5m]))",
        'sum by (job) (x{path="by (le)"})',
        "sum by (job) (x) # by (le)",
    ],
)
def test_a_query_that_only_mentions_bucket_or_le_returns_no_buckets(expr: str) -> None:
    """A label whose name ends with `_bucket`, a text in quotes, and a comment do not make the
    result a histogram. https://prometheus.io/docs/concepts/metric_types/#histogram: the buckets of
    a histogram are series whose metric name ends with `_bucket`, with the label `le`.
    """
    assert heatmap(targets=[{"expr": expr}])["options"]["calculate"] is True


@pytest.mark.parametrize(
    "expr",
    [
        'sum(rate(http_bucket{job=~"$job"}[$__rate_interval])) by (job, le)',
        "sum by (le) (http:rate5m)",
        "increase(http_bucket[$__interval])",
        '{__name__="http_bucket"}',
    ],
)
def test_a_query_that_groups_by_le_or_selects_bucket_series_returns_buckets(expr: str) -> None:
    assert heatmap(targets=[{"expr": expr}])["options"]["calculate"] is False


def test_queries_of_buckets_get_the_format_heatmap() -> None:
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
        ({"cards": {"cardPadding": 3, "cardRound": None}}, {"cellGap": 3}),
        ({"tooltipDecimals": 2}, {"cellValues": {"decimals": 2}}),
        ({"yBucketBound": "upper"}, {"rowsFrame": {"layout": "ge"}}),
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
            {"yAxis": {"logBase": 2, "splitFactor": 4}},
            {
                "calculation": {
                    "yBuckets": {"mode": "count", "value": "4", "scale": {"type": "log", "log": 2}}
                }
            },
        ),
    ],
)
def test_axis_and_card_options_are_converted(
    options: dict[str, Any], expected: dict[str, Any]
) -> None:
    usual = {"calculate": True, "cellGap": 2, "showValue": "never"}
    assert heatmap(**options)["options"] == usual | expected


@pytest.mark.parametrize(
    ("color", "expected"),
    [
        ({"mode": "spectrum", "colorScheme": "interpolateRdYlGn"}, ("scheme", "RdYlGn")),
        ({"mode": "opacity", "cardColor": "#f00"}, ("opacity", "Oranges")),
    ],
)
def test_color_options_are_converted(color: dict[str, Any], expected: tuple[str, str]) -> None:
    found = heatmap(color=color)["options"]["color"]
    assert (found["mode"], found["scheme"]) == expected
    assert found["fill"] == color.get("cardColor", "dark-orange")


def test_current_options_are_preferred_to_old_options() -> None:
    options = {"calculate": False, "color": {"scheme": "Spectral", "steps": 32}, "cellGap": 5}
    after = heatmap(options=options, yAxis={"format": "s"}, color={"mode": "opacity"}, cards={})
    assert after == {"type": "heatmap", "options": options}


def test_the_color_scale_is_kept_only_in_the_mode_opacity() -> None:
    linear = {"colorScale": "linear", "exponent": 0.7}
    by_scheme = heatmap(color={"mode": "spectrum", **linear})["options"]["color"]
    by_opacity = heatmap(color={"mode": "opacity", **linear})["options"]["color"]
    assert (by_scheme["scale"], by_scheme["exponent"]) == ("exponential", 0.5)
    assert (by_opacity["scale"], by_opacity["exponent"]) == ("linear", 0.7)


def test_current_heatmaps_are_not_copied() -> None:
    panel = {"type": "heatmap", "pluginVersion": "12.2.0", "options": {"calculate": True}}
    assert one(run, panel) is panel
