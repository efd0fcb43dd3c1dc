"""Formats the result of `boardwright deploy` as JSON that follows the schema
`docs/reference/deploy.schema.json`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from boardwright.commands.deploying.deploy import Deploy
from boardwright.grafana.applying import StepOutcome
from boardwright.grafana.connecting import Connected
from boardwright.grafana.plan import Plan
from boardwright.grafana.plan_steps import AnyStep, BoardStep, FolderStep, GroupStep, PruneStep
from boardwright.grafana.stored_values import StoredRule
from boardwright.grafana.wanted import WantedFolder
from boardwright.http.addresses import strip_url_secrets
from boardwright.report.deploy_steps import board_change, group_change, has_difference
from boardwright.report.json_values import json_object, json_value
from boardwright.report.ruler_json import ruler_json

_NO_PLAN = Plan(folders=(), boards=())


def deploys_json(deploys: Sequence[Deploy]) -> dict[str, Any]:
    """Return the deploys to all environments as JSON data."""
    return {"environments": [deploy_json(deploy) for deploy in deploys]}


def deploy_json(deploy: Deploy) -> dict[str, Any]:
    """Return the deploy to one environment as JSON data: the plan and, once the plan is applied,
    the outcome of each step.
    """
    plan, applied = deploy.plan or _NO_PLAN, deploy.applied
    outcomes = {id(each.step): each for each in (applied.outcomes if applied else ())}
    return {
        "environment": deploy.environment or None,
        "server": server_json(deploy.connected),
        "applied": applied is not None,
        "folders": [_folder(step, outcomes.get(id(step))) for step in plan.folders],
        "boards": [_board(step, outcomes.get(id(step))) for step in plan.boards],
        "groups": [_group(step, outcomes.get(id(step))) for step in plan.groups],
        "prunes": [_prune(step, outcomes.get(id(step))) for step in plan.prunes],
        "notPruned": json_value(plan.not_pruned),
        "ruler": ruler_json(deploy.ruler) if deploy.ruler else None,
        "errors": json_value(deploy.errors),
        "notes": json_value(deploy.compiled.notes if deploy.compiled else ()),
        "warnings": json_value(deploy.warnings),
    }


def server_json(connected: Connected | None) -> dict[str, Any] | None:
    """Return the URL, version and organisation of the connected Grafana. Return None if the deploy
    is not connected to a Grafana.
    """
    if connected is None:
        return None
    organisation = connected.organisation
    return {
        "url": strip_url_secrets(connected.grafana.url),
        "version": connected.version or None,
        "organisation": organisation.name if organisation else None,
    }


def _step(step: AnyStep, outcome: StepOutcome | None) -> dict[str, Any]:
    """Return the JSON fields that the steps for folders, boards and alert groups have in common."""
    return {
        "action": step.action,
        "status": outcome.status if outcome else None,
        "error": outcome.error if outcome else step.reason,
    }


def _in_folder(folder: WantedFolder) -> dict[str, Any]:
    return {"folder": folder.path, "folder_uid": folder.uid}


def _folder(step: FolderStep, outcome: StepOutcome | None) -> dict[str, Any]:
    return json_object(step.item, omit=("parent_uid",), **_step(step, outcome))


def _board(step: BoardStep, outcome: StepOutcome | None) -> dict[str, Any]:
    stored = step.existing_board
    return json_object(
        step.item,
        omit=("text",),
        **_in_folder(step.item.folder),
        **_step(step, outcome),
        url=outcome.url if outcome else stored and stored.url,
        difference=_board_difference(step),
    )


def _group(step: GroupStep, outcome: StepOutcome | None) -> dict[str, Any]:
    return json_object(
        step.item,
        omit=("interval",),
        **_in_folder(step.item.folder),
        **_step(step, outcome),
        rules=[json_object(rule, omit=("data", "place")) for rule in step.item.rules],
        difference=_group_difference(step),
    )


def _prune(step: PruneStep, outcome: StepOutcome | None) -> dict[str, Any]:
    item = step.item
    return {
        "kind": "rule" if isinstance(item, StoredRule) else "board",
        "status": outcome.status if outcome else ("conflict" if step.reason else None),
        "uid": item.uid,
        "title": item.title,
        "folderUid": item.folder_uid,
        "error": json_value(outcome.error if outcome else step.reason),
    }


def _board_difference(step: BoardStep) -> dict[str, Any] | None:
    if not has_difference(step):
        return None
    from boardwright.report.diff_json import changes_json

    return changes_json(board_change(step), {})


def _group_difference(step: GroupStep) -> dict[str, Any] | None:
    if not has_difference(step):
        return None
    from boardwright.report.diff_json import rule_changes_json

    return rule_changes_json(group_change(step), {})
