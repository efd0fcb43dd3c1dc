"""A text report of many changed boards counts the boards; with `every`, it lists all of them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from boardwright.commands.diffing.diff import BoardDiff, DiffResult
from boardwright.diff.board_comparison import compare_board
from boardwright.diff.shared_changes import SharedChange
from boardwright.report.diff_summary import MOST_LINES, format_diff_report, format_shared_report
from boardwright.report.diff_text import format_diff_lines
from diff.boards import board, panel, query


def with_metric(number: int, metric: str) -> dict[str, Any]:
    """Return a board with one panel that queries a metric."""
    targets = [query(f"{metric}_{number}")]
    return board(panel("A", 1, targets=targets), uid=f"b{number}", title=f"Board {number}")


def changed_boards(count: int) -> DiffResult:
    """Return a diff of boards in three folders. The query of each board changed differently, except
    that every tenth board is new.
    """
    boards = []
    for number in range(count):
        is_new, folder = number % 10 == 0, f"Folder {number % 3}"
        before = None if is_new else with_metric(number, "old")
        change = compare_board(before, with_metric(number, "new"))
        placed = replace(change, folder_before=None if is_new else folder, folder_after=folder)
        boards.append(BoardDiff(change=placed))
    return DiffResult(before="main", after="here", boards=tuple(boards), errors=())


def shared_change(boards: tuple[tuple[str, str], ...]) -> SharedChange:
    return SharedChange(
        boards=boards, kind="changed", panels=("A",), type="stat", place=None, changes=()
    )


def test_few_changes_are_listed_one_by_one() -> None:
    few = changed_boards(10)
    assert list(format_diff_report(few)) == list(format_diff_lines(few))
    assert '+ board "Board 0" (b0) in Folder 0: created' in format_diff_report(few)


def test_many_changes_are_counted_by_folder() -> None:
    """300 boards in three folders. The 30 new boards 0, 10, 20, ... have the remainders 0, 1, 2,
    0, ... by 3, so each folder has 10 new and 100 - 10 = 90 changed boards.
    """
    many = changed_boards(300)
    assert len(list(format_diff_lines(many))) > MOST_LINES
    assert list(format_diff_report(many)) == [
        "main -> here",
        "",
        "CREATED  REMOVED  CHANGED  FOLDER",
        "10       0        90       Folder 0",
        "10       0        90       Folder 1",
        "10       0        90       Folder 2",
        "",
        "300 boards: 30 created, 270 changed",
        "Not every change is listed, because the report has more than 1000 lines: pass --all or"
        " --format json to list all.",
    ]
    assert list(format_diff_report(many, every=True)) == list(format_diff_lines(many))


def test_a_shared_change_lists_ten_boards() -> None:
    boards = tuple((f"b{number}", f"Board {number}") for number in range(12))
    shared = shared_change(boards)
    *_, titles, more = format_shared_report([shared], every=False)
    assert titles.endswith("Board 8, Board 9")
    assert more.strip() == "and 2 more boards"
    assert "Board 11" in list(format_shared_report([shared], every=True))[-1]


def test_many_shared_changes_are_counted() -> None:
    """Each change has two lines: the heading and the titles. 250 changes have 500 lines."""
    shared = shared_change((("a", "A"), ("b", "B")))
    *lines, last = format_shared_report([shared] * 260, every=False)
    assert last == "and 10 more changes that several boards share"
    assert sum("2 boards" in line for line in lines) == 250
