"""Gives rule groups different names in the rule files that boardwright writes for promtool's
tests.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from boardwright.schema.rule_values import RuleGroup, drop_alert_rules


def number_recordings(groups: Iterable[RuleGroup]) -> tuple[RuleGroup, ...]:
    """Return the groups of recording rules, each with a number in front of its name.

    Prometheus accepts groups with the same name in several files, but promtool's `group_eval_order`
    needs different names.
    """
    return tuple(
        replace(group, name=f"{number} {group.name}")
        for number, group in enumerate(drop_alert_rules(groups), start=1)
    )
