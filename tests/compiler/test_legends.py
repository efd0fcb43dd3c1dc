from __future__ import annotations

from typing import Any

import pytest

from boardwright.compiler.passes.legends import run

from .helpers import one


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"displayMode": "hidden"}, {"displayMode": "list", "showLegend": False}),
        ({"displayMode": "table"}, {"displayMode": "table", "showLegend": True}),
        (
            {"displayMode": "list", "showLegend": False},
            {"displayMode": "list", "showLegend": False},
        ),
        ({"isVisible": False, "asTable": True}, {"displayMode": "table", "showLegend": False}),
        ({"calcs": ["max"]}, {"calcs": ["max"], "displayMode": "list", "showLegend": True}),
    ],
)
def test_old_legends_are_converted(before: dict[str, Any], after: dict[str, Any]) -> None:
    panel = one(run, {"type": "timeseries", "options": {"legend": before}})
    assert panel["options"]["legend"] == after


def test_tooltips_of_grafana_7_are_converted() -> None:
    panel = one(run, {"type": "timeseries", "options": {"tooltipOptions": {"mode": "multi"}}})
    assert panel["options"] == {"tooltip": {"mode": "multi"}}


def test_the_legend_of_a_heatmap_is_unchanged() -> None:
    panel = {"type": "heatmap", "options": {"legend": {"show": True}}}
    assert one(run, panel) is panel
