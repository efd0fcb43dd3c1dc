from __future__ import annotations

from boardwright.compiler.passes.clones import run

from .helpers import CONTEXT, board

ORIGINAL = {"id": 1, "type": "stat", "repeat": "host", "scopedVars": {"host": {}}}
COPY = {"id": 2, "type": "stat", "repeatPanelId": 1, "repeatIteration": 7, "scopedVars": {}}


def test_copies_are_removed_and_the_original_remains() -> None:
    assert run(board(ORIGINAL, COPY), CONTEXT) == board({"id": 1, "type": "stat", "repeat": "host"})


def test_copies_inside_rows_are_removed() -> None:
    before = board({"type": "row", "id": 9, "panels": [ORIGINAL, COPY]})
    (row,) = run(before, CONTEXT)["panels"]
    assert [panel["id"] for panel in row["panels"]] == [1]


def test_a_copy_without_its_original_becomes_a_panel() -> None:
    (kept,) = run(board(COPY), CONTEXT)["panels"]
    assert kept == {"id": 2, "type": "stat"}


def test_copies_of_classic_rows_are_removed() -> None:
    rows = [{"repeat": "host", "panels": []}, {"repeatRowId": 1, "panels": []}]
    assert run(board(rows=rows), CONTEXT)["rows"] == rows[:1]


def test_boards_without_copies_are_not_copied() -> None:
    before = board({"id": 1}, {"id": 2})
    assert run(before, CONTEXT) is before
