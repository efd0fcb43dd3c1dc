from __future__ import annotations

from typing import Any

import pytest

from boardwright.compiler.passes.nesting import run

from .helpers import CONTEXT, board


def row(title: str, *panels: Any, collapsed: bool = False) -> dict[str, Any]:
    return {"type": "row", "title": title, "collapsed": collapsed, "panels": list(panels)}


A, B, C = ({"type": "stat", "title": title} for title in "ABC")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ([row("R", A, B)], [row("R"), A, B]),
        ([row("R", A, collapsed=True), B], [row("R", A, collapsed=True), B]),
        ([row("R", A, row("S", B), C)], [row("R"), A, C, row("S"), B]),
        (
            [row("R", A, row("S", B), C, collapsed=True)],
            [row("R", A, C, collapsed=True), row("S"), B],
        ),
        (
            [row("R", row("S", row("T", A), collapsed=True))],
            [row("R"), row("S", collapsed=True), row("T"), A],
        ),
        ([{"type": "row", "title": "R"}], [row("R")]),
        ([{**A, "panels": [B]}, C], [A, B, C]),
        ([row("R", {**A, "panels": [B]}, collapsed=True)], [row("R", A, B, collapsed=True)]),
    ],
)
def test_rows_inside_rows_are_moved_to_the_top(before: list[Any], after: list[Any]) -> None:
    assert run(board(*before), CONTEXT)["panels"] == after
