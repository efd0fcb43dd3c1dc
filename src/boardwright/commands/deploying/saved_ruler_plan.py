"""Converts a plan for a ruler to JSON data and back, so that exactly the reviewed plan is applied
later.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from boardwright.grafana.plan_file import decode_reason, encode_reason
from boardwright.ruler.ruler_groups import StoredRuleGroup, WantedRuleGroup
from boardwright.ruler.ruler_plan import RulerPlan, RulerStep
from boardwright.schema.document import Json
from boardwright.schema.place import Place
from boardwright.schema.rule_file_form import decode_rule_group, encode_rule_group
from boardwright.schema.rule_values import RuleGroup

_DECLARED = frozenset({"create", "update", "unchanged", "refused"})


def encode_ruler_plan(plan: RulerPlan) -> Json:
    """Convert a plan to JSON data."""
    return {
        "groups": [_encode_step(step) for step in plan.groups],
        "prunes": [_encode_step(step) for step in plan.prunes],
        "undeclared": [_encode_stored(group) for group in plan.undeclared],
        "not_pruned": encode_reason(plan.not_pruned),
    }


def decode_ruler_plan(data: Mapping[str, Any]) -> RulerPlan:
    """Convert JSON data that `encode_ruler_plan` returned to a plan.

    Raises:
        LookupError, TypeError, ValueError: The data is not a plan.
    """
    groups, prunes = (tuple(map(_decode_step, data[name])) for name in ("groups", "prunes"))
    if any(step.wanted is None or step.action not in _DECLARED for step in groups):
        raise ValueError(
            "the list `groups` of the plan may only contain rule groups that the project declares"
        )
    if any(step.stored is None or step.action != "prune" for step in prunes):
        raise ValueError(
            "the list `prunes` of the plan may only contain rule groups that the ruler has"
        )
    return RulerPlan(
        groups=groups,
        prunes=prunes,
        undeclared=tuple(map(_decode_stored, data["undeclared"])),
        not_pruned=decode_reason(data["not_pruned"]),
    )


def _encode_step(step: RulerStep) -> Json:
    wanted = step.wanted
    return {
        "action": step.action,
        "wanted": wanted
        and {
            "namespace": wanted.namespace,
            "source": wanted.source,
            "text": wanted.text.decode(),
            **_encode_group(wanted.group),
        },
        "stored": step.stored and _encode_stored(step.stored),
        "reason": encode_reason(step.reason),
    }


def _decode_step(data: Mapping[str, Any]) -> RulerStep:
    wanted, stored = data["wanted"], data["stored"]
    return RulerStep(
        action=data["action"],
        wanted=wanted
        and WantedRuleGroup(
            namespace=wanted["namespace"],
            source=wanted["source"],
            group=_decode_group(wanted),
            text=wanted["text"].encode(),
        ),
        stored=stored and _decode_stored(stored),
        reason=decode_reason(data["reason"]),
    )


def _encode_stored(stored: StoredRuleGroup) -> Json:
    return {"namespace": stored.namespace, **_encode_group(stored.group)}


def _decode_stored(data: Mapping[str, Any]) -> StoredRuleGroup:
    return StoredRuleGroup(namespace=data["namespace"], group=_decode_group(data))


def _encode_group(group: RuleGroup) -> Json:
    return {
        "group": encode_rule_group(group),
        "place": {"file": group.place.file, "line": group.place.line},
    }


def _decode_group(data: Mapping[str, Any]) -> RuleGroup:
    return replace(decode_rule_group(data["group"]), place=Place(**data["place"]))
