"""Formats the deploy of rule groups to a ruler as JSON, as `deploy.schema.json` describes it."""

from __future__ import annotations

from boardwright.commands.deploying.ruler_deploy import RulerDeploy
from boardwright.http.addresses import strip_url_secrets
from boardwright.report.json_values import to_json_value
from boardwright.report.ruler_text import compare_ruler_step
from boardwright.ruler.applying_groups import RulerOutcome
from boardwright.ruler.ruler_plan import RulerStep
from boardwright.schema.document import Json


def format_ruler_json(deploy: RulerDeploy) -> Json:
    """Return the plan of a deploy to a ruler as JSON data. Once the plan is applied, the data also
    contains the outcome of each step.
    """
    outcomes = {id(each.step): each for each in deploy.outcomes or ()}
    plan = deploy.plan
    return {
        "url": strip_url_secrets(deploy.ruler.url),
        "tenant": deploy.ruler.tenant,
        "groups": [_format_group_json(step, outcomes.get(id(step))) for step in plan.groups],
        "prunes": [_format_step_json(step, outcomes.get(id(step))) for step in plan.prunes],
        "undeclared": [
            {"namespace": each.namespace, "name": each.group.name} for each in plan.undeclared
        ],
        "notPruned": to_json_value(plan.not_pruned),
    }


def _format_step_json(step: RulerStep, outcome: RulerOutcome | None) -> Json:
    return {
        "action": step.action,
        "status": outcome.status if outcome else None,
        "namespace": step.group.namespace,
        "name": step.group.group.name,
        "rules": [rule.name for rule in step.group.group.rules],
        "error": to_json_value(outcome.error if outcome else step.reason),
    }


def _format_group_json(step: RulerStep, outcome: RulerOutcome | None) -> Json:
    return {
        **_format_step_json(step, outcome),
        "place": str(step.group.group.place),
        "dropped": list(outcome.dropped) if outcome else [],
        "difference": _format_difference_json(step),
    }


def _format_difference_json(step: RulerStep) -> Json | None:
    if step.action != "update":
        return None
    from boardwright.report.diff_json import format_rule_changes_json

    return format_rule_changes_json(compare_ruler_step(step), {})
