from __future__ import annotations

from typing import Any

import pytest

from boardwright.checks.rules.overlapping_panels import check
from checks.views import board, messages
from schema.v2.boards import grid, item, panel, row, rows, tab, tabs


def at(x: float, y: float, w: float, h: float, **raw: Any) -> dict[str, Any]:
    return {"id": 1, "type": "stat", "gridPos": {"x": x, "y": y, "w": w, "h": h}, **raw}


@pytest.mark.parametrize(
    "panels",
    [
        [at(0, 0, 12, 8, title="A"), at(6, 4, 12, 8)],
        [at(6, 4, 12, 8), at(0, 0, 12, 8, title="A")],
        [at(0, 0, 12, 8, title="A"), at(0, 0, 12, 8)],
        [at(0, 0, 24, 1, type="row", title="A", collapsed=False), at(0, 0, 12, 8)],
        [at(0, 9, 24, 1, type="row", panels=[at(0, 0, 6, 4, title="A"), at(3, 0, 6, 4)])],
    ],
)
def test_a_panel_that_overlaps_another_is_reported(panels: list[dict[str, Any]]) -> None:
    found = messages(check, board(panels=panels))
    assert len(found) == 1
    assert found[0].startswith("the panel overlaps ")


@pytest.mark.parametrize(
    "panels",
    [
        [at(0, 0, 12, 8), at(12, 0, 12, 8), at(0, 8, 24, 8)],
        [at(0, 0, 12, 8), at(0, 50, 12, 8)],
        [at(0, 0, 12, 8), at(0, 8, 24, 1, type="row", panels=[at(0, 0, 12, 8)])],
        [at(0, 0, 12, 8), at(0, 0, 12, 8, repeatPanelId=1)],
        [at(0, 0, 12, 8), {"id": 2, "type": "stat"}],
        [at(10**300, 0, 1.5, 8), at(0, 0, 1.5, 8)],
        # a real Grafana 12.4.3 cuts off fractions: 0 + 7, and 0 + 4 lines
        [at(0, 0, 7.8, 4.5), at(7, 0.4, 8.9, 4.99), at(0, 4, 24, 4)],
    ],
)
def test_panels_that_do_not_overlap_are_not_reported(panels: list[dict[str, Any]]) -> None:
    assert messages(check, board(panels=panels)) == []


def test_positions_in_classic_rows_have_no_effect() -> None:
    row = {"panels": [at(0, 0, 12, 8), at(0, 0, 12, 8)]}
    assert messages(check, board(rows=[row])) == []


def test_many_overlapping_panels_give_one_finding() -> None:
    found = messages(check, board(panels=[at(0, 0, 12, 8, title="A")] * 9))
    assert found == ["8 panels overlap other panels; the first is 'A'"]


@pytest.mark.parametrize("kind", ["tabs", "rows"])
@pytest.mark.parametrize(("x", "count"), [(12, 0), (6, 1)])
def test_tabs_and_rows_of_schema_v2_are_checked_one_by_one(kind: str, x: int, count: int) -> None:
    """Each tab and row counts its lines from 0, so that panels of two of them never overlap."""
    elements = {f"panel-{n}": panel(f"P{n}", id=n) for n in (1, 2, 3)}
    first = grid(item("panel-1", 0, 0, 12, 8), item("panel-2", x, 4, 12, 8))
    second = grid(item("panel-3", 0, 0, 24, 8))
    layout = (
        tabs(tab("A", first), tab("B", second))
        if kind == "tabs"
        else rows(row("A", first), row("B", second))
    )
    assert len(messages(check, board(elements=elements, layout=layout))) == count
