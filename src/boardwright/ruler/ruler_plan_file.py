"""Converts a plan for a ruler to JSON data and back, so that a deploy can apply a reviewed plan."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TypedDict

from boardwright.errors import ErrorJson
from boardwright.ruler.ruler_errors import RulerError
from boardwright.ruler.ruler_groups import StoredRuleGroup, WantedRuleGroup
from boardwright.ruler.ruler_plan import RulerAction, RulerPlan, RulerStep
from boardwright.schema.alerting.rule_file_form import decode_rule_group, encode_rule_group
from boardwright.schema.document import Json
from boardwright.schema.place import Place
from boardwright.schema.rule_values import RuleGroup


class SavedGroup(TypedDict):
    """The JSON of a rule group, with the file and line that declare the group."""

    namespace: str
    group: Json
    place: Json


class SavedWantedGroup(SavedGroup):
    """The JSON of a rule group that the project declares."""

    source: str
    text: str


class SavedStep(TypedDict):
    """The JSON of one step of a plan."""

    action: RulerAction
    wanted: SavedWantedGroup | None
    stored: SavedGroup | None
    reason: ErrorJson | None


class SavedRulerPlan(TypedDict):
    """The JSON of a plan for a ruler."""

    groups: list[SavedStep]
    prunes: list[SavedStep]
    undeclared: list[SavedGroup]
    not_pruned: ErrorJson | None


_DECLARED = frozenset[RulerAction]({"create", "update", "unchanged", "refused"})


def encode_ruler_plan(plan: RulerPlan) -> SavedRulerPlan:
    """Convert a plan to JSON data."""
    return {
        "groups": [_encode_step(step) for step in plan.groups],
        "prunes": [_encode_step(step) for step in plan.prunes],
        "undeclared": [_encode_group(group.namespace, group.group) for group in plan.undeclared],
        "not_pruned": plan.not_pruned.to_json() if plan.not_pruned else None,
    }


def decode_ruler_plan(data: SavedRulerPlan) -> RulerPlan:
    """Convert the JSON data that `encode_ruler_plan` returns to a plan.

    Raises:
        LookupError: A key is missing.
        TypeError: A value has the wrong Python type.
        ValueError: A value is invalid, such as an unknown action.
    """
    groups, prunes = _decode_steps(data["groups"]), _decode_steps(data["prunes"])
    if any(step.wanted is None or step.action not in _DECLARED for step in groups):
        raise ValueError(
            "the list `groups` of the plan may only contain rule groups that the project declares"
        )
    if any(step.stored is None or step.action != "prune" for step in prunes):
        raise ValueError(
            "the list `prunes` of the plan may only contain rule groups that are in the ruler"
        )
    return RulerPlan(
        groups=groups,
        prunes=prunes,
        undeclared=tuple(map(_decode_stored, data["undeclared"])),
        not_pruned=_decode_reason(data["not_pruned"]),
    )


def _encode_step(step: RulerStep) -> SavedStep:
    return {
        "action": step.action,
        "wanted": _encode_wanted(step.wanted) if step.wanted else None,
        "stored": _encode_group(step.stored.namespace, step.stored.group) if step.stored else None,
        "reason": step.reason.to_json() if step.reason else None,
    }


def _decode_steps(steps: Iterable[SavedStep]) -> tuple[RulerStep, ...]:
    return tuple(
        RulerStep(
            action=step["action"],
            wanted=_decode_wanted(step["wanted"]) if step["wanted"] else None,
            stored=_decode_stored(step["stored"]) if step["stored"] else None,
            reason=_decode_reason(step["reason"]),
        )
        for step in steps
    )


def _encode_wanted(wanted: WantedRuleGroup) -> SavedWantedGroup:
    return {
        **_encode_group(wanted.namespace, wanted.group),
        "source": wanted.source,
        "text": wanted.text.decode(),
    }


def _decode_wanted(data: SavedWantedGroup) -> WantedRuleGroup:
    return WantedRuleGroup(
        namespace=data["namespace"],
        source=data["source"],
        group=_decode_group(data),
        text=data["text"].encode(),
    )


def _encode_group(namespace: str, group: RuleGroup) -> SavedGroup:
    place: Json = {"file": group.place.file, "line": group.place.line}
    return {"namespace": namespace, "group": encode_rule_group(group), "place": place}


def _decode_stored(data: SavedGroup) -> StoredRuleGroup:
    return StoredRuleGroup(namespace=data["namespace"], group=_decode_group(data))


def _decode_group(data: SavedGroup) -> RuleGroup:
    return replace(decode_rule_group(data["group"]), place=Place(**data["place"]))


def _decode_reason(data: ErrorJson | None) -> RulerError | None:
    return None if data is None else RulerError(**data)
