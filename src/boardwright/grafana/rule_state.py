"""Reads the alert rules in Grafana that a deploy compares with the declared rules."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from boardwright.errors import ServerError
from boardwright.frozen import frozen
from boardwright.grafana.grafana_api import Grafana
from boardwright.grafana.stored_values import GroupKey, StoredRule
from boardwright.grafana.wanted_objects import WantedGroup
from boardwright.http.attempts import attempt_each


@frozen
class RuleState:
    """Alert rules in Grafana.

    Attributes:
        rules: The rules in Grafana that have the uid of a declared rule, or that are in a declared
            group. The rules of each group are in order. Grafana 10 does not report the order, so
            the rules have the order in which the project declares them.
        error: The reason why the rules could not be read; None if they were read.
    """

    rules: tuple[StoredRule, ...] = ()
    error: ServerError | None = None

    def find_declared_rules(self, group: WantedGroup) -> tuple[StoredRule, ...]:
        """Return the rules in Grafana that have the uids of the group's declared rules.

        In Grafana, a rule may be in another group than in the declaration.
        """
        uids = {rule.uid for rule in group.rules}
        return tuple(rule for rule in self.rules if rule.uid in uids)

    def find_other_rules(self, group: WantedGroup) -> tuple[StoredRule, ...]:
        """Return the rules that are in the group in Grafana, but not in the declared group."""
        uids = {rule.uid for rule in group.rules}
        return tuple(rule for rule in self.rules if rule.key == group.key and rule.uid not in uids)


def read_rules(grafana: Grafana, groups: Iterable[WantedGroup], *, at_once: int = 1) -> RuleState:
    """Read the rules of declared groups from Grafana.

    The function reads all rules with one request, and the evaluation interval of each group with
    another request.

    Args:
        groups: The declared groups. If there are no groups, the function sends no request.
        at_once: Number of simultaneous requests.
    """
    groups = tuple(groups)
    if not groups:
        return RuleState()
    uids = [rule.uid for group in groups for rule in group.rules]
    keys = {group.key for group in groups}
    return read_selected_rules(grafana, uids, lambda rule: rule.key in keys, at_once=at_once)


def read_selected_rules(
    grafana: Grafana,
    uids: Sequence[str],
    keep: Callable[[StoredRule], bool] = lambda rule: False,
    *,
    at_once: int = 1,
) -> RuleState:
    """Read alert rules from Grafana, with the evaluation intervals of their groups.

    Args:
        uids: Uids of the rules to read, in the order in which the project declares them.
        keep: Function that takes a rule that is not in `uids` and returns whether to include it.
        at_once: Number of simultaneous requests.
    """
    places = {uid: place for place, uid in enumerate(uids)}
    try:
        kept = grafana.rules.list_some(lambda rule: rule.uid in places or keep(rule))
    except ServerError as error:
        return RuleState(error=error)
    if not grafana.rules.full_lists:
        kept.sort(key=lambda rule: places.get(rule.uid, len(places)))
    return _with_intervals(grafana, kept, at_once)


def _with_intervals(grafana: Grafana, rules: list[StoredRule], at_once: int) -> RuleState:
    def read_interval(key: GroupKey) -> int | None:
        return grafana.rules.read_interval(*key)

    keys = dict.fromkeys(rule.key for rule in rules)
    seconds: dict[GroupKey, int] = {}
    for key, seconds_or_error in attempt_each(keys, read_interval, at_once=at_once):
        if isinstance(seconds_or_error, ServerError):
            return RuleState(error=seconds_or_error)
        if seconds_or_error is not None:  # None: the group was deleted after the list was read
            seconds[key] = seconds_or_error
    kept = [replace(rule, interval=seconds[rule.key]) for rule in rules if rule.key in seconds]
    return RuleState(rules=tuple(kept))
