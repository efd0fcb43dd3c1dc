"""A board that is declared in v2 is the same board in the output in v2.

The boards are the public ones of the corpus, a real Grafana's conversions and answers, a board with
every kind of layout, variable, element and condition, and generated boards. `REQUIRED` lists the
keys that compiling adds, and `REWRITTEN` lists the values that compiling changes, with the reasons.
"""

from __future__ import annotations

import json
import re
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given

from boardwright.compiler.context import CompilerContext
from boardwright.compiler.normal_form import are_boards_alike, normalise_pair
from boardwright.compiler.pipeline import compile_document
from boardwright.schema.datasource_references import DataSourceRef
from boardwright.schema.json_equality import are_json_equal
from boardwright.schema.rule_values import AlertRule
from boardwright.schema.v2.v2_board import METADATA
from boardwright.schema.v2.v2_spec import V2Version, write_v2_spec
from boardwright.source.differences import MISSING, ValueDifference, iter_differences
from schema.v2.boards import board, data, grid, item, panel, query
from schema.v2.test_nothing_lost import BOARDS
from schema.v2.test_v2_spec import PUBLIC, Json, compilable_board
from support import ROOT

from .helpers import CONTEXT, document

QUERY = {"kind": "DataQuery", "version": "v0", "group": "", "spec": {}}
DATA = {
    "kind": "QueryGroup",
    "spec": {"queries": [], "transformations": [], "queryOptions": {}},
}
TIMES = {
    "from": "now-6h",
    "to": "now",
    "autoRefresh": "",
    "autoRefreshIntervals": ["5s", "10s", "30s", "1m", "5m", "15m", "30m", "1h", "2h", "1d"],
    "hideTimepicker": False,
    "fiscalYearStartMonth": 0,
}
NOTHING = {"text": "", "value": ""}
REQUIRED: dict[str, tuple[Any, ...]] = {
    "title": ("",),
    "tags": ([],),
    "links": ([],),
    "annotations": ([],),
    "variables": ([],),
    "preload": (False,),
    "cursorSync": ("Off",),
    "timeSettings": ({**TIMES, "timezone": ""},),
    **{key: (value,) for key, value in TIMES.items()},
    "data": (DATA,),
    **{key: (value,) for key, value in DATA["spec"].items()},
    "version": ("", "v0"),
    "fieldConfig": ({"defaults": {}, "overrides": []},),
    "defaults": ({},),
    "overrides": ([],),
    "options": ({}, []),
    "hidden": (False,),
    "refId": ("",),
    "group": ("",),
    "hide": ("dontHide", False),
    "skipUrlSync": (False,),
    "current": (NOTHING,),
    "query": ("", QUERY),
    "regex": ("",),
    "refresh": ("never", "onTimeRangeChanged"),
    "sort": ("disabled",),
    "multi": (False,),
    "includeAll": (False,),
    "allowCustomValue": (True,),
    "baseFilters": ([],),
    "filters": ([],),
    "defaultKeys": ([],),
}
"""Keys that schema v2 requires -> their defaults, by the Foundation SDK's models of v2.

A real Grafana 12.4.3 refuses a board without some of these keys, and stores null, false or an empty
text in place of others. It cannot open a board whose `transformations` are null.
"""

REWRITTEN = {
    "an input of an export becomes the project's data source": re.compile(r"\$\{DS_\w+\}"),
    "the id of a panel is not a number": re.compile("one"),
}
"""Why compiling changes a value -> the form of the declared value."""

EXCHANGES = json.loads((ROOT / "tests/recordings/grafana-12.4/v2-exchanges.json").read_text())
RECORDED = [
    pytest.param("v2beta1", side["spec"], id=f"recorded-{turn}")
    for turn, each in enumerate(EXCHANGES)
    for side in (each["request"].get("body"), each["response"])
    if isinstance(side, dict) and "elements" in (side.get("spec") or {})
]
OPENABLE = [each for each in (*PUBLIC, *RECORDED) if each.id not in ("exchange 7", "recorded-7")]
"""All boards but one, whose layout names a missing element: Grafana cannot open this board."""


def compile_board(spec: Json, context: CompilerContext | None = None, **fields: Any) -> Json:
    return compile_document(document(spec, "json", **fields), context or CompilerContext()).body


def complete(spec: Json) -> Json:
    """Return a board with every key that schema v2 requires."""
    return write_v2_spec(compile_board(spec))


def without_metadata(spec: Json) -> Json:
    return {key: spec[key] for key in spec if key not in METADATA}


def is_explained(found: ValueDifference) -> bool:
    if found.before is MISSING:
        key = found.path.rpartition(".")[2]
        return any(are_json_equal(found.after, value) for value in REQUIRED.get(key, ()))
    return any(form.fullmatch(str(found.before)) for form in REWRITTEN.values())


def find_unexplained(declared: Json, written: Json) -> list[ValueDifference]:
    found = iter_differences(without_metadata(declared), written)
    return [each for each in found if not is_explained(each)]


COMPLETE = ("VM_EVCC_TAB_All-time", "VM_EVCC_TAB_Today-Details", "recorded-0", "recorded-14")


def test_the_recorded_boards_exist() -> None:
    assert len(RECORDED) == 12


@pytest.mark.parametrize(("version", "spec"), OPENABLE)
def test_a_public_v2_board_is_unchanged(version: V2Version, spec: Json) -> None:
    before = deepcopy(spec)
    found = compile_board(spec)
    assert spec == before
    assert find_unexplained(spec, write_v2_spec(found, version)) == []


@pytest.mark.parametrize("version", ["v2", "v2beta1"])
def test_a_board_with_every_kind_is_unchanged(version: V2Version) -> None:
    """Only transformations differ between v2 and v2beta1, and the board has none."""
    given = compilable_board()
    assert find_unexplained(given, write_v2_spec(compile_board(given), version)) == []


@given(BOARDS)
def test_a_generated_v2_board_is_unchanged(spec: Json) -> None:
    names = {"a": 1, "b": 2, "c": 3}
    elements = {name: panel(id=number) for name, number in names.items()}
    for name, element in spec["elements"].items():
        elements[name] = {**element, "spec": {**element["spec"], "id": names[name]}}
    spec = {**spec, "elements": elements}
    written = write_v2_spec(compile_board(spec))
    assert find_unexplained(spec, written) == []
    assert write_v2_spec(compile_board(written)) == written


@pytest.mark.parametrize(("version", "spec"), [each for each in OPENABLE if each.id in COMPLETE])
def test_nothing_is_added_to_a_board_that_grafana_saved(version: V2Version, spec: Json) -> None:
    assert write_v2_spec(compile_board(spec), version) == without_metadata(spec)


def test_a_compiled_v2_board_does_not_change_again() -> None:
    spec = compilable_board()
    first = compile_board(spec, CONTEXT)
    assert write_v2_spec(compile_board(write_v2_spec(first), CONTEXT)) == write_v2_spec(first)


def test_the_project_names_its_data_sources_and_adds_its_tags() -> None:
    """A name becomes the uid of the environment; an unknown uid and a variable stay."""
    sources = ("Prometheus", "other", "$ds", "-- Mixed --", None)
    queries = [query("up", source=name, ref=str(turn)) for turn, name in enumerate(sources)]
    panels = {"p": panel(data=data(*queries))}
    spec = complete(board(elements=panels, layout=grid(item("p")), tags=["own"]))
    prometheus = DataSourceRef(type="prometheus", uid="prometheus")
    context = CompilerContext(
        datasources={"Prometheus": prometheus, "prometheus": prometheus},
        environment_uids={"prometheus": "prod-1"},
        tag="boardwright:shop",
        tags=("team",),
    )
    expected = deepcopy(spec)
    expected["tags"] = ["own", "module", "team", "boardwright:shop"]
    named = expected["elements"]["p"]["spec"]["data"]["spec"]["queries"][0]["spec"]["query"]
    named["datasource"] = {"name": "prod-1"}
    assert write_v2_spec(compile_board(spec, context, tags=("module",))) == expected


@pytest.mark.parametrize(("least", "expected"), [("", "5s"), ("1m", "1m")])
def test_a_refresh_below_the_minimum_of_the_server_is_raised(least: str, expected: str) -> None:
    spec = complete(board(timeSettings={"autoRefresh": "5s"}))
    found = write_v2_spec(compile_board(spec, CompilerContext(least_refresh=least)))
    assert found == {**spec, "timeSettings": {**spec["timeSettings"], "autoRefresh": expected}}


def test_panels_without_an_id_get_the_same_id_in_both_schemas() -> None:
    """Two elements with one id: the second gets another one. The id 0 of the SDK is not valid."""
    elements = {
        "a": panel("A", id=7),
        "b": panel("B", id=7),
        "c": panel("C", id=0),
    }
    spec = board(elements=elements, layout=grid(*map(item, "abc")))
    found = compile_board(spec)
    ids = [each["id"] for each in found["panels"]]
    written = write_v2_spec(found)["elements"]
    assert [written[name]["spec"]["id"] for name in "abc"] == ids
    assert ids[0] == 7
    assert len({0, *ids}) == 4


def test_an_alert_of_the_module_is_drawn() -> None:
    """The alert compares `up` with 1, so the graph gets the limit and the query of its times."""
    graph = panel("Up", data=data(query("up")))
    graph["spec"]["vizConfig"]["group"] = "timeseries"
    spec = board(elements={"p": graph}, layout=grid(item("p")))
    alert = AlertRule(name="Down", expr="up < 1")
    found = write_v2_spec(compile_board(spec, alert_rules=(alert,)))
    (annotation,) = found["annotations"]
    assert annotation["spec"]["name"] == "Alerts of Up"
    config = found["elements"]["p"]["spec"]["vizConfig"]["spec"]["fieldConfig"]["defaults"]
    assert [step["value"] for step in config["thresholds"]["steps"]] == [None, 1]


def test_a_stored_board_is_compared_with_the_declaration() -> None:
    """The compiled form has the project's default data source; Grafana stores the sent board."""
    queries = data(query("up", source=None))
    spec = board(elements={"p": panel(data=queries)}, layout=grid(item("p")))
    stored = {**write_v2_spec(compile_board(spec)), "uid": "b"}
    assert are_boards_alike(*normalise_pair(stored, compile_board({**spec, "uid": "b"})))
