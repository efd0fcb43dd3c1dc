"""Formats the result of `boardwright diff` as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from boardwright.commands.diffing.alert_group_diff import GroupDiff
from boardwright.commands.diffing.diff import BoardDiff, DiffResult
from boardwright.diff.changes import BoardChange, Change, GroupChange, PanelChange, RuleChange
from boardwright.diff.shared_changes import SharedChange
from boardwright.report.problems import error_json
from boardwright.schema.document import Place


def diff_json(result: DiffResult) -> dict[str, Any]:
    """Return the result of a diff as JSON data that follows the schema
    `docs/reference/diff.schema.json`.
    """
    return {
        "before": result.before,
        "after": result.after,
        "boards": [_board(board) for board in result.boards],
        "shared": [_shared_json(each) for each in result.split_shared()[0]],
        "groups": [_group(group) for group in result.groups],
        "errors": [error_json(error) for error in result.errors],
    }


def changes_json(change: BoardChange, places: Mapping[int, Place]) -> dict[str, Any]:
    """Return the changes of a board and its panels, with the file and line of each declaration."""
    return {
        "changes": [_change(each) for each in change.changes],
        "panels": [_panel(each, places) for each in change.panels],
    }


def rule_changes_json(change: GroupChange, places: Mapping[str, Place]) -> dict[str, Any]:
    """Return the changes of an alert group and its rules, with file and line of each
    declaration."""
    return {
        "changes": [_change(each) for each in change.changes],
        "rules": [_rule(each, places) for each in change.rules],
    }


def _board(board: BoardDiff) -> dict[str, Any]:
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


def _shared_json(shared: SharedChange) -> dict[str, Any]:
    return {
        "boards": [uid for uid, _ in shared.boards],
        "kind": shared.kind or "changed",
        "panels": list(shared.panels),
        "place": str(shared.place) if shared.place else None,
        "changes": [_change(each) for each in shared.changes],
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


def _group(group: GroupDiff) -> dict[str, Any]:
    change = group.change
    return {
        "name": change.title,
        "folder": change.folder,
        "kind": change.kind,
        "place": str(group.place) if group.place else None,
        **rule_changes_json(change, group.rule_places),
    }


def _rule(rule: RuleChange, places: Mapping[str, Place]) -> dict[str, Any]:
    place = None if rule.kind == "removed" else places.get(rule.uid)
    return {
        "uid": rule.uid,
        "title": rule.title,
        "kind": rule.kind,
        "place": str(place) if place else None,
        "changes": [_change(each) for each in rule.changes],
    }


def _change(change: Change) -> dict[str, Any]:
    sides = {"before": change.before, "after": change.after}
    return {"kind": change.kind, "path": change.path, "what": change.what, **sides}
