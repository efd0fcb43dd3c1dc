"""The library's panels for any metric, with values worked out by hand.

The panels of known metrics are on the shipped boards, whose tests are next to this file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pytest

from boardwright.testing.tested_board import TestedBoard
from support import server_program
from testing.conftest import open_project

BOARD = """\
from grafanalib.core import Dashboard

from boardwright.library import (
    error_ratio_panel,
    heatmap_panel,
    mean_panel,
    quantiles_panel,
    rate_panel,
    top_over_range_panel,
    top_panel,
    used_and_limit_panel,
    used_share_panel,
)
from boardwright.promql import re

dashboard = Dashboard(
    title="Library",
    uid="library",
    panels=[
        rate_panel("requests_total", title="Rate", by="handler"),
        error_ratio_panel("requests_total", errors={"code": re("5..")}, title="Errors"),
        quantiles_panel("seconds", title="Quantiles"),
        heatmap_panel("seconds", title="Heatmap"),
        mean_panel("seconds", title="Mean"),
        top_panel(1, "requests_total", title="Top", by="handler"),
        top_over_range_panel(1, "requests_total", title="Top over range", by="handler"),
        used_share_panel("used", "limit", title="Share"),
        used_and_limit_panel("used", "limit", title="Used and limit", unit="bytes"),
    ],
)
"""

SERIES = {
    'requests_total{handler="/a",code="200"}': "0+60x60",
    'requests_total{handler="/a",code="500"}': "0+20x60",
    'requests_total{handler="/b",code="200"}': "0+20x60",
    'seconds_bucket{le="0.1"}': "0+80x60",
    'seconds_bucket{le="0.2"}': "0+100x60",
    'seconds_bucket{le="+Inf"}': "0+100x60",
    "seconds_sum": "0+12x60",
    "seconds_count": "0+100x60",
    'used{instance="m"}': "30x60",
    'limit{instance="m"}': "120x60",
}
"""A sample every 10 s: /a has 8 requests a second, 2 of them errors, and /b has 2."""


@pytest.fixture(scope="module")
def board(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestedBoard]:
    server_program("promtool")
    project = open_project(tmp_path_factory.mktemp("library"), {"dashboards/library.py": BOARD})
    yield project("library")
    project.close()


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Rate", {"/a": 8, "/b": 2}),
        ("Errors", {"Errors": 0.2}),  # 2 of 10
        # 80 % take up to 0.1 s; the others up to 0.2 s: 0.1 + 0.1 * (100 * q - 80) / 20
        ("Quantiles", {"p50": 0.0625, "p90": 0.15, "p99": 0.195}),
        ("Heatmap", {"0.1": 8, "0.2": 10, "+Inf": 10}),
        ("Mean", {"mean": 0.12}),  # 12 s for 100 requests
        ("Top", {"/a": 8}),
        ("Top over range", {"/a": 8}),
        ("Share", {"m": 0.25}),
        ("Used and limit", {"used": 30, "limit": 120}),
    ],
)
def test_a_panel_shows_the_expected_value(
    board: TestedBoard, title: str, expected: Mapping[str, float]
) -> None:
    shown = board[title].at("5m", series=SERIES, range="5m")
    assert shown == {name: pytest.approx(value) for name, value in expected.items()}
