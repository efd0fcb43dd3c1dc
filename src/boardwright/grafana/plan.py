"""What a deploy would do: made from values alone, shown, saved, and sent by `applying`.

    make_plan ──> with_conflicts (ownership) ──> with_prunes (pruning) ──> apply_plan

Each kind of thing has its own steps and its own field in `Plan`; a further kind is one more field.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Literal

from boardwright.errors import ServerError
from boardwright.frozen import frozen
from boardwright.grafana.comparing import same_body
from boardwright.grafana.errors import FolderError, ProvisionedError
from boardwright.grafana.group_step import GroupCheck, GroupStep, group_step
from boardwright.grafana.reading import State
from boardwright.grafana.reading_rules import RuleState
from boardwright.grafana.refusals import PROVISIONED, PROVISIONED_HINT
from boardwright.grafana.stored import StoredBoard, StoredFolder, StoredRule
from boardwright.grafana.wanted import WantedBoard, WantedFolder, WantedGroup

FolderAction = Literal["create", "unchanged", "refused"]
BoardAction = Literal["create", "update", "move", "unchanged", "conflict", "refused"]
Check = Callable[[WantedBoard], ServerError | None]
"""Tells why a Grafana would not take a board, or None."""


@frozen
class FolderStep:
    """What to do about one folder.

    Attributes:
        reason: Why it is refused; None otherwise.
    """

    action: FolderAction
    folder: WantedFolder
    reason: ServerError | None = None


@frozen
class BoardStep:
    """What to do about one board.

    Attributes:
        stored: What was there when it was read; None when nothing was.
        reason: Why it is refused, or left alone as a conflict; None otherwise.
    """

    action: BoardAction
    board: WantedBoard
    stored: StoredBoard | None = None
    reason: ServerError | None = None


@frozen
class PruneStep:
    """A board or alert rule to delete: it carries the project's mark, and is declared no more.

    Attributes:
        reason: Why it is left alone as a conflict; None otherwise.
    """

    stored: StoredBoard | StoredRule
    reason: ServerError | None = None


@frozen
class Plan:
    """The steps in order: holders before what they hold, folders before the rest, then prunes.

    Attributes:
        not_pruned: Why nothing is pruned although it was asked for; None otherwise.
    """

    folders: tuple[FolderStep, ...]
    boards: tuple[BoardStep, ...]
    groups: tuple[GroupStep, ...] = ()
    prunes: tuple[PruneStep, ...] = ()
    not_pruned: ServerError | None = None

    @property
    def actions(self) -> tuple[str, ...]:
        """What is done with each thing that is declared."""
        folders = [step.action for step in self.folders]
        boards = [step.action for step in self.boards]
        return (*folders, *boards, *(step.action for step in self.groups))

    @property
    def writes(self) -> int:
        """How many things applying would change on the server."""
        folders = sum(step.action == "create" for step in self.folders)
        boards = sum(step.action in {"create", "update", "move"} for step in self.boards)
        groups = sum(step.action in {"create", "update"} for step in self.groups)
        return folders + boards + groups + sum(step.reason is None for step in self.prunes)

    @property
    def conflicts(self) -> bool:
        """Whether something is left alone since someone else changed or owns it."""
        return "conflict" in self.actions or any(step.reason for step in self.prunes)

    @property
    def refused(self) -> bool:
        """Whether something cannot be done."""
        return "refused" in self.actions or self.not_pruned is not None


def make_plan(
    *,
    folders: Iterable[WantedFolder],
    boards: Iterable[WantedBoard],
    state: State,
    check: Check = lambda board: None,
    groups: Iterable[WantedGroup] = (),
    rules: RuleState | None = None,
    check_group: GroupCheck = lambda group: None,
) -> Plan:
    """Compare what is wanted with what was read.

    A folder that is there is used as it is, wherever it stands and whatever its title.

    Args:
        folders: The folders, holders first.
        boards: The boards.
        state: What was read of them.
        check: Why this Grafana would not take a board.
        groups: The groups of alert rules.
        rules: What was read of them; None where there are none.
        check_group: Why this Grafana would not take a group.
    """
    uids = {folder.uid: folder for folder in folders}
    board_steps = tuple(
        _taken(board, uids[board.uid])
        if board.uid in uids
        else _board_step(board, state.boards[board.uid], check)
        for board in boards
    )
    group_steps = tuple(group_step(group, rules or RuleState(), check_group) for group in groups)
    needed = {step.board.folder.uid for step in board_steps if step.action != "refused"}
    needed |= {step.group.folder.uid for step in group_steps if step.action != "refused"}
    return Plan(
        folders=tuple(_folder_steps(uids, needed, state.folders)),
        boards=board_steps,
        groups=group_steps,
    )


def _folder_steps(
    folders: Mapping[str, WantedFolder],
    needed: Collection[str],
    found: Mapping[str, StoredFolder | ServerError | None],
) -> Iterator[FolderStep]:
    """Yield the steps of the folders that exist, or hold something that is sent.

    A folder that exists is used where it is, so its parents need not exist.
    """
    holding: set[str] = set()
    for uid in needed:
        folder = folders.get(uid)
        while folder is not None:
            holding.add(folder.uid)
            is_there = isinstance(found[folder.uid], StoredFolder)
            folder = None if is_there else folders.get(folder.parent_uid or "")
    for uid, wanted in folders.items():
        if uid in holding or found[uid] is not None:
            yield _folder_step(wanted, found[uid])


def _folder_step(folder: WantedFolder, found: StoredFolder | ServerError | None) -> FolderStep:
    if isinstance(found, ServerError):
        return FolderStep(action="refused", folder=folder, reason=found)
    return FolderStep(action="create" if found is None else "unchanged", folder=folder)


def _board_step(
    board: WantedBoard, found: StoredBoard | ServerError | None, check: Check
) -> BoardStep:
    if isinstance(found, ServerError):
        return BoardStep(action="refused", board=board, reason=found)
    action = _action(board, found)
    reason = _provisioned(found) or (None if action == "unchanged" else check(board))
    if reason is not None:
        return BoardStep(action="refused", board=board, stored=found, reason=reason)
    return BoardStep(action=action, board=board, stored=found)


def _action(board: WantedBoard, found: StoredBoard | None) -> BoardAction:
    if found is None:
        return "create"
    if not same_body(found, board):
        return "update"
    return "unchanged" if found.folder_uid == board.folder.uid else "move"


def _provisioned(found: StoredBoard | None) -> ProvisionedError | None:
    if found is None or found.provider_file is None:
        return None
    named = f" (its file there: {found.provider_file})" if found.provider_file else ""
    return ProvisionedError(PROVISIONED + named, hint=PROVISIONED_HINT)


def _taken(board: WantedBoard, folder: WantedFolder) -> BoardStep:
    """Folders and boards share their uids in Grafana, which does not say so when it refuses."""
    reason = FolderError(
        f'its uid {board.uid!r} is that of the folder "{folder.path}" too',
        hint="Grafana takes a uid once: give the board another, or the folder by [[folders]].",
    )
    return BoardStep(action="refused", board=board, reason=reason)
