"""What differs in what a deploy writes over, or leaves alone as a conflict."""

from __future__ import annotations

from boardwright.diff.changes import BoardChange, GroupChange
from boardwright.grafana.group_step import GroupStep
from boardwright.grafana.plan import BoardStep
from boardwright.grafana.stored import GroupKey, StoredRule

SHOWN = 20
"""So many boards, and alert groups, are told to a person with what differs in them."""


def is_differing(step: BoardStep | GroupStep) -> bool:
    """Tell whether the board or group is there, and not as it is declared."""
    there = step.others or step.stored if isinstance(step, GroupStep) else step.stored is not None
    return bool(there) and step.action in {"update", "move", "conflict"}


def difference(step: BoardStep) -> BoardChange:
    """Return what differs in a board that is there: as it is, then as it would be.

    Raises:
        ValueError: The board is not there.
    """
    from boardwright.diff.board_comparison import compare

    if step.stored is None:
        raise ValueError(f"{step.board.uid} is not there to be compared")
    folder, uid = step.board.folder, step.stored.folder_uid
    return compare(
        {**step.stored.body},
        step.board.body,
        folder_before=folder.path if uid == folder.uid else uid or "General",
        folder_after=folder.path,
    )


def group_difference(step: GroupStep) -> GroupChange:
    """Return what changes in the group of a step: its rules may stand in others as yet."""
    from boardwright.diff.rule_group_comparison import RuleGroup, compare_groups

    group = step.group
    after = RuleGroup(
        name=group.name,
        folder=group.folder.path,
        interval=group.interval,
        rules=tuple(rule.data for rule in group.rules),
    )
    groups: dict[GroupKey, list[StoredRule]] = {}
    for rule in step.stored:
        groups.setdefault(rule.key, []).append(rule)
    titles = {group.folder.uid: group.folder.path}
    before = [
        RuleGroup(
            name=name,
            folder=titles.get(uid, uid),
            interval=rules[0].interval or 0,
            rules=tuple(rule.body for rule in rules),
        )
        for (uid, name), rules in groups.items()
    ]
    return compare_groups(before, [after])[0]
