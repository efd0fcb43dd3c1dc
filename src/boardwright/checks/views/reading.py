"""Boards to be checked, from compiled declarations and from JSON files."""

from __future__ import annotations

from typing import Any

from boardwright.checks.views.board_context import BoardSource
from boardwright.errors import NotABoardError
from boardwright.schema.compiled import CompiledBoard
from boardwright.schema.document import Place
from boardwright.schema.envelopes import DEPTH, INNER_KEYS, is_classic, is_v2
from boardwright.schema.json_object import Pointer
from boardwright.schema.v2.v2_board import classic_form


def source_of_declaration(board: CompiledBoard, *, folder: str) -> BoardSource:
    """Return a compiled declaration as a board to be checked."""
    return BoardSource(
        body=board.body,
        place=board.place,
        form="declaration",
        folder=folder,
        panel_places=dict(board.panel_places),
    )


def source_of_json(data: Any, *, place: Place, folder: str = "") -> BoardSource:
    """Return the board of a JSON file as it is stored: without its envelope, not migrated.

    Args:
        data: The parsed JSON.
        place: The file.
        folder: The folder.

    Raises:
        NotABoardError: The data is not a dashboard.
    """
    prefix: Pointer = ()
    uid = ""
    for _ in range(DEPTH):
        if not isinstance(data, dict):
            break
        if is_v2(data):
            body, pointers = classic_form(data)
            return BoardSource(
                body=body,
                place=place,
                form="v2",
                folder=folder,
                uid=uid,
                prefix=prefix,
                pointers=pointers,
                original=data,
            )
        inner = next((key for key in INNER_KEYS if isinstance(data.get(key), dict)), None)
        if is_classic(data) or (inner is None and "title" in data and "kind" not in data):
            return BoardSource(body=data, place=place, folder=folder, uid=uid, prefix=prefix)
        if inner is None or data.get("kind", "Dashboard") != "Dashboard":
            break
        metadata = data.get("metadata")
        name = metadata.get("name") if isinstance(metadata, dict) else None
        uid = uid or (name if isinstance(name, str) else "")
        data, prefix = data[inner], (*prefix, inner)
    raise NotABoardError(
        "the JSON is not a dashboard", where=place, hint="Give dashboards as Grafana exports them."
    )
