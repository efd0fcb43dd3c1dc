"""Imports of v2 boards: the module compiles to a board with the same layout and meaning.

A board of schema v2 becomes a Python module, which is compiled to v2 again. The layout with its
tabs, rows, grids and conditions is the same JSON. Defaults of Grafana are not written to a module,
so that the other parts mean the same and are not the same JSON.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from boardwright.compiler.normal_form import are_boards_alike, normalise_pair
from boardwright.compiler.pipeline import compile_document
from boardwright.schema.v2.v2_spec import V2Version, write_v2_spec
from boardwright.schema.v2.v2beta1 import to_v2beta1
from schema.v2.test_v2_spec import PUBLIC, Json, compilable_board

from .round_trip import CONTEXT, load_source, source_of

CORPUS = ("VM_EVCC_TAB_All-time", "VM_EVCC_TAB_Today-Details", "sample-dashboard")
RECORDED = ("exchange 0", "exchange 1", "exchange 5", "exchange 11", "exchange 14", "exchange 15")


def board_without_gaps() -> Json:
    """Return the board with every kind, without the gap above a panel, which Grafana closes."""
    spec = compilable_board()
    (first, _) = spec["layout"]["spec"]["tabs"][2]["spec"]["layout"]["spec"]["items"]
    first["spec"]["y"] = 0
    return spec


BOARDS = [
    *(each for each in PUBLIC if each.id in (*CORPUS, *RECORDED)),
    pytest.param("v2beta1", board_without_gaps(), id="every kind"),
]
"""Two public boards are left out: one is invalid, and queries of the other name no data source."""


def import_board(spec: Json, folder: Path) -> Json:
    """Return the compiled board of the module that import writes for a board."""
    return compile_document(load_source(source_of(spec), folder), CONTEXT).body


def without_defaults(layout: Any) -> Any:
    """Return a layout without the values that Grafana uses if a layout lacks them."""
    if isinstance(layout, list):
        return [without_defaults(each) for each in layout]
    if not isinstance(layout, dict):
        return layout
    defaults = {"direction": "h", "collapse": False, "fillScreen": False, "maxPerRow": 4}
    return {
        key: without_defaults(value)
        for key, value in layout.items()
        if key != "variables" and not (key in defaults and value == defaults[key])
    }


@pytest.mark.parametrize(("version", "spec"), BOARDS)
def test_an_imported_v2_board_has_the_same_layout_and_meaning(
    version: V2Version, spec: Json, tmp_path: Path
) -> None:
    spec = {**spec, "uid": "imported"}
    found = import_board(spec, tmp_path)
    written = write_v2_spec(found, version)
    assert without_defaults(written["layout"]) == without_defaults(spec["layout"])
    assert written["elements"].keys() == spec["elements"].keys()
    tags = [tag for tag in found["tags"] if tag != CONTEXT.tag]
    assert are_boards_alike(*normalise_pair(to_v2beta1(spec), {**found, "tags": tags}))
