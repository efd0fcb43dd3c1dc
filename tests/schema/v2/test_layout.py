from __future__ import annotations

from typing import Any

import pytest

from boardwright.schema.document import REMARKS
from boardwright.schema.v2.v2_board import KEPT, classic_board

from .boards import auto, board, grid, item, panel, row, rows, tab, tabs

Json = dict[str, Any]
ELEMENTS = {name: panel(name.upper(), id=n) for n, name in enumerate("abcd", 1)}


def laid(layout: Json) -> Json:
    return classic_board(board(elements=ELEMENTS, layout=layout))


def places(panels: list[Json]) -> list[tuple[Any, ...]]:
    """Return title, x, y, w and h of each panel, and of a row what it holds."""
    return [
        (
            p.get("title"),
            *(p["gridPos"][k] for k in "xywh"),
            *([places(p["panels"])] if p.get("collapsed") else []),
        )
        for p in panels
    ]


def test_a_grid_is_taken_over() -> None:
    found = laid(grid(item("a"), item("b", 12, 0, 12, 4), item("c", 0, 8, 24, 2)))
    assert places(found["panels"]) == [("A", 0, 0, 12, 8), ("B", 12, 0, 12, 4), ("C", 0, 8, 24, 2)]
    assert found[KEPT].keys() == {"elements.d"}  # shown nowhere in v2 either


def test_rows_stand_below_each_other() -> None:
    found = laid(
        rows(
            row("One", grid(item("a"), item("b", 12))),
            row("Two", grid(item("c")), collapse=True),
            row("Three", grid(item("d", h=3))),
        )
    )
    assert places(found["panels"]) == [
        ("One", 0, 0, 24, 1),
        ("A", 0, 1, 12, 8),
        ("B", 12, 1, 12, 8),
        ("Two", 0, 9, 24, 1, [("C", 0, 10, 12, 8)]),
        ("Three", 0, 10, 24, 1),
        ("D", 0, 11, 12, 3),
    ]
    assert KEPT not in found
    assert REMARKS not in found


def test_a_first_row_without_header_is_none() -> None:
    found = laid(
        rows(
            row("", grid(item("a")), hideHeader=True),
            row("Two", grid(item("b"))),
            row("", grid(item("c"), item("d", 12)), hideHeader=True),
        )
    )
    assert places(found["panels"])[:3] == [
        ("A", 0, 0, 12, 8),
        ("Two", 0, 8, 24, 1),
        ("B", 0, 9, 12, 8),
    ]
    assert found[KEPT] == {"layout.spec.rows[2].spec.hideHeader": True}


def test_tabs_become_rows_and_inner_rows_their_siblings() -> None:
    inner = rows(row("Inner", grid(item("b")), repeat={"mode": "variable", "value": "host"}))
    found = laid(tabs(tab("First", grid(item("a"), item("c", 12))), tab("Second", inner)))
    assert places(found["panels"]) == [
        ("First", 0, 0, 24, 1),
        ("A", 0, 1, 12, 8),
        ("C", 12, 1, 12, 8),
        ("Second", 0, 9, 24, 1),
        ("Inner", 0, 10, 24, 1),
        ("B", 0, 11, 12, 8),
    ]
    assert found["panels"][4]["repeat"] == "host"
    assert found[KEPT].keys() == {"layout.kind", "elements.d"}
    assert found[KEPT]["layout.kind"] == "TabsLayout"
    assert found[REMARKS] == (
        "its tabs are rows in v1, one below the other",
        "its rows in rows or tabs become rows one after the other in v1",
        "`elements.d` of its v2 form cannot be expressed in v1: it is kept under `fromV2`",
    )


def test_rows_in_a_collapsed_row_are_collapsed_too() -> None:
    found = laid(rows(row("Out", rows(row("In", grid(item("a")))), collapse=True)))
    assert places(found["panels"]) == [
        ("Out", 0, 0, 24, 1, []),
        ("In", 0, 1, 24, 1, [("A", 0, 2, 12, 8)]),
    ]


@pytest.mark.parametrize(
    ("spec", "expected"),
    [
        ({}, [(0, 0, 8, 9), (8, 0, 8, 9), (16, 0, 8, 9), (0, 9, 8, 9)]),
        ({"maxColumnCount": 2, "rowHeightMode": "short"}, [(0, 0), (12, 0), (0, 5), (12, 5)]),
        ({"maxColumnCount": 9, "columnWidthMode": "narrow"}, [(0, 0), (6, 0), (12, 0), (18, 0)]),
        ({"columnWidthMode": "custom", "columnWidth": 900}, [(0, 0), (0, 9), (0, 18), (0, 27)]),
        ({"rowHeightMode": "custom", "rowHeight": 100}, [(0, 0), (8, 0), (16, 0), (0, 3)]),
    ],
)
def test_an_automatic_grid_is_laid_out(spec: Json, expected: list[Any]) -> None:
    found = laid(auto("a", "b", "c", "d", **spec))
    assert [place[1 : 1 + len(expected[0])] for place in places(found["panels"])] == expected
    assert found[KEPT] == {
        "layout.kind": "AutoGridLayout",
        **{f"layout.spec.{key}": value for key, value in spec.items()},
    }
    assert found[REMARKS] == ("its automatic grid is a fixed one in v1, as a wide screen shows it",)


def test_panels_that_repeat() -> None:
    repeat = {"mode": "variable", "value": "host", "direction": "v", "maxPerRow": 4}
    found = laid(grid(item("a", repeat=repeat)))["panels"][0]
    assert (found["repeat"], found["repeatDirection"], found["maxPerRow"]) == ("host", "v", 4)


def test_conditions_are_kept_by_their_path() -> None:
    condition = {"kind": "ConditionalRenderingGroup", "spec": {"visibility": "show", "items": []}}
    found = laid(rows(row("One", grid(item("a")), conditionalRendering=condition)))
    path = "layout.spec.rows[0].spec.conditionalRendering"
    assert found[KEPT][path] == condition
    assert f"`{path}` of its v2 form cannot be expressed in v1" in str(found[REMARKS])


def test_an_element_shown_twice_is_two_panels() -> None:
    first, second = laid(grid(item("a"), item("a", 12)))["panels"]
    assert (first["id"], first["title"], second["title"]) == (1, "A", "A")
    assert "id" not in second


def test_a_reference_to_nothing_is_kept() -> None:
    found = laid(grid(item("nowhere")))
    assert found["panels"] == []
    assert found[KEPT]["layout.spec.items[0].spec.element.name"] == "nowhere"


def test_a_layout_of_tomorrow_loses_no_panel() -> None:
    found = laid({"kind": "CanvasLayout", "spec": {"zoom": 2}})
    assert [p["title"] for p in found["panels"]] == ["A", "B", "C", "D"]
    assert found[KEPT] == {"layout.kind": "CanvasLayout", "layout.spec": {"zoom": 2}}
