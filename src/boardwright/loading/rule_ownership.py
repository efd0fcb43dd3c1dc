"""Determines which Prometheus rules belong to a file that declares boards or rules, and builds the
rule groups of the file.

The rules in a file's variables belong to the file. Recording rules whose series the file's panels
and rules query also belong to the file, unless they belong to another file. For example, a module
with a board may import expressions from a module that declares recording rules. Then the recording
rules belong to the imported module.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TypeAlias

from boardwright.notation.durations import format_duration, parse_milliseconds
from boardwright.rules.recorded_series import Recorded
from boardwright.schema.document import Place
from boardwright.schema.rule_values import (
    AlertRule,
    PromRule,
    RecordingRule,
    RuleGroup,
    RuleSource,
)

RuleValue: TypeAlias = Recorded | PromRule | RuleSource
"""A value in a module that declares one or more Prometheus rules."""

RULE_VALUES = (Recorded, RecordingRule, AlertRule, RuleSource)

EVALUATIONS = 2
"""The default of an alert's `for_`, as a number of evaluation intervals. With this default, a
single unusual sample does not make the alert fire.
"""


def collect_own_groups(
    declared: Sequence[RuleValue],
    shown_rules: Iterable[RecordingRule],
    *,
    others: Iterable[RuleValue],
    file: str,
    name: str,
    interval: str,
) -> tuple[RuleGroup, ...]:
    """Return the groups of the Prometheus rules that belong to one file of the project.

    Rules without a group are put into an additional group with the name `name`, which is the first
    group.

    Args:
        declared: The values of the file's variables that declare rules.
        shown_rules: The recording rules whose series the file's panels query.
        others: The values that declare rules in other files of the project that this file imports.
        file: Path of the declaring file.
        name: Name of the additional group for rules that have no group.
        interval: The evaluation interval of groups that do not set an interval.
    """
    placed_rules = _GroupedRules(others)
    groups = [
        group
        for value in declared
        for group in _list_groups(value)
        if placed_rules.add_group(group)
    ]
    ungrouped = [rule for value in declared for rule in _list_loose_rules(value)]
    new_rules = placed_rules.place_new_rules([*shown_rules, *ungrouped])
    own_groups = [replace(group, rules=placed_rules.insert_uses(group.rules)) for group in groups]
    if new_rules:
        rules = placed_rules.insert_uses(new_rules)
        own_groups.insert(0, RuleGroup(name=name, rules=rules, place=Place(file=file)))
    return tuple(fill_group(group, interval) for group in own_groups)


def iter_rules(values: Iterable[RuleValue]) -> Iterator[PromRule]:
    """Yield the rules in these values, including the rules in groups."""
    for value in values:
        yield from _list_loose_rules(value)
        for group in _list_groups(value):
            yield from group.rules


def fill_group(group: RuleGroup, interval: str) -> RuleGroup:
    """Return a group with an evaluation interval and a `for_` for each alert. Defaults replace
    missing values.
    """
    group_interval = group.interval or interval
    wait = format_duration(EVALUATIONS * (parse_milliseconds(group_interval) or 0))
    return replace(
        group,
        interval=group_interval,
        rules=tuple(
            replace(rule, for_=wait) if isinstance(rule, AlertRule) and rule.for_ is None else rule
            for rule in group.rules
        ),
    )


class _GroupedRules:
    """The rules and groups that already belong to this file or another file."""

    def __init__(self, others: Iterable[RuleValue]) -> None:
        others = [*others]
        self._groups = {_identify_group(group) for value in others for group in _list_groups(value)}
        self._keys = {_identify_rule(rule) for rule in _with_uses(iter_rules(others))}

    def add_group(self, group: RuleGroup) -> bool:
        """Record a group and its rules; return False if the group is already recorded."""
        key = _identify_group(group)
        if key in self._groups:
            return False
        self._groups.add(key)
        self._keys |= {_identify_rule(rule) for rule in group.rules}
        return True

    def place_new_rules(self, rules: Iterable[PromRule]) -> list[PromRule]:
        """Return the rules that are not recorded yet, each once, and record them."""
        return [rule for rule in rules if self._is_new(rule)]

    def insert_uses(self, rules: Iterable[PromRule]) -> tuple[PromRule, ...]:
        """Return the rules. Before each rule, insert the recording rules that the rule uses and
        that are not recorded yet.
        """
        return tuple(
            each for rule in rules for each in (*self.place_new_rules(_iter_used_rules(rule)), rule)
        )

    def _is_new(self, rule: PromRule) -> bool:
        key = _identify_rule(rule)
        is_new = key not in self._keys
        self._keys.add(key)
        return is_new


def _list_groups(value: RuleValue) -> tuple[RuleGroup, ...]:
    return value.groups if isinstance(value, RuleSource) else ()


def _list_loose_rules(value: RuleValue) -> tuple[PromRule, ...]:
    if isinstance(value, Recorded):
        return (value.rule,)
    return () if isinstance(value, RuleSource) else (value,)


def _with_uses(rules: Iterable[PromRule]) -> Iterator[PromRule]:
    for rule in rules:
        yield rule
        yield from _iter_used_rules(rule)


def _iter_used_rules(rule: PromRule) -> Iterator[RecordingRule]:
    """Yield the recording rules that a rule uses directly or indirectly, each after the rules that
    it uses.
    """
    for used in rule.uses:
        yield from _iter_used_rules(used)
        yield used


def _identify_group(group: RuleGroup) -> Hashable:
    return group.name, group.place, tuple(map(_identify_rule, group.rules))


def _identify_rule(rule: PromRule) -> Hashable:
    """Return the values that identify a rule. Rules with equal values count as one rule."""
    wait = rule.for_ if isinstance(rule, AlertRule) else None
    return type(rule), rule.name, rule.expr, tuple(sorted(rule.labels.items())), wait
