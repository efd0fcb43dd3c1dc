"""Remove the source positions that earlier passes used for their messages."""

from __future__ import annotations

from typing import Any

from boardwright.compiler.context import Context
from boardwright.compiler.edit import without
from boardwright.schema.document import ORIGIN, REMARKS, Board
from boardwright.schema.walking import map_items

PRIVATE = frozenset({ORIGIN, REMARKS})
_MARKS = (ORIGIN.encode(), REMARKS.encode())


def run(board: Board, context: Context) -> Board:
    """Return the board as plain JSON that shares nothing with the argument."""
    return _object(board)


def bare(board: Board, context: Context) -> Board:
    """Return the board without private keys in their usual places; everything else is shared.

    For those who write the text at once, and look with `is_bare` whether that was all.
    """
    return _bare(board)


def is_bare(text: bytes) -> bool:
    """Return whether a board's JSON may be free of private keys."""
    return not any(mark in text for mark in _MARKS)


def _bare(owner: Board) -> Board:
    owner = without(owner, ORIGIN, REMARKS)
    for key in ("panels", "targets"):
        owner = map_items(owner, key, _bare)
    for key in ("templating", "annotations"):
        if key in owner:
            owner = {**owner, key: map_items(owner[key], "list", _bare)}
    return owner


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
