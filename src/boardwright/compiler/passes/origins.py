"""Remove the keys in which boardwright stores remarks, and the file and line of each panel."""

from __future__ import annotations

from typing import Any

from boardwright.compiler.context import CompilerContext
from boardwright.compiler.edit import drop_keys
from boardwright.schema.board_traversal import map_items
from boardwright.schema.document import ORIGIN, REMARKS, Board

PRIVATE = frozenset({ORIGIN, REMARKS})
_MARKS = (ORIGIN.encode(), REMARKS.encode())


def run(board: Board, context: CompilerContext) -> Board:
    """Return a complete copy of the board without boardwright's private keys."""
    return _copy_object(board)


def drop_private_keys(board: Board, context: CompilerContext) -> Board:
    """Return the board without private keys in its panels, queries, variables and annotations.

    The function does not copy the rest of the board. The caller must check with `is_bare` that the
    board's JSON text contains no private key.
    """
    return _drop_usual_keys(board)


def is_bare(text: bytes) -> bool:
    """Return whether a board's JSON text contains no private key."""
    return not any(mark in text for mark in _MARKS)


def _drop_usual_keys(owner: Board) -> Board:
    owner = drop_keys(owner, ORIGIN, REMARKS)
    for key in ("panels", "targets"):
        owner = map_items(owner, key, _drop_usual_keys)
    for key in ("templating", "annotations"):
        if key in owner:
            owner = {**owner, key: map_items(owner[key], "list", _drop_usual_keys)}
    return owner


def _copy_object(value: Board) -> Board:
    return {
        key: _copy_value(item) if isinstance(item, (dict, list)) else item
        for key, item in value.items()
        if key not in PRIVATE
    }


def _copy_value(value: Any) -> Any:
    if isinstance(value, dict):
        return _copy_object(value)
    return [_copy_value(item) if isinstance(item, (dict, list)) else item for item in value]
