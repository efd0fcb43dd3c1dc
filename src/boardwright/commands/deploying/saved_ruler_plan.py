"""Converts a plan for a ruler to JSON data and back, so that exactly the reviewed plan is applied
later.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from boardwright.grafana.plan_file import reason_data, reason_of
from boardwright.provisioning.rule_files import group_data
from boardwright.ruler.ruler_groups import StoredRuleGroup, WantedRuleGroup, read_group
from boardwright.ruler.ruler_plan import RulerPlan, RulerStep
from boardwright.schema.place import Place
from boardwright.schema.rule_values import RuleGroup

_DECLARED = frozenset({"create", "update", "unchanged", "refused"})


def ruler_plan_data(plan: RulerPlan) -> dict[str, Any]:
    """Convert a plan to JSON data."""
    return {
        "groups": [_step_data(step) for step in plan.groups],
        "prunes": [_step_data(step) for step in plan.prunes],
        "undeclared": [_stored_data(group) for group in plan.undeclared],
        "not_pruned": reason_data(plan.not_pruned),
    }


def ruler_plan_of(data: Mapping[str, Any]) -> RulerPlan:
    """Convert JSON data that `ruler_plan_data` returned to a plan.

    Raises:
        LookupError, TypeError, ValueError: The data is not a plan.
    """
    groups, prunes = (tuple(map(_step, data[name])) for name in ("groups", "prunes"))
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
        undeclared=tuple(map(_read_stored, data["undeclared"])),
        not_pruned=reason_of(data["not_pruned"]),
    )


def _step_data(step: RulerStep) -> dict[str, Any]:
    wanted = step.wanted
    return {
        "action": step.action,
        "wanted": wanted
        and {
            "namespace": wanted.namespace,
            "source": wanted.source,
            "text": wanted.text.decode(),
            **_group_data(wanted.group),
        },
        "stored": step.stored and _stored_data(step.stored),
        "reason": reason_data(step.reason),
    }


def _step(data: Mapping[str, Any]) -> RulerStep:
    wanted, stored = data["wanted"], data["stored"]
    return RulerStep(
        action=data["action"],
        wanted=wanted
        and WantedRuleGroup(
            namespace=wanted["namespace"],
            source=wanted["source"],
            group=_group(wanted),
            text=wanted["text"].encode(),
        ),
        stored=stored and _read_stored(stored),
        reason=reason_of(data["reason"]),
    )


def _stored_data(stored: StoredRuleGroup) -> dict[str, Any]:
    return {"namespace": stored.namespace, **_group_data(stored.group)}


def _read_stored(data: Mapping[str, Any]) -> StoredRuleGroup:
    return StoredRuleGroup(namespace=data["namespace"], group=_group(data))


def _group_data(group: RuleGroup) -> dict[str, Any]:
    return {
        "group": group_data(group),
        "place": {"file": group.place.file, "line": group.place.line},
    }


def _group(data: Mapping[str, Any]) -> RuleGroup:
    return replace(read_group(data["group"]), place=Place(**data["place"]))
