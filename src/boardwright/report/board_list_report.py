"""Formats the result of `boardwright list` as a table and as JSON."""

from __future__ import annotations

from collections.abc import Iterator

from boardwright.commands.board_list import BoardCounts, BoardEntry, BoardList
from boardwright.notation.plurals import format_quantity
from boardwright.report.json_values import to_json_value
from boardwright.report.text_format import format_table, iter_first_lines
from boardwright.schema.document import Json

HEADER = ("UID", "TITLE", "FOLDER", "PANELS", "SCHEMA", "DECLARED AT")


def format_list_lines(boards: BoardList) -> Iterator[str]:
    """Yield the lines of a table with one row for each board."""
    rows = [_format_cells(board) for board in boards.boards]
    yield from format_table(HEADER, rows) if rows else ["  ".join(HEADER)]


def format_count_lines(counts: BoardCounts) -> Iterator[str]:
    """Yield the lines of two tables: the number of boards in each Grafana folder, and the number of
    boards of each owner in CODEOWNERS.
    """
    within = format_quantity(len(counts.folders), "folder")
    yield f"{format_quantity(counts.boards, 'board')} in {within}"
    for noun, numbers in (("folder", counts.folders), ("owner", counts.owners)):
        rows = [(name, str(number)) for name, number in numbers.items()]
        if rows:
            yield ""
            header, *lines = format_table((noun.upper(), "BOARDS"), rows)
            yield header
            yield from iter_first_lines(lines, noun, hint="pass --all to list each board")
    yield ""
    yield "To list boards, select a folder with --folder or an owner with --owner, or pass --all."


def _format_cells(board: BoardEntry) -> tuple[str, ...]:
    schema = f"{board.schema}, simplified" if board.losses else board.schema
    panels = str(len(board.panels))
    return (board.uid, board.title, board.folder, panels, schema, str(board.place))


def format_list_json(boards: BoardList) -> Json:
    """Return JSON data that follows the schema `docs/reference/list.schema.json`."""
    return {"boards": to_json_value(boards.boards), "errors": to_json_value(boards.errors)}
