"""Pass `origins`: the last one; takes off what told the passes where things were written."""

from __future__ import annotations

from typing import Any

from boardwright.compile.context import Context
from boardwright.schema.document import ORIGIN, REMARKS, Board

PRIVATE = frozenset({ORIGIN, REMARKS})


def run(board: Board, context: Context) -> Board:
    """Return the board as plain JSON that shares nothing with what it was made from."""
    return _object(board)


def _object(value: Board) -> Board:
    return {
        key: _plain(item) if isinstance(item, (dict, list)) else item
        for key, item in value.items()
        if key not in PRIVATE
    }


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return _object(value)
    return [_plain(item) if isinstance(item, (dict, list)) else item for item in value]
