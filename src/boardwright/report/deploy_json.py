"""Formats the result of `boardwright deploy` as JSON that follows the schema
`docs/reference/deploy.schema.json`.
"""

from __future__ import annotations

from collections.abc import Sequence

from boardwright.commands.deploying.deploy import EnvironmentDeploy
from boardwright.grafana.grafana_connection import GrafanaConnection
from boardwright.grafana.plan import Plan
from boardwright.grafana.plan_application import StepOutcome
from boardwright.grafana.plan_steps import AnyStep, BoardStep, FolderStep, GroupStep, PruneStep
from boardwright.grafana.stored_values import StoredRule
from boardwright.grafana.wanted_objects import WantedFolder
from boardwright.http.addresses import strip_url_secrets
from boardwright.report.deploy_steps import compare_board_step, compare_group_step, has_difference
from boardwright.report.json_values import to_json_object, to_json_value
from boardwright.report.ruler_report import format_ruler_json
from boardwright.schema.document import Json

_NO_PLAN = Plan(folders=(), boards=())


def format_deploys_json(deploys: Sequence[EnvironmentDeploy]) -> Json:
    """Return the deploys to all environments as JSON data."""
    return {"environments": [format_deploy_json(deploy) for deploy in deploys]}


def format_deploy_json(deploy: EnvironmentDeploy) -> Json:
    """Return the plan for one environment as JSON data. If the plan was applied, the data also
    contains the result of each step.
    """
    plan, applied = deploy.plan or _NO_PLAN, deploy.applied
    outcomes = {id(each.step): each for each in (applied.outcomes if applied else ())}
    return {
        "environment": deploy.environment or None,
        "server": format_server_json(deploy.connected),
        "applied": applied is not None,
        "folders": [_format_folder_step(step, outcomes.get(id(step))) for step in plan.folders],
        "boards": [_format_board_step(step, outcomes.get(id(step))) for step in plan.boards],
        "groups": [_format_group_step(step, outcomes.get(id(step))) for step in plan.groups],
        "prunes": [_format_prune_step(step, outcomes.get(id(step))) for step in plan.prunes],
        "notPruned": to_json_value(plan.not_pruned),
        "ruler": format_ruler_json(deploy.ruler) if deploy.ruler else None,
        "errors": to_json_value(deploy.errors),
        "notes": to_json_value(deploy.compiled.notes if deploy.compiled else ()),
        "warnings": to_json_value(deploy.warnings),
    }


def format_server_json(connected: GrafanaConnection | None) -> Json | None:
    """Return the URL, version and organisation of Grafana. Return None if the deploy did not
    connect to Grafana.
    """
    if connected is None:
        return None
    organisation = connected.organisation
    return {
        "url": strip_url_secrets(connected.grafana.url),
        "version": connected.version or None,
        "organisation": organisation.name if organisation else None,
    }


def _format_step_fields(step: AnyStep, outcome: StepOutcome | None) -> Json:
    """Return the JSON keys that steps for folders, boards and alert groups have in common."""
    return {
        "action": step.action,
        "status": outcome.status if outcome else None,
        "error": outcome.error if outcome else step.reason,
    }


def _format_folder_fields(folder: WantedFolder) -> Json:
    return {"folder": folder.path, "folder_uid": folder.uid}


def _format_folder_step(step: FolderStep, outcome: StepOutcome | None) -> Json:
    return to_json_object(step.item, omit=("parent_uid",), **_format_step_fields(step, outcome))


def _format_board_step(step: BoardStep, outcome: StepOutcome | None) -> Json:
    stored = step.existing_board
    return to_json_object(
        step.item,
        omit=("text",),
        **_format_folder_fields(step.item.folder),
        **_format_step_fields(step, outcome),
        url=outcome.url if outcome else stored and stored.url,
        difference=_format_board_difference(step),
    )


def _format_group_step(step: GroupStep, outcome: StepOutcome | None) -> Json:
    return to_json_object(
        step.item,
        omit=("interval",),
        **_format_folder_fields(step.item.folder),
        **_format_step_fields(step, outcome),
        rules=[to_json_object(rule, omit=("data", "place")) for rule in step.item.rules],
        difference=_format_group_difference(step),
    )


def _format_prune_step(step: PruneStep, outcome: StepOutcome | None) -> Json:
    item = step.item
    return {
        "kind": "rule" if isinstance(item, StoredRule) else "board",
        "status": outcome.status if outcome else ("conflict" if step.reason else None),
        "uid": item.uid,
        "title": item.title,
        "folderUid": item.folder_uid,
        "error": to_json_value(outcome.error if outcome else step.reason),
    }


def _format_board_difference(step: BoardStep) -> Json | None:
    if not has_difference(step):
        return None
    from boardwright.report.diff_json import format_changes_json

    return format_changes_json(compare_board_step(step), {})


def _format_group_difference(step: GroupStep) -> Json | None:
    if not has_difference(step):
        return None
    from boardwright.report.diff_json import format_rule_changes_json

    return format_rule_changes_json(compare_group_step(step), {})
