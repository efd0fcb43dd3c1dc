"""The result of a deploy as text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from boardwright.commands.deploying.deploy import Deploy
from boardwright.errors import ServerError
from boardwright.grafana.applying import Applied, BoardOutcome, GroupOutcome
from boardwright.grafana.plan import Plan
from boardwright.report.deploy_failures import Failure, lines_of, stored_noun
from boardwright.report.deploy_plan import group_cells
from boardwright.report.texts import table, tallies

HEADER = ("", "FOLDER", "UID", "TITLE", "ADDRESS")
_ORDER = ("created", "updated", "moved", "pruned", "unchanged", "conflict", "failed")


def deploy_lines(deploy: Deploy) -> Iterator[str]:
    """Yield what a person reads after a deploy; what failed is told by `failure_lines`."""
    if deploy.applied is None:
        return
    if deploy.environment:
        yield f"{deploy.environment}:"
    applied = deploy.applied
    for folder in applied.folders:
        if folder.status == "created":
            yield f'{folder.status:>9}  folder "{folder.folder.path}" ({folder.folder.uid})'
    rows = [_row(board) for board in applied.boards if board.status != "unchanged"]
    rows += [_group_row(group) for group in applied.groups if group.status != "unchanged"]
    rows += [
        (f"{each.status:>9}", "", each.stored.uid, each.stored.title, "-")
        for each in applied.prunes
    ]
    yield from table(HEADER, rows)
    yield summary(applied)


def _row(outcome: BoardOutcome) -> tuple[str, ...]:
    board = outcome.board
    return (f"{outcome.status:>9}", board.folder.path, board.uid, board.title, outcome.url or "-")


def _group_row(outcome: GroupOutcome) -> tuple[str, ...]:
    return (f"{outcome.status:>9}", *group_cells(outcome.group), "-")


def summary(applied: Applied) -> str:
    """Return how many boards and alert groups there are, and what happened to them."""
    statuses: list[tuple[str, str]] = [("board", board.status) for board in applied.boards]
    statuses += [(stored_noun(prune.stored), prune.status) for prune in applied.prunes]
    statuses += [("alert group", group.status) for group in applied.groups]
    return tallies(statuses, _ORDER) or "No boards."


def failure_lines(deploy: Deploy) -> Iterator[str]:
    """Yield what failed beyond what its plan told already."""
    if deploy.applied is None or deploy.plan is None:
        return
    yield from lines_of(_failures(deploy.applied, _told(deploy.plan)))


def _told(plan: Plan) -> list[ServerError]:
    reasons = [step.reason for step in plan.folders] + [step.reason for step in plan.boards]
    reasons += [step.reason for step in plan.groups]
    return [reason for reason in reasons if reason is not None]


def _failures(applied: Applied, told: Sequence[ServerError]) -> Iterator[Failure]:
    known = {id(error) for error in told}
    for folder in applied.folders:
        if folder.error is not None and id(folder.error) not in known:
            yield Failure.of_folder(folder.folder, folder.error)
    for board in applied.boards:
        if board.error is not None and id(board.error) not in known:
            conflict = board.status == "conflict"
            yield Failure.of_board(board.board, board.error, conflict=conflict)
    for group in applied.groups:
        if group.error is not None and id(group.error) not in known:
            conflict = group.status == "conflict"
            yield Failure.of_group(group.group, group.error, conflict=conflict)
    for prune in applied.prunes:
        if prune.error is not None:
            conflict = prune.status == "conflict"
            yield Failure.of_prune(prune.stored, prune.error, conflict=conflict)
