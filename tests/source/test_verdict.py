"""The verdict on an import, and the differences that it lists."""

from __future__ import annotations

from typing import Any

import pytest

from boardwright.compiler.context import CompilerContext
from boardwright.compiler.pipeline import compile_document
from boardwright.source.differences import MISSING, ValueDifference
from boardwright.source.verdict import Verdict, compare_compiled, judge_import

from .round_trip import store_board


def board(*panels: Any, **fields: Any) -> dict[str, Any]:
    return {"title": "B", "panels": list(panels), **fields}


def place_panel(y: int, **fields: Any) -> dict[str, Any]:
    return {"gridPos": {"x": 0, "y": y, "w": 12, "h": 8}, **fields}


def is_same(one: dict[str, Any], other: dict[str, Any]) -> bool:
    return compare_compiled(one, other)[1] == ()


def judge_source(body: dict[str, Any]) -> Verdict:
    """Return the verdict on a module that compiles to the same board as the stored board."""
    compiled = compile_document(store_board(body), CompilerContext()).body
    return judge_import(body, compiled, compiled)


def test_a_compiled_board_is_identical() -> None:
    compiled = compile_document(
        store_board(board({"type": "text", "title": "T"})), CompilerContext()
    ).body
    assert judge_source(compiled) == Verdict(outcome="identical")


def test_tags_of_the_project_are_not_a_difference() -> None:
    context = CompilerContext(tag="boardwright:shop", tags=("team",))
    body = compile_document(store_board(board(tags=["own"])), CompilerContext()).body
    compiled = compile_document(store_board(body), context).body
    added = ("boardwright:shop", "team")
    assert compiled["tags"] == ["own", "team", "boardwright:shop"]
    assert judge_import(body, compiled, compiled, added_tags=added).outcome == "identical"


def test_a_board_without_its_defaults_is_equal() -> None:
    compiled = compile_document(
        store_board(board({"type": "text", "title": "T"})), CompilerContext()
    ).body
    verdict = judge_source({**compiled, "editable": True, "graphTooltip": 0, "id": 7, "version": 3})
    assert (verdict.outcome, verdict.upgrades) == ("equal", ())


HEATMAP = {
    "id": 1,
    "type": "heatmap",
    "title": "Latency",
    "datasource": {"type": "prometheus", "uid": "prometheus"},
    "gridPos": {"h": 8, "w": 12, "x": 0, "y": 0},
    "options": {"calculate": True, "color": {"scheme": "Spectral"}},
    "cards": {"cardPadding": 2},
}


def test_changes_made_on_both_sides_are_reported_as_upgrades() -> None:
    """The heatmap's old settings are dropped by compiling: no comparison of its results sees it."""
    body = compile_document(store_board(board(HEATMAP)), CompilerContext()).body
    body["panels"][0]["cards"] = {"cardPadding": 2}
    verdict = judge_source(body)
    assert verdict.outcome == "upgraded"
    assert [upgrade.what for upgrade in verdict.upgrades] == ["heatmap options"]
    assert verdict.upgrades[0].differences == (
        ValueDifference(
            path="panels[0].cards", before={"cardPadding": 2}, after=MISSING, panel="Latency"
        ),
    )


def test_a_lost_setting_is_listed() -> None:
    """A setting dropped by any pass is found, since no pass runs on the stored side."""
    body = compile_document(
        store_board(board({"type": "text", "title": "T"})), CompilerContext()
    ).body
    stored_body = {**body, "panels": [{**body["panels"][0], "description": "why"}]}
    (upgrade,) = judge_import(stored_body, body, body).upgrades
    assert upgrade.what == "panel description"
    assert upgrade.differences == (
        ValueDifference(path="panels[0].description", before="why", after=MISSING, panel="T"),
    )


def test_the_upgrades_of_an_old_board_are_listed() -> None:
    graph = {"id": 4, "type": "graph", "title": "G", "span": 12, "targets": [{"expr": "up"}]}
    clone = {**graph, "id": 9, "repeatPanelId": 4}
    rows = [{"title": "R", "showTitle": True, "panels": [graph, clone]}]
    verdict = judge_source(
        {"title": "B", "uid": "b", "schemaVersion": 14, "rows": rows, "style": "dark"}
    )
    found = {upgrade.what: upgrade.differences for upgrade in verdict.upgrades}
    assert found["graph to timeseries"] == (
        ValueDifference(
            path="panels[0].panels[0].type", before="graph", after="timeseries", panel="G"
        ),
    )
    assert found["copies of repeated panels"] == (
        ValueDifference(path="panels[0].panels[1].type", before="graph", after=MISSING, panel="G"),
    )
    assert [each.path for each in found["obsolete settings"]] == ["style"]
    assert {"data sources", "positions", "queries", "rows", "schema version"} < {*found}


def test_a_board_of_schema_v2_is_not_converted() -> None:
    """Rows of v2 have no ids, so ids that compiling gives are not a difference."""
    grid = {"kind": "GridLayout", "spec": {"items": []}}
    row = {"kind": "RowsLayoutRow", "spec": {"title": "R", "collapse": False, "layout": grid}}
    layout = {"kind": "RowsLayout", "spec": {"rows": [row]}}
    verdict = judge_source({"title": "B", "uid": "b", "elements": {}, "layout": layout})
    assert (verdict.outcome, verdict.upgrades) == ("equal", ())


@pytest.mark.parametrize(
    ("one", "other", "name"),
    [
        (board(editable=True), board(), "schema default"),
        (
            board({"type": "stat", "targets": [{"expr": "up", "legendFormat": ""}]}),
            board({"type": "stat", "targets": [{"expr": "up"}]}),
            "schema default",
        ),
        (
            board(
                {"type": "timeseries", "fieldConfig": {"defaults": {"custom": {"lineWidth": 1}}}}
            ),
            board({"type": "timeseries", "fieldConfig": {"defaults": {}}}),
            "field default",
        ),
        (
            board(templating={"list": [{"current": {"value": "a", "selected": True}}]}),
            board(templating={"list": [{"current": {"value": "a"}}]}),
            "stored selection",
        ),
        (board({"pluginVersion": "11.6.0"}), board({}), "plugin version"),
        (board({"type": "row", "datasource": "x"}), board({"type": "row"}), "data source of a row"),
        (board(place_panel(4)), board(place_panel(0)), "gap above a panel"),
        (
            board({"type": "row", **place_panel(3), "panels": [place_panel(90), place_panel(120)]}),
            board({"type": "row", **place_panel(0), "panels": [place_panel(8), place_panel(16)]}),
            "gap above a panel",
        ),
    ],
)
def test_defaults_added_by_grafana_are_not_a_difference(
    one: dict[str, Any], other: dict[str, Any], name: str
) -> None:
    for pair in ((one, other), (other, one)):
        assert compare_compiled(*pair) == ((name,), ())


@pytest.mark.parametrize(
    "custom", [{"lineWidth": 2}, {"lineWidth": True}, {"lineWidth": "1"}, {"mine": 1}]
)
def test_values_other_than_the_defaults_are_a_difference(custom: dict[str, Any]) -> None:
    stated = board({"type": "timeseries", "fieldConfig": {"defaults": {"custom": custom}}})
    absent = board({"type": "timeseries", "fieldConfig": {"defaults": {}}})
    assert not is_same(stated, absent)


def test_another_position_is_a_difference() -> None:
    right = {"gridPos": {"x": 12, "y": 0, "w": 12, "h": 8}}
    assert not is_same(board(place_panel(0)), board(right))
    assert not is_same(board(place_panel(0), right), board(place_panel(0), place_panel(8)))


def test_a_difference_has_its_path() -> None:
    one = board({"title": "CPU", "targets": [{"expr": "up"}]}, {"title": "Disk"})
    other = board({"title": "CPU", "targets": [{"expr": "down"}]}, {"title": "Disk", "x": 1})
    assert judge_import(one, one, other).outcome == "different"
    assert judge_import(one, one, other).differences == (
        ValueDifference(path="panels[0].targets[0].expr", before="up", after="down", panel="CPU"),
        ValueDifference(path="panels[1].x", before=MISSING, after=1, panel="Disk"),
    )


@pytest.mark.parametrize(("one", "other"), [(1, True), (0, False), ("1", 1), (None, "")])
def test_values_of_other_types_are_a_difference(one: object, other: object) -> None:
    assert not is_same(board(a=one), board(a=other))
