from __future__ import annotations

import pytest

from boardwright.compiler.context import CompilerContext
from boardwright.compiler.passes.rows import LINE_BREAK, run
from boardwright.schema.document import ORIGIN, Origin

from .helpers import CONTEXT, PLACE, board, document, panels_of

A, B, C = ({"type": "stat", "title": title} for title in "ABC")

SIZE = {"span": 4, "height": "250px"}


def test_rows_with_a_shown_title_become_row_panels() -> None:
    rows = [
        {"title": "One", "showTitle": True, "panels": [A]},
        {"title": "Two", "collapse": True, "repeat": "job", "panels": [B], "height": "100px"},
    ]
    after = run(board(rows=rows), CONTEXT)
    assert "rows" not in after
    assert after["panels"] == [
        {"type": "row", "title": "One", "collapsed": False, "panels": [{**A, **SIZE}]},
        {
            "type": "row",
            "title": "Two",
            "collapsed": True,
            "panels": [{**B, "span": 4, "height": "100px"}],
            "repeat": "job",
        },
    ]


def test_rows_without_a_title_start_a_new_line() -> None:
    rows = [{"panels": [A, B]}, {"panels": []}, {"panels": [{**C, "height": 300}]}]
    assert run(board(rows=rows), CONTEXT)["panels"] == [
        {**A, **SIZE, LINE_BREAK: True},
        {**B, **SIZE},
        {**C, "span": 4, "height": 300, LINE_BREAK: True},
    ]


@pytest.mark.parametrize(
    "place",
    [
        {"h": 1, "w": 2, "x": 3, "y": 4},
        {"h": 0, "w": 0, "x": 0, "y": 0},
        {"h": 0, "w": 0},
        {"h": 0},
    ],
)
def test_a_position_has_no_effect_in_a_row(place: dict[str, int]) -> None:
    """A real Grafana 12.4.3 places these panels by span and height (recordings, step 12)."""
    rows = [{"panels": [{**A, "span": 6, "gridPos": place}, {**B, "span": 6}]}]
    places = [[p["gridPos"][k] for k in "xywh"] for p in panels_of({"rows": rows})]
    assert places == [[0, 0, 12, 7], [12, 0, 12, 7]]


def test_a_panel_with_its_own_size_gets_no_height() -> None:
    sized = {**A, "gridPos": {"h": 1, "w": 2}}
    (after,) = run(board(rows=[{"panels": [sized]}]), CONTEXT)["panels"]
    assert "height" not in after


def test_a_size_has_no_effect_in_a_row_of_a_stored_board() -> None:
    """6 of 12 spans are 12 columns, and 250 pixels are 7 lines of 38 pixels, rounded up."""
    body = board(rows=[{"panels": [{**A, "span": 6, "gridPos": {"h": 1, "w": 2}}]}])
    (after,) = run(body, CompilerContext(document=document(body, "json")))["panels"]
    assert after == {**A, "span": 6, "height": "250px", LINE_BREAK: True}


def test_a_row_of_grafanalib_among_panels_is_a_row() -> None:
    inner = {"title": "R", "showTitle": True, "collapse": False, "panels": [A]}
    (after,) = run(board(inner), CONTEXT)["panels"]
    assert after["type"] == "row"


def test_panels_of_rows_are_placed_after_other_panels() -> None:
    after = run(board(A, rows=[{"panels": [B]}]), CONTEXT)
    assert [panel["title"] for panel in after["panels"]] == ["A", "B"]


def test_spans_and_heights_become_places() -> None:
    rows = [
        {"showTitle": True, "title": "R", "panels": [{**A, "span": 4}, {**B, "span": 8}]},
        {"panels": [{**C, "span": 12}], "height": "500px"},
    ]
    places = [tuple(p["gridPos"][k] for k in "xywh") for p in panels_of({"rows": rows})]
    assert places == [(0, 0, 24, 1), (0, 1, 8, 7), (8, 1, 16, 7), (0, 8, 24, 1), (0, 9, 24, 14)]


def test_sizes_are_those_of_a_real_grafana() -> None:
    """Whole spans count, of 12; none is 4; no panel is lower than 3 lines."""
    rows = [
        {"height": "20px", "panels": [{**A, "span": 3}, {**B, "span": 3, "height": 100}]},
        {"height": 152, "panels": [{**A, "span": 2.4}, {**B, "span": 3.6}, {**C, "height": "50"}]},
        {"panels": [A, B, C]},
    ]
    sizes = [(p["gridPos"]["w"], p["gridPos"]["h"]) for p in panels_of({"rows": rows})]
    assert sizes == [(6, 3), (6, 3), (4, 4), (6, 4), (8, 3), (8, 7), (8, 7), (8, 7)]


def stat(title: str, *arguments: str, **fields: object) -> dict[str, object]:
    origin = Origin(place=PLACE, explicit_arguments=frozenset(arguments))
    return {"type": "stat", "title": title, ORIGIN: origin, **fields}


def test_panels_without_a_passed_width_share_the_row_equally() -> None:
    """grafanalib's `Row` gives five panels a span of 3 each, which is 15 of 12."""
    five = [stat(title, span=3) for title in "ABCDE"]
    widths = [panel["gridPos"]["w"] for panel in panels_of({"rows": [{"panels": five}]})]
    assert widths == [5, 5, 5, 5, 4]


def test_a_passed_width_is_kept() -> None:
    row = [
        stat("A", "span", span=6),
        stat("B", span=3),
        stat("C", span=3),
        stat("D", span=3),
    ]
    widths = [panel["gridPos"]["w"] for panel in panels_of({"rows": [{"panels": row}]})]
    assert widths == [12, 4, 4, 4]


@pytest.mark.parametrize(
    ("spans", "widths"),
    [
        # `None`: a dict; a number: an object whose span `Row` computed (3), or its author gave (6)
        ((None, None), [12, 12]),
        ((3, 3, 3, 3, 3), [5, 5, 5, 5, 4]),
        ((6, 3), [12, 6]),
    ],
)
def test_panels_of_other_classes_share_the_width_of_a_row(
    spans: tuple[int | None, ...], widths: list[int]
) -> None:
    panels = [{"type": "stat", "title": str(n), "span": span} for n, span in enumerate(spans)]
    row = {ORIGIN: Origin(place=PLACE, explicit_arguments=frozenset({"panels"})), "panels": panels}
    assert [panel["gridPos"]["w"] for panel in panels_of({"rows": [row]})] == widths
    stored = [4 * 2 if span is None else span * 2 for span in spans]
    assert [p["gridPos"]["w"] for p in panels_of({"rows": [{"panels": panels}]})] == stored
