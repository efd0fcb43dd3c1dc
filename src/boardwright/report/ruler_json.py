"""Formats the deploy of rule groups to a ruler as JSON, as `deploy.schema.json` describes it."""

from __future__ import annotations

from typing import Any

from boardwright.commands.deploying.ruler_deploy import RulerDeploy
from boardwright.http.addresses import strip_url_secrets
from boardwright.report.json_values import json_value
from boardwright.report.ruler_text import stored_change
from boardwright.ruler.applying_groups import RulerOutcome
from boardwright.ruler.ruler_plan import RulerStep


def ruler_json(deploy: RulerDeploy) -> dict[str, Any]:
    """Return the plan of a deploy to a ruler as JSON data. Once the plan is applied, the data also
    contains the outcome of each step.
    """
    outcomes = {id(each.step): each for each in deploy.outcomes or ()}
    plan = deploy.plan
    return {
        "url": strip_url_secrets(deploy.ruler.url),
        "tenant": deploy.ruler.tenant,
        "groups": [_group(step, outcomes.get(id(step))) for step in plan.groups],
        "prunes": [_step(step, outcomes.get(id(step))) for step in plan.prunes],
        "undeclared": [
            {"namespace": each.namespace, "name": each.group.name} for each in plan.undeclared
        ],
        "notPruned": json_value(plan.not_pruned),
    }


def _step(step: RulerStep, outcome: RulerOutcome | None) -> dict[str, Any]:
    return {
        "action": step.action,
        "status": outcome.status if outcome else None,
        "namespace": step.group.namespace,
        "name": step.group.group.name,
        "rules": [rule.name for rule in step.group.group.rules],
        "error": json_value(outcome.error if outcome else step.reason),
    }


def _group(step: RulerStep, outcome: RulerOutcome | None) -> dict[str, Any]:
    return {
        **_step(step, outcome),
        "place": str(step.group.group.place),
        "dropped": list(outcome.dropped) if outcome else [],
        "difference": _difference(step),
    }


def _difference(step: RulerStep) -> dict[str, Any] | None:
    if step.action != "update":
        return None
    from boardwright.report.diff_json import rule_changes_json

    return rule_changes_json(stored_change(step), {})
