"""The groups of alert rules of two sides, compared."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import field, replace
from types import MappingProxyType

from boardwright.api.compiled_project import Compiled
from boardwright.commands.diffing.file_sides import Side, SideGroup
from boardwright.diff.changes import GroupChange
from boardwright.diff.rule_group_comparison import RuleGroup, compare_groups
from boardwright.frozen import frozen
from boardwright.provisioning.placed import folder_path
from boardwright.schema.document import Place


@frozen
class DiffedGroup:
    """What changed in one group of alert rules, and where it is declared.

    Attributes:
        change: What changed.
        place: Where it is declared; None for one that is not any more.
        rule_places: Uid of a rule -> where it is written.
    """

    change: GroupChange
    place: Place | None = None
    rule_places: Mapping[str, Place] = field(default_factory=lambda: MappingProxyType({}))


def diffed_groups(
    before: Side, after: Side, compiled: Compiled, paths: Collection[str] | None
) -> tuple[DiffedGroup, ...]:
    """Compare the groups of two sides; nothing where one side cannot have any.

    Args:
        before: The side that is there.
        after: The side that would be.
        compiled: The declared groups.
        paths: The files that were asked for; None for all. Of other files nothing is told.
    """
    if before.groups is None or after.groups is None:
        return ()
    changes = compare_groups(_asked(before.groups, paths), _asked(after.groups, paths))
    if after.errors:  # what is gone may be what did not compile, or could not be read
        changes = [_without_removed(change) for change in changes if change.kind != "removed"]
    declared = {(folder_path(folder), group.name): group for folder, group in compiled.alerts}
    found = []
    for change in changes:
        group = declared.get((change.folder, change.title))
        places = {rule.uid: rule.place for rule in group.rules} if group else {}
        place = group.place if group else None
        found.append(DiffedGroup(change=change, place=place, rule_places=places))
    return tuple(found)


def _asked(groups: tuple[SideGroup, ...], paths: Collection[str] | None) -> list[RuleGroup]:
    return [
        each.group
        for each in groups
        if paths is None or each.source is None or each.source in paths
    ]


def _without_removed(change: GroupChange) -> GroupChange:
    rules = tuple(rule for rule in change.rules if rule.kind != "removed")
    same = change.kind == "changed" and not rules and not change.changes
    return replace(change, rules=rules, kind="same" if same else change.kind)
