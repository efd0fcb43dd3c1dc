"""Formats the result of `boardwright diff` as JSON."""

from __future__ import annotations

from collections.abc import Mapping

from boardwright.commands.diffing.alert_group_diff import GroupDiff
from boardwright.commands.diffing.diff import BoardDiff, DiffResult
from boardwright.diff.changes import BoardChange, Change, GroupChange, PanelChange, RuleChange
from boardwright.diff.shared_changes import SharedChange
from boardwright.report.json_values import to_json_value
from boardwright.schema.document import Json, Place


def format_diff_json(result: DiffResult) -> Json:
    """Return the result of a diff as JSON data that follows the schema
    `docs/reference/diff.schema.json`.
    """
    return {
        "before": result.before,
        "after": result.after,
        "boards": [_format_board_json(board) for board in result.boards],
        "shared": [_format_shared_json(each) for each in result.split_shared()[0]],
        "groups": [_format_group_json(group) for group in result.groups],
        "errors": to_json_value(result.errors),
    }


def format_changes_json(change: BoardChange, places: Mapping[int, Place]) -> Json:
    """Return the changes of a board and its panels, with the file and line of each declaration."""
    return {
        "changes": [_format_change_json(each) for each in change.changes],
        "panels": [_format_panel_json(each, places) for each in change.panels],
    }


def format_rule_changes_json(change: GroupChange, places: Mapping[str, Place]) -> Json:
    """Return the changes of an alert group and its rules, with file and line of each
    declaration."""
    return {
        "changes": [_format_change_json(each) for each in change.changes],
        "rules": [_format_rule_json(each, places) for each in change.rules],
    }


def _format_board_json(board: BoardDiff) -> Json:
    change = board.change
    return {
        "uid": change.uid,
        "title": change.title,
        "kind": change.kind,
        "folderBefore": change.folder_before,
        "folderAfter": change.folder_after,
        "place": str(board.place) if board.place else None,
        **format_changes_json(change, board.panel_places),
    }


def _format_shared_json(shared: SharedChange) -> Json:
    return {
        "boards": [uid for uid, _ in shared.boards],
        "kind": shared.kind or "changed",
        "panels": list(shared.panels),
        "place": str(shared.place) if shared.place else None,
        "changes": [_format_change_json(each) for each in shared.changes],
    }


def _format_panel_json(panel: PanelChange, places: Mapping[int, Place]) -> Json:
    place = None if panel.id is None else places.get(panel.id)
    return {
        "id": panel.id,
        "title": panel.title,
        "type": panel.type,
        "row": panel.row,
        "kind": panel.kind,
        "place": str(place) if place and panel.kind != "removed" else None,
        "changes": [_format_change_json(each) for each in panel.changes],
    }


def _format_group_json(group: GroupDiff) -> Json:
    change = group.change
    return {
        "name": change.title,
        "folder": change.folder,
        "kind": change.kind,
        "place": str(group.place) if group.place else None,
        **format_rule_changes_json(change, group.rule_places),
    }


def _format_rule_json(rule: RuleChange, places: Mapping[str, Place]) -> Json:
    place = None if rule.kind == "removed" else places.get(rule.uid)
    return {
        "uid": rule.uid,
        "title": rule.title,
        "kind": rule.kind,
        "place": str(place) if place else None,
        "changes": [_format_change_json(each) for each in rule.changes],
    }


def _format_change_json(change: Change) -> Json:
    sides = {"before": change.before, "after": change.after}
    return {"kind": change.kind, "path": change.path, "what": change.what, **sides}
