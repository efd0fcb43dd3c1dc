"""Formats the result of `boardwright deploy` as text: the plan, the outcomes of its steps, and the
failures.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from boardwright.commands.deploying.deploy import Deploy
from boardwright.errors import ServerError
from boardwright.grafana.applying import Applied
from boardwright.grafana.connecting import Connected
from boardwright.grafana.plan import Plan
from boardwright.grafana.plan_steps import AnyStep
from boardwright.http.addresses import strip_url_secrets
from boardwright.notation.plurals import format_quantity
from boardwright.report.deploy_steps import cells_of, name_of, noun_of, planned_changes
from boardwright.report.ruler_text import (
    ruler_failure_lines,
    ruler_outcome_lines,
    ruler_plan_lines,
    ruler_reason_lines,
)
from boardwright.report.text_format import (
    LISTED,
    first_lines,
    grouped_lines,
    printable,
    table,
    tallies,
)

SHOWN = 20
"""Largest number of boards whose differences a plan shows, and largest number of alert groups."""
_PLAN_HEADER = ("", "FOLDER", "UID", "TITLE")
_PLAN_ORDER = ("create", "update", "move", "prune", "conflict", "refused", "unchanged")
_RESULT_HEADER = (*_PLAN_HEADER, "ADDRESS")
_RESULT_ORDER = ("created", "updated", "moved", "pruned", "unchanged", "conflict", "failed")

Failure = tuple[AnyStep, ServerError, bool]
"""A step, its error, and whether the error is a conflict."""


def plan_lines(deploy: Deploy) -> Iterator[str]:
    """Yield the lines of a deploy's plan. Conflicts and refused steps are not included:
    `reason_lines` yields them.
    """
    if deploy.plan is None:
        return
    if deploy.connected is not None:
        yield from _grafana_lines(deploy, deploy.plan, deploy.connected)
    if deploy.ruler is not None:
        if deploy.connected is None and deploy.environment:
            yield f"{deploy.environment}:"
        yield from ruler_plan_lines(deploy.ruler)


def _grafana_lines(deploy: Deploy, plan: Plan, connected: Connected) -> Iterator[str]:
    yield server_line(deploy.environment, connected)
    created = [step for step in plan.folders if step.writes]
    yield from first_lines([f"{step.action:>9}  {name_of(step)}" for step in created], "folder")
    steps: list[AnyStep] = [*plan.boards, *plan.groups, *plan.prunes]
    rows = [(f"{step.action:>9}", *cells_of(step)) for step in steps if step.action != "unchanged"]
    yield from _table_lines(_PLAN_HEADER, rows)
    yield from _difference_lines(deploy)
    yield _plan_summary(plan)


def server_line(environment: str, connected: Connected) -> str:
    """Return a line with the version, URL and organisation of Grafana."""
    version = f" {connected.version}" if connected.version else ""
    organisation = connected.organisation
    within = f', organisation "{organisation.name}"' if organisation else ""
    name = f"{environment}: " if environment else ""
    return printable(
        f"{name}Grafana{version} at {strip_url_secrets(connected.grafana.url)}{within}"
    )


def _table_lines(header: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> Iterator[str]:
    """Yield the lines of a table. If the table is too long to be listed completely, the rows with
    the rarest actions come first.
    """
    if len(rows) > LISTED:
        number = Counter(action for action, *_ in rows)
        rows = sorted(rows, key=lambda row: number[row[0]])
    heading, *lines = [*table(header, rows)] or [""]
    if lines:
        yield heading
        yield from first_lines(lines, "row")


def _difference_lines(deploy: Deploy) -> Iterator[str]:
    """Yield the changes that several boards share, then the remaining changes of each board."""
    changes = planned_changes(deploy)
    if not (changes.shared or changes.boards or changes.groups):
        return
    from boardwright.report.diff_text import change_lines, shared_lines

    for shared in changes.shared:
        yield from (f"{'':>5}{line}" for line in shared_lines(shared))
    for step, change in changes.boards[:SHOWN]:
        yield f'{step.action:>9}  board "{printable(step.item.title)}" ({step.item.uid}):'
        if change.folder_before != change.folder_after:
            yield f"{'':>9} folder: {change.folder_before} -> {change.folder_after}"
        yield from change_lines(change)
    yield from _more_lines(len(changes.boards), "board")
    for group, group_change in changes.groups[:SHOWN]:
        yield f'{group.action:>9}  alert group "{printable(group.item.name)}":'
        yield from change_lines(group_change)
    yield from _more_lines(len(changes.groups), "alert group")


def _more_lines(number: int, noun: str) -> Iterator[str]:
    if number > SHOWN:
        yield f"{'':>9}  and {format_quantity(number - SHOWN, noun)} more: run `boardwright diff`"


def _plan_summary(plan: Plan) -> str:
    steps: list[AnyStep] = [*plan.boards, *plan.prunes, *plan.groups]
    actions = [(noun_of(step), step.action) for step in steps]
    folders = sum(step.writes for step in plan.folders)
    within = f"{format_quantity(folders, 'folder')} to create, " if folders else ""
    return f"Plan: {within}{tallies(actions, _PLAN_ORDER) or 'no boards'}"


def reason_lines(deploy: Deploy) -> Iterator[str]:
    """Yield the steps that a plan refuses or reports as conflicts, with the reasons."""
    if deploy.plan is None:
        return
    yield from _failure_lines(
        (step, step.reason, step.action == "conflict") for step in deploy.plan.steps if step.reason
    )
    if deploy.plan.not_pruned is not None:
        yield f"error: {deploy.plan.not_pruned}"
    if deploy.ruler is not None:
        yield from ruler_reason_lines(deploy.ruler)


def deploy_lines(deploy: Deploy) -> Iterator[str]:
    """Yield the lines about the outcomes of the applied steps. Failures are not included:
    `failure_lines` yields them.
    """
    if deploy.applied is None:
        return
    if deploy.environment:
        yield f"{deploy.environment}:"
    if deploy.connected is not None:
        yield from _grafana_outcome_lines(deploy.applied)
    if deploy.ruler is not None:
        yield from ruler_outcome_lines(deploy.ruler)


def _grafana_outcome_lines(applied: Applied) -> Iterator[str]:
    created = [each for each in applied.folders if each.status == "created"]
    yield from first_lines(
        [f"{each.status:>9}  {name_of(each.step)}" for each in created], "folder"
    )
    rows = [
        (f"{each.status:>9}", *cells_of(each.step), each.url or "-")
        for each in (*applied.boards, *applied.groups, *applied.prunes)
        if each.status != "unchanged"
    ]
    yield from _table_lines(_RESULT_HEADER, rows)
    counted = (*applied.boards, *applied.prunes, *applied.groups)
    statuses = [(noun_of(each.step), each.status) for each in counted]
    yield tallies(statuses, _RESULT_ORDER) or "No boards."


def failure_lines(deploy: Deploy) -> Iterator[str]:
    """Yield the failed steps, except those that `reason_lines` already yielded with the plan."""
    if deploy.applied is None:
        return
    yield from _failure_lines(
        (each.step, each.error, each.status == "conflict")
        for each in deploy.applied.outcomes
        if each.error is not None and each.error is not each.step.reason
    )
    if deploy.ruler is not None:
        yield from ruler_failure_lines(deploy.ruler)


def _failure_lines(failures: Iterable[Failure]) -> Iterator[str]:
    """Yield the lines of failures. Failures of the same kind with the same reason are listed
    together.
    """
    names: dict[tuple[str, str, str], list[str]] = {}
    for step, error, is_conflict in failures:
        kind = "conflict" if is_conflict else "error"
        names.setdefault((kind, noun_of(step), str(error)), []).append(name_of(step))
    for (kind, noun, reason), named in names.items():
        yield from grouped_lines(kind, noun, reason, named)
