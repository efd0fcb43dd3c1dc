"""A board of schema v2, read and written again, is the same board.

The boards are the public ones of the corpus, Grafana 12.4.3's own conversions and answers, and one
board written by hand with every kind of layout, variable, element and condition of v2.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest

from boardwright.compiler.normal_form import are_boards_alike, normalise_board
from boardwright.schema.board_traversal import iter_panels
from boardwright.schema.extension import EXTENSION, read_extension
from boardwright.schema.grafana12_form import list_grafana12_losses
from boardwright.schema.schema_version import SCHEMA_VERSION
from boardwright.schema.v1_form import drop_v2_parts, list_v1_losses
from boardwright.schema.v2.v2_board import METADATA, read_v2_board
from boardwright.schema.v2.v2_spec import V2Version, write_v2_spec
from boardwright.schema.v2.v2alpha1 import is_v2alpha1
from support import ROOT

from .boards import auto, board, data, grid, item, panel, query, row, rows, tab, tabs

Json = dict[str, Any]
SHARED = ROOT.parent / "shared"


def read_public_boards() -> Iterator[tuple[str, V2Version, Json]]:
    """Yield name, version and spec of every v2 board next to the checkout."""
    for file in sorted((SHARED / "corpus").rglob("*.json")):
        text = file.read_text()
        if "dashboard.grafana.app/v2" in text:
            found = json.loads(text)
            yield file.stem, found["apiVersion"].partition("/")[2], found["spec"]
    for file in sorted((SHARED / "grafana-12.4/conversions").rglob("*.v2beta1.json")):
        yield file.stem, "v2beta1", json.loads(file.read_text())
    exchanges = SHARED / "grafana-12.4/v2-exchanges.json"
    for turn, each in enumerate(json.loads(exchanges.read_text()) if exchanges.exists() else ()):
        for side in (each["request"].get("body"), each["response"]):
            if isinstance(side, dict) and "elements" in (side.get("spec") or {}):
                yield f"exchange {turn}", "v2beta1", side["spec"]


PUBLIC = [pytest.param(*rest, id=name) for name, *rest in read_public_boards()]


def test_the_public_v2_boards_exist() -> None:
    if not PUBLIC:
        message = f"the public boards are not at {SHARED}"
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(message)
    assert len(PUBLIC) >= 57  # 5 of the corpus, 40 conversions, 12 in exchanges


@pytest.mark.parametrize(("version", "spec"), PUBLIC)
def test_a_public_v2_board_is_read_and_written_unchanged(version: V2Version, spec: Json) -> None:
    before = deepcopy(spec)
    found = write_v2_spec(read_v2_board(spec), version)
    assert found == {key: spec[key] for key in spec if key not in METADATA}
    assert spec == before


def group(*items: Json, visibility: str = "show", condition: str = "and") -> Json:
    spec = {"visibility": visibility, "condition": condition, "items": list(items)}
    return {"kind": "ConditionalRenderingGroup", "spec": spec}


def when(kind: str, **spec: Any) -> Json:
    return {"kind": f"ConditionalRendering{kind}", "spec": spec}


def variable(kind: str, name: str, **spec: Any) -> Json:
    common = {"name": name, "hide": "dontHide", "skipUrlSync": False}
    return {"kind": kind, "spec": {**common, **spec}}


CHOSEN = {"text": "a", "value": "a"}
LIST = {"current": CHOSEN, "options": [CHOSEN], "multi": True}
ALL = {**LIST, "includeAll": True, "allowCustomValue": False, "allValue": ".*"}
ASKED = {
    "kind": "DataQuery",
    "group": "prometheus",
    "version": "v0",
    "datasource": {"name": "p"},
    "spec": {"query": "label_values(up, job)", "refId": "x"},
}
SOURCE = {"group": "loki", "datasource": {"name": "l"}}
FILTER = {"key": "job", "operator": "=", "value": "api", "origin": "dashboard"}
VARIABLES = [
    variable(
        "QueryVariable",
        "query",
        **ALL,
        query=ASKED,
        refresh="onTimeRangeChanged",
        regex="/a/",
        regexApplyTo="text",
        sort="naturalDesc",
        definition="label_values(up, job)",
        placeholder="Choose",
        staticOptions=[CHOSEN],
        staticOptionsOrder="before",
    ),
    variable("CustomVariable", "custom", **ALL, query="a,b", valuesFormat="csv", label="Mode"),
    variable(
        "DatasourceVariable", "ds", **ALL, pluginId="prometheus", refresh="never", regex="/x/"
    ),
    variable(
        "IntervalVariable",
        "interval",
        query="1m,5m",
        current=CHOSEN,
        options=[CHOSEN],
        auto=True,
        auto_min="10s",
        auto_count=30,
        refresh="onTimeRangeChanged",
    ),
    variable("ConstantVariable", "constant", query="c", current=CHOSEN),
    variable("TextVariable", "text", query="t", current=CHOSEN, description="Free text"),
    variable("SwitchVariable", "detail", current="yes", enabledValue="yes", disabledValue="no"),
    {
        **variable(
            "AdhocVariable",
            "filters",
            baseFilters=[FILTER],
            filters=[],
            defaultKeys=[{"text": "job", "value": "job"}],
            allowCustomValue=True,
            enableGroupBy=True,
        ),
        **SOURCE,
    },
    {**variable("GroupByVariable", "by", **LIST, defaultValue=CHOSEN), **SOURCE},
    variable("FancyVariable", "fancy", stars=5),
]
ELEMENTS = {
    "panel-1": panel("Usage", id=1, description="d", links=[], data=data(query("up"))),
    "panel-2": panel("Load", id=2, subtitle="new in 13", transparent=True),
    "cpu": panel("CPU", id=3, data=data(query("a"), query("b", source="other", ref="B"))),
    "library": {
        "kind": "LibraryPanel",
        "spec": {"id": 4, "title": "L", "libraryPanel": {"name": "n", "uid": "u"}},
    },
    "cell": {"kind": "Cell", "spec": {"content": {"kind": "Markdown", "spec": {"text": "x"}}}},
    "unused": panel("Unused", id=9),
}


def shown(names: Json, *conditions: Json) -> Json:
    """Return an automatic grid whose first panel has conditions."""
    names["spec"]["items"][0]["spec"]["conditionalRendering"] = group(*conditions)
    return names


REPEAT = {"mode": "variable", "value": "query"}
AUTOMATIC = shown(
    auto(
        "panel-1",
        "panel-2",
        maxColumnCount=3,
        columnWidthMode="custom",
        columnWidth=300,
        rowHeightMode="tall",
        fillScreen=True,
    ),
    when("Variable", variable="detail", operator="equals", value="yes"),
    when("Data", value=True),
    when("TimeRangeSize", value="7d"),
)
EVERYTHING = board(
    description="All of v2",
    cursorSync="Tooltip",
    preload=True,
    revision=3,
    preferences={"layout": {"kind": "AutoGridLayout", "spec": {"items": []}}},
    variables=VARIABLES,
    annotations=[
        {
            "kind": "AnnotationQuery",
            "spec": {
                "name": "Deployments",
                "enable": True,
                "hide": False,
                "iconColor": "red",
                "builtIn": False,
                "filter": {"exclude": True, "ids": [1]},
                "placement": "inControlsMenu",
                "mappings": {"text": {"source": "field", "value": "x"}},
                "query": {**ASKED, "labels": {"team": "a"}},
                "legacyOptions": {"step": "60s"},
            },
        }
    ],
    elements=ELEMENTS,
    layout=tabs(
        tab("Automatic", AUTOMATIC, conditionalRendering=group(when("Data", value=False))),
        tab(
            "Rows",
            rows(
                row("", grid(item("cpu")), collapse=False, hideHeader=True),
                row("Closed", grid(item("cpu", 12)), collapse=True, repeat=REPEAT),
                row("Own", grid(), variables=[VARIABLES[1]], fillScreen=True, collapse=False),
                row(
                    "Deep",
                    tabs(tab("Inner", rows(row("Deepest", grid(item("library")), collapse=False)))),
                    conditionalRendering=group(visibility="hide", condition="or"),
                    collapse=False,
                ),
            ),
            variables=VARIABLES[:1],
            repeat=REPEAT,
        ),
        tab(
            "Grid",
            grid(
                item("panel-2", 3, 5, repeat={**REPEAT, "direction": "v", "maxPerRow": 4}),
                item("nowhere"),
                item("cell", 12),
            ),
        ),
        tab("Empty", rows()),
        tab("Later", {"kind": "CanvasLayout", "spec": {"shapes": [item("panel-1")]}}),
    ),
)


def compilable_board() -> Json:
    """Return the board with everything, without the item that shows a missing element."""
    found = deepcopy(EVERYTHING)
    items = found["layout"]["spec"]["tabs"][2]["spec"]["layout"]["spec"]["items"]
    del items[1]
    return found


def test_a_board_with_every_part_is_read_and_written_unchanged() -> None:
    assert write_v2_spec(read_v2_board(EVERYTHING)) == EVERYTHING


def test_transformations_of_v2beta1_have_another_form() -> None:
    reduce = {"options": {"mode": "seriesToRows"}, "disabled": True}
    new = {"kind": "Transformation", "group": "reduce", "spec": reduce}
    old = {"kind": "reduce", "spec": {"id": "reduce", **reduce}}
    boards = [
        board(elements={"p": panel(data=data(transformations=[each]))}, layout=grid(item("p")))
        for each in (new, old)
    ]
    for spec in boards:
        assert write_v2_spec(read_v2_board(spec), "v2") == boards[0]
        assert write_v2_spec(read_v2_board(spec), "v2beta1") == boards[1]


def test_a_v1_board_gets_the_rows_of_grafanas_conversion() -> None:
    """Grafana 12.4.3 puts panels above the first row into a row without a title."""
    text = {"type": "text", "title": "T"}
    place = {"w": 12, "h": 8}
    found = write_v2_spec(
        {
            "title": "B",
            "panels": [
                {**text, "id": 1, "gridPos": {**place, "x": 0, "y": 0}},
                {"type": "row", "id": 2, "title": "Open", "gridPos": {"x": 0, "y": 8}},
                {**text, "id": 3, "gridPos": {**place, "x": 12, "y": 9}},
                {
                    "type": "row",
                    "id": 4,
                    "title": "Closed",
                    "collapsed": True,
                    "gridPos": {"x": 0, "y": 17},
                    "panels": [{**text, "id": 5, "gridPos": {**place, "x": 0, "y": 18}}],
                },
            ],
        }
    )
    assert found["layout"] == rows(
        row("", grid(item("panel-1")), collapse=False, hideHeader=True),
        row("Open", grid(item("panel-3", 12)), collapse=False),
        row("Closed", grid(item("panel-5")), collapse=True),
    )


@pytest.mark.parametrize(
    ("query", "plugin"),
    [
        ({}, "prometheus"),
        ({"query": None}, "prometheus"),
        ({"query": ""}, ""),
        ({"query": "x"}, "x"),
    ],
)
def test_a_data_source_variable_without_a_type_gets_prometheus(query: Json, plugin: str) -> None:
    """A real Grafana 12.4.3 converted these four variables so. With an empty `pluginId`, the
    panels show "Datasource was not found", because the variable finds no data source.
    """
    variable = {"name": "d", "type": "datasource", **query}
    found = write_v2_spec({"title": "B", "panels": [], "templating": {"list": [variable]}})
    assert found["variables"][0]["spec"]["pluginId"] == plugin


def test_the_uid_and_the_number_of_a_save_are_not_in_the_spec() -> None:
    found = write_v2_spec(read_v2_board(board(uid="u", id=7, version=3)))
    assert not METADATA & found.keys()


def test_parts_that_v1_cannot_express_are_listed_in_the_remarks() -> None:
    """The numbers are counted in EVERYTHING: 5 tabs and the inner one, 4 rows with a title and
    the deepest one; the conditions of the tab "Automatic", of the panel in it and of "Deep".
    """
    found = read_v2_board(EVERYTHING)
    plain = drop_v2_parts(found)
    assert EXTENSION not in json.dumps({key: plain[key] for key in plain if key[0] != "$"})
    assert [each["name"] for each in plain["templating"]["list"]] == [
        *(each["spec"]["name"] for each in VARIABLES if each["kind"] != "FancyVariable")
    ]
    assert list_v1_losses(found) == [
        "6 tabs become rows",
        "4 rows in a row or tab become top-level rows",
        "1 automatic grid becomes a fixed grid",
        "the unknown layout 'CanvasLayout' becomes a grid",
        "3 conditions are left out: v1 always shows the panels",
        "v1 stores 3 copies of a panel that the layout shows more than once",
        "2 variables of a row or tab become variables of the board",
        "1 switch variable needs Grafana 12.3 or later",
        "1 variable of an unknown kind is left out",
        "2 elements that v1 cannot show are left out",
        "v1 cannot store `fillScreen`, `labels`, `preferences` and 1 more",
    ]


def test_parts_that_grafana_12_drops_are_listed() -> None:
    """A real 12.4.3 stores the board with everything without the parts in this list."""
    assert list_grafana12_losses(read_v2_board(EVERYTHING)) == [
        "2 variables of a row or tab",
        "objects of the unknown kind 'FancyVariable'",
        "objects of the unknown kind 'CanvasLayout'",
        "objects of the unknown kind 'Cell'",
        "`enableGroupBy`, `labels`, `preferences` and 1 more",
    ]
    assert list_grafana12_losses(read_v2_board(board(elements={"p": panel()}))) == []


def test_a_board_that_v1_can_express_is_unchanged_through_v1() -> None:
    """From v2 to v1 and back, a board without parts that only v2 has is the same board."""
    spec = board(
        variables=[each for each in VARIABLES if each["kind"] != "FancyVariable"],
        elements={f"panel-{n}": panel(str(n), id=n, data=data(query("up"))) for n in (1, 2, 3)},
        layout=rows(
            row("A", grid(item("panel-1"), item("panel-2", 12)), collapse=False),
            row("B", grid(item("panel-3")), collapse=True, repeat=REPEAT),
        ),
    )
    through_v1 = write_v2_spec(drop_v2_parts(read_v2_board(spec)))
    assert write_v2_spec(read_v2_board(through_v1)) == through_v1
    for key in ("variables", "layout"):
        assert through_v1[key] == spec[key]
    for name, element in spec["elements"].items():
        written = through_v1["elements"][name]["spec"]
        assert {key: written[key] for key in ("id", "title", "data")} == {
            key: element["spec"][key] for key in ("id", "title", "data")
        }


ODD = ("broken-dashboard", "exchange 11")
"""An invalid variable, and a layout of an unknown kind, in which panels have no positions."""


@pytest.mark.parametrize(("version", "spec"), [each for each in PUBLIC if each.id not in ODD])
def test_a_public_board_has_the_same_meaning_through_v1(version: V2Version, spec: Json) -> None:
    """Through v1 and back, a board is the same if v1 can express all of it. Any other board means
    the same in v1.
    """
    found = read_v2_board(spec)
    plain = {"schemaVersion": SCHEMA_VERSION, **drop_v2_parts(found)}
    through_v1 = write_v2_spec(plain, version)
    if list_v1_losses(found):
        assert are_boards_alike(normalise_board(through_v1), normalise_board(plain))
    else:
        assert through_v1 == {key: spec[key] for key in spec if key not in METADATA}


def test_a_default_that_a_pass_changed_is_written() -> None:
    """The board does not write `hidden`; after a pass hides the query, v2 must have it."""
    bare = query("up")
    del bare["spec"]["hidden"]
    spec = board(elements={"p": panel(data=data(bare))}, layout=grid(item("p")))
    found = read_v2_board(spec)
    (target,) = found["panels"][0]["targets"]
    assert read_extension(target)["absent"] == {"/spec/hidden": False}
    target["hide"] = True
    written = write_v2_spec(found)["elements"]["p"]["spec"]["data"]["spec"]["queries"][0]
    assert written["spec"]["hidden"] is True


def test_two_panels_of_one_element_that_differ_become_two_elements() -> None:
    spec = board(elements={"p": panel()}, layout=grid(item("p"), item("p", 12)))
    found = read_v2_board(spec)
    assert len([*iter_panels(found)]) == 2
    found["panels"][1] = {**found["panels"][1], "title": "Other", "id": 2}
    written = write_v2_spec(found)
    assert {name: each["spec"]["title"] for name, each in written["elements"].items()} == {
        "p": "P",
        "p-2": "Other",
    }


def test_v2alpha1_is_recognised() -> None:
    """v2alpha1 has the plugin as the `kind` of a panel or query, as Grafana 12.0 wrote it."""
    new = panel(data=data(query("up")))
    viz = {"kind": "table", "spec": {"pluginVersion": "12.0.0"}}
    old_viz = {"kind": "Panel", "spec": {**new["spec"], "vizConfig": viz}}
    asked = {"kind": "PanelQuery", "spec": {"query": {"kind": "loki", "spec": {}}}}
    old_query = panel(data=data(asked))
    found = [is_v2alpha1(board(elements={"p": each})) for each in (new, old_viz, old_query)]
    assert found == [False, True, True]
