"""Doing what a plan says, no more: each step has its outcome."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from boardwright.errors import ServerError
from boardwright.grafana.api import Grafana
from boardwright.grafana.attempts import attempt_each
from boardwright.grafana.errors import ConflictError, FolderError
from boardwright.grafana.plan import BoardStep, FolderStep, Plan
from boardwright.grafana.wanted import WantedBoard, WantedFolder

Status = Literal["created", "updated", "unchanged", "failed"]


@dataclass(frozen=True, kw_only=True)
class FolderOutcome:
    """What happened to one folder; `error` says why when it failed."""

    status: Status
    folder: WantedFolder
    error: ServerError | None = None


@dataclass(frozen=True, kw_only=True)
class BoardOutcome:
    """What happened to one board.

    Attributes:
        url: The address of its page; None when it failed.
        error: Why it failed; None otherwise.
    """

    status: Status
    board: WantedBoard
    url: str | None = None
    error: ServerError | None = None


@dataclass(frozen=True, kw_only=True)
class Applied:
    """What happened, in the plan's order."""

    folders: tuple[FolderOutcome, ...]
    boards: tuple[BoardOutcome, ...]


def apply_plan(
    plan: Plan, grafana: Grafana, *, message: str, tell: Callable[[], None] = lambda: None
) -> Applied:
    """Send the steps of a plan; one that fails does not stop the others.

    Args:
        plan: What to do.
        grafana: Where.
        message: What the version history says of each save.
        tell: Called after each board.
    """
    folders = tuple(_apply_folders(plan, grafana))
    failed = {outcome.folder.uid: outcome for outcome in folders if outcome.error is not None}

    def board(step: BoardStep) -> str:
        tell()
        return _apply_board(step, grafana, failed, message)

    boards = tuple(_board(step, got) for step, got in attempt_each(plan.boards, board))
    return Applied(folders=folders, boards=boards)


def _apply_folders(plan: Plan, grafana: Grafana) -> Iterator[FolderOutcome]:
    failed: set[str] = set()

    def apply(step: FolderStep) -> None:
        if step.reason is not None:
            raise step.reason
        if step.action == "create":
            if step.folder.parent_uid in failed:
                raise FolderError("the folder that holds it could not be made")
            _create_folder(step.folder, grafana)

    for step, got in attempt_each(plan.folders, apply):
        if isinstance(got, ServerError):
            failed.add(step.folder.uid)
            yield FolderOutcome(status="failed", folder=step.folder, error=got)
        else:
            status: Status = "created" if step.action == "create" else "unchanged"
            yield FolderOutcome(status=status, folder=step.folder)


def _create_folder(folder: WantedFolder, grafana: Grafana) -> None:
    """Make it; someone who made it meanwhile has done it for us."""
    try:
        grafana.create_folder(folder.uid, title=folder.title, parent_uid=folder.parent_uid)
    except ConflictError:
        if grafana.folder(folder.uid) is None:
            raise


def _apply_board(
    step: BoardStep, grafana: Grafana, failed: dict[str, FolderOutcome], message: str
) -> str:
    if step.reason is not None:
        raise step.reason
    if step.action == "unchanged" and step.stored is not None:
        return step.stored.url
    if step.board.folder.uid in failed:
        raise FolderError(f'its folder "{step.board.folder.path}" could not be made')
    return grafana.save(
        step.board.body,
        folder_uid=step.board.folder.uid,
        version=step.stored.version if step.stored else None,
        message=message,
    )


_DONE: dict[str, Status] = {"create": "created", "update": "updated", "unchanged": "unchanged"}


def _board(step: BoardStep, got: str | ServerError) -> BoardOutcome:
    if isinstance(got, ServerError):
        return BoardOutcome(status="failed", board=step.board, error=got)
    return BoardOutcome(status=_DONE[step.action], board=step.board, url=got)
