"""Recording rules, alert rules and their groups, as Prometheus evaluates them.

Expressions are text, so that a rule file of any Prometheus version is accepted as it is.

Source: https://prometheus.io/docs/prometheus/latest/configuration/recording_rules/
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field, replace
from typing import Any, TypeAlias

from boardwright.frozen import frozen
from boardwright.schema.place import Place


@frozen
class RecordingRule:
    """A recording rule: the result of its expression is stored as a series.

    Attributes:
        name: The name of the series.
        expr: The PromQL.
        labels: Labels that the rule adds to the series.
        uses: The recording rules whose series the expression reads.
        place: The place of the declaration.
    """

    name: str
    expr: str
    labels: Mapping[str, str] = field(default_factory=dict)
    uses: tuple[RecordingRule, ...] = field(default=(), compare=False, repr=False)
    place: Place = field(default=Place(file=""), compare=False)


@frozen
class AlertRule:
    """An alert rule: each series in the result of its expression is an alert.

    Attributes:
        name: The name of the alert: the value of the label `alertname`.
        expr: The PromQL.
        for_: How long the expression must have a result before the alert fires; None for two
            evaluations of its group.
        keep_firing_for: How long the alert fires after the expression no longer has a result;
            None for no such time.
        labels: Labels that the rule adds to the alert; values may be templates.
        annotations: Texts for people; values may be templates.
        uses: The recording rules whose series the expression reads.
        place: The place of the declaration.
    """

    name: str
    expr: str
    for_: str | None = None
    keep_firing_for: str | None = None
    labels: Mapping[str, str] = field(default_factory=dict)
    annotations: Mapping[str, str] = field(default_factory=dict)
    uses: tuple[RecordingRule, ...] = field(default=(), compare=False, repr=False)
    place: Place = field(default=Place(file=""), compare=False)

    @property
    def key(self) -> tuple[str, str]:
        """The name and the expression: what distinguishes alerts with one name."""
        return self.name, self.expr

    @property
    def severity(self) -> str:
        """The value of the label `severity`; empty without one."""
        return self.labels.get("severity", "")


PromRule: TypeAlias = RecordingRule | AlertRule
"""A rule of either kind."""


class RuleSource:
    """A value that declares groups of rules when it is a module-level variable."""

    @property
    def groups(self) -> tuple[RuleGroup, ...]:
        """The groups."""
        raise NotImplementedError


@frozen
class RuleGroup(RuleSource):
    """Rules that Prometheus evaluates one after the other, at the same interval.

    Attributes:
        name: The name of the group.
        rules: The rules in the order of their evaluation.
        interval: The time between two evaluations; None for the project's scrape interval.
        limit: The largest number of series or alerts of one rule; 0 for no limit.
        options: Further settings of the group by their names in a rule file, such as
            `query_offset`, or Mimir's `source_tenants`.
        place: The place of the declaration.
    """

    name: str
    rules: tuple[PromRule, ...]
    interval: str | None = None
    limit: int = 0
    options: Mapping[str, Any] = field(default_factory=dict)
    place: Place = field(default=Place(file=""), compare=False)

    @property
    def groups(self) -> tuple[RuleGroup, ...]:
        """The group itself."""
        return (self,)


@frozen
class RuleFile:
    """The groups of one declaring file.

    Attributes:
        source: The declaring file, relative to the project.
        groups: The groups, each complete: with its interval, and every alert with its `for`.
    """

    source: str
    groups: tuple[RuleGroup, ...]


def recording_groups(groups: Iterable[RuleGroup]) -> tuple[RuleGroup, ...]:
    """Return the groups without their alerts; groups of alerts alone are left out."""
    kept = (replace(group, rules=_recordings(group)) for group in groups)
    return tuple(group for group in kept if group.rules)


def _recordings(group: RuleGroup) -> tuple[PromRule, ...]:
    return tuple(rule for rule in group.rules if isinstance(rule, RecordingRule))
