"""Legends, thresholds, mappings, overrides and texts."""

from __future__ import annotations

import pytest
from grafanalib.core import TimeSeries

from boardwright.errors import DeclarationError
from boardwright.library import (
    influx,
    legends,
    mappings,
    organize,
    overrides,
    query,
    text,
    thresholds,
)
from boardwright.library.queries import legend_of
from boardwright.promql import metric
from library.plain import plain


def test_a_legend_table_has_last_and_max() -> None:
    assert plain(TimeSeries(**legends.table()))["options"]["legend"] == {
        "displayMode": "table",
        "placement": "bottom",
        "calcs": ["lastNotNull", "max"],
    }


def test_legends_can_be_passed_to_panels_of_grafanalib() -> None:
    table = plain(TimeSeries(**legends.table("mean", placement="right")))
    assert table["options"]["legend"]["calcs"] == ["mean"]
    assert table["options"]["legend"]["placement"] == "right"
    assert plain(TimeSeries(**legends.names()))["options"]["legend"]["displayMode"] == "list"
    assert plain(TimeSeries(**legends.hidden()))["options"]["legend"]["displayMode"] == "hidden"


def test_thresholds_start_with_a_base_color() -> None:
    steps = thresholds(orange=0.8, red=1)
    assert [(step.color, step.index, step.value) for step in steps] == [
        ("green", 0, 0.0),
        ("orange", 1, 0.8),
        ("red", 2, 1.0),
    ]
    assert [step.color for step in thresholds("blue")] == ["blue"]


@pytest.mark.parametrize("steps", [{"orange": 2, "red": 1}, {"orange": 1, "red": 1}])
def test_thresholds_that_do_not_rise_are_refused(steps: dict[str, float]) -> None:
    with pytest.raises(DeclarationError, match="is not greater than orange="):
        thresholds(**steps)


def test_words_for_values_become_value_mappings() -> None:
    assert mappings.words({1: ("up", "green"), 0: ("down", "red")}) == [
        {
            "type": "value",
            "options": {
                "1": {"text": "up", "color": "green", "index": 0},
                "0": {"text": "down", "color": "red", "index": 1},
            },
        }
    ]


def test_overrides_match_a_name_or_a_pattern() -> None:
    assert overrides.by_name("a", {"custom.lineWidth": 2}) == {
        "matcher": {"id": "byName", "options": "a"},
        "properties": [{"id": "custom.lineWidth", "value": 2}],
    }
    assert overrides.by_regex("a|b", {})["matcher"] == {"id": "byRegexp", "options": "/^(?:a|b)$/"}
    assert overrides.by_pattern("/a/i", overrides.colored("red")) == {
        "matcher": {"id": "byRegexp", "options": "/a/i"},
        "properties": [{"id": "color", "value": {"mode": "fixed", "fixedColor": "red"}}],
    }
    assert overrides.limit_line("limit")["matcher"]["options"] == "limit"


def test_a_fixed_color_is_the_first_property_of_an_override() -> None:
    """The color is the first property, as it is the first argument."""
    properties = overrides.colored("red", others={"unit": "s", "custom.lineWidth": 2})
    assert [*properties.items()] == [
        ("color", {"mode": "fixed", "fixedColor": "red"}),
        ("unit", "s"),
        ("custom.lineWidth", 2),
    ]
    assert overrides.colored("red") == {"color": {"mode": "fixed", "fixedColor": "red"}}


def test_the_lowest_threshold_can_have_a_number() -> None:
    """The editor of Grafana 12.4 stores 0 in the first step, where older versions store null."""
    first, second = thresholds("blue", lowest=0, red=80)
    assert first == {"color": "blue", "value": 0}
    assert (second.color, second.value) == ("red", 80.0)


def test_a_field_of_influxdb_has_functions_and_an_alias() -> None:
    """The parts of `non_negative_derivative(last("rx"), 1s) AS "In"`, in Grafana's order."""
    parts = influx.select("rx", "last", ["non_negative_derivative", "1s"], alias="In")
    assert parts == [
        {"type": "field", "params": ["rx"]},
        {"type": "last", "params": []},
        {"type": "non_negative_derivative", "params": ["1s"]},
        {"type": "alias", "params": ["In"]},
    ]
    assert influx.select("rx") == [{"type": "field", "params": ["rx"]}]


def test_organize_hides_orders_and_renames_fields() -> None:
    organized = organize(hide=["Time"], order=["b", "a"], rename={"a": "A"}, includeByName={})
    assert organized == {
        "id": "organize",
        "options": {
            "excludeByName": {"Time": True},
            "indexByName": {"b": 0, "a": 1},
            "renameByName": {"a": "A"},
            "includeByName": {},
        },
    }
    given = organize(hide={"Time": False}, order={"a": 3})["options"]
    assert (given["excludeByName"], given["indexByName"]) == ({"Time": False}, {"a": 3})


def test_a_promql_value_is_passed_to_grafanalib_as_text() -> None:
    target = query(metric("up"), "{{job}}", instant=True, format="table", datasource="other")
    assert (target.expr, target.legendFormat, target.instant) == ("up", "{{job}}", True)
    assert (target.format, target.datasource) == ("table", "other")
    assert query("up").expr == "up"


def test_a_legend_is_made_from_labels() -> None:
    assert legend_of("code") == "{{code}}"
    assert legend_of(("code", "method"), prefix="p99") == "p99 {{code}} {{method}}"
    assert legend_of((), prefix="p99") == "p99"
    assert legend_of(()) is None


def test_the_indentation_of_a_text_in_the_source_is_removed() -> None:
    panel = text(
        """
        ### Title

            code
        """
    )
    assert panel.content == "### Title\n\n    code"
