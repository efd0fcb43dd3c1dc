"""Values of v2 boards that Grafana changes only in older boards: an imported module keeps them.

A board of v2 is imported, and the module is compiled to v2 again. In the board of this file, each
value differs from the value that boardwright writes to boards of v1: a constant is shown, a query
variable is never refreshed, a query has `range: false`, the board offers no refresh intervals, and
the panels were stored by two versions of a plugin.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from boardwright.compiler.pipeline import compile_document
from boardwright.schema.v2.v2_spec import write_v2_spec
from schema.v2.boards import board, data, grid, item, panel, query
from schema.v2.test_v2_spec import ASKED, PUBLIC, Json, variable

from .round_trip import CONTEXT, load_source, source_of

KEYS = ("hide", "refresh", "version", "range", "instant", "autoRefreshIntervals", "regex", "sort")
"""Keys whose stored values must stay."""


def shown(title: str, number: int, version: str) -> Json:
    asked = query("up")
    asked["spec"]["query"]["spec"]["range"] = False
    found = panel(title, id=number, data=data(asked))
    found["spec"]["vizConfig"]["version"] = version
    return found


OWN = board(
    timeSettings={"autoRefreshIntervals": []},
    variables=[
        variable("ConstantVariable", "shown", query="c", current={"text": "c", "value": "c"}),
        variable("QueryVariable", "asked", query=ASKED, refresh="never"),
    ],
    elements={
        "panel-1": shown("One", 1, "12.3.3"),
        "panel-2": shown("Two", 2, "12.4.0"),
        "panel-3": shown("Three", 3, "12.3.3"),
    },
    layout=grid(item("panel-1"), item("panel-2", 12), item("panel-3", 0, 8)),
)
STORED = ("VM_EVCC_TAB_All-time", "VM_EVCC_TAB_Today-Details", "sample-dashboard")
BOARDS = [
    pytest.param(OWN, id="own"),
    *(pytest.param(each.values[1], id=each.id) for each in PUBLIC if each.id in STORED),
]


def read_values(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Yield each value under one of `KEYS`, with its path."""
    if isinstance(value, list):
        for index, each in enumerate(value):
            yield from read_values(each, f"{path}/{index}")
    elif isinstance(value, dict):
        for key, each in value.items():
            if key in KEYS and not isinstance(each, dict):
                yield f"{path}/{key}", each
            else:
                yield from read_values(each, f"{path}/{key}")


def import_board(spec: Json, folder: Path) -> Json:
    """Return the v2 spec to which the module of an imported board compiles."""
    document = load_source(source_of({**spec, "uid": "imported"}), folder)
    return write_v2_spec(compile_document(document, CONTEXT).body)


@pytest.mark.parametrize("spec", BOARDS)
def test_stored_values_are_kept_by_an_import(spec: Json, tmp_path: Path) -> None:
    """`instant: false` is Grafana's default, so the module leaves it out."""
    found = dict(read_values(import_board(spec, tmp_path)))
    stored = {path: each for path, each in read_values(spec) if not path.startswith("/annotations")}
    assert {
        path: (each, found.get(path))
        for path, each in stored.items()
        if found.get(path) != each and not (path.endswith("/instant") and each is False)
    } == {}


def test_the_module_names_the_usual_version_once() -> None:
    """Two panels have 12.3.3, the version of the board; only the third panel names its version."""
    source = source_of({**OWN, "uid": "imported"})
    assert source.count("12.3.3") == 1
    assert source.count('"pluginVersion": "12.4.0"') == 1
