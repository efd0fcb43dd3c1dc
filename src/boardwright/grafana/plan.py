"""Computes the plan of a deploy: the changes that the deploy will make in Grafana.

A deploy calls `make_plan`, then `with_prunes` and `with_conflicts`, and finally `apply_plan`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from boardwright.errors import ServerError
from boardwright.frozen import frozen
from boardwright.grafana.plan_steps import (
    AnyStep,
    BoardRefusalCheck,
    BoardStep,
    FolderStep,
    GroupRefusalCheck,
    GroupStep,
    PruneStep,
    plan_board,
    plan_folder,
    plan_group,
    plan_unread_board,
    refuse_folder_uid,
)
from boardwright.grafana.rule_state import RuleState
from boardwright.grafana.schema_choice import SchemaChoice
from boardwright.grafana.server_state import ServerState
from boardwright.grafana.stored_values import StoredFolder
from boardwright.grafana.wanted_objects import WantedBoard, WantedFolder, WantedGroup


@frozen
class Plan:
    """The steps of a deploy.

    Attributes:
        folders: Steps for folders; parents come before their subfolders.
        boards: Steps for boards.
        groups: Steps for groups of alert rules.
        prunes: Steps that delete boards and alert rules that the project no longer declares.
        not_pruned: The reason why the plan deletes nothing although the user passed `--prune`;
            None in all other cases.
    """

    folders: tuple[FolderStep, ...]
    boards: tuple[BoardStep, ...]
    groups: tuple[GroupStep, ...] = ()
    prunes: tuple[PruneStep, ...] = ()
    not_pruned: ServerError | None = None

    @property
    def steps(self) -> tuple[AnyStep, ...]:
        """All steps, in the order in which the deploy applies them."""
        return (*self.folders, *self.boards, *self.groups, *self.prunes)

    @property
    def writes(self) -> int:
        """Number of folders, boards, groups and rules that the plan changes in Grafana."""
        return sum(step.writes for step in self.steps)

    @property
    def conflicts(self) -> bool:
        """Whether a step has the action `conflict`."""
        return any(step.action == "conflict" for step in self.steps)

    @property
    def refused(self) -> bool:
        """Whether a step has the action `refused`, or `not_pruned` is an error."""
        return self.not_pruned is not None or any(step.action == "refused" for step in self.steps)


def make_plan(
    *,
    folders: Iterable[WantedFolder],
    boards: Iterable[WantedBoard],
    state: ServerState,
    check: BoardRefusalCheck = lambda board: None,
    groups: Iterable[WantedGroup] = (),
    rules: RuleState | None = None,
    check_group: GroupRefusalCheck = lambda group: None,
    schemas: SchemaChoice = SchemaChoice(),  # noqa: B008 - a frozen value
) -> Plan:
    """Compare the declared folders, boards and alert groups with Grafana, and return a plan.

    Args:
        folders: The declared folders, parents before their subfolders.
        state: The folders and boards in Grafana.
        check: Function that returns an error if Grafana would refuse a board, otherwise None.
        groups: The declared groups of alert rules.
        rules: The alert rules in Grafana; None if the project declares no groups.
        check_group: Function that returns an error if Grafana would refuse a group, otherwise None.
        schemas: The settings that determine the schema in which Grafana stores each board.
    """
    uids = {folder.uid: folder for folder in folders}
    board_steps = tuple(
        refuse_folder_uid(board, uids[board.uid])
        if board.uid in uids
        else _plan_board_in_state(board, state, check, schemas)
        for board in boards
    )
    group_steps = tuple(plan_group(group, rules or RuleState(), check_group) for group in groups)
    sent: tuple[BoardStep | GroupStep, ...] = (*board_steps, *group_steps)
    needed = {step.item.folder.uid for step in sent if step.action != "refused"}
    return Plan(
        folders=tuple(_plan_folders(uids, needed, state.folders)),
        boards=board_steps,
        groups=group_steps,
    )


def _plan_board_in_state(
    board: WantedBoard, state: ServerState, check: BoardRefusalCheck, schemas: SchemaChoice
) -> BoardStep:
    unread = state.unread.get(board.uid)
    if unread is not None:
        return plan_unread_board(board, unread)
    return plan_board(board, state.boards[board.uid], check, schemas)


def _plan_folders(
    folders: Mapping[str, WantedFolder],
    needed: Collection[str],
    stored: Mapping[str, StoredFolder | ServerError | None],
) -> Iterator[FolderStep]:
    """Yield a step for each declared folder that exists in Grafana or that the deploy must create.

    A folder that already exists stays in its current parent folder in Grafana. The deploy does not
    create the declared parents of this folder.
    """
    containing: set[str] = set()
    for uid in needed:
        folder = folders.get(uid)
        while folder is not None:
            containing.add(folder.uid)
            exists = isinstance(stored[folder.uid], StoredFolder)
            folder = None if exists else folders.get(folder.parent_uid or "")
    for uid, wanted in folders.items():
        if uid in containing or stored[uid] is not None:
            yield plan_folder(wanted, stored[uid])
