"""Finds and removes the tags that boardwright adds to the boards of each project, such as
`boardwright:shop`.
"""

from __future__ import annotations

from boardwright.schema.dashboard import Dashboard
from boardwright.schema.document import Board
from boardwright.schema.owner_tag import is_owner_tag


def list_owner_tags(board: Board) -> list[str]:
    """Return the tags of a board that name boardwright projects, such as `boardwright:shop`."""
    return [tag for tag in Dashboard(board).tags if is_owner_tag(tag)]


def remove_owner_tags(board: Board) -> Board:
    """Return a board without the tags that name boardwright projects, such as
    `boardwright:shop`.
    """
    if not list_owner_tags(board):
        return board
    return {**board, "tags": [tag for tag in board["tags"] if not is_owner_tag(tag)]}
