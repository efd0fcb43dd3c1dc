from __future__ import annotations

from typing import Any

import pytest

from boardwright.compiler.passes.piechart import run

from .helpers import one


def pie(**options: Any) -> dict[str, Any]:
    return one(run, {"type": "grafana-piechart-panel", **options})


def test_the_plugin_becomes_the_core_panel() -> None:
    after = pie(pieType="donut", format="bytes", valueName="total", aliasColors={"a": "red"})
    assert after["type"] == "piechart"
    assert after["options"]["pieType"] == "donut"
    assert after["options"]["reduceOptions"]["calcs"] == ["sum"]
    assert after["fieldConfig"]["defaults"] == {"unit": "bytes", "decimals": 0}
    assert after["fieldConfig"]["overrides"][0]["matcher"]["options"] == "a"


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({"legend": {"show": False}}, {"showLegend": False, "placement": "right"}),
        ({"legendType": "Under graph"}, {"placement": "bottom"}),
        (
            {"legend": {"values": True, "percentage": True}},
            {"values": ["value", "percent"], "displayMode": "table"},
        ),
        ({"legendType": "On graph"}, {"showLegend": False}),
    ],
)
def test_old_legends_are_converted(options: dict[str, Any], expected: dict[str, Any]) -> None:
    found = pie(**options)["options"]["legend"]
    assert {key: found[key] for key in expected} == expected


def test_a_legend_on_the_graph_becomes_labels() -> None:
    assert pie(legendType="On graph")["options"]["displayLabels"] == ["name"]
    shown = pie(legendType="On graph", legend={"values": True})["options"]["displayLabels"]
    assert shown == ["name", "value"]
