"""Converts compiled declarations and JSON files to boards for the checks."""

from __future__ import annotations

from typing import Any

from boardwright.checks.views.board_context import BoardSource
from boardwright.errors import NotABoardError
from boardwright.schema.board_result import BoardResult
from boardwright.schema.document import Place
from boardwright.schema.envelopes import is_v2, open_envelopes
from boardwright.schema.v2 import v2alpha1
from boardwright.schema.v2.v2_board import read_v2_spec


def source_of_declaration(board: BoardResult, *, folder: str) -> BoardSource:
    """Convert a compiled declaration to a board for the checks."""
    return BoardSource(
        body=board.body,
        place=board.place,
        form="declaration",
        folder=folder,
        panel_places=dict(board.panel_places),
    )


def source_of_json(data: Any, *, place: Place, folder: str = "") -> BoardSource:
    """Convert the board in a JSON file to a board for the checks.

    A JSON object around the board, such as a Kubernetes resource, is removed. The board is not
    migrated to a newer schema version.

    Args:
        data: The parsed JSON of the file.
        place: Path of the file.
        folder: The directory of the file.

    Raises:
        NotABoardError: The JSON is not a dashboard, or the dashboard has the schema v2alpha1.
    """
    envelope = open_envelopes(data, place)
    if not is_v2(envelope.body):
        return BoardSource(
            body=envelope.body, place=place, folder=folder, uid=envelope.uid, prefix=envelope.prefix
        )
    if v2alpha1.is_v2alpha1(envelope.body):
        raise NotABoardError(f"the board {v2alpha1.WHAT}", where=place, hint=v2alpha1.HINT)
    body, pointers = read_v2_spec(envelope.body)
    return BoardSource(
        body=body,
        place=place,
        form="v2",
        folder=folder,
        uid=envelope.uid,
        prefix=envelope.prefix,
        pointers=pointers,
        original=envelope.body,
    )
