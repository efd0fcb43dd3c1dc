"""Formats the list of boards as a table and as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from boardwright.commands.board_list import BoardEntry, BoardList
from boardwright.report.json_values import json_object
from boardwright.report.text_format import table

HEADER = ("UID", "TITLE", "FOLDER", "PANELS", "SCHEMA", "DECLARED AT")


def list_lines(boards: BoardList) -> Iterator[str]:
    """Yield the lines of a table with one row for each board."""
    rows = [_row(board) for board in boards.boards]
    yield from table(HEADER, rows) if rows else ["  ".join(HEADER)]


def _row(board: BoardEntry) -> tuple[str, ...]:
    schema = f"{board.schema}, with losses" if board.losses else board.schema
    panels = str(len(board.panels))
    return (board.uid, board.title, board.folder, panels, schema, str(board.place))


def list_json(boards: BoardList) -> dict[str, Any]:
    """Return the list as JSON data, as `docs/reference/list.schema.json` describes it."""
    return json_object(boards, omit=("notes",))
