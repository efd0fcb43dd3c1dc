"""Steps of a plan: one type for folders, boards, groups of alert rules and deletions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Generic, Literal, TypeAlias, TypeVar

from boardwright.errors import ServerError
from boardwright.frozen import frozen
from boardwright.grafana.comparing import is_group_saved, same_body
from boardwright.grafana.grafana_errors import FolderError, GrafanaError, ProvisionedError
from boardwright.grafana.refusals import (
    PROVISIONED,
    PROVISIONED_HINT,
    RULE_PROVISIONED,
    RULE_PROVISIONED_HINT,
)
from boardwright.grafana.rule_state import RuleState
from boardwright.grafana.schema_choice import SchemaChoice
from boardwright.grafana.stored_values import (
    StoredBoard,
    StoredFolder,
    StoredRule,
    UnreadBoard,
)
from boardwright.grafana.wanted import WantedBoard, WantedFolder, WantedGroup

Action = Literal["create", "update", "move", "prune", "unchanged", "conflict", "refused"]
"""`conflict` leaves something alone that is someone else's; `refused` cannot be done."""

WRITES: frozenset[Action] = frozenset({"create", "update", "move", "prune"})
"""The actions that change something on the server."""

UNLOCKED_PROVENANCES = ("", "api")
"""Provenances of rules that the API may write: the editor's and its own."""

Stored: TypeAlias = StoredBoard | UnreadBoard | StoredRule
Item_co = TypeVar(
    "Item_co",
    bound=WantedFolder | WantedBoard | WantedGroup | StoredBoard | StoredRule,
    covariant=True,
)
Check = Callable[[WantedBoard], ServerError | None]
"""Returns why a Grafana would not accept a board, or None."""
GroupCheck = Callable[[WantedGroup], ServerError | None]
"""Returns why a Grafana would not accept a group, or None."""


@frozen
class Step(Generic[Item_co]):
    """The action of a deploy on one thing.

    Attributes:
        action: The action.
        item: The folder, board or group as declared; what is stored for a deletion.
        stored: The board, or the rules of the group, as they were read, wherever they are.
        others: Further rules in the stored group; a deploy leaves them in it.
        reason: Why it is refused, or left alone as a conflict; None otherwise.
    """

    action: Action
    item: Item_co
    stored: tuple[Stored, ...] = ()
    others: tuple[StoredRule, ...] = ()
    reason: ServerError | None = None

    @property
    def writes(self) -> bool:
        """Whether the step changes something on the server."""
        return self.action in WRITES

    @property
    def stored_board(self) -> StoredBoard | None:
        """The board as it was read; None when there was none, or its body was not read."""
        return next((each for each in self.stored if isinstance(each, StoredBoard)), None)

    @property
    def existing_board(self) -> StoredBoard | UnreadBoard | None:
        """The stored board, whether its body was read or not; None when there was none."""
        boards = (each for each in self.stored if isinstance(each, StoredBoard | UnreadBoard))
        return next(boards, None)

    @property
    def stored_rules(self) -> tuple[StoredRule, ...]:
        """The rules of the group as they were read."""
        return tuple(each for each in self.stored if isinstance(each, StoredRule))

    def refuse(self, reason: ServerError) -> Step[Item_co]:
        """Return the step as one that cannot be done."""
        return replace(self, action="refused", reason=reason)

    def leave_alone(self, reason: ServerError) -> Step[Item_co]:
        """Return the step as a conflict."""
        return replace(self, action="conflict", reason=reason)


FolderStep: TypeAlias = Step[WantedFolder]
BoardStep: TypeAlias = Step[WantedBoard]
GroupStep: TypeAlias = Step[WantedGroup]
PruneStep: TypeAlias = Step[StoredBoard | StoredRule]
AnyStep: TypeAlias = Step[WantedFolder | WantedBoard | WantedGroup | StoredBoard | StoredRule]


def plan_folder(folder: WantedFolder, found: StoredFolder | ServerError | None) -> FolderStep:
    """Return the step of a folder; one that exists is used as it is, whatever its title."""
    if isinstance(found, ServerError):
        return Step(action="refused", item=folder, reason=found)
    return Step(action="create" if found is None else "unchanged", item=folder)


def plan_board(
    board: WantedBoard,
    found: StoredBoard | ServerError | None,
    check: Check,
    schemas: SchemaChoice,
) -> BoardStep:
    """Return the step of a board.

    Args:
        board: The board as declared.
        found: The board as it was read; None for none, an error when it could not be read.
        check: Returns why this Grafana would not accept the board.
        schemas: The schema in which the board is saved.
    """
    if isinstance(found, ServerError):
        return Step(action="refused", item=board, reason=found)
    board = replace(board, schema=schemas.schema_for(found))
    action = _board_action(board, found)
    step = Step(action=action, item=board, stored=() if found is None else (found,))
    reason: ServerError | None = _file_provider(found)
    if reason is None and step.writes:
        reason = schemas.refusal(board.schema) or check(board)
    return step if reason is None else step.refuse(reason)


def unread_step(board: WantedBoard, unread: UnreadBoard) -> BoardStep:
    """Return the step of a board that is known to be as it is declared."""
    item = replace(board, schema=unread.state.schema)
    return Step(action="unchanged", item=item, stored=(unread,))


def refuse_folder_uid(board: WantedBoard, folder: WantedFolder) -> BoardStep:
    """Return the step of a board with a folder's uid; Grafana's own refusal does not say so."""
    reason = FolderError(
        f'its uid {board.uid!r} is that of the folder "{folder.path}" too',
        hint="A uid exists once in Grafana: give the board another, or the folder by [[folders]].",
    )
    return Step(action="refused", item=board, reason=reason)


def plan_group(group: WantedGroup, state: RuleState, check: GroupCheck) -> GroupStep:
    """Return the step of a group of alert rules.

    Args:
        group: The group as declared.
        state: The rules that were read.
        check: Returns why this Grafana would not accept the group.
    """
    stored, others = state.declared_rules(group), state.other_rules(group)
    action: Action = "update" if stored or others else "create"
    step = Step(action=action, item=group, stored=stored, others=others)
    reason = state.error or _rule_provider((*stored, *others)) or check(group)
    if reason is not None:
        return step.refuse(reason)
    if is_group_saved(group, stored):
        return replace(step, action="unchanged")
    reason = mixed_locks((*stored, *others))
    return step if reason is None else step.refuse(reason)


def mixed_locks(rules: Sequence[StoredRule]) -> GrafanaError | None:
    """Return why rules cannot be saved together: some are locked in the editor, some are not.

    Grafana gives all rules of a group one provenance when the group is saved.
    """
    if len({rule.provenance for rule in rules}) < 2:
        return None
    names = [f'"{rule.title}"' for rule in rules if not rule.provenance]
    return GrafanaError(
        f"its rules are locked in Grafana's editor, except {', '.join(names)}, and a save would"
        " make them alike",
        hint="Declare them in groups of their own.",
    )


def _board_action(board: WantedBoard, found: StoredBoard | None) -> Action:
    if found is None:
        return "create"
    if not same_body(found, board):
        return "update"
    return "unchanged" if found.folder_uid == board.folder.uid else "move"


def _file_provider(found: StoredBoard | None) -> ProvisionedError | None:
    if found is None or found.provider_file is None:
        return None
    named = f" (its file there: {found.provider_file})" if found.provider_file else ""
    return ProvisionedError(PROVISIONED + named, hint=PROVISIONED_HINT)


def _rule_provider(rules: Sequence[StoredRule]) -> ProvisionedError | None:
    rule = next((rule for rule in rules if rule.provenance not in UNLOCKED_PROVENANCES), None)
    if rule is None:
        return None
    what = RULE_PROVISIONED.format(rule.title, rule.uid, rule.provenance)
    return ProvisionedError(what, hint=RULE_PROVISIONED_HINT)
