"""Whose a board or alert rule is, and who changed it last: what a deploy leaves alone.

A board is ours when it carries the project's tag. Grafana keeps no mark of ours beside the board:
manager annotations are not kept by 12.2, and a save in the editor drops them. Who changed it last
is in the version history, where our saves carry our message with the version that they make; a
board's first version has a message of Grafana's own, and counts as ours when it carries our tag.

An alert rule is ours when an annotation names our project, and a second one, which our deploys
write, its uid. Rules have no history that can be asked for in a few requests, so that annotation
holds a digest of what was sent as well: where it does not fit, someone changed the rule since.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from boardwright.errors import ServerError
from boardwright.frozen import frozen
from boardwright.grafana.attempts import attempt_each
from boardwright.grafana.comparing_rules import is_as_sent, is_copy, is_there
from boardwright.grafana.grafana_api import Grafana
from boardwright.grafana.grafana_errors import EditedError, ForeignError
from boardwright.grafana.plan import Plan
from boardwright.grafana.plan_steps import BoardStep, GroupStep, PruneStep
from boardwright.grafana.stored_values import Save, StoredBoard, StoredRule, signed
from boardwright.schema.alerts import OWNER

Saves = Mapping[str, Save | ServerError | None]
"""The newest entry of a board's version history, by uid."""


@frozen
class ProjectOwner:
    """The project, as its boards and their version history, and its alert rules show it.

    Attributes:
        name: What the annotation of its alert rules says.
        tag: The tag that its boards carry.
        message: What the version history says of its saves, before their version.
    """

    name: str
    tag: str
    message: str

    @classmethod
    def of(cls, name: str) -> ProjectOwner:
        """Return the owner of the project of that name."""
        return cls(name=name, tag=f"boardwright:{name}", message=f"boardwright: {name}")

    def has(self, rule: StoredRule) -> bool:
        """Return whether an alert rule is ours; a copy of one of ours is not."""
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
    """Return the plan without changes to what is someone else's: those steps are conflicts.

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
        return None if force or _is_ours(stored, save, owner) else _edited(save, owner)

    def guard_board(step: BoardStep) -> BoardStep:
        stored = step.stored_board
        if not step.writes or stored is None:
            return step
        if owner.tag not in stored.tags:
            return step if adopt else step.leave_alone(_foreign(owner))
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
        signed(owner.message, stored.version),
    )


def _foreign(owner: ProjectOwner) -> ForeignError:
    return ForeignError(
        f"a board of its uid is there, and does not carry the tag {owner.tag}",
        hint="It may be someone else's, or its tag was taken off. --adopt takes it over.",
    )


def _edited(save: Save | None, owner: ProjectOwner) -> EditedError:
    who = (save.by if save else "") or "someone"
    when = f" at {save.at}" if save and save.at else ""
    theirs = save.message if save and not save.message.startswith(owner.message) else ""
    said = f' ("{theirs}")' if theirs else ""
    return EditedError(
        f"{who} changed it in Grafana{when}{said}, after our last deploy",
        hint="Take the change over into its declaration, or write over it with --force.",
    )


def _foreign_rules(step: GroupStep, owner: ProjectOwner) -> ForeignError | None:
    """Return why a group is not ours to write: a rule of its, or one beside them, is not ours."""
    foreign = [rule for rule in step.stored_rules if not owner.has(rule)]
    if foreign:
        return ForeignError(
            f"rules of its uids are there, and are not marked as {owner.name}'s: {_named(foreign)}",
            hint="They may be someone else's, or copies. --adopt takes them over, and moves them.",
        )
    beside = [rule for rule in step.others if not owner.has(rule)]
    if not beside:
        return None
    return ForeignError(
        f"rules of someone else's are in the group: {_named(beside)}",
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
    last = f", at {when} the last time" if when else ""
    return EditedError(
        f"someone changed rules in Grafana after our last deploy{last}: {_named(edited)}",
        hint="Take the changes over into their declaration, or write over them with --force.",
    )


def _is_wanted(rule: StoredRule, step: GroupStep) -> bool:
    """Return whether someone made of a rule what it is to be."""
    wanted = tuple(each for each in step.item.rules if each.uid == rule.uid)
    return is_there(replace(step.item, rules=wanted), [rule])


def _named(rules: Sequence[StoredRule]) -> str:
    return ", ".join(f'"{rule.title}" ({rule.uid}, group "{rule.group}")' for rule in rules)
