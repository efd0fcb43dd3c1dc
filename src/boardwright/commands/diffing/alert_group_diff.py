"""Compares the alert and rule groups of the two sides of a diff."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import field, replace
from types import MappingProxyType
from typing import Literal

from boardwright.commands.diffing.file_sides import ComparedSide, SideGroup
from boardwright.commands.diffing.rule_file_sides import map_rule_places
from boardwright.diff.changes import GroupChange
from boardwright.diff.rule_group_comparison import ComparedGroup, compare_groups
from boardwright.frozen import frozen
from boardwright.projects.compiled_project import CompiledProject
from boardwright.provisioning.output_paths import format_folder_path
from boardwright.schema.document import Place


@frozen
class GroupDiff:
    """The changes of one alert group or Prometheus rule group.

    Attributes:
        change: The changes of the group.
        place: File and line of the declaration; None for a group that is no longer declared.
        rule_places: Uid of a rule -> file and line of its declaration.
    """

    change: GroupChange
    place: Place | None = None
    rule_places: Mapping[str, Place] = field(default_factory=lambda: MappingProxyType({}))


def compare_group_sides(
    before: ComparedSide,
    after: ComparedSide,
    compiled: CompiledProject,
    paths: Collection[str] | None,
) -> tuple[GroupDiff, ...]:
    """Compare the Grafana alert groups of two sides. Return an empty tuple if one of the sides
    cannot contain alert rules.

    Args:
        before: The side with the current state.
        after: The side that would replace the current state.
        compiled: The compiled project, which contains the file and line of each declaration.
        paths: Names of the files whose groups are compared; None to compare all groups.
    """
    changes = _find_changes(before.groups, after.groups, before, after, paths)
    declared = {
        (format_folder_path(folder), group.name): group for folder, group in compiled.alerts
    }
    diffs = []
    for change in changes:
        group = declared.get((change.folder, change.title))
        places = {rule.uid: rule.place for rule in group.rules} if group else {}
        place = group.place if group else None
        diffs.append(GroupDiff(change=change, place=place, rule_places=places))
    return tuple(diffs)


def compare_rule_file_sides(
    before: ComparedSide,
    after: ComparedSide,
    compiled: CompiledProject,
    paths: Collection[str] | None,
) -> tuple[GroupDiff, ...]:
    """Compare the Prometheus rule groups of two sides. The parameters are those of
    `compare_group_sides`.
    """
    files = {file.source: file for file in compiled.rules}
    places = {
        (file.source, group.name): group.place for file in files.values() for group in file.groups
    }
    return tuple(
        GroupDiff(
            change=replace(change, noun="rule group"),
            place=places.get((change.folder, change.title)),
            rule_places=map_rule_places(files[change.folder]) if change.folder in files else {},
        )
        for change in _find_changes(before.rule_groups, after.rule_groups, before, after, paths)
    )


def _find_changes(
    old: tuple[SideGroup, ...] | None,
    new: tuple[SideGroup, ...] | None,
    before: ComparedSide,
    after: ComparedSide,
    paths: Collection[str] | None,
) -> list[GroupChange]:
    if old is None or new is None:
        return []
    changes = compare_groups(_select_groups(old, paths), _select_groups(new, paths))
    # A group that an incomplete side lacks may exist, although it could not be read.
    if after.lacks_groups:
        changes = [_drop_rules(change, "removed") for change in changes if change.kind != "removed"]
    if before.lacks_groups:
        changes = [_drop_rules(change, "created") for change in changes if change.kind != "created"]
    return changes


def _select_groups(
    groups: tuple[SideGroup, ...], paths: Collection[str] | None
) -> list[ComparedGroup]:
    return [
        each.group
        for each in groups
        if paths is None or each.source is None or each.source in paths
    ]


def _drop_rules(change: GroupChange, kind: Literal["created", "removed"]) -> GroupChange:
    """Return the change of a group without its rule changes of the given kind."""
    rules = tuple(rule for rule in change.rules if rule.kind != kind)
    same = change.kind == "changed" and not rules and not change.changes
    return replace(change, rules=rules, kind="same" if same else change.kind)
