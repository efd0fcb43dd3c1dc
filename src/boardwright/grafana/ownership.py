"""The owner of a board or alert rule, and who changed it last: a deploy leaves the others alone.

A board is the project's when it has the project's tag. Grafana keeps no other mark: 12.2 does not
keep manager annotations, and a save in the editor drops them. Who changed a board last is in its
version history: a save of a deploy has the project's message with the version that it makes. The
first version has a message of Grafana's own; a deploy made it when the board has the project's tag.

An alert rule is the project's when one annotation names the project, and a second one, which a
deploy writes, its uid. The history of rules takes many requests to read, so the second annotation
also contains a digest of the sent rule: where it does not match, someone changed the rule since.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from boardwright.errors import ServerError
from boardwright.frozen import frozen
from boardwright.grafana.attempts import attempt_each
from boardwright.grafana.comparing import is_as_sent, is_copy, is_group_saved
from boardwright.grafana.grafana_api import Grafana
from boardwright.grafana.grafana_errors import EditedError, ForeignError, LossError
from boardwright.grafana.plan import Plan
from boardwright.grafana.plan_steps import BoardStep, GroupStep, PruneStep
from boardwright.grafana.stored_values import Save, StoredBoard, StoredRule, sign_message
from boardwright.schema.alerts import OWNER
from boardwright.schema.owner_tag import owner_tag
from boardwright.schema.v1_form import v1_losses

Saves = Mapping[str, Save | ServerError | None]
"""The newest entry of each board's version history, by uid."""


@frozen
class ProjectOwner:
    """The project as the owner of boards and alert rules.

    Attributes:
        name: The value of its alert rules' annotation.
        tag: The tag of its boards.
        message: The message of its saves in the version history, before their version.
    """

    name: str
    tag: str
    message: str

    @classmethod
    def of(cls, name: str) -> ProjectOwner:
        """Return the owner for a project's name."""
        return cls(name=name, tag=owner_tag(name), message=f"boardwright: {name}")

    def has(self, rule: StoredRule) -> bool:
        """Return whether an alert rule is the project's; a copy of one is not."""
        return rule.annotations.get(OWNER) == self.name and not is_copy(rule)


def read_saves(plan: Plan, grafana: Grafana, *, owner: ProjectOwner, at_once: int) -> Saves:
    """Read who saved last, of the project's boards that would be overwritten or deleted."""
    uids = [
        step.item.uid
        for step in plan.boards
        if step.writes and step.stored_board and owner.tag in step.stored_board.tags
    ]
    uids += [step.item.uid for step in plan.prunes if isinstance(step.item, StoredBoard)]
    return dict(attempt_each(uids, grafana.last_save, at_once=at_once))


def with_conflicts(
    plan: Plan, saves: Saves, *, owner: ProjectOwner, adopt: bool, force: bool
) -> Plan:
    """Return the plan with steps on someone else's boards and rules turned into conflicts.

    Args:
        plan: A plan of updates, moves and deletions.
        saves: The last save of each board that has the project's tag.
        owner: The project.
        adopt: Whether boards and alert rules without the project's tag or annotation are adopted.
        force: Whether changes that someone else made are overwritten.
    """

    def find_edit(stored: StoredBoard) -> ServerError | None:
        """Return who changed a board since our deploy, or why that could not be read."""
        save = None if force else saves.get(stored.uid)
        if isinstance(save, ServerError):
            return save
        return None if force or _is_ours(stored, save, owner) else _edit_error(save, owner)

    def guard_board(step: BoardStep) -> BoardStep:
        stored = step.stored_board
        if not step.writes or stored is None:
            return step
        if owner.tag not in stored.tags and not adopt:
            return step.leave_alone(_foreign_error(owner))
        if not force and (losses := lost_features(step)):
            return step.leave_alone(_loss_error(losses))
        if owner.tag not in stored.tags:
            return step
        reason = find_edit(stored)
        if reason is None:
            return step
        return step.leave_alone(reason) if isinstance(reason, EditedError) else step.refuse(reason)

    def guard_group(step: GroupStep) -> GroupStep:
        if step.action != "update":
            return step
        foreign = None if adopt else _foreign_rules(step, owner)
        reason = foreign or (None if force else _edited_rules(step, owner))
        return step if reason is None else step.leave_alone(reason)

    def guard_prune(step: PruneStep) -> PruneStep:
        reason = find_edit(step.item) if isinstance(step.item, StoredBoard) else None
        return step if reason is None else step.leave_alone(reason)

    return replace(
        plan,
        boards=tuple(map(guard_board, plan.boards)),
        groups=tuple(map(guard_group, plan.groups)),
        prunes=tuple(map(guard_prune, plan.prunes)),
    )


def _is_ours(stored: StoredBoard, save: Save | None, owner: ProjectOwner) -> bool:
    if stored.version <= 1:
        return True
    return save is not None and (save.version, save.message) == (
        stored.version,
        sign_message(owner.message, stored.version),
    )


def _foreign_error(owner: ProjectOwner) -> ForeignError:
    return ForeignError(
        f"a board with its uid exists, and lacks the tag {owner.tag}",
        hint="It may be someone else's, or someone removed its tag. --adopt takes it over.",
    )


def lost_features(step: BoardStep) -> list[str]:
    """Return what a stored board of schema v2 loses when it is saved in the classic schema."""
    stored = step.stored_board
    if stored is None or stored.schema == "v1" or step.item.schema != "v1":
        return []
    from boardwright.schema.v2.v2_board import classic_board

    return v1_losses(classic_board(stored.own_body))


def _loss_error(losses: Sequence[str]) -> LossError:
    return LossError(
        f"it is stored in schema v2, and would lose in v1: {'; '.join(losses)}",
        hint='Keep it with schema = "v2" in boardwright.toml, or overwrite it with --force.',
    )


def _edit_error(save: Save | None, owner: ProjectOwner) -> EditedError:
    who = (save.by if save else "") or "someone"
    when = f" at {save.at}" if save and save.at else ""
    theirs = save.message if save and not save.message.startswith(owner.message) else ""
    quoted = f' ("{theirs}")' if theirs else ""
    return EditedError(
        f"{who} changed it in Grafana{when}{quoted}, after our last deploy",
        hint="Make the same change in its declaration, or overwrite it with --force.",
    )


def _foreign_rules(step: GroupStep, owner: ProjectOwner) -> ForeignError | None:
    """Return why a group must not be saved: that would change a rule that is not the project's."""
    foreign = [rule for rule in step.stored_rules if not owner.has(rule)]
    if foreign:
        return ForeignError(
            f"rules with its uids exist, and lack the annotation of {owner.name}:"
            f" {_rule_names(foreign)}",
            hint="They may be someone else's, or copies. --adopt takes them over, and moves them.",
        )
    others = [rule for rule in step.others if not owner.has(rule)]
    if not others:
        return None
    return ForeignError(
        f"rules of someone else are in the group: {_rule_names(others)}",
        hint="A save writes the whole group. --adopt saves it, and leaves these rules in it.",
    )


def _edited_rules(step: GroupStep, owner: ProjectOwner) -> EditedError | None:
    edited = [
        rule
        for rule in step.stored_rules
        if owner.has(rule) and not is_as_sent(rule) and not _is_wanted(rule, step)
    ]
    if not edited:
        return None
    when = max(str(rule.body.get("updated") or "") for rule in edited)
    last = f", at {when}" if when else ""
    return EditedError(
        f"someone changed rules in Grafana after our last deploy{last}: {_rule_names(edited)}",
        hint="Make the same changes in their declaration, or overwrite them with --force.",
    )


def _is_wanted(rule: StoredRule, step: GroupStep) -> bool:
    """Return whether someone made a rule equal to its declaration."""
    wanted = tuple(each for each in step.item.rules if each.uid == rule.uid)
    return is_group_saved(replace(step.item, rules=wanted), [rule])


def _rule_names(rules: Sequence[StoredRule]) -> str:
    return ", ".join(f'"{rule.title}" ({rule.uid}, group "{rule.group}")' for rule in rules)
