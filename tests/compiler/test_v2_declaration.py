"""A board that is declared in v2 is the same board in the output in v2.

The boards are the public ones of the corpus, a real Grafana's conversions and answers, a board with
every kind of layout, variable, element and condition, and generated boards. `REWRITTEN` lists the
values that compiling changes, with the reasons.
"""

from __future__ import annotations

import json
import re
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given

from boardwright.compiler.context import Context
from boardwright.compiler.normal_form import normalise_pair, same_boards
from boardwright.compiler.pipeline import compile_document
from boardwright.schema.datasource_references import DataSourceRef
from boardwright.schema.rule_values import AlertRule
from boardwright.schema.v2.v2_board import METADATA
from boardwright.schema.v2.v2_spec import V2Version, v2_spec
from boardwright.source.differences import Difference, differences
from schema.v2.boards import board, data, grid, item, panel, query
from schema.v2.test_nothing_lost import BOARDS
from schema.v2.test_v2_spec import PUBLIC, Json, compilable_board
from support import ROOT

from .helpers import CONTEXT, document

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


def compile_board(spec: Json, context: Context | None = None, **fields: Any) -> Json:
    return compile_document(document(spec, "json", **fields), context or Context()).body


def without_metadata(spec: Json) -> Json:
    return {key: spec[key] for key in spec if key not in METADATA}


def is_explained(found: Difference) -> bool:
    return any(form.fullmatch(str(found.before)) for form in REWRITTEN.values())


def test_the_recorded_boards_are_there() -> None:
    assert len(RECORDED) == 12


@pytest.mark.parametrize(("version", "spec"), OPENABLE)
def test_a_public_board_is_the_same(version: V2Version, spec: Json) -> None:
    before = deepcopy(spec)
    found = compile_board(spec)
    assert spec == before
    changed = differences(without_metadata(spec), v2_spec(found, version))
    assert [each for each in changed if not is_explained(each)] == []


@pytest.mark.parametrize("version", ["v2", "v2beta1"])
def test_a_board_with_every_kind_is_the_same(version: V2Version) -> None:
    """Only a transformation differs between v2 and v2beta1, and the board has none."""
    assert v2_spec(compile_board(compilable_board()), version) == compilable_board()


@given(BOARDS)
def test_a_generated_board_is_the_same(spec: Json) -> None:
    names = {"a": 1, "b": 2, "c": 3}
    elements = {name: panel(id=number) for name, number in names.items()}
    for name, element in spec["elements"].items():
        elements[name] = {**element, "spec": {**element["spec"], "id": names[name]}}
    spec = {**spec, "elements": elements}
    assert v2_spec(compile_board(spec)) == spec


def test_a_compiled_board_stays_the_same_when_it_is_compiled_again() -> None:
    spec = compilable_board()
    first = compile_board(spec, CONTEXT)
    assert v2_spec(compile_board(v2_spec(first), CONTEXT)) == v2_spec(first)


def test_the_project_names_its_data_sources_and_adds_its_tags() -> None:
    """A name becomes the uid of the environment; an unknown uid and a variable stay."""
    sources = ("Prometheus", "other", "$ds", "-- Mixed --", None)
    queries = [query("up", source=name, ref=str(turn)) for turn, name in enumerate(sources)]
    spec = board(elements={"p": panel(data=data(*queries))}, layout=grid(item("p")), tags=["own"])
    prometheus = DataSourceRef(type="prometheus", uid="prometheus")
    context = Context(
        datasources={"Prometheus": prometheus, "prometheus": prometheus},
        environment_uids={"prometheus": "prod-1"},
        tag="boardwright:shop",
        tags=("team",),
    )
    expected = deepcopy(spec)
    expected["tags"] = ["own", "module", "team", "boardwright:shop"]
    named = expected["elements"]["p"]["spec"]["data"]["spec"]["queries"][0]["spec"]["query"]
    named["datasource"] = {"name": "prod-1"}
    assert v2_spec(compile_board(spec, context, tags=("module",))) == expected


@pytest.mark.parametrize(("least", "expected"), [("", "5s"), ("1m", "1m")])
def test_the_server_limits_the_refresh(least: str, expected: str) -> None:
    spec = board(timeSettings={"autoRefresh": "5s"})
    found = v2_spec(compile_board(spec, Context(least_refresh=least)))
    assert found == {**spec, "timeSettings": {"autoRefresh": expected}}


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
    written = v2_spec(found)["elements"]
    assert [written[name]["spec"]["id"] for name in "abc"] == ids
    assert ids[0] == 7
    assert len({0, *ids}) == 4


def test_an_alert_of_the_module_is_drawn() -> None:
    """The alert compares `up` with 1, so the graph gets the limit and the query of its times."""
    graph = panel("Up", data=data(query("up")))
    graph["spec"]["vizConfig"]["group"] = "timeseries"
    spec = board(elements={"p": graph}, layout=grid(item("p")))
    alert = AlertRule(name="Down", expr="up < 1")
    found = v2_spec(compile_board(spec, alert_rules=(alert,)))
    (annotation,) = found["annotations"]
    assert annotation["spec"]["name"] == "Alerts of Up"
    config = found["elements"]["p"]["spec"]["vizConfig"]["spec"]["fieldConfig"]["defaults"]
    assert [step["value"] for step in config["thresholds"]["steps"]] == [None, 1]


def test_empty_values_that_grafana_stores_are_no_change() -> None:
    """Grafana 12.4.3 stores the zero value of Go for a key that a board lacks."""
    text = {"kind": "TextVariable", "spec": {"name": "v"}}
    spec = board(elements={"p": panel()}, layout=grid(item("p")), variables=[text], uid="b")
    declared = compile_board(spec)
    stored = deepcopy(spec)
    stored |= {"annotations": None, "cursorSync": "", "links": None, "preload": False}
    stored["variables"][0]["spec"] |= {"hide": "", "skipUrlSync": False, "query": ""}
    viz = stored["elements"]["p"]["spec"]["vizConfig"]["spec"]
    viz["fieldConfig"] = {"defaults": {}, "overrides": None}
    assert same_boards(*normalise_pair(stored, declared))
    assert same_boards(*normalise_pair(declared, stored))
    viz["options"]["wrap"] = False
    assert not same_boards(*normalise_pair(stored, declared))
    assert not same_boards(*normalise_pair({**spec, "editable": False}, declared))


def test_a_stored_board_is_compared_with_the_declaration() -> None:
    """The compiled form has the project's default data source; Grafana stores what was sent."""
    queries = data(query("up", source=None))
    spec = board(elements={"p": panel(data=queries)}, layout=grid(item("p")))
    stored = {**v2_spec(compile_board(spec)), "uid": "b"}
    assert same_boards(*normalise_pair(stored, compile_board({**spec, "uid": "b"})))
