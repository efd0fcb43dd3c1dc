from __future__ import annotations

from typing import Any

import pytest

from boardwright.compiler.passes.graph import run

from .helpers import one, remarks


def graph(**options: Any) -> dict[str, Any]:
    return one(run, {"type": "graph", "title": "G", **options})


def custom(**options: Any) -> dict[str, Any]:
    return graph(**options)["fieldConfig"]["defaults"]["custom"]


def overrides(**options: Any) -> list[Any]:
    return graph(**options)["fieldConfig"]["overrides"]


def test_a_graph_without_options_becomes_a_time_series_without_options() -> None:
    assert graph() == {
        "type": "timeseries",
        "title": "G",
        "fieldConfig": {"defaults": {"custom": {"drawStyle": "line"}}, "overrides": []},
        "options": {},
    }


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({"bars": True, "fill": 1}, {"drawStyle": "bars", "fillOpacity": 100}),
        ({"lines": False, "points": True}, {"drawStyle": "points", "showPoints": "always"}),
        ({"lines": False}, {"lineWidth": 0, "showPoints": "never"}),
        ({"points": True, "pointradius": 3}, {"showPoints": "always", "pointSize": 8}),
        ({"points": False, "pointradius": 3}, {"showPoints": "never"}),
        ({"points": True, "pointradius": 1e308}, {"showPoints": "always"}),
        ({"fill": 3, "linewidth": 4}, {"fillOpacity": 30, "lineWidth": 4}),
        ({"fill": 3, "fillGradient": 2}, {"fillOpacity": 20, "gradientMode": "opacity"}),
        ({"stack": True}, {"stacking": {"mode": "normal", "group": "A"}}),
        ({"stack": True, "percentage": True}, {"stacking": {"mode": "percent", "group": "A"}}),
        ({"stack": False, "percentage": True}, {}),
        ({"steppedLine": True}, {"lineInterpolation": "stepAfter"}),
        ({"nullPointMode": "connected"}, {"spanNulls": True}),
        ({"nullPointMode": "null"}, {"spanNulls": False}),
        ({"dashes": True, "dashLength": 5}, {"lineStyle": {"fill": "dash", "dash": [5, 10]}}),
        ({"yaxes": [{"label": "L", "show": False}]}, {"axisLabel": "L", "axisPlacement": "hidden"}),
        ({"yaxes": [{"logBase": 2}]}, {"scaleDistribution": {"type": "log", "log": 2}}),
        ({"yaxes": [{"logBase": 1}]}, {}),
    ],
)
def test_drawing_options_become_custom_fields(
    options: dict[str, Any], expected: dict[str, Any]
) -> None:
    assert custom(**options) == {"drawStyle": "line"} | expected


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (
            {"yaxes": [{"format": "bytes", "min": "0", "max": 9}]},
            {"unit": "bytes", "min": 0, "max": 9},
        ),
        ({"yaxes": [{"min": "$low", "max": None}]}, {}),
        ({"yaxes": [{"decimals": 2}], "decimals": 3}, {"decimals": 2}),
        ({"decimals": 3}, {}),
        (
            {"yaxes": [{"format": "short"}], "fieldConfig": {"defaults": {"unit": "bytes"}}},
            {"unit": "bytes"},
        ),
        (
            {"yaxes": [{"format": "s"}], "fieldConfig": {"defaults": {"unit": "bytes"}}},
            {"unit": "s"},
        ),
        ({"y_formats": ["bps", "short"], "grid": {"leftMax": 5}}, {"unit": "bps", "max": 5}),
        ({"nullPointMode": "null as zero"}, {"noValue": "0"}),
        (
            {"options": {"dataLinks": [{"title": "d", "url": "/d"}]}},
            {"links": [{"title": "d", "url": "/d"}]},
        ),
    ],
)
def test_axis_options_become_field_settings(
    options: dict[str, Any], expected: dict[str, Any]
) -> None:
    found = graph(**options)["fieldConfig"]["defaults"]
    assert {key: value for key, value in found.items() if key != "custom"} == expected


@pytest.mark.parametrize(
    ("legend", "expected"),
    [
        ({"show": False}, {"showLegend": False}),
        ({"alignAsTable": True, "rightSide": True}, {"displayMode": "table", "placement": "right"}),
        ({"values": True, "avg": True, "current": True}, {"calcs": ["mean", "lastNotNull"]}),
        ({"values": False, "avg": True}, {}),
        ({"sideWidth": "200"}, {"width": 200}),
        ({"sort": "current", "sortDesc": True}, {"sortBy": "Last *", "sortDesc": True}),
    ],
)
def test_legend_options_are_converted(legend: dict[str, Any], expected: dict[str, Any]) -> None:
    plain = {"showLegend": True, "displayMode": "list", "placement": "bottom", "calcs": []}
    assert graph(legend=legend)["options"]["legend"] == plain | expected


@pytest.mark.parametrize(
    ("tooltip", "expected"),
    [
        ({"shared": True, "sort": 2}, {"mode": "multi", "sort": "desc"}),
        ({"shared": False}, {"mode": "single", "sort": "none"}),
    ],
)
def test_tooltip_options_are_converted(tooltip: dict[str, Any], expected: dict[str, Any]) -> None:
    assert graph(tooltip=tooltip)["options"]["tooltip"] == expected


def threshold(value: float, op: str = "gt", mode: str = "critical", **more: Any) -> dict[str, Any]:
    return {"value": value, "op": op, "colorMode": mode, "fill": True, "line": True, **more}


@pytest.mark.parametrize(
    ("thresholds", "steps", "mode"),
    [
        ([threshold(80)], [(None, "transparent"), (80, "red")], "line+area"),
        (
            [threshold(90), threshold(50, mode="warning")],
            [(None, "transparent"), (50, "orange"), (90, "red")],
            "line+area",
        ),
        ([threshold(5, "lt", "ok")], [(None, "green"), (5, "transparent")], "line+area"),
        (
            [threshold(5, mode="custom", lineColor="blue", fill=False)],
            [(None, "transparent"), (5, "blue")],
            "line",
        ),
        ([threshold(5, line=False)], [(None, "transparent"), (5, "red")], "area"),
    ],
)
def test_thresholds_become_steps_and_a_style(thresholds: Any, steps: Any, mode: str) -> None:
    defaults = graph(thresholds=thresholds)["fieldConfig"]["defaults"]
    found = [(step["value"], step["color"]) for step in defaults["thresholds"]["steps"]]
    assert found == steps
    assert defaults["custom"]["thresholdsStyle"] == {"mode": mode}


def test_thresholds_of_the_grid_become_steps() -> None:
    grid = {"threshold1": 5, "threshold1Color": "a", "threshold2": 9, "threshold2Color": "b"}
    defaults = graph(grid=grid)["fieldConfig"]["defaults"]
    assert [(s["value"], s["color"]) for s in defaults["thresholds"]["steps"]] == [
        (None, "transparent"),
        (5, "a"),
        (9, "b"),
    ]
    assert defaults["custom"]["thresholdsStyle"] == {"mode": "area"}


@pytest.mark.parametrize(
    ("series", "properties"),
    [
        ({"color": "red"}, {"color": {"mode": "fixed", "fixedColor": "red"}}),
        ({"lines": False}, {"custom.lineWidth": 0}),
        (
            {"lines": False, "bars": True},
            {"custom.drawStyle": "bars", "custom.lineWidth": 0, "custom.fillOpacity": 100},
        ),
        ({"points": True}, {"custom.showPoints": "always"}),
        ({"fill": 0, "linewidth": 3}, {"custom.lineWidth": 3, "custom.fillOpacity": 0}),
        ({"stack": False}, {"custom.stacking": {"mode": "none", "group": "A"}}),
        ({"stack": "B"}, {"custom.stacking": {"mode": "normal", "group": "B"}}),
        ({"fillBelowTo": "max"}, {"custom.fillBelowTo": "max"}),
        ({"transform": "negative-Y"}, {"custom.transform": "negative-Y"}),
        ({"steppedLine": True}, {"custom.lineInterpolation": "stepAfter"}),
        ({"nullPointMode": "connected"}, {"custom.spanNulls": True}),
        ({"legend": False}, {"custom.hideFrom": {"tooltip": False, "viz": False, "legend": True}}),
        (
            {"hideTooltip": True},
            {"custom.hideFrom": {"tooltip": True, "viz": False, "legend": False}},
        ),
        ({"dashes": True}, {"custom.lineStyle": {"fill": "dash", "dash": [10, 10]}}),
    ],
)
def test_series_overrides_become_field_overrides(
    series: dict[str, Any], properties: dict[str, Any]
) -> None:
    (found,) = overrides(seriesOverrides=[{"alias": "x", **series}])
    assert {item["id"]: item["value"] for item in found["properties"]} == properties


def test_the_right_axis_becomes_an_override() -> None:
    axes = [{"format": "bytes"}, {"format": "s", "min": 0, "label": "R", "logBase": 10}]
    (found,) = overrides(yaxes=axes, seriesOverrides=[{"alias": "x", "yaxis": 2}])
    assert {item["id"]: item["value"] for item in found["properties"]} == {
        "unit": "s",
        "min": 0,
        "custom.axisPlacement": "right",
        "custom.axisLabel": "R",
        "custom.scaleDistribution": {"type": "log", "log": 10},
    }


@pytest.mark.parametrize(
    ("alias", "matcher"),
    [
        ("idle", {"id": "byName", "options": "idle"}),
        ("/eth.*/", {"id": "byRegexp", "options": "/eth.*/"}),
        ("/eth.*/i", {"id": "byRegexp", "options": "/eth.*/i"}),
        ("/", {"id": "byName", "options": "/"}),
    ],
)
def test_an_alias_becomes_a_matcher(alias: str, matcher: dict[str, Any]) -> None:
    (found,) = overrides(seriesOverrides=[{"alias": alias, "color": "red"}])
    assert found["matcher"] == matcher


def test_defaults_of_grafanalib_in_an_override_are_dropped() -> None:
    series = {
        "alias": "x",
        "bars": False,
        "lines": True,
        "yaxis": 1,
        "fill": 1,
        "color": None,
        "fillBelowTo": None,
        "zindex": 0,
        "dashes": False,
        "dashLength": None,
        "spaceLength": None,
    }
    assert overrides(seriesOverrides=[series]) == []
    (shown,) = overrides(lines=False, seriesOverrides=[series])
    assert shown["properties"] == [{"id": "custom.lineWidth", "value": 1}]


def test_colors_by_alias_and_hidden_series_become_overrides() -> None:
    found = overrides(aliasColors={"a": "#123"}, legend={"hideZero": True}, xaxis={"show": False})
    assert [override["matcher"]["id"] for override in found] == ["byName", "byValue", "byType"]


def test_a_graph_with_series_on_the_x_axis_becomes_a_bar_chart() -> None:
    after = graph(xaxis={"mode": "series", "values": ["max"]}, fill=3)
    assert after["type"] == "barchart"
    assert after["transformations"][0]["options"]["reducers"] == ["max"]
    assert "custom" not in after["fieldConfig"]["defaults"]


def test_a_graph_with_values_on_the_x_axis_becomes_a_histogram() -> None:
    after = graph(xaxis={"mode": "histogram", "buckets": 20})
    assert after["type"] == "histogram"
    assert after["options"]["bucketCount"] == 20


def test_options_without_a_successor_are_remarked() -> None:
    after = graph(alert={"name": "a"}, timeRegions=[{"op": "time"}])
    assert [text.split(" is ")[0].split(" are ")[0] for text in remarks(after)] == [
        "the panel's classic alert",
        "the panel's time regions",
    ]
    assert not {"alert", "timeRegions"} & after.keys()


def test_other_panels_are_not_copied() -> None:
    panel = {"type": "timeseries", "legend": 1}
    assert one(run, panel) is panel
