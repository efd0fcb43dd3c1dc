from __future__ import annotations

from typing import Any

import pytest

from boardwright.compiler.passes.singlestat import run

from .helpers import one, remarks


def stat(**options: Any) -> dict[str, Any]:
    return one(run, {"type": "singlestat", "title": "S", **options})


def defaults(**options: Any) -> dict[str, Any]:
    return stat(**options)["fieldConfig"]["defaults"]


def test_a_singlestat_without_options_becomes_a_stat_without_options() -> None:
    assert stat() == {
        "type": "stat",
        "title": "S",
        "fieldConfig": {"defaults": {}, "overrides": []},
        "options": {
            "orientation": "horizontal",
            "reduceOptions": {"calcs": ["lastNotNull"], "fields": "", "values": False},
        },
    }


@pytest.mark.parametrize(
    ("name", "calc"),
    [
        ("avg", "mean"),
        ("current", "lastNotNull"),
        ("total", "sum"),
        ("min", "min"),
        ("name", "mean"),
        ("first", "first"),
        ("last_time", "mean"),
        ("x", "lastNotNull"),
    ],
)
def test_the_value_name_becomes_a_calculation(name: str, calc: str) -> None:
    assert stat(valueName=name)["options"]["reduceOptions"]["calcs"] == [calc]


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({"colorBackground": True, "colorValue": True}, {"colorMode": "background"}),
        ({"colorBackground": False, "colorValue": True}, {"colorMode": "value"}),
        ({"colorBackground": False, "colorValue": False}, {"colorMode": "none"}),
        ({"sparkline": {"show": True}}, {"graphMode": "area"}),
        ({"sparkline": {"show": False}}, {"graphMode": "none"}),
        ({"valueName": "name"}, {"textMode": "name"}),
    ],
)
def test_display_options_are_converted(options: dict[str, Any], expected: dict[str, Any]) -> None:
    found = stat(**options)["options"]
    del found["reduceOptions"]
    assert found == {"orientation": "horizontal"} | expected


@pytest.mark.parametrize(
    ("options", "steps"),
    [
        ({"thresholds": "50,80"}, [(None, "green"), (50, "orange"), (80, "red")]),
        ({"thresholds": "50, 80", "colors": ["a", "b", "c"]}, [(None, "a"), (50, "b"), (80, "c")]),
        (
            {"thresholds": "1,2,3", "colors": ["a", "b"]},
            [(None, "a"), (1, "b")],
        ),
    ],
)
def test_thresholds_become_steps(options: dict[str, Any], steps: list[Any]) -> None:
    found = defaults(**options)["thresholds"]["steps"]
    assert [(step["value"], step["color"]) for step in found] == steps


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({"thresholds": ""}, {}),
        (
            {"format": "bytes", "decimals": 2, "nullText": "n/a"},
            {"unit": "bytes", "decimals": 2, "noValue": "n/a"},
        ),
        ({"format": "none", "postfix": "req"}, {"unit": "suffix: req"}),
        ({"format": "none", "prefix": "~"}, {"unit": "prefix:~"}),
    ],
)
def test_field_settings_are_converted(options: dict[str, Any], expected: dict[str, Any]) -> None:
    assert defaults(**options) == expected


def test_a_prefix_in_addition_to_a_unit_is_remarked() -> None:
    after = stat(format="bytes", prefix="~", postfix="!")
    assert after["fieldConfig"]["defaults"]["unit"] == "bytes"
    assert remarks(after) == (
        (
            "prefix and postfix of the panel are dropped: a stat shows only one unit, prefix "
            "or postfix"
        ),
    )


def test_a_singlestat_that_draws_a_gauge_becomes_a_gauge() -> None:
    gauge = {
        "show": True,
        "minValue": 1,
        "maxValue": 9,
        "thresholdLabels": True,
        "thresholdMarkers": False,
    }
    after = stat(gauge=gauge)
    assert after["type"] == "gauge"
    assert after["fieldConfig"]["defaults"] == {"min": 1, "max": 9}
    assert after["options"]["showThresholdLabels"] is True
    assert after["options"]["showThresholdMarkers"] is False


def test_value_maps_become_mappings() -> None:
    values = [{"op": "=", "text": "N/A", "value": "null"}, {"op": "=", "text": "off", "value": "0"}]
    assert defaults(valueMaps=values, mappingType=1)["mappings"] == [
        {"type": "special", "options": {"match": "null", "result": {"text": "N/A"}}},
        {"type": "value", "options": {"0": {"text": "off"}}},
    ]
    ranges = [{"from": "1", "to": "5", "text": "low"}]
    assert defaults(rangeMaps=ranges, mappingType=2)["mappings"] == [
        {"type": "range", "options": {"from": 1, "to": 5, "result": {"text": "low"}}}
    ]


def test_a_table_column_becomes_a_field_name() -> None:
    assert stat(tableColumn="Value")["options"]["reduceOptions"]["fields"] == "/^Value$/"
