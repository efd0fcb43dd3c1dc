"""Values that a user's class sets count as passed, even if they equal grafanalib's defaults."""

from __future__ import annotations

import json
from typing import Any

import pytest

from boardwright.config.project_file import read_project
from boardwright.projects.compiled_project import compile_project
from support import MakeProject


def compile_board(make_project: MakeProject, code: str) -> dict[str, Any]:
    """Return the only board of a module."""
    head = "import attr\nfrom grafanalib.core import *\n"
    project = read_project(make_project({"dashboards/x.py": head + code}))
    result = compile_project(project, environment=project.find_environment(None))
    assert not result.errors, [str(error) for error in result.errors]
    ((_, board),) = result.boards
    found: dict[str, Any] = json.loads(board.text)
    return found


def value(data: Any, path: str) -> Any:
    """Return the value at a path such as `options.reduceOptions.calcs`, None if it is missing."""
    for key in path.split("."):
        data = data.get(key) if isinstance(data, dict) else None
    return data


PANELS: dict[str, tuple[str, str, Any, Any]] = {
    "lineWidth": ("Graph", "fieldConfig.defaults.custom.lineWidth", 2, "2"),
    "fill": ("Graph", "fieldConfig.defaults.custom.fillOpacity", 10, "1"),
    "maxDataPoints": ("TimeSeries", "maxDataPoints", 100, "100"),
    "reduceCalc": ("Stat", "options.reduceOptions.calcs", ["mean"], "'mean'"),
    "transparent": ("TimeSeries", "transparent", False, "False"),
}
"""Argument -> class, where its value goes, the compiled value, and grafanalib's own default."""

WAYS = {
    "a default": "    {name} = attr.ib(default={default})\n",
    "a constructor": (
        "    def __init__(self, **kwargs):\n"
        "        super(Own, self).__init__({name}={default}, **kwargs)\n"
    ),
    "an attribute": "    def __attrs_post_init__(self):\n        self.{name} = {default}\n",
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", PANELS)
def test_values_set_by_a_panel_class_are_kept(
    make_project: MakeProject, name: str, way: str
) -> None:
    base, path, expected, default = PANELS[name]
    decorator = "" if way == "a constructor" else "@attr.s\n"
    code = f"{decorator}class Own({base}):\n" + WAYS[way].format(name=name, default=default)
    code += f"board = Dashboard(title='x', panels=[Own(title='A'), {base}(title='B')])\n"
    own, plain = compile_board(make_project, code)["panels"]
    assert value(own, path) == expected
    assert value(plain, path) != expected


def test_panels_of_a_wide_class_fill_the_row(make_project: MakeProject) -> None:
    code = """
@attr.s
class Wide(Graph):
    span = attr.ib(default=12)

panels = [Wide(title="A"), Wide(title="B")]
board = Dashboard(title="x", rows=[Row(panels=panels)]).auto_panel_ids()
"""
    panels = [p for p in compile_board(make_project, code)["panels"] if p["type"] != "row"]
    assert [panel["gridPos"]["w"] for panel in panels] == [24, 24]


BOARDS: dict[str, tuple[str, Any]] = {
    "timezone": ("'utc'", "utc"),
    "refresh": ("'10s'", "10s"),
    "editable": ("True", True),
}


@pytest.mark.parametrize("name", BOARDS)
@pytest.mark.parametrize("way", ["a default", "to_json_data"])
def test_values_set_by_a_board_class_are_kept(
    make_project: MakeProject, name: str, way: str
) -> None:
    default, expected = BOARDS[name]
    bodies = {
        "a default": f"    {name} = attr.ib(default={default})\n",
        "to_json_data": (
            "    def to_json_data(self):\n"
            f"        return {{**super(Own, self).to_json_data(), {name!r}: {default}}}\n"
        ),
    }
    code = f"@attr.s\nclass Own(Dashboard):\n{bodies[way]}board = Own(title='x')\n"
    assert compile_board(make_project, code)[name] == expected


def test_values_written_by_to_json_data_are_kept(make_project: MakeProject) -> None:
    code = """
class Own(Stat):
    def to_json_data(self):
        data = super().to_json_data()
        data["options"]["reduceOptions"]["calcs"] = ["mean"]
        data["maxDataPoints"] = 100
        return data

board = Dashboard(title="x", panels=[Own(title="A")])
"""
    (panel,) = compile_board(make_project, code)["panels"]
    assert panel["options"]["reduceOptions"]["calcs"] == ["mean"]
    assert panel["maxDataPoints"] == 100
