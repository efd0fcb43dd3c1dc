"""A plan as JSON data and back, so that what was reviewed is what is done, later and elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from boardwright.errors import ServerError
from boardwright.grafana import comparing_rules
from boardwright.grafana.comparing import same_as_read
from boardwright.grafana.errors import GrafanaError
from boardwright.grafana.group_step import GroupStep
from boardwright.grafana.plan import BoardStep, FolderStep, Plan, PruneStep
from boardwright.grafana.pruning import Owned
from boardwright.grafana.reading import State
from boardwright.grafana.reading_rules import RuleState
from boardwright.grafana.saving_rules import is_as_read
from boardwright.grafana.stored import StoredBoard, StoredRule
from boardwright.grafana.wanted import WantedBoard, WantedFolder, WantedGroup, WantedRule
from boardwright.schema.canonical import canonical_json


def plan_data(plan: Plan) -> dict[str, Any]:
    """Return a plan as JSON data."""
    return {
        "folders": [
            {
                "action": step.action,
                "folder": vars(step.folder),
                "reason": _reason_data(step.reason),
            }
            for step in plan.folders
        ],
        "boards": [
            {
                "action": step.action,
                "board": _board_data(step.board),
                "stored": step.stored and _fields(step.stored),
                "reason": _reason_data(step.reason),
            }
            for step in plan.boards
        ],
        "groups": [_group_data(step) for step in plan.groups],
        "prunes": [_prune_data(step) for step in plan.prunes],
        "not_pruned": _reason_data(plan.not_pruned),
    }


def plan_of(data: Mapping[str, Any]) -> Plan:
    """Return the plan of such data.

    Raises:
        LookupError, TypeError: It is not such data.
    """
    return Plan(
        folders=tuple(_folder_step(each) for each in data["folders"]),
        boards=tuple(_board_step(each) for each in data["boards"]),
        groups=tuple(_group_step(each) for each in data["groups"]),
        prunes=tuple(_prune_step(each) for each in data["prunes"]),
        not_pruned=_reason(data["not_pruned"]),
    )


def moved_on(plan: Plan, state: State, rules: RuleState, owned: Owned) -> list[str]:
    """Return the uids of what is no longer as it was when the plan was made; of groups, the names.

    Args:
        plan: The plan.
        state: What was read just now of its folders and boards.
        rules: What was read just now of its alert rules.
        owned: What was read just now of what it deletes.
    """
    folders = [
        step.folder.uid
        for step in plan.folders
        if (step.action == "create") != (state.folders[step.folder.uid] is None)
    ]
    boards = [
        step.board.uid
        for step in plan.boards
        if step.action != "refused" and not _still(step.stored, state.boards[step.board.uid])
    ]
    groups = [
        step.group.name
        for step in plan.groups
        if step.action != "refused" and (rules.error or not is_as_read(step, rules))
    ]
    gone = [each.stored.uid for each in plan.prunes if not _still_owned(each, owned)]
    return folders + boards + groups + gone


def _still_owned(step: PruneStep, owned: Owned) -> bool:
    if isinstance(step.stored, StoredRule):
        rules = {rule.uid: rule for rule in owned.rules}
        rule = rules.get(step.stored.uid)
        return rule is not None and comparing_rules.same_as_read(step.stored, rule)
    boards = {board.uid: board for board in owned.boards}
    return _still(step.stored, boards.get(step.stored.uid))


def _still(then: StoredBoard | None, now: StoredBoard | ServerError | None) -> bool:
    if then is None or not isinstance(now, StoredBoard):
        return then is now
    return same_as_read(then, now)


def _fields(stored: StoredBoard | StoredRule) -> dict[str, Any]:
    return {each.name: getattr(stored, each.name) for each in fields(stored)}


def _folder_step(data: Mapping[str, Any]) -> FolderStep:
    return FolderStep(
        action=data["action"],
        folder=WantedFolder(**data["folder"]),
        reason=_reason(data["reason"]),
    )


def _board_data(board: WantedBoard) -> dict[str, Any]:
    return {
        "uid": board.uid,
        "title": board.title,
        "body": board.body,
        "folder": vars(board.folder),
        "place": board.place,
    }


def _board_step(data: Mapping[str, Any]) -> BoardStep:
    board, stored = data["board"], data["stored"]
    return BoardStep(
        action=data["action"],
        board=WantedBoard(
            uid=board["uid"],
            title=board["title"],
            text=canonical_json(board["body"]),
            folder=WantedFolder(**board["folder"]),
            place=board["place"],
        ),
        stored=StoredBoard(**stored) if stored else None,
        reason=_reason(data["reason"]),
    )


def _group_data(step: GroupStep) -> dict[str, Any]:
    group = step.group
    return {
        "action": step.action,
        "group": {
            **vars(group),
            "folder": vars(group.folder),
            "rules": [vars(rule) for rule in group.rules],
        },
        "stored": [vars(rule) for rule in step.stored],
        "others": [vars(rule) for rule in step.others],
        "reason": _reason_data(step.reason),
    }


def _group_step(data: Mapping[str, Any]) -> GroupStep:
    group = data["group"]
    rules = tuple(WantedRule(**rule) for rule in group["rules"])
    folder = WantedFolder(**group["folder"])
    return GroupStep(
        action=data["action"],
        group=WantedGroup(**{**group, "rules": rules, "folder": folder}),
        stored=tuple(StoredRule(**rule) for rule in data["stored"]),
        others=tuple(StoredRule(**rule) for rule in data["others"]),
        reason=_reason(data["reason"]),
    )


def _prune_data(step: PruneStep) -> dict[str, Any]:
    kind = "rule" if isinstance(step.stored, StoredRule) else "board"
    return {"kind": kind, "stored": _fields(step.stored), "reason": _reason_data(step.reason)}


def _prune_step(data: Mapping[str, Any]) -> PruneStep:
    kind = StoredRule if data["kind"] == "rule" else StoredBoard
    return PruneStep(stored=kind(**data["stored"]), reason=_reason(data.get("reason")))


def _reason_data(reason: ServerError | None) -> dict[str, Any] | None:
    if reason is None:
        return None
    return {"what": reason.what, "where": reason.where, "hint": reason.hint}


def _reason(data: Mapping[str, Any] | None) -> ServerError | None:
    return None if data is None else GrafanaError(**data)
