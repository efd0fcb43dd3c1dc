"""A diff as JSON data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from boardwright.commands.diff import Diffed, DiffedBoard
from boardwright.diff.changes import BoardChange, Change, PanelChange
from boardwright.report.problems import error_json
from boardwright.schema.document import Place


def diff_json(diffed: Diffed) -> dict[str, Any]:
    """Return the result as JSON data; its schema is `docs/reference/diff.schema.json`."""
    return {
        "before": diffed.before,
        "after": diffed.after,
        "boards": [_board(board) for board in diffed.boards],
        "errors": [error_json(error) for error in diffed.errors],
    }


def changes_json(change: BoardChange, places: Mapping[int, Place]) -> dict[str, Any]:
    """Return what changed in a board and in its panels, with where those are written."""
    return {
        "changes": [_change(each) for each in change.changes],
        "panels": [_panel(each, places) for each in change.panels],
    }


def _board(board: DiffedBoard) -> dict[str, Any]:
    change = board.change
    return {
        "uid": change.uid,
        "title": change.title,
        "kind": change.kind,
        "folderBefore": change.folder_before,
        "folderAfter": change.folder_after,
        "place": str(board.place) if board.place else None,
        **changes_json(change, board.panel_places),
    }


def _panel(panel: PanelChange, places: Mapping[int, Place]) -> dict[str, Any]:
    place = None if panel.id is None else places.get(panel.id)
    return {
        "id": panel.id,
        "title": panel.title,
        "type": panel.type,
        "row": panel.row,
        "kind": panel.kind,
        "place": str(place) if place and panel.kind != "removed" else None,
        "changes": [_change(each) for each in panel.changes],
    }


def _change(change: Change) -> dict[str, Any]:
    sides = {"before": change.before, "after": change.after}
    return {"kind": change.kind, "path": change.path, "what": change.what, **sides}
