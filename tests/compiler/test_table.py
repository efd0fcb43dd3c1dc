from __future__ import annotations

from typing import Any

import pytest

from boardwright.compiler.passes.table import run

from .helpers import CONTEXT, board, one, remarks


def table(**options: Any) -> dict[str, Any]:
    return one(run, {"type": "table", **options})


@pytest.mark.parametrize(
    ("mode", "cell"),
    [
        ("auto", {"type": "auto"}),
        ("color-text", {"type": "color-text"}),
        ("color-background", {"type": "color-background", "mode": "gradient"}),
        ("color-background-solid", {"type": "color-background", "mode": "basic"}),
        ("lcd-gauge", {"type": "gauge", "mode": "lcd"}),
        ("json-view", {"type": "json-view"}),
    ],
)
def test_display_modes_become_cell_options(mode: str, cell: dict[str, Any]) -> None:
    prop = {"id": "custom.displayMode", "value": mode}
    config = {
        "defaults": {"custom": {"displayMode": mode, "align": "left"}},
        "overrides": [{"matcher": {"id": "byName", "options": "a"}, "properties": [prop]}],
    }
    after = table(fieldConfig=config)["fieldConfig"]
    assert after["defaults"]["custom"] == {"cellOptions": cell, "align": "left"}
    assert after["overrides"][0]["properties"] == [{"id": "custom.cellOptions", "value": cell}]


def test_settings_that_grafanalib_writes_at_the_top_are_moved() -> None:
    mappings = [{"type": "value", "options": {"1": {"text": "on"}}}]
    after = table(
        color={"mode": "thresholds"},
        columns=[],
        fontSize="100%",
        mappings=mappings,
        fieldConfig={"defaults": {}, "overrides": []},
        options={"showHeader": True, "sortBy": []},
    )
    assert after == {
        "type": "table",
        "fieldConfig": {
            "defaults": {"color": {"mode": "thresholds"}, "mappings": mappings},
            "overrides": [],
        },
        "options": {"showHeader": True, "sortBy": []},
    }


@pytest.mark.parametrize(
    ("options", "found"),
    [
        ({"transform": "timeseries_to_rows"}, {"id": "seriesToRows", "options": {}}),
        (
            {"transform": "timeseries_to_columns"},
            {"id": "joinByField", "options": {"byField": "Time"}},
        ),
        ({"transform": "table"}, {"id": "merge", "options": {}}),
        (
            {
                "transform": "timeseries_aggregations",
                "columns": [{"value": "avg"}, {"value": "max"}],
            },
            {"id": "reduce", "options": {"reducers": ["mean", "max"], "includeTimeField": False}},
        ),
    ],
)
def test_transforms_become_transformations(options: dict[str, Any], found: dict[str, Any]) -> None:
    assert table(styles=[], **options)["transformations"] == [found]


@pytest.mark.parametrize(
    ("style", "properties"),
    [
        ({"type": "number", "unit": "bytes", "decimals": 2}, {"unit": "bytes", "decimals": 2}),
        ({"type": "string", "alias": "Name"}, {"displayName": "Name"}),
        ({"type": "hidden", "alias": "x"}, {"custom.hidden": True}),
        ({"type": "date", "dateFormat": "YYYY"}, {"unit": "time: YYYY"}),
        ({"type": "number", "align": "right"}, {"custom.align": "right"}),
        (
            {"type": "number", "colorMode": "cell", "thresholds": ["5"], "colors": ["a", "b"]},
            {
                "custom.cellOptions": {"type": "color-background", "mode": "basic"},
                "thresholds": {
                    "mode": "absolute",
                    "steps": [{"value": None, "color": "a"}, {"value": 5, "color": "b"}],
                },
            },
        ),
        (
            {
                "type": "string",
                "link": True,
                "linkUrl": "/d/${__cell}?x=$__cell_1",
                "linkTooltip": "t",
            },
            {
                "links": [
                    {
                        "title": "t",
                        "url": "/d/${__value.text}?x=${__data.fields[1]}",
                        "targetBlank": False,
                    }
                ]
            },
        ),
        (
            {"type": "string", "valueMaps": [{"value": "1", "text": "on"}], "mappingType": 1},
            {"mappings": [{"type": "value", "options": {"1": {"text": "on"}}}]},
        ),
    ],
)
def test_column_styles_become_overrides(style: dict[str, Any], properties: dict[str, Any]) -> None:
    after = table(styles=[{"pattern": "Value", **style}])
    (override,) = after["fieldConfig"]["overrides"]
    assert override["matcher"] == {"id": "byName", "options": "Value"}
    assert {item["id"]: item["value"] for item in override["properties"]} == properties


def test_the_style_of_every_column_becomes_the_default() -> None:
    style = {"pattern": "/.*/", "type": "number", "unit": "s", "align": "right"}
    after = table(styles=[style])
    assert after["fieldConfig"]["defaults"] == {"unit": "s", "custom": {"align": "right"}}
    assert "overrides" not in after["fieldConfig"]


def test_a_sort_by_name_becomes_sort_by() -> None:
    after = one(run, {"type": "table-old", "sort": {"col": "Value", "desc": True}})
    assert after["type"] == "table"
    assert after["options"]["sortBy"] == [{"displayName": "Value", "desc": True}]


def test_a_transform_that_cannot_be_converted_is_remarked() -> None:
    after = table(transform="annotations")
    assert "Grafana has no replacement" in remarks(after)[0]


@pytest.mark.parametrize(
    ("version", "options", "unit"),
    [
        (23, {"showHeader": True}, "bytes"),
        (24, {"showHeader": True}, "s"),
        (41, {"showHeader": True}, "s"),
        (41, {}, "s"),
        (None, {"showHeader": True}, "s"),
        (None, {}, "bytes"),
    ],
)
def test_leftover_styles_in_a_newer_table_have_no_effect(
    version: int | None, options: dict[str, Any], unit: str
) -> None:
    """A real Grafana 12.4.3 marks a table with `styles` as classic only below version 24."""
    style = {"pattern": "/.*/", "type": "number", "unit": "bytes"}
    panel = {
        "type": "table", "options": options, "styles": [style], "transform": "table",
        "fieldConfig": {"defaults": {"unit": "s"}, "overrides": []},
    }  # fmt: skip
    declared = {} if version is None else {"schemaVersion": version}
    (after,) = run(board(panel, **declared), CONTEXT)["panels"]
    assert after["fieldConfig"]["defaults"]["unit"] == unit
    assert ("transformations" in after, "styles" in after) == (unit == "bytes", False)
