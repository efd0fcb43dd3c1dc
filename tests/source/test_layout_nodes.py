"""Boards of schema v2 as calls of the library's functions, loaded again as modules."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from schema.v2.boards import Json, auto, board, grid, item, panel, row, rows, tab, tabs
from support import ROOT

from .round_trip import judge_source, source_of

RECORDED = ROOT / "tests/recordings/grafana-12.4/v2-exchanges.json"
ELEMENTS = {f"panel-{number}": panel(f"P{number}", id=number) for number in (1, 2, 3)}
WIDE = {"maxColumnCount": 2, "columnWidthMode": "wide", "rowHeightMode": "custom", "rowHeight": 200}
STANDARD = {"maxColumnCount": 3, "columnWidthMode": "standard", "rowHeightMode": "standard"}


def condition(kind: str, **spec: Any) -> Json:
    return {"kind": f"ConditionalRendering{kind}", "spec": spec}


def group(*items: Json, visibility: str = "show", joined_by: str = "and") -> Json:
    spec = {"visibility": visibility, "condition": joined_by, "items": [*items]}
    return {"conditionalRendering": {"kind": "ConditionalRenderingGroup", "spec": spec}}


ON = condition("Variable", variable="job", operator="notMatches", value="a.*")
DATA = condition("Data", value=False)
SHORT = condition("TimeRangeSize", value="7d")


@pytest.mark.parametrize(
    ("layout", "calls"),
    [
        (auto("panel-1", "panel-2", "panel-3", **STANDARD), ["panels=auto_grid("]),
        (
            auto("panel-1", "panel-2", "panel-3", **WIDE),
            ["columns=2,", 'width="wide",', "height=200,"],
        ),
        (
            tabs(
                tab("A", auto("panel-1", **STANDARD), **group(ON)),
                tab("B", grid(item("panel-2"), item("panel-3", 12)), **group(DATA)),
            ),
            [
                "panels=tabs(",
                'show=show_when(variable="job", not_matches="a.*")',
                "show=show_when_data(False)",
            ],
        ),
        (
            tabs(
                tab(
                    "A",
                    rows(
                        row("R", grid(item("panel-1"), item("panel-2", 12)), **group(SHORT)),
                        row("S", auto("panel-3", **STANDARD), **group(ON, DATA)),
                    ),
                ),
            ),
            ["*row(", 'show_when_range(shorter_than="7d")', "show=all_of("],
        ),
        (
            tabs(
                tab("A", grid(item("panel-1"), item("panel-2", 12), item("panel-3", 0, 8))),
                tab("New tab", auto(**STANDARD)),
                tab("B", rows(row("S", auto(**WIDE)))),
            ),
            ['tab("New tab", auto_grid([]))', '*row("S", auto_grid([], columns=2'],
        ),
        (
            rows(
                row("R", tabs(tab("A", grid(item("panel-1"))), tab("B", grid(item("panel-2"))))),
                row(
                    "S",
                    auto("panel-3", **STANDARD),
                    **group(ON, SHORT, visibility="hide", joined_by="or"),
                ),
            ),
            ["tabs(", "show=any_of(", "hide=True"],
        ),
    ],
)
def test_layouts_become_calls_that_compile_to_the_same_board(
    layout: Json, calls: list[str], tmp_path: Path
) -> None:
    spec = board(elements=ELEMENTS, layout=layout, uid="b", description="")
    source = source_of(spec)
    assert [call for call in calls if call not in source] == []
    assert "$v2" not in source.replace('{"$v2": {"storedWith": "12.4.0"}}', "")
    assert judge_source(spec, source, tmp_path).differences == ()


def test_the_recorded_board_becomes_calls_of_the_library(tmp_path: Path) -> None:
    """Tabs, a row in a tab, an automatic grid, a condition and a switch."""
    spec = json.loads(RECORDED.read_text())[0]["request"]["body"]["spec"] | {"uid": "b"}
    source = source_of(spec)
    for call in ("tabs(", "auto_grid(", "show_when(variable=", 'switch("detail")'):
        assert call in source
    assert judge_source(spec, source, tmp_path).differences == ()


@pytest.mark.parametrize(
    "layout",
    [
        rows(row("R", grid(item("panel-1"))), row("H", grid(item("panel-2")), hideHeader=True)),
        tabs(tab("A", grid(item("panel-1")), unknown={"key": 1})),
        {"kind": "CanvasLayout", "spec": {"items": []}},
        auto("panel-1", maxColumnCount=3, gap=4),
    ],
)
def test_other_parts_of_a_layout_are_kept_as_json(layout: Json, tmp_path: Path) -> None:
    spec = board(elements=ELEMENTS, layout=layout, uid="b")
    source = source_of(spec)
    assert '"$v2"' in source
    assert judge_source(spec, source, tmp_path).differences == ()
