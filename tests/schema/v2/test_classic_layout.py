from __future__ import annotations

from typing import Any

import pytest

from boardwright.schema.document import REMARKS
from boardwright.schema.extension import (
    is_tab,
    read_auto_grid,
    read_condition,
    read_extension,
    read_level,
)
from boardwright.schema.v1_form import list_v1_losses
from boardwright.schema.v2.v2_board import read_v2_board

from .boards import auto, board, grid, item, panel, row, rows, tab, tabs

Json = dict[str, Any]
ELEMENTS = {name: panel(name.upper(), id=n) for n, name in enumerate("abcd", 1)}


def laid(layout: Json) -> Json:
    return read_v2_board(board(elements=ELEMENTS, layout=layout))


def places(panels: list[Json]) -> list[tuple[Any, ...]]:
    """Return title, x, y, w and h of each panel, and the same of the panels in a row."""
    return [
        (
            p.get("title"),
            *(p["gridPos"][k] for k in "xywh"),
            *([places(p["panels"])] if p.get("collapsed") else []),
        )
        for p in panels
    ]


def test_a_grid_keeps_the_positions() -> None:
    found = laid(grid(item("a"), item("b", 12, 0, 12, 4), item("c", 0, 8, 24, 2)))
    assert places(found["panels"]) == [("A", 0, 0, 12, 8), ("B", 12, 0, 12, 4), ("C", 0, 8, 24, 2)]
    assert read_extension(found)["elements"].keys() == {"d"}  # shown nowhere in v2 either
    assert found[REMARKS] == (
        (
            "Grafana stores the element 'd' but does not show it, because the layout does not "
            "contain it"
        ),
    )


def test_rows_are_placed_below_each_other() -> None:
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
    assert list_v1_losses(found) == []
    assert REMARKS not in found


def test_a_first_row_without_a_header_is_omitted() -> None:
    first = row("", grid(item("a")), collapse=False, hideHeader=True)
    found = laid(
        rows(
            first,
            row("Two", grid(item("b"))),
            row("", grid(item("c"), item("d", 12)), hideHeader=True),
        )
    )
    assert places(found["panels"])[:3] == [
        ("A", 0, 0, 12, 8),
        ("Two", 0, 8, 24, 1),
        ("B", 0, 9, 12, 8),
    ]
    assert read_extension(found["panels"][3])["hideHeader"] is True
    assert list_v1_losses(found) == ["1 hidden row title is shown"]


def test_tabs_become_rows_and_inner_rows_follow_as_rows() -> None:
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
    rows_of_v1 = [panel for panel in found["panels"] if panel.get("type") == "row"]
    assert rows_of_v1[2]["repeat"] == "host"
    assert [is_tab(each) for each in rows_of_v1] == [True, True, False]
    assert [read_level(each) for each in rows_of_v1] == [0, 0, 1]
    assert list_v1_losses(found) == [
        "2 tabs become rows",
        "1 row in a row or tab becomes a top-level row",
        "1 element that v1 cannot show is left out",
    ]


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
def test_an_automatic_grid_gets_fixed_positions(spec: Json, expected: list[Any]) -> None:
    found = laid(auto("a", "b", "c", "d", **spec))
    assert [place[1 : 1 + len(expected[0])] for place in places(found["panels"])] == expected
    assert read_auto_grid(found) == spec
    assert list_v1_losses(found) == ["1 automatic grid becomes a fixed grid"]


def test_the_repeat_of_a_panel_is_converted() -> None:
    repeat = {"mode": "variable", "value": "host", "direction": "v", "maxPerRow": 4}
    found = laid(grid(item("a", repeat=repeat)))["panels"][0]
    assert (found["repeat"], found["repeatDirection"], found["maxPerRow"]) == ("host", "v", 4)


def test_conditions_of_rows_and_panels_are_kept() -> None:
    condition = {"kind": "ConditionalRenderingGroup", "spec": {"visibility": "show", "items": []}}
    automatic = auto("b", "c")
    automatic["spec"]["items"][1]["spec"]["conditionalRendering"] = condition
    found = laid(
        rows(
            row("One", grid(item("a")), conditionalRendering=condition),
            row("Two", automatic),
        )
    )
    by_title = {panel["title"]: panel for panel in found["panels"]}
    assert {title for title, panel in by_title.items() if read_condition(panel)} == {"One", "C"}
    assert read_condition(by_title["C"]) == condition
    assert "2 conditions are left out: v1 always shows the panels" in list_v1_losses(found)


def test_an_element_shown_twice_becomes_two_panels() -> None:
    first, second = laid(grid(item("a"), item("a", 12)))["panels"]
    assert (first["id"], first["title"], second["title"]) == (1, "A", "A")
    assert "id" not in second
    assert read_extension(first)["element"] == read_extension(second)["element"] == "a"


def test_an_item_without_an_element_keeps_its_position() -> None:
    lost = item("nowhere")
    found = laid(grid(item("a"), lost, item("b", 12), item("c"), item("d", 12)))
    assert [panel["title"] for panel in found["panels"]] == ["A", "B", "C", "D"]
    assert read_extension(found)["items"] == [[1, lost]]


def test_two_elements_with_one_id_are_remarked() -> None:
    elements = {"a": panel("A", id=3), "b": panel("B", id=3)}
    found = read_v2_board(board(elements=elements, layout=grid(item("a"), item("b", 12))))
    assert found[REMARKS] == (
        "2 elements have the id 3: boardwright gives all except one a new id",
    )


def test_an_unknown_layout_loses_no_panel() -> None:
    found = laid({"kind": "CanvasLayout", "spec": {"zoom": 2}})
    assert [p["title"] for p in found["panels"]] == ["A", "B", "C", "D"]
    assert read_extension(found)["layout"] == {"kind": "CanvasLayout", "spec": {"zoom": 2}}
    assert list_v1_losses(found) == ["the unknown layout 'CanvasLayout' becomes a grid"]


def test_an_unknown_layout_in_a_tab_shows_the_named_panels() -> None:
    canvas = {"kind": "CanvasLayout", "spec": {"shapes": [item("b")["spec"]["element"]]}}
    found = laid(tabs(tab("One", grid(item("a"), item("c"), item("d"))), tab("Two", canvas)))
    assert [p["title"] for p in found["panels"]] == ["One", "A", "C", "D", "Two", "B"]


def test_an_unknown_element_is_kept() -> None:
    cell = {"kind": "Cell", "spec": {"content": {"kind": "Markdown", "spec": {"text": "Hi"}}}}
    found = read_v2_board(board(elements={"a": panel("A"), "m": cell}, layout=grid(item("a"))))
    assert read_extension(found)["elements"] == {"m": cell}
    assert found[REMARKS] == (
        "boardwright does not know the kind 'Cell' of the element 'm', and keeps the element "
        "unchanged",
    )
