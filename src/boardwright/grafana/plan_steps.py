"""Decides what a deploy does with each folder, board and alert group."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Generic, Literal, TypeAlias, TypeVar

from boardwright.errors import ServerError
from boardwright.frozen import frozen
from boardwright.grafana.board_states import UnreadBoard
from boardwright.grafana.grafana_errors import FolderError, GrafanaError, ProvisionedError
from boardwright.grafana.refusals import (
    PROVISIONED,
    PROVISIONED_HINT,
    RULE_PROVISIONED,
    RULE_PROVISIONED_HINT,
)
from boardwright.grafana.rule_state import RuleState
from boardwright.grafana.schema_choice import SchemaChoice
from boardwright.grafana.stored_comparison import has_same_body, is_group_saved
from boardwright.grafana.stored_values import (
    StoredBoard,
    StoredFolder,
    StoredRule,
)
from boardwright.grafana.wanted_objects import WantedBoard, WantedFolder, WantedGroup

Action = Literal["create", "update", "move", "prune", "unchanged", "conflict", "refused"]
"""The action of a deploy on an object.

`conflict` means that the deploy does not change the object, because it would overwrite other
people's work. `refused` means that the deploy does not change the object, because Grafana would
refuse the change or the object could not be read.
"""

WRITES: frozenset[Action] = frozenset({"create", "update", "move", "prune"})
"""The actions that change objects in Grafana."""

UNLOCKED_PROVENANCES = ("", "api")
"""Provenances of the rules that the API may change. Rules from Grafana's editor have an empty one.
"""

Stored: TypeAlias = StoredBoard | UnreadBoard | StoredRule
Item_co = TypeVar(
    "Item_co",
    bound=WantedFolder | WantedBoard | WantedGroup | StoredBoard | StoredRule,
    covariant=True,
)
BoardRefusalCheck = Callable[[WantedBoard], ServerError | None]
"""A function that returns an error if Grafana would refuse a board, otherwise None."""
GroupRefusalCheck = Callable[[WantedGroup], ServerError | None]
"""A function that returns an error if Grafana would refuse an alert group, otherwise None."""


@frozen
class Step(Generic[Item_co]):
    """The action of a deploy on one object.

    Attributes:
        action: The action, such as `create`, `update` or `conflict`.
        item: The declared folder, board or group. For a deletion, the board or rule in Grafana.
        stored: For a board, the board in Grafana. For a group, the rules in Grafana that have the
            uids of declared rules, even if the rules are in another group.
        others: The rules that are in the group in Grafana, but not in the declared group. The
            deploy keeps these rules.
        reason: The error if the action is `conflict` or `refused`, otherwise None.
    """

    action: Action
    item: Item_co
    stored: tuple[Stored, ...] = ()
    others: tuple[StoredRule, ...] = ()
    reason: ServerError | None = None

    @property
    def writes(self) -> bool:
        """Whether the step changes an object in Grafana."""
        return self.action in WRITES

    @property
    def stored_board(self) -> StoredBoard | None:
        """The board in Grafana with its JSON; None if the board does not exist or was not read."""
        return next((each for each in self.stored if isinstance(each, StoredBoard)), None)

    @property
    def existing_board(self) -> StoredBoard | UnreadBoard | None:
        """The board in Grafana, even if its JSON was not read; None if the board does not exist."""
        boards = (each for each in self.stored if isinstance(each, StoredBoard | UnreadBoard))
        return next(boards, None)

    @property
    def stored_rules(self) -> tuple[StoredRule, ...]:
        """The rules in Grafana that have the uids of the group's declared rules."""
        return tuple(each for each in self.stored if isinstance(each, StoredRule))

    def refuse(self, reason: ServerError) -> Step[Item_co]:
        """Return the step with the action `refused`."""
        return replace(self, action="refused", reason=reason)

    def leave_alone(self, reason: ServerError) -> Step[Item_co]:
        """Return the step with the action `conflict`."""
        return replace(self, action="conflict", reason=reason)


FolderStep: TypeAlias = Step[WantedFolder]
BoardStep: TypeAlias = Step[WantedBoard]
GroupStep: TypeAlias = Step[WantedGroup]
PruneStep: TypeAlias = Step[StoredBoard | StoredRule]
AnyStep: TypeAlias = Step[WantedFolder | WantedBoard | WantedGroup | StoredBoard | StoredRule]


def plan_folder(folder: WantedFolder, stored: StoredFolder | ServerError | None) -> FolderStep:
    """Return the step for a folder. A deploy never changes an existing folder, even if the declared
    title differs.
    """
    if isinstance(stored, ServerError):
        return Step(action="refused", item=folder, reason=stored)
    return Step(action="create" if stored is None else "unchanged", item=folder)


def plan_board(
    board: WantedBoard,
    stored: StoredBoard | ServerError | None,
    check: BoardRefusalCheck,
    schemas: SchemaChoice,
) -> BoardStep:
    """Return the step for a board.

    Args:
        stored: The board in Grafana; None if it does not exist; an error if it could not be read.
        check: Function that returns an error if Grafana would refuse the board, otherwise None.
        schemas: The settings that determine the schema in which Grafana stores the board.
    """
    if isinstance(stored, ServerError):
        return Step(action="refused", item=board, reason=stored)
    board = replace(board, schema=schemas.choose_schema(stored))
    action = _choose_board_action(board, stored)
    step = Step(action=action, item=board, stored=() if stored is None else (stored,))
    reason: ServerError | None = _check_file_provider(stored)
    if reason is None and step.writes:
        reason = schemas.check_schema(board.schema) or check(board)
    return step if reason is None else step.refuse(reason)


def plan_unread_board(board: WantedBoard, unread: UnreadBoard) -> BoardStep:
    """Return the step for a board that has not changed in Grafana since the last deploy.

    Args:
        board: The declared board, which has not changed since the last deploy, either.
        unread: The board in Grafana.
    """
    item = replace(board, schema=unread.state.schema)
    return Step(action="unchanged", item=item, stored=(unread,))


def refuse_folder_uid(board: WantedBoard, folder: WantedFolder) -> BoardStep:
    """Return the step for a board that has the same uid as a folder, which Grafana does not allow.

    Grafana's own error message does not mention the folder.
    """
    reason = FolderError(
        f'the board has the same uid as the folder "{folder.path}": {board.uid!r}',
        hint="Give the board another uid, or give the folder another uid with [[folders]]. In "
        "Grafana, a board and a folder cannot have the same uid.",
    )
    return Step(action="refused", item=board, reason=reason)


def plan_group(group: WantedGroup, state: RuleState, check: GroupRefusalCheck) -> GroupStep:
    """Return the step for a group of alert rules.

    Args:
        state: The rules in Grafana.
        check: Function that returns an error if Grafana would refuse the group, otherwise None.
    """
    stored, others = state.find_declared_rules(group), state.find_other_rules(group)
    action: Action = "update" if stored or others else "create"
    step = Step(action=action, item=group, stored=stored, others=others)
    reason = state.error or _check_rule_provider((*stored, *others)) or check(group)
    if reason is not None:
        return step.refuse(reason)
    if is_group_saved(group, stored):
        return replace(step, action="unchanged")
    reason = check_mixed_locks((*stored, *others))
    return step if reason is None else step.refuse(reason)


def check_mixed_locks(rules: Sequence[StoredRule]) -> GrafanaError | None:
    """Return an error if some rules of a group are locked in Grafana's editor and others are not.

    When a client saves a group, Grafana assigns the same provenance to all rules of the group. The
    save would therefore lock or unlock all rules of the group in the editor.
    """
    if len({rule.provenance for rule in rules}) < 2:
        return None
    names = [f'"{rule.title}"' for rule in rules if not rule.provenance]
    return GrafanaError(
        "all rules of the group are locked in Grafana's editor, except "
        f"{', '.join(names)}; a deploy would lock or unlock all rules of the group",
        hint="Declare the locked rules in one group, and the rules that are not locked in "
        "another group.",
    )


def _choose_board_action(board: WantedBoard, stored: StoredBoard | None) -> Action:
    if stored is None:
        return "create"
    if not has_same_body(stored, board):
        return "update"
    return "unchanged" if stored.folder_uid == board.folder.uid else "move"


def _check_file_provider(stored: StoredBoard | None) -> ProvisionedError | None:
    if stored is None or stored.provider_file is None:
        return None
    provider_note = f" (the provider reads {stored.provider_file})" if stored.provider_file else ""
    return ProvisionedError(PROVISIONED + provider_note, hint=PROVISIONED_HINT)


def _check_rule_provider(rules: Sequence[StoredRule]) -> ProvisionedError | None:
    rule = next((rule for rule in rules if rule.provenance not in UNLOCKED_PROVENANCES), None)
    if rule is None:
        return None
    what = RULE_PROVISIONED.format(rule.title, rule.uid, rule.provenance)
    return ProvisionedError(what, hint=RULE_PROVISIONED_HINT)
