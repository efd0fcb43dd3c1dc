from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest

from boardwright.schema.extension import EXTENSION, read_extension
from boardwright.schema.v2.v2_board import read_v2_board

from .boards import board, data, grid, item, panel, query

Json = dict[str, Any]


def only_panel(element: Json) -> Json:
    found = read_v2_board(board(elements={"p": element}, layout=grid(item("p"))))
    (panel,) = found["panels"]
    return {key: panel[key] for key in panel if key not in ("gridPos", EXTENSION)}


def test_a_panel_of_v2_is_converted_to_v1() -> None:
    reduce = {
        "kind": "Transformation",
        "group": "reduce",
        "spec": {"options": {}, "disabled": True},
    }
    element = panel(
        description="d",
        links=[],
        transparent=True,
        data=data(query("up"), transformations=[reduce], interval="1m", maxDataPoints=5),
    )
    source = {"type": "prometheus", "uid": "prom"}
    assert only_panel(element) == {
        "id": 1,
        "title": "P",
        "description": "d",
        "links": [],
        "transparent": True,
        "type": "stat",
        "pluginVersion": "12.4.0",
        "options": {"a": 1},
        "datasource": source,
        "targets": [{"refId": "A", "expr": "up", "datasource": source}],
        "transformations": [{"id": "reduce", "options": {}, "disabled": True}],
        "interval": "1m",
        "maxDataPoints": 5,
    }


def test_a_library_panel_keeps_the_reference() -> None:
    library = {"uid": "u", "name": "n"}
    element = {"kind": "LibraryPanel", "spec": {"id": 7, "title": "L", "libraryPanel": library}}
    assert only_panel(element) == {"id": 7, "title": "L", "libraryPanel": library}


@pytest.mark.parametrize(
    ("sources", "expected"),
    [
        (["a", "a"], {"type": "prometheus", "uid": "a"}),
        (["a", "b"], {"type": "datasource", "uid": "-- Mixed --"}),
    ],
)
def test_the_data_source_of_a_panel_is_mixed_if_the_queries_differ(
    sources: list[str], expected: Json
) -> None:
    queries = [query("up", source=name, ref=name) for name in sources]
    assert only_panel(panel(data=data(*queries)))["datasource"] == expected


def variable(kind: str, **spec: Any) -> Json:
    given = deepcopy(spec)
    outer = given.pop("outer", {})
    found = read_v2_board(board(variables=[{"kind": kind, **outer, "spec": given}]))
    (variable,) = found["templating"]["list"]
    return {key: variable[key] for key in variable if key != EXTENSION}


def test_a_query_variable_is_converted_to_v1() -> None:
    asked = {
        "kind": "DataQuery",
        "group": "prometheus",
        "version": "v0",
        "datasource": {"name": "p"},
        "spec": {"query": "label_values(up, job)", "refId": "x"},
    }
    found = variable(
        "QueryVariable",
        name="job",
        hide="hideLabel",
        refresh="onTimeRangeChanged",
        sort="naturalDesc",
        query=asked,
        multi=True,
    )
    assert found == {
        "type": "query",
        "name": "job",
        "hide": 1,
        "refresh": 2,
        "sort": 8,
        "query": {"query": "label_values(up, job)", "refId": "x"},
        "datasource": {"type": "prometheus", "uid": "p"},
        "multi": True,
    }


@pytest.mark.parametrize(
    ("kind", "spec", "expected"),
    [
        ("TextVariable", {"query": "q"}, {"type": "textbox", "query": "q"}),
        ("ConstantVariable", {"query": "c"}, {"type": "constant", "query": "c"}),
        ("DatasourceVariable", {"pluginId": "loki"}, {"type": "datasource", "query": "loki"}),
        (
            "IntervalVariable",
            {"query": "1m,5m", "auto": True, "auto_min": "10s", "auto_count": 30},
            {
                "type": "interval",
                "query": "1m,5m",
                "auto": True,
                "auto_min": "10s",
                "auto_count": 30,
            },
        ),
        (
            "AdhocVariable",
            {"outer": {"group": "loki", "datasource": {"name": "l"}}, "filters": []},
            {"type": "adhoc", "datasource": {"type": "loki", "uid": "l"}, "filters": []},
        ),
        (
            "GroupByVariable",
            {"outer": {"group": "prometheus", "datasource": {"name": "p"}}},
            {"type": "groupby", "datasource": {"type": "prometheus", "uid": "p"}},
        ),
        (
            "SwitchVariable",
            {"current": "yes", "enabledValue": "yes", "disabledValue": "no"},
            {
                "type": "switch",
                "options": [{"text": "yes", "value": "yes"}, {"text": "no", "value": "no"}],
                "current": {"text": "yes", "value": "yes"},
            },
        ),
        (
            "QueryVariable",
            {"query": {"group": "prometheus", "spec": {"__legacyStringValue": "up"}}},
            {"type": "query", "query": "up", "datasource": {"type": "prometheus"}},
        ),
    ],
)
def test_variables_of_every_kind_are_converted_to_v1(kind: str, spec: Json, expected: Json) -> None:
    assert variable(kind, name="v", **spec) == {"name": "v", **expected}


def test_annotations_are_converted_to_v1() -> None:
    asked = {
        "kind": "DataQuery",
        "group": "loki",
        "version": "v0",
        "datasource": {"name": "l"},
        "spec": {"expr": 1},
    }
    spec = {
        "name": "A",
        "enable": True,
        "hide": False,
        "iconColor": "red",
        "query": asked,
        "builtIn": False,
        "legacyOptions": {"type": "dashboard"},
    }
    found = read_v2_board(board(annotations=[{"kind": "AnnotationQuery", "spec": spec}]))
    assert found["annotations"]["list"] == [
        {
            "type": "dashboard",
            "name": "A",
            "enable": True,
            "hide": False,
            "iconColor": "red",
            "builtIn": 0,
            "datasource": {"type": "loki", "uid": "l"},
            "target": {"expr": 1},
        }
    ]


def test_settings_of_the_board_are_converted_to_v1() -> None:
    found = read_v2_board(
        board(
            cursorSync="Crosshair",
            tags=["t"],
            preload=False,
            liveNow=True,
            links=[{"title": "x"}],
            timeSettings={
                "from": "now-1h",
                "to": "now",
                "autoRefresh": "10s",
                "autoRefreshIntervals": ["10s"],
                "hideTimepicker": True,
                "timezone": "utc",
                "weekStart": "monday",
                "fiscalYearStartMonth": 3,
            },
        )
    )
    assert {key: found[key] for key in found if key != EXTENSION} == {
        "title": "B",
        "tags": ["t"],
        "preload": False,
        "liveNow": True,
        "links": [{"title": "x"}],
        "graphTooltip": 1,
        "time": {"from": "now-1h", "to": "now"},
        "timepicker": {"refresh_intervals": ["10s"], "hidden": True},
        "refresh": "10s",
        "timezone": "utc",
        "weekStart": "monday",
        "fiscalYearStartMonth": 3,
        "panels": [],
        "templating": {"list": []},
        "annotations": {"list": []},
    }


def test_unknown_words_are_kept_in_the_extension() -> None:
    spec = {"name": "v", "sort": "sideways", "query": {}}
    found = read_v2_board(
        board(cursorSync="Wiggle", variables=[{"kind": "QueryVariable", "spec": spec}])
    )
    (variable,) = found["templating"]["list"]
    assert read_extension(found)["kept"] == {"/cursorSync": "Wiggle"}
    assert read_extension(variable)["kept"] == {"/spec/sort": "sideways"}
