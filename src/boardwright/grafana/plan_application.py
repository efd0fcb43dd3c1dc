"""Applies the steps of a plan, and returns the result of each step."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import groupby
from typing import Literal

from boardwright.errors import ServerError
from boardwright.frozen import frozen
from boardwright.grafana.board_saves import create_folder, delete_board, save_board
from boardwright.grafana.grafana_api import Grafana
from boardwright.grafana.grafana_errors import ConflictError, FolderError
from boardwright.grafana.plan import Plan
from boardwright.grafana.plan_steps import Action, AnyStep, Step
from boardwright.grafana.rule_saves import delete_rule, save_group
from boardwright.grafana.stored_values import StoredBoard, StoredRule
from boardwright.grafana.wanted_objects import WantedBoard, WantedFolder, WantedGroup
from boardwright.http.attempts import attempt_each
from boardwright.http.pace import Pace
from boardwright.http.request_errors import StoppedError

StepStatus = Literal["created", "updated", "moved", "pruned", "unchanged", "conflict", "failed"]
_DONE: dict[Action, StepStatus] = {
    "create": "created",
    "update": "updated",
    "move": "moved",
    "prune": "pruned",
    "unchanged": "unchanged",
}


@frozen
class StepOutcome:
    """The result of applying one step of a plan.

    Attributes:
        status: The result, such as `created` or `failed`.
        url: URL of the board's page; None for a folder or rule, and for a board that was not saved.
        error: The reason if the status is `failed` or `conflict`, otherwise None.
    """

    status: StepStatus
    step: AnyStep
    url: str | None = None
    error: ServerError | None = None


@frozen
class ApplyResult:
    """The results of the steps of a plan, in the order of the steps."""

    outcomes: tuple[StepOutcome, ...] = ()

    @property
    def folders(self) -> tuple[StepOutcome, ...]:
        """The results of the steps for folders."""
        return self._select_outcomes(WantedFolder)

    @property
    def boards(self) -> tuple[StepOutcome, ...]:
        """The results of the steps for declared boards."""
        return self._select_outcomes(WantedBoard)

    @property
    def groups(self) -> tuple[StepOutcome, ...]:
        """The results of the steps for groups of alert rules."""
        return self._select_outcomes(WantedGroup)

    @property
    def prunes(self) -> tuple[StepOutcome, ...]:
        """The results of the steps that delete boards and rules."""
        return self._select_outcomes(StoredBoard, StoredRule)

    def _select_outcomes(self, *kinds: type) -> tuple[StepOutcome, ...]:
        return tuple(each for each in self.outcomes if isinstance(each.step.item, kinds))


def apply_plan(
    plan: Plan,
    grafana: Grafana,
    *,
    message: str,
    at_once: int = 1,
    pace: Pace | None = None,
    on_board: Callable[[], None] = lambda: None,
) -> ApplyResult:
    """Apply the steps of a plan. A step that fails does not stop the other steps.

    The function creates folders level by level, because a folder needs its parent. Alert groups are
    saved one after the other, because moving a rule from one group to another changes both groups.
    Boards and rules are deleted only if all other steps have succeeded.

    Args:
        message: Message for the version history of the saved boards.
        at_once: Number of simultaneous requests that save or delete boards.
        pace: Number of tries for each request, and the time limit for all requests together; None
            for one try and no limit.
        on_board: Function to call after each step for a declared board.
    """
    run = _Run(grafana, message, pace or Pace(retries=0), on_board)
    for _, level in groupby(plan.folders, key=lambda step: step.item.path.count("/")):
        run.apply_all(level)
    run.apply_all(plan.boards, at_once=at_once)
    run.apply_all(plan.groups)
    run.apply_all(plan.prunes, at_once=at_once)
    return ApplyResult(outcomes=tuple(run.outcomes))


class _Run:
    """Applies steps, and collects their results in `outcomes`."""

    def __init__(
        self, grafana: Grafana, message: str, pace: Pace, on_board: Callable[[], None]
    ) -> None:
        self._grafana, self._message, self._pace, self._on_board = grafana, message, pace, on_board
        self.outcomes: list[StepOutcome] = []
        self._failed_folders: set[str] = set()
        self._has_failures = False

    def apply_all(self, steps: Iterable[AnyStep], *, at_once: int = 1) -> None:
        """Apply steps that do not depend on each other."""
        failed = [each.step.item for each in self.outcomes if each.status == "failed"]
        self._failed_folders = {each.uid for each in failed if isinstance(each, WantedFolder)}
        self._has_failures = bool(failed)
        attempts = attempt_each(steps, self._apply_step, at_once=at_once, pace=self._pace)
        self.outcomes += [_build_outcome(step, got) for step, got in attempts]

    def _apply_step(self, step: AnyStep) -> str | None:
        try:
            return self._write_item(step)
        finally:
            if isinstance(step.item, WantedBoard):
                self._on_board()

    def _write_item(self, step: AnyStep) -> str | None:
        """Apply a step, and return the URL of the board's page; None if no board was saved."""
        if step.reason is not None:
            raise step.reason
        if not step.writes:
            return step.existing_board.url if step.existing_board else None
        match step.item:
            case WantedFolder() as folder:
                if folder.parent_uid in self._failed_folders:
                    raise FolderError("the parent folder could not be created")
                create_folder(folder, self._grafana, pace=self._pace)
            case WantedBoard() as board:
                self._require_folder(board.folder)
                return save_board(
                    board,
                    step.stored_board,
                    self._grafana,
                    message=self._message,
                    pace=self._pace,
                )
            case WantedGroup() as group:
                self._require_folder(group.folder)
                save_group(_as_group_step(step, group), self._grafana, pace=self._pace)
            case stored:
                self._delete_item(stored)
        return None

    def _require_folder(self, folder: WantedFolder) -> None:
        if folder.uid in self._failed_folders:
            raise FolderError(f'the folder "{folder.path}" could not be created')

    def _delete_item(self, stored: StoredBoard | StoredRule) -> None:
        if self._has_failures:
            raise StoppedError("not deleted, because other steps of this deploy failed")
        if isinstance(stored, StoredRule):
            delete_rule(stored, self._grafana, pace=self._pace)
        else:
            delete_board(stored, self._grafana, pace=self._pace)


def _as_group_step(step: AnyStep, group: WantedGroup) -> Step[WantedGroup]:
    return Step(action=step.action, item=group, stored=step.stored, others=step.others)


def _build_outcome(step: AnyStep, got: str | ServerError | None) -> StepOutcome:
    if not isinstance(got, ServerError):
        return StepOutcome(status=_DONE[step.action], step=step, url=got)
    is_folder = isinstance(step.item, WantedFolder)
    if step.action == "conflict" or (isinstance(got, ConflictError) and not is_folder):
        url = step.stored_board.url if step.stored_board else None
        return StepOutcome(status="conflict", step=step, url=url, error=got)
    return StepOutcome(status="failed", step=step, error=got)
