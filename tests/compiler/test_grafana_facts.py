"""Boards of every panel class of grafanalib, checked as a real Grafana 12.2 checks them.

The facts in `facts.py` were learned there: its `POST /apis/dashboard.grafana.app/v1beta1/...`
accepted each of these boards and returned it unchanged.
"""

from __future__ import annotations

from typing import Any

import pytest
from grafanalib import core
from hypothesis import given, settings

from boardwright.schema.board_traversal import iter_panels
from library.plain import plain

from .facts import refusals
from .grafanalib_panels import CLASSES, OPTIONS, SHARED
from .helpers import compile_board
from .strategies import boards


def panel_of(kind: str, *, options: bool, shared: bool) -> Any:
    arguments = {"title": kind} | (OPTIONS[kind] if options else {})
    if shared and kind not in ("AlertList", "RowPanel"):
        arguments |= SHARED
    return CLASSES[kind](**arguments)


@pytest.mark.parametrize("kind", sorted(CLASSES))
@pytest.mark.parametrize("options", [False, True])
@pytest.mark.parametrize("shared", [False, True])
@pytest.mark.parametrize("in_rows", [False, True])
def test_boards_with_each_class_of_grafanalib_are_accepted(
    kind: str, options: bool, shared: bool, in_rows: bool
) -> None:
    panels = [panel_of(kind, options=options, shared=shared) for _ in range(3)]
    rows = [core.Row(title="R", panels=panels)] if in_rows and kind != "RowPanel" else []
    dashboard = core.Dashboard(title="T", panels=[] if rows else panels, rows=rows)
    body = compile_board(plain(dashboard), "grafanalib")
    assert refusals(body) == []
    assert sum(panel.get("title") == kind for panel in iter_panels(body)) == 3


@settings(max_examples=200, deadline=None)
@given(boards())
def test_boards_of_any_shape_are_accepted(body: dict[str, Any]) -> None:
    assert refusals(compile_board(body)) == []


def test_uncompiled_output_of_grafanalib_would_be_refused() -> None:
    stat = core.Stat(title="S", gridPos=core.GridPos(h=8, w=12, x=0, y=0))
    found = refusals(plain(core.Dashboard(title="T", uid="x", panels=[stat])))
    assert {"schemaVersion", "gnetId is None"} <= set(found)
    assert any("cacheTimeout is None" in what for what in found)
