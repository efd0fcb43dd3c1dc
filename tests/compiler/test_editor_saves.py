"""Boards that the editors of a real Grafana 12.4.3 saved, although nobody edited them.

A Chromium opened each board, entered the edit mode and saved. `v1` was saved with the default
settings of the server, `v2beta1` with the feature toggle `dashboardNewLayouts`.
"""

from __future__ import annotations

import json
from typing import Any

import pytest

from boardwright.diff.board_comparison import compare_board
from boardwright.schema.v2.v2_board import read_v2_board
from support import ROOT

from .helpers import compile_board

SAVES = json.loads((ROOT / "tests/recordings/grafana-12.4/editor-saves.json").read_text())


def saved_board(name: str, schema: str) -> dict[str, Any]:
    saved = SAVES[name][schema]
    body = read_v2_board(saved) if schema == "v2beta1" else saved
    return {**body, "uid": name, "tags": []}


def declared_board(name: str) -> dict[str, Any]:
    return {**compile_board(SAVES[name]["declared"], "json"), "tags": []}


@pytest.mark.parametrize("schema", ["v1", "v2beta1"])
@pytest.mark.parametrize("name", ["kinds", "tables"])
def test_a_save_without_an_edit_is_not_a_difference(name: str, schema: str) -> None:
    """`kinds` has one bare panel of each core type; `tables` has each setting of a footer."""
    declared = declared_board(name)
    assert compare_board(saved_board(name, schema), declared).kind == "same"


@pytest.mark.parametrize("schema", ["v1", "v2beta1"])
@pytest.mark.parametrize(
    ("index", "footer"),
    [
        (0, {"show": True, "reducer": ["sum"], "fields": ""}),
        (1, {"show": True, "reducer": ["sum"], "fields": ""}),
        (2, {"show": True, "reducer": ["mean"], "fields": ["A"]}),
        (3, {"show": True, "reducer": ["count"], "fields": "", "countRows": False}),
        (4, {"show": False, "reducer": ["sum"], "fields": "", "enablePagination": False}),
        (6, {"show": True, "reducer": ["sum"], "fields": ["B"]}),
    ],
)
def test_another_footer_is_a_difference(index: int, footer: dict[str, Any], schema: str) -> None:
    declared = declared_board("tables")
    declared["panels"][index]["options"]["footer"] = footer
    change = compare_board(saved_board("tables", schema), declared)
    assert [panel.id for panel in change.panels] == [index + 1]


def test_a_query_may_lack_a_value_that_is_null() -> None:
    """The editor drops null values, also from objects inside a query."""
    query = {"refId": "A", "group": {"name": "Default", "filter": None}, "region": None}
    panel = {"id": 1, "type": "table", "title": "Traces", "targets": [query]}
    declared = compile_board({"uid": "b", "title": "B", "panels": [panel]}, "json")
    stored = json.loads(json.dumps(declared))
    stored["panels"][0]["targets"][0]["group"] = {"name": "Default"}
    assert compare_board(stored, declared).kind == "same"
    stored["panels"][0]["targets"][0]["group"] = {"name": "Other"}
    assert compare_board(stored, declared).kind == "changed"
