"""Formats the plan, the results and the failures of `boardwright deploy` as text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from boardwright.commands.deploying.deploy import EnvironmentDeploy
from boardwright.errors import ServerError
from boardwright.grafana.grafana_connection import GrafanaConnection
from boardwright.grafana.plan import Plan
from boardwright.grafana.plan_application import ApplyResult
from boardwright.grafana.plan_steps import AnyStep
from boardwright.http.addresses import strip_url_secrets
from boardwright.notation.plurals import format_quantity
from boardwright.report.deploy_steps import (
    choose_item_noun,
    collect_planned_changes,
    format_item_cells,
    format_item_name,
)
from boardwright.report.ruler_report import (
    format_ruler_failure_lines,
    format_ruler_outcome_lines,
    format_ruler_plan_lines,
    format_ruler_reason_lines,
)
from boardwright.report.text_format import (
    LISTED,
    escape_unprintable,
    format_counts_by_noun,
    format_failures,
    format_table,
    iter_first_lines,
)

_DIFFERENCE_LIMIT = 20
"""The report of a plan shows the differences of at most this many boards, and of at most this many
alert groups."""
_PLAN_HEADER = ("", "FOLDER", "UID", "TITLE")
_PLAN_ORDER = ("create", "update", "move", "prune", "conflict", "refused", "unchanged")
_RESULT_HEADER = (*_PLAN_HEADER, "ADDRESS")
_RESULT_ORDER = ("created", "updated", "moved", "pruned", "unchanged", "conflict", "failed")


def format_plan_lines(deploy: EnvironmentDeploy) -> Iterator[str]:
    """Yield the lines of a deploy's plan. `format_reason_lines` yields the conflicts and the
    refused steps.
    """
    if deploy.plan is None:
        return
    if deploy.connected is not None:
        yield from _format_grafana_plan(deploy, deploy.plan, deploy.connected)
    if deploy.ruler is not None:
        if deploy.connected is None and deploy.environment:
            yield f"{deploy.environment}:"
        yield from format_ruler_plan_lines(deploy.ruler)


def _format_grafana_plan(
    deploy: EnvironmentDeploy, plan: Plan, connected: GrafanaConnection
) -> Iterator[str]:
    yield format_server_line(deploy.environment, connected)
    created = [step for step in plan.folders if step.writes]
    yield from iter_first_lines(
        [f"{step.action:>9}  {format_item_name(step)}" for step in created], "folder"
    )
    steps: list[AnyStep] = [*plan.boards, *plan.groups, *plan.prunes]
    rows = [
        (f"{step.action:>9}", *format_item_cells(step))
        for step in steps
        if step.action != "unchanged"
    ]
    yield from _format_limited_table(_PLAN_HEADER, rows)
    yield from _format_difference_lines(deploy)
    yield _format_plan_summary(plan)


def format_server_line(environment: str, connected: GrafanaConnection) -> str:
    """Return a line with the version, URL and organisation of Grafana."""
    version = f" {connected.version}" if connected.version else ""
    organisation = connected.organisation
    within = f', organisation "{organisation.name}"' if organisation else ""
    name = f"{environment}: " if environment else ""
    return escape_unprintable(
        f"{name}Grafana{version} at {strip_url_secrets(connected.grafana.url)}{within}"
    )


def _format_limited_table(
    header: tuple[str, ...], rows: Sequence[tuple[str, ...]]
) -> Iterator[str]:
    """Yield the lines of a table. If there are more than `LISTED` rows, the rows with the rarest
    actions are listed.
    """
    if len(rows) > LISTED:
        number = Counter(action for action, *_ in rows)
        rows = sorted(rows, key=lambda row: number[row[0]])
    heading, *lines = [*format_table(header, rows)] or [""]
    if lines:
        yield heading
        yield from iter_first_lines(lines, "row")


def _format_difference_lines(deploy: EnvironmentDeploy) -> Iterator[str]:
    """Yield the changes that several boards share, then all other changes of each board and alert
    group.
    """
    changes = collect_planned_changes(deploy)
    if not (changes.shared or changes.boards or changes.groups):
        return
    from boardwright.report.diff_text import format_change_lines, format_shared_lines

    for shared in changes.shared:
        yield from (f"{'':>5}{line}" for line in format_shared_lines(shared))
    for step, change in changes.boards[:_DIFFERENCE_LIMIT]:
        yield f'{step.action:>9}  board "{escape_unprintable(step.item.title)}" ({step.item.uid}):'
        if change.folder_before != change.folder_after:
            yield f"{'':>9} folder: {change.folder_before} -> {change.folder_after}"
        yield from format_change_lines(change)
    yield from _format_more_line(len(changes.boards), "board")
    for group, group_change in changes.groups[:_DIFFERENCE_LIMIT]:
        yield f'{group.action:>9}  alert group "{escape_unprintable(group.item.name)}":'
        yield from format_change_lines(group_change)
    yield from _format_more_line(len(changes.groups), "alert group")


def _format_more_line(number: int, noun: str) -> Iterator[str]:
    if number > _DIFFERENCE_LIMIT:
        others = format_quantity(number - _DIFFERENCE_LIMIT, f"more {noun}")
        yield f"{'':>9}  and {others}: run `boardwright diff` to list all differences"


def _format_plan_summary(plan: Plan) -> str:
    steps: list[AnyStep] = [*plan.boards, *plan.prunes, *plan.groups]
    actions = [(choose_item_noun(step), step.action) for step in steps]
    folders = sum(step.writes for step in plan.folders)
    new_folders = f"{format_quantity(folders, 'folder')} to create, " if folders else ""
    return f"Plan: {new_folders}{format_counts_by_noun(actions, _PLAN_ORDER) or 'no boards'}"


def format_reason_lines(deploy: EnvironmentDeploy) -> Iterator[str]:
    """Yield a line for each conflict and each refused step of a plan, with the reason."""
    if deploy.plan is None:
        return
    yield from format_failures(
        _describe_failure(step, step.reason, step.action)
        for step in deploy.plan.steps
        if step.reason
    )
    if deploy.plan.not_pruned is not None:
        yield f"error: {deploy.plan.not_pruned}"
    if deploy.ruler is not None:
        yield from format_ruler_reason_lines(deploy.ruler)


def format_outcome_lines(deploy: EnvironmentDeploy) -> Iterator[str]:
    """Yield the lines about the results of the applied steps. `format_failure_lines` yields the
    failures.
    """
    if deploy.applied is None:
        return
    if deploy.environment:
        yield f"{deploy.environment}:"
    if deploy.connected is not None:
        yield from _format_grafana_outcomes(deploy.applied)
    if deploy.ruler is not None:
        yield from format_ruler_outcome_lines(deploy.ruler)


def _format_grafana_outcomes(applied: ApplyResult) -> Iterator[str]:
    created = [each for each in applied.folders if each.status == "created"]
    yield from iter_first_lines(
        [f"{each.status:>9}  {format_item_name(each.step)}" for each in created], "folder"
    )
    rows = [
        (f"{each.status:>9}", *format_item_cells(each.step), each.url or "-")
        for each in (*applied.boards, *applied.groups, *applied.prunes)
        if each.status != "unchanged"
    ]
    yield from _format_limited_table(_RESULT_HEADER, rows)
    counted = (*applied.boards, *applied.prunes, *applied.groups)
    statuses = [(choose_item_noun(each.step), each.status) for each in counted]
    yield format_counts_by_noun(statuses, _RESULT_ORDER) or "No boards."


def format_failure_lines(deploy: EnvironmentDeploy) -> Iterator[str]:
    """Yield a line for each failed step, except the steps that `format_reason_lines` yields."""
    if deploy.applied is None:
        return
    yield from format_failures(
        _describe_failure(each.step, each.error, each.status)
        for each in deploy.applied.outcomes
        if each.error is not None and each.error is not each.step.reason
    )
    if deploy.ruler is not None:
        yield from format_ruler_failure_lines(deploy.ruler)


def _describe_failure(step: AnyStep, error: ServerError, status: str) -> tuple[str, str, str, str]:
    kind = "conflict" if status == "conflict" else "error"
    return kind, choose_item_noun(step), str(error), format_item_name(step)
