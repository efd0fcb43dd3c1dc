"""Doing what a plan says, no more: each step has its outcome."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import Literal

from boardwright.errors import ServerError
from boardwright.frozen import frozen
from boardwright.grafana.api import Grafana
from boardwright.grafana.attempts import attempt_each
from boardwright.grafana.errors import ConflictError, FolderError, StoppedError
from boardwright.grafana.group_step import GroupAction, GroupStep
from boardwright.grafana.pace import Pace
from boardwright.grafana.plan import BoardAction, BoardStep, FolderStep, Plan, PruneStep
from boardwright.grafana.saving import delete_board, make_folder, save_board
from boardwright.grafana.saving_rules import delete_rule, save_group
from boardwright.grafana.stored import StoredBoard, StoredRule
from boardwright.grafana.wanted import WantedBoard, WantedFolder, WantedGroup

FolderStatus = Literal["created", "unchanged", "failed"]
BoardStatus = Literal["created", "updated", "moved", "unchanged", "conflict", "failed"]
GroupStatus = Literal["created", "updated", "unchanged", "conflict", "failed"]
PruneStatus = Literal["pruned", "conflict", "failed"]
_DONE: dict[BoardAction, BoardStatus] = {
    "create": "created",
    "update": "updated",
    "move": "moved",
    "unchanged": "unchanged",
}
_GROUPS_DONE: dict[GroupAction, GroupStatus] = {
    "create": "created",
    "update": "updated",
    "unchanged": "unchanged",
}


@frozen
class FolderOutcome:
    """What happened to one folder; `error` says why when it failed."""

    status: FolderStatus
    folder: WantedFolder
    error: ServerError | None = None


@frozen
class BoardOutcome:
    """What happened to one board.

    Attributes:
        url: The address of its page; None when there is none to show.
        error: Why it failed, or was left alone as a conflict; None otherwise.
    """

    status: BoardStatus
    board: WantedBoard
    url: str | None = None
    error: ServerError | None = None


@frozen
class GroupOutcome:
    """What happened to one group of alert rules; `error` says why it failed or was left alone."""

    status: GroupStatus
    group: WantedGroup
    error: ServerError | None = None


@frozen
class PruneOutcome:
    """What happened to a board or alert rule that was to be deleted."""

    status: PruneStatus
    stored: StoredBoard | StoredRule
    error: ServerError | None = None


@frozen
class Applied:
    """What happened, in the plan's order."""

    folders: tuple[FolderOutcome, ...] = ()
    boards: tuple[BoardOutcome, ...] = ()
    groups: tuple[GroupOutcome, ...] = ()
    prunes: tuple[PruneOutcome, ...] = ()

    @property
    def outcomes(self) -> tuple[FolderOutcome | BoardOutcome | GroupOutcome | PruneOutcome, ...]:
        """All of them."""
        return (*self.folders, *self.boards, *self.groups, *self.prunes)


def apply_plan(
    plan: Plan,
    grafana: Grafana,
    *,
    message: str,
    at_once: int = 1,
    pace: Pace | None = None,
    tell: Callable[[], None] = lambda: None,
) -> Applied:
    """Send the steps of a plan; one that fails does not stop the others.

    Args:
        plan: What to do.
        grafana: Where.
        message: What the version history says of each save.
        at_once: How many boards at the same time.
        pace: The tries and the time there are; None for one try each.
        tell: Called after each board.
    """
    pace = pace or Pace(retries=0)
    folders = tuple(_apply_folders(plan.folders, grafana, pace))
    failed = {outcome.folder.uid for outcome in folders if outcome.error is not None}

    def board(step: BoardStep) -> str | None:
        try:
            return _apply_board(step, grafana, failed, message, pace)
        finally:
            tell()

    sent = attempt_each(plan.boards, board, at_once=at_once, pace=pace)
    boards = tuple(_board(step, got) for step, got in sent)
    groups = tuple(_apply_groups(plan.groups, grafana, failed, pace))
    statuses = [each.status for each in boards] + [each.status for each in groups]
    whole = not failed and "failed" not in statuses
    return Applied(
        folders=folders,
        boards=boards,
        groups=groups,
        prunes=tuple(_apply_prunes(plan.prunes, grafana, whole, at_once, pace)),
    )


def _apply_folders(
    steps: Sequence[FolderStep], grafana: Grafana, pace: Pace
) -> Iterator[FolderOutcome]:
    """Level by level, since a folder needs the one that holds it."""
    failed: set[str] = set()

    def apply(step: FolderStep) -> None:
        if step.reason is not None:
            raise step.reason
        if step.action == "create":
            if step.folder.parent_uid in failed:
                raise FolderError("the folder that holds it could not be made")
            make_folder(step.folder, grafana, pace=pace)

    for _, level in groupby(steps, key=lambda step: step.folder.path.count("/")):
        for step, got in attempt_each(level, apply, pace=pace):
            if isinstance(got, ServerError):
                failed.add(step.folder.uid)
                yield FolderOutcome(status="failed", folder=step.folder, error=got)
            else:
                status: FolderStatus = "created" if step.action == "create" else "unchanged"
                yield FolderOutcome(status=status, folder=step.folder)


def _apply_board(
    step: BoardStep, grafana: Grafana, failed: set[str], message: str, pace: Pace
) -> str | None:
    if step.reason is not None:
        raise step.reason
    if step.action == "unchanged":
        return step.stored.url if step.stored else None
    if step.board.folder.uid in failed:
        raise FolderError(f'its folder "{step.board.folder.path}" could not be made')
    return save_board(step.board, step.stored, grafana, message=message, pace=pace)


def _board(step: BoardStep, got: str | ServerError | None) -> BoardOutcome:
    url = step.stored.url if step.stored else None
    if step.action == "conflict" or isinstance(got, ConflictError):
        error = got if isinstance(got, ServerError) else step.reason
        return BoardOutcome(status="conflict", board=step.board, url=url, error=error)
    if isinstance(got, ServerError):
        return BoardOutcome(status="failed", board=step.board, error=got)
    return BoardOutcome(status=_DONE[step.action], board=step.board, url=got)


def _apply_groups(
    steps: Sequence[GroupStep], grafana: Grafana, failed: set[str], pace: Pace
) -> Iterator[GroupOutcome]:
    """One after the other: a rule that moves is of two groups, and a save sends whole groups."""

    def apply(step: GroupStep) -> None:
        if step.reason is not None:
            raise step.reason
        if step.action == "unchanged":
            return
        if step.group.folder.uid in failed:
            raise FolderError(f'its folder "{step.group.folder.path}" could not be made')
        save_group(step, grafana, pace=pace)

    for step, got in attempt_each(steps, apply, pace=pace):
        if not isinstance(got, ServerError):
            yield GroupOutcome(status=_GROUPS_DONE[step.action], group=step.group)
            continue
        conflict = step.action == "conflict" or isinstance(got, ConflictError)
        status: GroupStatus = "conflict" if conflict else "failed"
        yield GroupOutcome(status=status, group=step.group, error=got)


def _apply_prunes(
    steps: Sequence[PruneStep], grafana: Grafana, whole: bool, at_once: int, pace: Pace
) -> Iterator[PruneOutcome]:
    """Delete, but only after a deploy in which everything came through."""

    def prune(step: PruneStep) -> None:
        if step.reason is not None:
            raise step.reason
        if not whole:
            raise StoppedError("not deleted, since not all of this deploy came through")
        if isinstance(step.stored, StoredRule):
            delete_rule(step.stored, grafana, pace=pace)
        else:
            delete_board(step.stored, grafana, pace=pace)

    for step, got in attempt_each(steps, prune, at_once=at_once, pace=pace):
        if isinstance(got, ServerError):
            conflict = step.reason is not None or isinstance(got, ConflictError)
            status: PruneStatus = "conflict" if conflict else "failed"
            yield PruneOutcome(status=status, stored=step.stored, error=got)
        else:
            yield PruneOutcome(status="pruned", stored=step.stored)
