"""Finds out whether a board or alert rule belongs to the project, and whether someone changed it.

A board belongs to the project if it has the project's tag. The annotation `grafana.app/managedBy`
cannot replace the tag, because Grafana 12.2 does not store this annotation, and Grafana's editor
removes it when someone saves the board.

When a deploy saves a board, the message in the version history contains the name of the project and
the number of the new version. If the newest entry has another message, someone changed the board
after the last deploy. The first version of a board is an exception, because Grafana replaces its
message.

A deploy writes two annotations into each alert rule. The first annotation contains the name of the
project. The second annotation contains the uid of the rule and a digest of the rule. If the
annotation contains the uid of another rule, the rule is a copy and does not belong to the project.
If the digest does not match the rule in Grafana, someone changed the rule after the last deploy.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from boardwright.errors import ServerError
from boardwright.frozen import frozen
from boardwright.grafana.grafana_api import Grafana
from boardwright.grafana.grafana_errors import EditedError, ForeignError, LossError
from boardwright.grafana.plan import Plan
from boardwright.grafana.plan_steps import BoardStep, GroupStep, PruneStep
from boardwright.grafana.stored_comparison import is_as_sent, is_copy, is_group_saved
from boardwright.grafana.stored_values import SaveEntry, StoredBoard, StoredRule, sign_message
from boardwright.http.attempts import attempt_each
from boardwright.schema.alerting.alerts import OWNER
from boardwright.schema.owner_tag import format_owner_tag
from boardwright.schema.v1_form import list_v1_losses

Saves = Mapping[str, SaveEntry | ServerError | None]
"""Uid of a board -> the newest entry of its version history."""


@frozen
class ProjectOwner:
    """A project, with the tag and the message by which boardwright recognises its boards and rules.

    Attributes:
        name: Name of the project. An annotation of each alert rule of the project contains it.
        tag: Tag of the project's boards.
        message: Message in the version history for saves by a deploy, without the version number.
    """

    name: str
    tag: str
    message: str

    @classmethod
    def from_name(cls, name: str) -> ProjectOwner:
        """Create a `ProjectOwner` from the name of a project."""
        return cls(name=name, tag=format_owner_tag(name), message=f"boardwright: {name}")

    def has(self, rule: StoredRule) -> bool:
        """Return whether an alert rule belongs to the project.

        A rule that someone copied from a rule of the project does not belong to the project.
        """
        return rule.annotations.get(OWNER) == self.name and not is_copy(rule)


def read_saves(plan: Plan, grafana: Grafana, *, owner: ProjectOwner, at_once: int) -> Saves:
    """Return the newest entry in the version history of each board that the plan would change.

    The function skips boards without the project's tag.

    Args:
        at_once: Number of simultaneous requests.
    """
    uids = [
        step.item.uid
        for step in plan.boards
        if step.writes and step.stored_board and owner.tag in step.stored_board.tags
    ]
    uids += [step.item.uid for step in plan.prunes if isinstance(step.item, StoredBoard)]
    return dict(attempt_each(uids, grafana.read_last_save, at_once=at_once))


def with_conflicts(
    plan: Plan, saves: Saves, *, owner: ProjectOwner, adopt: bool, force: bool
) -> Plan:
    """Return a plan in which steps that would overwrite other people's work become conflicts.

    Args:
        saves: The result of `read_saves`.
        adopt: Whether to overwrite boards and rules that lack the project's tag or annotation.
        force: Whether to overwrite changes that someone made in Grafana after the last deploy.
    """

    def check_edits(stored: StoredBoard) -> ServerError | None:
        """Return an error if someone changed the board, or if its last save could not be read."""
        save = None if force else saves.get(stored.uid)
        if isinstance(save, ServerError):
            return save
        return (
            None
            if force or _is_ours(stored, save, owner)
            else _build_edit_error(stored, save, owner)
        )

    def guard_board(step: BoardStep) -> BoardStep:
        stored = step.stored_board
        if not step.writes or stored is None:
            return step
        if owner.tag not in stored.tags and not adopt:
            return step.leave_alone(_build_foreign_error(owner))
        if not force and (losses := list_lost_features(step)):
            return step.leave_alone(_build_loss_error(losses))
        if owner.tag not in stored.tags:
            return step
        reason = check_edits(stored)
        if reason is None:
            return step
        return step.leave_alone(reason) if isinstance(reason, EditedError) else step.refuse(reason)

    def guard_group(step: GroupStep) -> GroupStep:
        if step.action != "update":
            return step
        foreign = None if adopt else _check_foreign_rules(step, owner)
        reason = foreign or (None if force else _check_edited_rules(step, owner))
        return step if reason is None else step.leave_alone(reason)

    def guard_prune(step: PruneStep) -> PruneStep:
        reason = check_edits(step.item) if isinstance(step.item, StoredBoard) else None
        return step if reason is None else step.leave_alone(reason)

    return replace(
        plan,
        boards=tuple(map(guard_board, plan.boards)),
        groups=tuple(map(guard_group, plan.groups)),
        prunes=tuple(map(guard_prune, plan.prunes)),
    )


def _is_ours(stored: StoredBoard, save: SaveEntry | None, owner: ProjectOwner) -> bool:
    if stored.version <= 1:
        return True
    return save is not None and save.version == stored.version and _is_signed(save, owner)


def _is_signed(save: SaveEntry, owner: ProjectOwner) -> bool:
    return save.message == sign_message(owner.message, save.version)


def _build_foreign_error(owner: ProjectOwner) -> ForeignError:
    return ForeignError(
        f"Grafana already has a board with this uid, but without the tag {owner.tag}",
        hint="The board may belong to someone else, or someone removed the tag. Pass --adopt "
        "to take the board over.",
    )


def list_lost_features(step: BoardStep) -> list[str]:
    """Return descriptions of the settings that a stored board would lose in schema v1.

    The list is empty if Grafana stores the board in schema v1, or if the step saves it in v2.
    """
    stored = step.stored_board
    if stored is None or stored.schema == "v1" or step.item.schema != "v1":
        return []
    from boardwright.schema.v2.v2_board import read_v2_board

    return list_v1_losses(read_v2_board(stored.own_body))


def _build_loss_error(losses: Sequence[str]) -> LossError:
    return LossError(
        "the board is stored in schema v2 and would be simplified for schema v1:"
        f" {'; '.join(losses)}",
        hint='Set schema = "v2" in boardwright.toml, or overwrite the board with --force.',
    )


def _build_edit_error(
    stored: StoredBoard, save: SaveEntry | None, owner: ProjectOwner
) -> EditedError:
    if save is not None and save.version > stored.version and _is_signed(save, owner):
        return EditedError(
            "another deploy of this project saved the board while this deploy read Grafana",
            hint="Run the deploy again.",
        )
    who = (save.by if save else "") or "someone"
    when = f" at {save.at}" if save and save.at else ""
    theirs = save.message if save and not save.message.startswith(owner.message) else ""
    quoted = f' ("{theirs}")' if theirs else ""
    return EditedError(
        f"{who} changed the board in Grafana{when}{quoted}, after the last deploy",
        hint="Make the same change in your declaration of the board, or overwrite the change "
        "with --force.",
    )


def _check_foreign_rules(step: GroupStep, owner: ProjectOwner) -> ForeignError | None:
    """Return an error if saving a group would change rules that do not belong to the project."""
    foreign = [rule for rule in step.stored_rules if not owner.has(rule)]
    if foreign:
        return ForeignError(
            "Grafana already has these rules, but without the annotation of the project"
            f" {owner.name}:"
            f" {_describe_rules(foreign)}",
            hint="The rules may belong to someone else, or may be copies. Pass --adopt to take "
            "the rules over and move them to this group.",
        )
    others = [rule for rule in step.others if not owner.has(rule)]
    if not others:
        return None
    return ForeignError(
        f"the group contains rules that do not belong to the project: {_describe_rules(others)}",
        hint="Grafana saves a group as a whole. Pass --adopt to save the group with these "
        "rules in it.",
    )


def _check_edited_rules(step: GroupStep, owner: ProjectOwner) -> EditedError | None:
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
        f"someone changed rules in Grafana after the last deploy{last}: {_describe_rules(edited)}",
        hint="Make the same changes in your declaration of the rules, or overwrite the changes "
        "with --force.",
    )


def _is_wanted(rule: StoredRule, step: GroupStep) -> bool:
    wanted = tuple(each for each in step.item.rules if each.uid == rule.uid)
    return is_group_saved(replace(step.item, rules=wanted), [rule])


def _describe_rules(rules: Sequence[StoredRule]) -> str:
    return ", ".join(f'"{rule.title}" ({rule.uid}, group "{rule.group}")' for rule in rules)
