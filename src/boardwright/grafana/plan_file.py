"""Converts a plan to JSON data and back, so that a deploy can apply a reviewed plan."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from typing import Any, get_args

from boardwright.errors import ErrorJson, ServerError
from boardwright.grafana.board_states import KnownState, UnreadBoard
from boardwright.grafana.grafana_errors import GrafanaError
from boardwright.grafana.plan import Plan
from boardwright.grafana.plan_steps import Action, AnyStep, BoardStep, PruneStep, Step
from boardwright.grafana.prune_steps import OwnedObjects
from boardwright.grafana.rule_saves import is_group_unchanged
from boardwright.grafana.rule_state import RuleState
from boardwright.grafana.server_state import ServerState
from boardwright.grafana.stored_comparison import is_board_unchanged, is_rule_unchanged
from boardwright.grafana.stored_values import StoredBoard, StoredRule
from boardwright.grafana.wanted_objects import WantedBoard, WantedFolder, WantedGroup, WantedRule
from boardwright.schema.canonical import encode_canonical_json
from boardwright.schema.document import Json

_LISTS = ("folders", "boards", "groups", "prunes")
_ITEMS: dict[str, tuple[type, ...]] = {
    "folders": (WantedFolder,),
    "boards": (WantedBoard,),
    "groups": (WantedGroup,),
    "prunes": (StoredBoard, StoredRule),
}
_DELETIONS: frozenset[Action] = frozenset({"prune", "conflict", "refused"})
_SAVES = frozenset[Action](get_args(Action)) - {"prune"}


def encode_plan(plan: Plan) -> Json:
    """Convert a plan to JSON data."""
    lists: dict[str, Sequence[AnyStep]] = {name: getattr(plan, name) for name in _LISTS}
    steps = {name: [_encode_step(step) for step in each] for name, each in lists.items()}
    return {**steps, "not_pruned": plan.not_pruned.to_json() if plan.not_pruned else None}


def decode_plan(data: Mapping[str, Any]) -> Plan:
    """Convert the JSON data that `encode_plan` returns to a plan.

    Raises:
        LookupError: A key is missing, or the type of an object is unknown.
        TypeError: A value has the wrong Python type.
        ValueError: A value is invalid, such as an unknown action.
    """
    return Plan(
        **{name: tuple(_decode_step(each, name) for each in data[name]) for name in _LISTS},
        not_pruned=_decode_reason(data["not_pruned"]),
    )


def list_changed_objects(
    plan: Plan, state: ServerState, rules: RuleState, owned: OwnedObjects
) -> list[str]:
    """Return the objects that someone changed in Grafana after the plan was made.

    The list contains the uids of folders, boards and rules, and the names of alert groups.

    Args:
        state: The current folders and boards in Grafana.
        rules: The current alert rules in Grafana.
        owned: The current boards and rules in Grafana that belong to the project, but that the
            project no longer declares.
    """
    folders = [
        step.item.uid
        for step in plan.folders
        if (step.action == "create") != (state.folders[step.item.uid] is None)
    ]
    boards = [
        step.item.uid
        for step in plan.boards
        if step.action != "refused" and not _is_board_unchanged(step, state)
    ]
    groups = [
        step.item.name
        for step in plan.groups
        if step.action != "refused" and (rules.error or not is_group_unchanged(step, rules))
    ]
    owned_boards = {board.uid: board for board in owned.boards}
    owned_rules = {rule.uid: rule for rule in owned.rules}
    gone = [
        step.item.uid
        for step in plan.prunes
        if not _is_still_owned(step, owned_boards, owned_rules)
    ]
    return folders + boards + groups + gone


def _is_board_unchanged(step: BoardStep, state: ServerState) -> bool:
    uid, then = step.item.uid, step.existing_board
    if uid in state.unread:
        return _is_same_save(then, state.unread[uid])
    now = state.boards[uid]
    if isinstance(then, UnreadBoard):
        return isinstance(now, StoredBoard) and _is_same_save(then, now)
    return _is_unchanged(then, now)


def _is_same_save(then: StoredBoard | UnreadBoard | None, now: StoredBoard | UnreadBoard) -> bool:
    if then is None or then.state is None or now.state is None:
        return False
    return then.state.save == now.state.save


def _is_still_owned(
    step: PruneStep, boards: Mapping[str, StoredBoard], rules: Mapping[str, StoredRule]
) -> bool:
    if isinstance(step.item, StoredRule):
        rule = rules.get(step.item.uid)
        return rule is not None and is_rule_unchanged(step.item, rule)
    return _is_unchanged(step.item, boards.get(step.item.uid))


def _is_unchanged(then: StoredBoard | None, now: StoredBoard | ServerError | None) -> bool:
    if then is None or not isinstance(now, StoredBoard):
        return then is now
    return is_board_unchanged(then, now)


def _encode_step(step: AnyStep) -> Json:
    return {
        "action": step.action,
        "item": _encode_item(step.item),
        "stored": [_encode_item(each) for each in step.stored],
        "others": [_encode_item(each) for each in step.others],
        "reason": step.reason.to_json() if step.reason else None,
    }


def _decode_step(data: Mapping[str, Any], name: str) -> Step[Any]:
    action, item = data["action"], _decode_item(data["item"])
    actions = _DELETIONS if name == "prunes" else _SAVES
    if action not in actions or not isinstance(item, _ITEMS[name]):
        raise ValueError(f"the list {name!r} of the plan contains an invalid step: {action!r}")
    return Step(
        action=action,
        item=item,
        stored=tuple(map(_decode_item, data["stored"])),
        others=tuple(map(_decode_item, data["others"])),
        reason=_decode_reason(data["reason"]),
    )


def _encode_item(item: Any) -> Json:
    """Return the attributes of an object and the name of its class as JSON data."""
    names = [each.name for each in fields(item)]
    data = {name: getattr(item, name) for name in names}
    match item:
        case WantedBoard():
            data |= {"text": item.body, "folder": _encode_item(item.folder)}
        case WantedGroup():
            rules = [_encode_item(rule) for rule in item.rules]
            data |= {"folder": _encode_item(item.folder), "rules": rules}
        case UnreadBoard():
            data |= {"state": _encode_item(item.state)}
    return {"type": type(item).__name__, **data}


def _decode_item(data: Mapping[str, Any]) -> Any:
    values = {key: value for key, value in data.items() if key != "type"}
    return _MAKERS[data["type"]](values)


_MAKERS: dict[str, Callable[[Json], object]] = {
    "WantedFolder": lambda data: WantedFolder(**data),
    "WantedRule": lambda data: WantedRule(**data),
    "KnownState": lambda data: KnownState(**data),
    "UnreadBoard": lambda data: UnreadBoard(**{**data, "state": _decode_item(data["state"])}),
    "StoredBoard": lambda data: StoredBoard(**data),
    "StoredRule": lambda data: StoredRule(**data),
    "WantedBoard": lambda data: WantedBoard(
        **{
            **data,
            "text": encode_canonical_json(data["text"]),
            "folder": _decode_item(data["folder"]),
        }
    ),
    "WantedGroup": lambda data: WantedGroup(
        **{
            **data,
            "folder": _decode_item(data["folder"]),
            "rules": tuple(map(_decode_item, data["rules"])),
        }
    ),
}


def _decode_reason(data: ErrorJson | None) -> GrafanaError | None:
    return None if data is None else GrafanaError(**data)
