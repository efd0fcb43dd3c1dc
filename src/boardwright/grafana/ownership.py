"""Whose a board is, and who changed it last: what a deploy leaves alone unless it is allowed to.

A board is ours when it carries the project's tag. Grafana keeps no mark of ours beside the board:
manager annotations are not kept by 12.2, and a save in the editor drops them. Who changed it last
is in the version history, where our saves carry our message; a board's first version has a message
of Grafana's own, and counts as ours when it carries our tag.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from boardwright.errors import ServerError
from boardwright.grafana.api import Grafana
from boardwright.grafana.attempts import attempt_each
from boardwright.grafana.errors import EditedError, ForeignError
from boardwright.grafana.plan import BoardStep, Plan
from boardwright.grafana.stored import Save, StoredBoard

Saves = Mapping[str, Save | ServerError | None]
"""The newest entry of a board's version history, by uid."""


@dataclass(frozen=True, kw_only=True)
class Owner:
    """The project, as its boards and their version history show it.

    Attributes:
        tag: The tag that its boards carry.
        message: What the version history says of its saves.
    """

    tag: str
    message: str

    @classmethod
    def of(cls, name: str) -> Owner:
        """Return the owner of the project of that name."""
        return cls(tag=f"boardwright:{name}", message=f"boardwright: {name}")


def read_saves(plan: Plan, grafana: Grafana, *, owner: Owner, at_once: int) -> Saves:
    """Read who saved last, of the plan's boards that would be written over and are ours."""
    uids = [
        step.board.uid
        for step in plan.boards
        if step.action in {"update", "move"} and step.stored and owner.tag in step.stored.tags
    ]
    return dict(attempt_each(uids, grafana.last_save, at_once=at_once))


def with_conflicts(plan: Plan, saves: Saves, *, owner: Owner, adopt: bool, force: bool) -> Plan:
    """Return the plan with what is not ours to change marked as a conflict.

    Args:
        plan: A plan of updates and moves.
        saves: Who saved last, of the boards that carry our tag.
        owner: Who we are.
        adopt: Whether boards without our tag are taken over.
        force: Whether what someone else changed is written over.
    """

    def guarded(step: BoardStep) -> BoardStep:
        if step.action not in {"update", "move"} or step.stored is None:
            return step
        if owner.tag not in step.stored.tags:
            return step if adopt else replace(step, action="conflict", reason=_foreign(owner))
        save = saves.get(step.board.uid)
        if isinstance(save, ServerError):
            return step if force else replace(step, action="refused", reason=save)
        if force or _is_ours(step.stored, save, owner):
            return step
        return replace(step, action="conflict", reason=_edited(save))

    return replace(plan, boards=tuple(map(guarded, plan.boards)))


def _is_ours(stored: StoredBoard, save: Save | None, owner: Owner) -> bool:
    if stored.version <= 1:
        return True
    return save is not None and save.version == stored.version and save.message == owner.message


def _foreign(owner: Owner) -> ForeignError:
    return ForeignError(
        f"a board of its uid is there, and does not carry the tag {owner.tag}",
        hint="It may be someone else's, or its tag was taken off. --adopt takes it over.",
    )


def _edited(save: Save | None) -> EditedError:
    who = (save.by if save else "") or "someone"
    when = f" at {save.at}" if save and save.at else ""
    said = f' ("{save.message}")' if save and save.message else ""
    return EditedError(
        f"{who} changed it in Grafana{when}{said}, after our last deploy",
        hint="Take the change over into its declaration, or write over it with --force.",
    )
