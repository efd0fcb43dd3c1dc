"""Boards of schema v2 that we write against a real Grafana 12.4.3's conversion of the same boards.

Each board is compiled, written as v2beta1, and compared by path with the board that Grafana made of
the stored one. Both are read into the classic form first, so the reasons of the other tables hold;
tests/schema/v2/test_v2_spec.py proves that reading and writing loses nothing.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from boardwright.compiler.edit import drop_keys
from boardwright.schema.board_traversal import iter_panels, map_panels
from boardwright.schema.document import Board, PanelJson
from boardwright.schema.envelopes import unwrap_board
from boardwright.schema.v2.v2_board import read_v2_board
from boardwright.schema.v2.v2_spec import write_v2_spec

from .comparison import LEFT_TO_INTERFACE, Mismatch, find_unexplained, mismatches, reasons
from .test_reference import (
    FOLDER_OF_CONVERSIONS,
    SHARED,
    compile_stored,
    require_conversions,
    shown,
)

V2_CONVERSIONS = sorted(FOLDER_OF_CONVERSIONS.rglob("*.v2beta1.json"))
KNOWN = reasons("everywhere", "api", "corpus", "v2")
ANGULAR = "__angularMigration"
"""The key in `options` under which Grafana's conversion leaves a removed panel's settings to the
web interface; the type that they are of is in it."""

WITHOUT_POSITIONS = "dashboard-linter/dashboard"
"""Two panels of this board have no position: see the reasons for `gridPos`."""


def write_source(file: Path) -> Board:
    """Return the board that we write for a conversion's source."""
    name = file.relative_to(FOLDER_OF_CONVERSIONS).as_posix().replace(".v2beta1.json", ".json")
    source = json.loads((SHARED / "corpus" / name).read_text())
    return write_v2_spec(compile_stored(unwrap_board(source)), "v2beta1")


def left_to_interface(panel: PanelJson) -> PanelJson:
    """Return a panel in the form that it has in v1beta1 when its settings are left over."""
    options = panel.get("options") or {}
    if ANGULAR not in options:
        return panel
    kept = drop_keys(options, ANGULAR)
    left = {LEFT_TO_INTERFACE: options[ANGULAR]["autoMigrateFrom"]}
    return {**drop_keys(panel, "options"), **({"options": kept} if kept else {}), **left}


def test_settings_of_an_old_plugin_are_in_options_as_in_grafana() -> None:
    """v2 has no place for other keys of a panel: Grafana moves those of plugins to `options`."""
    require_conversions()
    (file,) = (each for each in V2_CONVERSIONS if each.name.startswith("bandwidth-dashboard"))
    theirs = json.loads(file.read_text())["elements"]["panel-1"]["spec"]["vizConfig"]["spec"]
    ours = write_source(file)["elements"]["panel-1"]["spec"]["vizConfig"]["spec"]
    assert theirs["options"][ANGULAR]["autoMigrateFrom"] == "netsagenavigation"
    assert ours["options"] == theirs["options"]


def conversion_mismatches(file: Path) -> list[Mismatch]:
    theirs = map_panels(read_v2_board(json.loads(file.read_text())), left_to_interface)
    return mismatches(read_v2_board(write_source(file)), theirs)


@pytest.mark.parametrize("file", V2_CONVERSIONS, ids=lambda file: file.name.partition(".")[0])
def test_a_public_board_converted_to_v2_has_no_unexplained_difference(file: Path) -> None:
    assert shown(find_unexplained(conversion_mismatches(file), KNOWN)) == []


def in_reading_order(layout: Any) -> Any:
    """Return a layout whose grids list their items from the top left, as Grafana's do."""
    if isinstance(layout, list):
        return [in_reading_order(item) for item in layout]
    if not isinstance(layout, dict):
        return layout
    if "items" in layout:
        by_place = sorted(layout["items"], key=lambda item: (item["spec"]["y"], item["spec"]["x"]))
        return {**layout, "items": by_place}
    return {key: in_reading_order(item) for key, item in layout.items()}


@pytest.mark.parametrize("file", V2_CONVERSIONS, ids=lambda file: file.name.partition(".")[0])
def test_the_layout_is_the_one_of_the_api(file: Path) -> None:
    theirs = json.loads(file.read_text())["layout"]
    is_same = in_reading_order(write_source(file)["layout"]) == theirs
    assert is_same == (WITHOUT_POSITIONS not in file.as_posix())


def test_every_reason_of_v2_explains_something() -> None:
    require_conversions()
    found = [each for file in V2_CONVERSIONS for each in conversion_mismatches(file)]
    assert [r.text for r in reasons("v2") if not any(map(r.explains, found))] == []


@pytest.mark.parametrize("name", ["dockprom/docker_containers", "grafana-dashboards/unbound-full"])
def test_a_converted_board_compiles_to_the_panels_of_the_stored_board(name: str) -> None:
    """The API leaves the settings of graphs in `options`; compiling finds and converts them."""
    require_conversions()
    source = compile_stored(
        unwrap_board(json.loads((SHARED / "corpus" / f"{name}.json").read_text()))
    )
    converted = json.loads((FOLDER_OF_CONVERSIONS / f"{name}.v2beta1.json").read_text())
    found = {panel["id"]: panel for panel in iter_panels(compile_stored(converted))}
    panels = [panel for panel in iter_panels(source) if panel["type"] != "row"]
    assert len(panels) > 5
    for panel in panels:
        keys = ("type", "options", "title")
        assert {key: found[panel["id"]].get(key) for key in keys} == {
            key: panel.get(key) for key in keys
        }
