from __future__ import annotations

from typing import Any

import pytest

from boardwright.compiler.context import CompilerContext
from boardwright.compiler.passes.unfinished import run
from boardwright.compiler.pipeline import compile_document
from boardwright.schema.document import Document, Place

from .helpers import one

GRAPH = {
    "id": 1,
    "title": "Queue",
    "type": "timeseries",
    "autoMigrateFrom": "graph",
    "linewidth": 3,
    "fill": 2,
    "steppedLine": True,
    "yaxes": [{"format": "bytes", "min": "0", "show": True}, {"format": "short", "show": True}],
    "targets": [{"refId": "A", "expr": "up"}],
    "gridPos": {"x": 0, "y": 0, "w": 4, "h": 4},
}


@pytest.mark.parametrize(
    ("kind", "old"),
    [("timeseries", "graph"), ("stat", "singlestat"), ("table", "table-old")],
)
def test_a_partly_converted_panel_gets_the_old_type_again(kind: str, old: str) -> None:
    assert one(run, {"type": kind, "autoMigrateFrom": old}) == {"type": old}


@pytest.mark.parametrize("old", [None, 1, "stat", "of-a-plugin"])
def test_a_panel_with_another_origin_is_unchanged(old: Any) -> None:
    panel = {"type": "timeseries", "autoMigrateFrom": old}
    assert one(run, panel) == panel


def test_the_old_options_of_a_graph_are_converted() -> None:
    """A fill of 2 is an opacity of 20 %; the left axis has the unit and the minimum."""
    body = {"title": "B", "schemaVersion": 41, "panels": [GRAPH]}
    document = Document(body=body, place=Place(file="b.json"), name="b", form="json")
    (panel,) = compile_document(document, CompilerContext()).body["panels"]
    defaults = panel["fieldConfig"]["defaults"]
    assert (panel["type"], defaults["unit"], defaults["min"]) == ("timeseries", "bytes", 0)
    custom = {"lineWidth": 3, "fillOpacity": 20, "lineInterpolation": "stepAfter"}
    assert custom.items() <= defaults["custom"].items()
    assert {"yaxes", "linewidth", "autoMigrateFrom"}.isdisjoint(panel)
