"""The text of `preview --against` lists the first pages, and groups a change of many boards."""

from __future__ import annotations

from typing import Any

from boardwright.commands.diffing.diff import BoardDiff, DiffResult
from boardwright.commands.previewing.preview_comparison import ComparisonResult, PreviewComparison
from boardwright.diff.board_comparison import compare_board
from boardwright.report.preview_comparison_report import (
    format_comparison_markdown,
    format_preview_comparison_lines,
)
from boardwright.report.text_format import LISTED
from diff.boards import board, panel

REST = "more: pass --all or --format json to list all"


def board_in_unit(number: int, unit: str) -> dict[str, Any]:
    fields = {"defaults": {"unit": unit}, "overrides": []}
    return board(panel("Up", 1, fieldConfig=fields), uid=f"b{number}", title=f"Board {number}")


def compared_boards(count: int) -> ComparisonResult:
    """Return a comparison of boards. The panel Up of each board has another unit than before."""
    changes = [
        compare_board(board_in_unit(each, "short"), board_in_unit(each, "bytes"))
        for each in range(count)
    ]
    boards = tuple(BoardDiff(change=change) for change in changes)
    return ComparisonResult(
        diffed=DiffResult(before="main", after="here", boards=boards, errors=()),
        comparisons=tuple(
            PreviewComparison(name=change.uid, change=change, before=None, after=None)
            for change in changes
        ),
    )


def report_lines(compared: ComparisonResult, *, every: bool = False) -> list[str]:
    pictures = [f"pages/{each.name}-after.png" for each in compared.comparisons]
    return [
        *format_preview_comparison_lines(compared, folder="pages", pictures=pictures, every=every)
    ]


def titles(count: int) -> str:
    return ", ".join(f"Board {number}" for number in range(count))


def test_all_pages_of_few_boards_are_listed() -> None:
    """12 pages and 12 pictures; the change of the twelve boards is one change with all titles."""
    lines = report_lines(compared_boards(12))
    assert lines[0] == "pages/b0.html  Board 0  changed"
    assert lines[12:24] == [f"pages/b{number}-after.png" for number in range(12)]
    assert lines[24:26] == ["", '~ in 12 boards: panel "Up": changed']
    assert lines[26].strip() == "unit: short -> bytes (bytes, IEC)"
    assert " ".join("".join(lines[27:-2]).split()) == f"boards: {titles(12)}"
    assert lines[-2:] == ["", "12 boards: 12 changed"]


def test_two_hundred_of_many_pages_are_listed() -> None:
    """230 - 200 = 30 pages and pictures are only counted; 230 - 10 = 220 titles are, too."""
    lines = report_lines(compared_boards(230))
    assert lines[LISTED - 1] == "pages/b199.html  Board 199  changed"
    assert lines[LISTED].strip() == f"and 30 pages {REST}"
    assert lines[2 * LISTED] == "pages/b199-after.png"
    assert lines[2 * LISTED + 1].strip() == f"and 30 pictures {REST}"
    assert lines[2 * LISTED + 3] == '~ in 230 boards: panel "Up": changed'
    assert [line.strip() for line in lines[2 * LISTED + 5 :]] == [
        f"boards: {titles(10)}", "and 220 more boards", "", "230 boards: 230 changed",
    ]  # fmt: skip


def test_all_pages_are_listed_with_the_option_all() -> None:
    """After 230 pages and 230 pictures: an empty line, the heading, the unit, then all titles."""
    lines = report_lines(compared_boards(230), every=True)
    assert lines[229] == "pages/b229.html  Board 229  changed"
    assert lines[459] == "pages/b229-after.png"
    assert " ".join("".join(lines[463:-2]).split()) == f"boards: {titles(230)}"
    assert lines[-1] == "230 boards: 230 changed"


def test_the_comment_escapes_the_address_of_the_pages() -> None:
    text = format_comparison_markdown(
        compared_boards(1), at='https://pages.example.org/a?b=1&c="2', pictures=["b0-after.png"]
    )
    address = "https://pages.example.org/a?b=1&amp;c=&#34;2"
    assert text.endswith(
        f'\n\n<a href="{address}/b0.html">b0</a>\n'
        f'<table><tr><th>after</th></tr><tr><td><img src="{address}/b0-after.png" width="460">'
        "</td></tr></table>\n"
    )
