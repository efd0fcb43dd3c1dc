"""Formats the result of `boardwright diff` as JSON."""

from __future__ import annotations

from collections.abc import Mapping

from boardwright.commands.diffing.alert_group_diff import GroupDiff
from boardwright.commands.diffing.diff import BoardDiff, DiffResult
from boardwright.diff.changes import BoardChange, GroupChange, PanelChange, RuleChange
from boardwright.diff.shared_changes import SharedChange
from boardwright.report.json_values import to_json_object, to_json_value
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
    """Return the changes of a board and its panels. `places` contains the file and line of each
    panel's declaration by the panel's id.
    """
    panels = [_format_panel_json(each, places) for each in change.panels]
    return {"changes": to_json_value(change.changes), "panels": panels}


def format_rule_changes_json(change: GroupChange, places: Mapping[str, Place]) -> Json:
    """Return the changes of an alert or rule group. `places` contains the file and line of each
    rule's declaration by the rule's uid.
    """
    rules = [_format_rule_json(each, places) for each in change.rules]
    return {"changes": to_json_value(change.changes), "rules": rules}


def _format_board_json(board: BoardDiff) -> Json:
    changes = format_changes_json(board.change, board.panel_places)
    return to_json_object(board.change, place=board.place, **changes)


def _format_shared_json(shared: SharedChange) -> Json:
    uids = [uid for uid, _ in shared.boards]
    return to_json_object(shared, omit=("type",), boards=uids, kind=shared.kind or "changed")


def _format_panel_json(panel: PanelChange, places: Mapping[int, Place]) -> Json:
    place = None if panel.id is None or panel.kind == "removed" else places.get(panel.id)
    return to_json_object(panel, omit=("row_noun",), place=place)


def _format_group_json(group: GroupDiff) -> Json:
    change = group.change
    changes = format_rule_changes_json(change, group.rule_places)
    return to_json_object(
        change, omit=("title", "noun"), name=change.title, place=group.place, **changes
    )


def _format_rule_json(rule: RuleChange, places: Mapping[str, Place]) -> Json:
    place = None if rule.kind == "removed" else places.get(rule.uid)
    return to_json_object(rule, place=place)
