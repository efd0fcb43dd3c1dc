"""The list of boards as a table and as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from boardwright.commands.board_list import Listed, Listing
from boardwright.report.problems import error_json

HEADER = ("UID", "TITLE", "FOLDER", "PANELS", "DECLARED AT")


def list_lines(listing: Listing) -> Iterator[str]:
    """Yield a table with a line for each board."""
    rows = [HEADER, *(_row(board) for board in listing.boards)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEADER))]
    for row in rows:
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        yield "  ".join(cells).rstrip()


def _row(board: Listed) -> tuple[str, ...]:
    return (board.uid, board.title, board.folder, str(len(board.panels)), str(board.place))


def list_json(listing: Listing) -> dict[str, Any]:
    """Return the list as JSON data; its schema is `docs/reference/list.schema.json`."""
    return {
        "boards": [_board_json(board) for board in listing.boards],
        "errors": [error_json(error) for error in listing.errors],
    }


def _board_json(board: Listed) -> dict[str, Any]:
    return {
        "uid": board.uid,
        "title": board.title,
        "folder": board.folder,
        "folderUid": board.folder_uid,
        "place": str(board.place),
        "panels": [
            {
                "id": panel.id,
                "title": panel.title,
                "type": panel.type,
                "place": str(panel.place) if panel.place else None,
            }
            for panel in board.panels
        ],
    }
