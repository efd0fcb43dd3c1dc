"""Passes keep parts that only schema v2 expresses, also in boards not declared in v2."""

from __future__ import annotations

from typing import Any

from boardwright.compiler.pipeline import compile_document
from boardwright.schema.v2.v2_board import complete_board
from boardwright.schema.v2.v2_spec import write_v2_spec
from schema.v2.test_v2_spec import compilable_board

from .helpers import CONTEXT, document


def without_variables(layout: Any) -> Any:
    """Return a layout without variables of rows and tabs, whose choices the compiler fills in."""
    if isinstance(layout, list):
        return [without_variables(item) for item in layout]
    if not isinstance(layout, dict):
        return layout
    return {key: without_variables(item) for key, item in layout.items() if key != "variables"}


def test_a_board_with_every_kind_keeps_its_layout_and_unknown_parts() -> None:
    given = compilable_board()
    classic = {"schemaVersion": 41, **complete_board(given)}
    compiled = compile_document(document(classic, form="json"), CONTEXT).body
    found = write_v2_spec(compiled)
    assert without_variables(found["layout"]) == without_variables(given["layout"])
    assert found["preferences"] == given["preferences"]
    assert found["elements"].keys() == given["elements"].keys()
    assert found["elements"]["cell"] == given["elements"]["cell"]
    assert found["elements"]["panel-2"]["spec"]["subtitle"] == "new in 13"
    assert [each["spec"]["name"] for each in found["variables"]] == [
        each["spec"]["name"] for each in given["variables"]
    ]
    sections = found["layout"]["spec"]["tabs"][1]["spec"]
    assert [each["spec"]["name"] for each in sections["variables"]] == ["query"]
    rows = sections["layout"]["spec"]["rows"]
    assert [each["spec"]["name"] for each in rows[2]["spec"]["variables"]] == ["custom"]
