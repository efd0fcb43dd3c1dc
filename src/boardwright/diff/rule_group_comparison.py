"""Compares groups of alert rules, rule by rule."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from types import MappingProxyType
from typing import Any

from boardwright.compiler.alert_normalising import normalise_rule
from boardwright.compiler.edit import drop_keys
from boardwright.diff.changes import BoardKind, Change, GroupChange, RuleChange, RuleKind
from boardwright.diff.json_changes import (
    ABSENT,
    find_nested_changes,
    find_value_change,
    iter_changed_keys,
)
from boardwright.diff.query_changes import QUERIES, find_query_changes
from boardwright.frozen import frozen
from boardwright.schema import editor_words as words
from boardwright.schema.alerting.alerts import AlertRuleJson
from boardwright.schema.alerting.grafana_rule import GrafanaRule
from boardwright.schema.document import Json
from boardwright.schema.json_object import format_pointer
from boardwright.schema.target import Target

FIRST = ("title", QUERIES, "condition", "for", "noDataState", "execErrState", "labels")
"""Keys whose changes come first, in this order; all other keys follow in alphabetical order."""

CONDITIONS = "conditions"
TEXT_MAPS = {"labels": "label", "annotations": "annotation"}
"""Key of an object whose values are strings -> name of one value in reports."""


@frozen
class ComparedGroup:
    """A group of alert rules before or after a change.

    Attributes:
        name: Name of the group.
        folder: Path of the Grafana folder that contains the group, as titles separated by `/`. For
            a group of Prometheus, the path of the rule file.
        interval: Seconds between two evaluations.
        rules: The rules as JSON of Grafana's provisioning API.
        options: Other settings of a group of Prometheus, such as `limit` and `query_offset`.
    """

    name: str
    folder: str
    interval: int
    rules: tuple[AlertRuleJson, ...]
    options: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))


@frozen
class _RuleInGroup:
    """An alert rule and the group that contains it."""

    rule: AlertRuleJson
    group: ComparedGroup

    @property
    def place(self) -> str:
        return f"{self.group.name} in {self.group.folder}"


_Rules = dict[str, _RuleInGroup]


def compare_groups(
    before: Sequence[ComparedGroup], after: Sequence[ComparedGroup]
) -> list[GroupChange]:
    """Compare the groups of alert rules before and after a change.

    Rules are identified by their uids. A rule that moved to another group is reported in its new
    group.

    Args:
        before: The groups before the change.
        after: The groups after the change.

    Returns:
        The changes of each group in the order of `after`, including unchanged groups. The list ends
            with removed groups, except groups whose rules all moved to other groups.
    """
    first, second = _index_rules(before), _index_rules(after)
    unmatched = {(group.folder, group.name): group for group in before}
    changes = [
        _compare_group(unmatched.pop((group.folder, group.name), None), group, first, second)
        for group in after
    ]
    removed = [_compare_group(group, None, first, second) for group in unmatched.values()]
    return changes + [change for change in removed if change.rules]


def _index_rules(groups: Sequence[ComparedGroup]) -> _Rules:
    return {
        GrafanaRule(rule).uid: _RuleInGroup(rule=rule, group=group)
        for group in groups
        for rule in group.rules
    }


def _compare_group(
    before: ComparedGroup | None, after: ComparedGroup | None, first: _Rules, second: _Rules
) -> GroupChange:
    group = after or before
    if group is None:
        raise ValueError("a comparison needs the rule group before or after the change")
    changes = tuple(_find_group_changes(before, after)) if before and after else ()
    rules = tuple(_find_changed_rules(before, after, first, second))
    kind: BoardKind = "changed" if changes or rules else "same"
    if before is None or after is None:
        kind = "created" if before is None else "removed"
    return GroupChange(
        title=group.name, folder=group.folder, kind=kind, changes=changes, rules=rules
    )


def _find_group_changes(before: ComparedGroup, after: ComparedGroup) -> Iterator[Change]:
    yield from find_value_change(
        before.interval, after.interval, path="/interval", what="interval", describe=_format_seconds
    )
    for key in sorted({*before.options, *after.options}):
        old, new = before.options.get(key, ABSENT), after.options.get(key, ABSENT)
        yield from find_nested_changes(old, new, keys=(key,), words=(key,))
    rules = [[GrafanaRule(rule) for rule in group.rules] for group in (before, after)]
    uids = [[rule.uid for rule in side] for side in rules]
    common = [[uid for uid in side if uid in uids[0] and uid in uids[1]] for side in uids]
    titles = {rule.uid: rule.title for side in rules for rule in side}
    orders = [", ".join(titles[uid] for uid in side) for side in common]
    if common[0] != common[1]:
        yield Change(
            kind="changed", path="/rules", what="order of rules", before=orders[0], after=orders[1]
        )


def _format_seconds(interval: int) -> str:
    return f"{interval} s"


def _find_changed_rules(
    before: ComparedGroup | None, after: ComparedGroup | None, first: _Rules, second: _Rules
) -> Iterator[RuleChange]:
    for rule in after.rules if after else ():
        uid = GrafanaRule(rule).uid
        changed = _compare_rule(first.get(uid), second[uid])
        if changed is not None:
            yield changed
    for rule in before.rules if before else ():
        if GrafanaRule(rule).uid not in second:
            yield _build_rule_change(rule, "removed", tuple(_find_rule_query_changes(rule, {})))


def _compare_rule(before: _RuleInGroup | None, after: _RuleInGroup) -> RuleChange | None:
    if before is None:
        return _build_rule_change(
            after.rule, "created", tuple(_find_rule_query_changes({}, after.rule))
        )
    changes = tuple(find_rule_changes(before.rule, after.rule))
    group_changes = tuple(
        find_value_change(before.place, after.place, path="/ruleGroup", what="group")
    )
    if not changes and not group_changes:
        return None
    kind: RuleKind = "changed" if changes else "moved"
    if any(each.path == "/title" for each in changes):
        kind = "renamed"
    return _build_rule_change(after.rule, kind, (*changes, *group_changes))


def _build_rule_change(
    rule: AlertRuleJson, kind: RuleKind, changes: tuple[Change, ...]
) -> RuleChange:
    view = GrafanaRule(rule)
    return RuleChange(uid=view.uid, title=view.title, kind=kind, changes=changes)


def _find_rule_query_changes(before: AlertRuleJson, after: AlertRuleJson) -> Iterator[Change]:
    sides = [normalise_rule(side) if side else {} for side in (before, after)]
    yield from find_query_changes(*sides)


def find_rule_changes(before: AlertRuleJson, after: AlertRuleJson) -> Iterator[Change]:
    """Yield the changes of an alert rule, apart from a move to another group."""
    first, second = normalise_rule(before), normalise_rule(after)
    for key, old, new in iter_changed_keys(first, second, first=FIRST):
        yield from _find_key_changes(key, old, new)


def _find_key_changes(key: str, old: Any, new: Any) -> Iterator[Change]:
    if key == QUERIES:
        yield from find_query_changes(
            {key: _remove_conditions(old)}, {key: _remove_conditions(new)}
        )
        yield from _find_condition_changes(old, new)
    elif key == "expr":
        yield from find_value_change(old, new, path="/expr", what="expression")
    elif key in TEXT_MAPS:
        yield from _find_text_changes(key, old, new)
    else:
        yield from find_nested_changes(old, new, keys=(key,), words=(key,))


def _find_condition_changes(old: Any, new: Any) -> Iterator[Change]:
    """Yield the changes of thresholds, for queries that exist before and after the change."""
    first = {Target(query).ref_id: query.get(CONDITIONS, ABSENT) for query in old}
    for index, query in enumerate(new):
        name = Target(query).ref_id
        if name in first:
            path, what = format_pointer(QUERIES, index, CONDITIONS), f"query {name} threshold"
            after = query.get(CONDITIONS, ABSENT)
            yield from find_value_change(
                first[name], after, path=path, what=what, describe=words.describe_conditions
            )


def _remove_conditions(queries: Any) -> list[Json]:
    return [drop_keys(query, CONDITIONS) for query in queries]


def _find_text_changes(key: str, old: Any, new: Any) -> Iterator[Change]:
    first, second = ({} if side is ABSENT else side for side in (old, new))
    for name in dict.fromkeys((*first, *second)):
        old_text, new_text = first.get(name, ABSENT), second.get(name, ABSENT)
        path = format_pointer(key, name)
        yield from find_value_change(old_text, new_text, path=path, what=f"{TEXT_MAPS[key]} {name}")
