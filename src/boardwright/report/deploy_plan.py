"""What a deploy would do, as text."""

from __future__ import annotations

from collections.abc import Iterator

from boardwright.commands.deploying.deploy import Deploy
from boardwright.grafana.connecting import Connected
from boardwright.grafana.plan import Plan, PruneStep
from boardwright.grafana.wanted import WantedGroup
from boardwright.http.addresses import public_url
from boardwright.notation.plurals import quantity
from boardwright.report.deploy_differences import (
    SHOWN,
    difference,
    group_difference,
    is_differing,
)
from boardwright.report.deploy_failures import Failure, lines_of, stored_noun
from boardwright.report.texts import table, tallies

HEADER = ("", "FOLDER", "UID", "TITLE")


def plan_lines(deploy: Deploy) -> Iterator[str]:
    """Yield what a person reads before a deploy; what cannot be done is told by `reason_lines`."""
    if deploy.plan is None or deploy.connected is None:
        return
    yield server_line(deploy.environment, deploy.connected)
    for step in deploy.plan.folders:
        if step.action == "create":
            yield f'{step.action:>9}  folder "{step.folder.path}" ({step.folder.uid})'
    yield from table(HEADER, _rows(deploy.plan))
    yield from _differences(deploy.plan)
    yield _summary(deploy.plan)


def server_line(environment: str, connected: Connected) -> str:
    """Return which Grafana it is."""
    version = f" {connected.version}" if connected.version else ""
    organisation = connected.organisation
    within = f', organisation "{organisation.name}"' if organisation else ""
    name = f"{environment}: " if environment else ""
    return f"{name}Grafana{version} at {public_url(connected.grafana.url)}{within}"


def _rows(plan: Plan) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = [
        (f"{step.action:>9}", step.board.folder.path, step.board.uid, step.board.title)
        for step in plan.boards
        if step.action != "unchanged"
    ]
    rows += [
        (f"{step.action:>9}", *group_cells(step.group))
        for step in plan.groups
        if step.action != "unchanged"
    ]
    return rows + [
        (f"{prune_action(each):>9}", "", each.stored.uid, each.stored.title) for each in plan.prunes
    ]


def prune_action(step: PruneStep) -> str:
    """Return what becomes of what is declared no more."""
    return "prune" if step.reason is None else "conflict"


def group_cells(group: WantedGroup) -> tuple[str, str, str]:
    """Return a group of alert rules in the columns of boards; it has no uid."""
    rules = quantity(len(group.rules), "rule")
    return (group.folder.path, "-", f'alert group "{group.name}", {rules}')


def _differences(plan: Plan) -> Iterator[str]:
    """Yield what differs in what is there: as it is, then as it would be."""
    boards = [step for step in plan.boards if is_differing(step)]
    groups = [step for step in plan.groups if is_differing(step)]
    if not (boards or groups):
        return
    from boardwright.report.diff_text import change_lines

    for step in boards[:SHOWN]:
        yield f'{step.action:>9}  board "{step.board.title}" ({step.board.uid}):'
        change = difference(step)
        if change.folder_before != change.folder_after:
            yield f"{'':>9} folder: {change.folder_before} -> {change.folder_after}"
        yield from change_lines(change)
    yield from _more(len(boards), "board")
    for each in groups[:SHOWN]:
        yield f'{each.action:>9}  alert group "{each.group.name}":'
        yield from change_lines(group_difference(each))
    yield from _more(len(groups), "alert group")


def _more(number: int, noun: str) -> Iterator[str]:
    if number > SHOWN:
        yield f"{'':>9}  and {quantity(number - SHOWN, noun)} more: `boardwright diff`"


def _summary(plan: Plan) -> str:
    actions: list[tuple[str, str]] = [("board", step.action) for step in plan.boards]
    actions += [(stored_noun(step.stored), prune_action(step)) for step in plan.prunes]
    actions += [("alert group", step.action) for step in plan.groups]
    order = ("create", "update", "move", "prune", "conflict", "refused", "unchanged")
    folders = sum(step.action == "create" for step in plan.folders)
    within = f"{quantity(folders, 'folder')} to create, " if folders else ""
    return f"Plan: {within}{tallies(actions, order) or 'no boards'}"


def reason_lines(deploy: Deploy) -> Iterator[str]:
    """Yield what a plan cannot do, or leaves alone, and why."""
    if deploy.plan is None:
        return
    plan = deploy.plan
    failures = [Failure.of_folder(step.folder, step.reason) for step in plan.folders if step.reason]
    failures += [
        Failure.of_board(step.board, step.reason, conflict=step.action == "conflict")
        for step in plan.boards
        if step.reason
    ]
    failures += [
        Failure.of_group(step.group, step.reason, conflict=step.action == "conflict")
        for step in plan.groups
        if step.reason
    ]
    failures += [
        Failure.of_prune(step.stored, step.reason, conflict=True)
        for step in plan.prunes
        if step.reason
    ]
    yield from lines_of(failures)
    if plan.not_pruned is not None:
        yield f"error: {plan.not_pruned}"
