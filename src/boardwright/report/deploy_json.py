"""A deploy as JSON data; the schema is `docs/reference/deploy.schema.json`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from boardwright.commands.deploying.deploy import Deploy
from boardwright.errors import BoardwrightError
from boardwright.grafana.applying import Applied
from boardwright.grafana.connecting import Connected
from boardwright.grafana.group_step import GroupStep
from boardwright.grafana.plan import BoardStep, FolderStep, Plan, PruneStep
from boardwright.grafana.stored import StoredRule
from boardwright.http.addresses import public_url
from boardwright.report.deploy_differences import difference, group_difference, is_differing
from boardwright.report.problems import error_json, note_json

_NO_PLAN = Plan(folders=(), boards=())


def deploys_json(deploys: Sequence[Deploy]) -> dict[str, Any]:
    """Return the deploys to all environments."""
    return {"environments": [deploy_json(deploy) for deploy in deploys]}


def deploy_json(deploy: Deploy) -> dict[str, Any]:
    """Return one environment's deploy: what was planned, and what happened where it was applied."""
    plan, applied = deploy.plan or _NO_PLAN, deploy.applied
    return {
        "environment": deploy.environment or None,
        "server": server_json(deploy.connected),
        "applied": applied is not None,
        "folders": _folders(plan.folders, applied),
        "boards": _boards(plan.boards, applied),
        "groups": _groups(plan.groups, applied),
        "prunes": _prunes(plan.prunes, applied),
        "notPruned": _error_json(plan.not_pruned),
        "errors": [error_json(error) for error in deploy.errors],
        "notes": [note_json(note) for note in (deploy.compiled.notes if deploy.compiled else ())],
        "warnings": list(deploy.warnings),
    }


def server_json(connected: Connected | None) -> dict[str, Any] | None:
    """Return which Grafana it is."""
    if connected is None:
        return None
    organisation = connected.organisation
    return {
        "url": public_url(connected.grafana.url),
        "version": connected.version or None,
        "organisation": organisation.name if organisation else None,
    }


def _folders(steps: Sequence[FolderStep], applied: Applied | None) -> list[dict[str, Any]]:
    outcomes = applied.folders if applied else [None] * len(steps)
    return [
        {
            "action": step.action,
            "status": outcome.status if outcome else None,
            "uid": step.folder.uid,
            "path": step.folder.path,
            "error": _error_json(outcome.error if outcome else step.reason),
        }
        for step, outcome in zip(steps, outcomes, strict=True)
    ]


def _boards(steps: Sequence[BoardStep], applied: Applied | None) -> list[dict[str, Any]]:
    outcomes = applied.boards if applied else [None] * len(steps)
    return [
        {
            "action": step.action,
            "status": outcome.status if outcome else None,
            "uid": step.board.uid,
            "title": step.board.title,
            "folder": step.board.folder.path,
            "folderUid": step.board.folder.uid,
            "place": step.board.place,
            "url": outcome.url if outcome else step.stored and step.stored.url,
            "difference": _difference(step),
            "error": _error_json(outcome.error if outcome else step.reason),
        }
        for step, outcome in zip(steps, outcomes, strict=True)
    ]


def _difference(step: BoardStep) -> dict[str, Any] | None:
    if not is_differing(step):
        return None
    from boardwright.report.diff_json import changes_json

    return changes_json(difference(step), {})


def _groups(steps: Sequence[GroupStep], applied: Applied | None) -> list[dict[str, Any]]:
    outcomes = applied.groups if applied else [None] * len(steps)
    return [
        {
            "action": step.action,
            "status": outcome.status if outcome else None,
            "name": step.group.name,
            "folder": step.group.folder.path,
            "folderUid": step.group.folder.uid,
            "rules": [{"uid": rule.uid, "title": rule.title} for rule in step.group.rules],
            "place": step.group.place,
            "difference": _group_difference(step),
            "error": _error_json(outcome.error if outcome else step.reason),
        }
        for step, outcome in zip(steps, outcomes, strict=True)
    ]


def _group_difference(step: GroupStep) -> dict[str, Any] | None:
    if not is_differing(step):
        return None
    from boardwright.report.diff_json import rule_changes_json

    return rule_changes_json(group_difference(step), {})


def _prunes(steps: Sequence[PruneStep], applied: Applied | None) -> list[dict[str, Any]]:
    outcomes = applied.prunes if applied else [None] * len(steps)
    return [
        {
            "kind": "rule" if isinstance(step.stored, StoredRule) else "board",
            "status": outcome.status if outcome else ("conflict" if step.reason else None),
            "uid": step.stored.uid,
            "title": step.stored.title,
            "folderUid": step.stored.folder_uid,
            "error": _error_json(outcome.error if outcome else step.reason),
        }
        for step, outcome in zip(steps, outcomes, strict=True)
    ]


def _error_json(error: BoardwrightError | None) -> dict[str, Any] | None:
    return None if error is None else error_json(error)
