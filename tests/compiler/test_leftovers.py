from __future__ import annotations

from typing import Any

import pytest
from grafanalib import core
from grafanalib.cloudwatch import CloudwatchMetricsTarget

from boardwright.compiler.passes.leftovers import run
from boardwright.schema.document import ORIGIN, Origin
from library.plain import plain

from .helpers import CONTEXT, PLACE, board, compile_board, mark, one, remarks

STAT = plain(core.Stat(title="S", targets=[core.Target(expr="up")]))


def test_defaults_of_grafanalib_that_nobody_passed_are_removed() -> None:
    after = one(run, mark(STAT, "title", "targets"))
    assert not {"maxDataPoints", "links", "transformations", "transparent"} & after.keys()
    assert after["options"]["reduceOptions"] == {"fields": "", "values": False}
    assert not {"unit", "noValue"} & after["fieldConfig"]["defaults"].keys()


def test_default_values_that_were_passed_are_kept() -> None:
    arguments = ("maxDataPoints", "reduceCalc", "noValue", "format", "transparent")
    after = one(run, mark(STAT, *arguments))
    assert after["maxDataPoints"] == 100
    assert after["options"]["reduceOptions"]["calcs"] == ["mean"]
    assert after["fieldConfig"]["defaults"]["noValue"] == "none"
    assert after["transparent"] is False


def test_values_other_than_the_default_are_kept() -> None:
    after = one(run, mark({**STAT, "maxDataPoints": 50}))
    assert after["maxDataPoints"] == 50


def test_a_number_is_not_equal_to_the_default_false() -> None:
    """grafanalib's default is `false`. In JSON, 0 and `false` are different values, although they
    are equal in Python: the author wrote 0. The default 100 and the number 100.0 are equal.
    """
    after = one(run, mark({**STAT, "transparent": 0, "maxDataPoints": 100.0}))
    assert after["transparent"] == 0
    assert "maxDataPoints" not in after


def test_panels_from_other_sources_are_unchanged() -> None:
    origin = Origin(place=PLACE, explicit_arguments=None)
    panel = {**STAT, ORIGIN: origin, "targets": []}
    assert one(run, panel) == panel
    assert one(run, STAT) == STAT


def test_defaults_in_targets_and_variables_are_removed() -> None:
    target = mark(STAT["targets"][0], "expr")
    variable = mark(plain(core.Template(name="job", query="label_values(job)")), "name", "query")
    before = board({"type": "stat", "targets": [target]}, templating={"list": [variable]})
    after = run(before, CONTEXT)
    assert {k for k in after["panels"][0]["targets"][0] if k != ORIGIN} == {
        "expr",
        "query",
        "format",
        "datasource",
    }
    assert not {"sort", "refresh", "multi", "hide"} & after["templating"]["list"][0].keys()


def test_defaults_of_the_board_are_removed() -> None:
    dashboard = mark(plain(core.Dashboard(title="T")), "title")
    after = run({**dashboard, "panels": []}, CONTEXT)
    assert not {"refresh", "time", "timezone", "graphTooltip", "links"} & after.keys()
    kept = run({**mark(plain(core.Dashboard(title="T")), "refresh"), "panels": []}, CONTEXT)
    assert kept["refresh"] == "10s"


def test_a_file_that_grafanalib_wrote_is_recognised_by_its_keys() -> None:
    body = plain(core.Dashboard(title="T", panels=[core.Stat(title="S")]))
    assert "maxDataPoints" not in run(body, CONTEXT)["panels"][0]


@pytest.mark.parametrize("panel", [core.GaugePanel(title="G"), core.BarGauge(title="B")])
def test_documented_defaults_of_gauges_are_kept(panel: Any) -> None:
    after = one(run, mark(plain(panel), "title"))
    defaults = after["fieldConfig"]["defaults"] | after.get("options", {}).get(
        "fieldOptions", {}
    ).get("defaults", {})
    assert (defaults["min"], defaults["max"]) == (0, 100)


@pytest.mark.parametrize(
    ("arguments", "steps"),
    [
        # not passed: the editor's default
        ((), [{"color": "green", "value": None}, {"color": "red", "value": 80}]),
        # a real Grafana keeps an empty list, and draws all values in grey
        (("thresholds",), []),
    ],
)
def test_an_empty_list_of_thresholds_is_kept_if_it_was_passed(
    arguments: tuple[str, ...], steps: list[Any]
) -> None:
    panel = plain(core.TimeSeries(title="S", thresholds=[]))
    (after,) = compile_board({"title": "T", "panels": [mark(panel, *arguments)]})["panels"]
    assert after["fieldConfig"]["defaults"]["thresholds"]["steps"] == steps


@pytest.mark.parametrize(
    ("arguments", "statistics"),
    [
        ({"statistic": "Sum"}, ["Sum"]),
        ({"statistics": ["Sum"]}, ["Sum"]),
        ({"statistics": ["Sum", "p99"]}, ["Sum", "p99"]),
        ({"statistics": ["Average"]}, ["Average"]),
        ({}, ["Average"]),
    ],
)
def test_the_passed_statistics_are_kept(arguments: dict[str, Any], statistics: list[str]) -> None:
    target = plain(CloudwatchMetricsTarget(namespace="AWS/EC2", metricName="M", **arguments))
    panel = {"type": "timeseries", "title": "T", "targets": [mark(target, *arguments)]}
    (after,) = compile_board({"title": "T", "panels": [panel]})["panels"]
    assert [t["statistic"] for t in after["targets"]] == statistics
    assert not any("statistics" in t for t in after["targets"])


RANGE = core.RangeMap(start=1, end=2, text="low")


@pytest.mark.parametrize(
    ("make", "arguments", "instead"),
    [
        (core.BarChart, {"thresholds": []}, ["thresholdSteps"]),
        (
            core.BarChart,
            {"thresholds": [], "thresholdType": "percentage"},
            ["thresholdSteps", "thresholdsMode"],
        ),
        (core.BarChart, {"thresholds": [], "thresholdSteps": []}, []),
        (core.BarChart, {}, []),
        (core.GaugePanel, {"rangeMaps": [RANGE]}, ["valueMaps"]),
        (core.BarGauge, {"rangeMaps": [RANGE], "valueMaps": []}, ["valueMaps"]),
        (core.GaugePanel, {"valueMaps": [RANGE]}, []),
        (core.SingleStat, {"rangeMaps": [RANGE]}, []),
        (core.Graph, {"fillGradient": 4, "extraJson": {"description": "D"}}, ["extraJson"]),
        (core.Graph, {"extraJson": {"fillGradient": 4}}, []),
    ],
)
def test_arguments_that_grafanalib_does_not_write_are_remarked(
    make: type, arguments: dict[str, Any], instead: list[str]
) -> None:
    panel = mark(plain(make(title="P", **arguments)), *arguments)
    shown = [text.rpartition(" pass ")[2] for text in remarks(one(run, panel))]
    assert shown == [f"`{argument}` instead" for argument in instead]


@pytest.mark.parametrize(
    ("arguments", "remarked"),
    [
        (
            {"legendFormat": "{{pod}}", "expr": "a * 2"},
            [
                "grafanalib ignores the argument `expr` of this panel: pass `expression` instead",
                "grafanalib ignores the argument `legendFormat` of this panel: pass `alias`"
                " instead",
            ],
        ),
        ({"legendFormat": "{{pod}}", "alias": "{{pod}}"}, []),
        ({"expression": "a * 2"}, []),
    ],
)
def test_arguments_that_cloudwatch_queries_do_not_have_are_remarked(
    arguments: dict[str, Any], remarked: list[str]
) -> None:
    target = plain(CloudwatchMetricsTarget(namespace="AWS/EC2", metricName="M", **arguments))
    panel = {"type": "timeseries", "title": "T", "targets": [mark(target, *arguments)]}
    assert list(remarks(one(run, panel))) == remarked
