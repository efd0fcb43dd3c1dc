"""The classes for the recording rules, alert rules and groups of rules that Prometheus evaluates.

Expressions are stored as text, so that rule files for any version of Prometheus are accepted.

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
        name: The name of the series that the rule records.
        expr: The PromQL expression.
        labels: Labels that the rule adds to the series.
        uses: The recording rules whose series the expression reads.
        place: File and line of the declaration.
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
        expr: The PromQL expression.
        for_: How long the expression must have a result before the alert fires; None means the time
            of two evaluations of the alert's group.
        keep_firing_for: How long the alert keeps firing once the expression has no result; None if
            the alert stops at once.
        labels: Labels that the rule adds to the alert. The values may be templates.
        annotations: Texts for the people who receive the alert. The values may be templates.
        uses: The recording rules whose series the expression reads.
        place: File and line of the declaration.
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
        """The name and the expression, which together distinguish alerts of the same name."""
        return self.name, self.expr

    @property
    def severity(self) -> str:
        """The value of the label `severity`; empty if the alert has no such label."""
        return self.labels.get("severity", "")


PromRule: TypeAlias = RecordingRule | AlertRule
"""A recording rule or an alert rule."""


class RuleSource:
    """A value that declares groups of rules if a module assigns it to a module-level variable."""

    @property
    def groups(self) -> tuple[RuleGroup, ...]:
        """The groups of rules that this value declares."""
        raise NotImplementedError


@frozen
class RuleGroup(RuleSource):
    """A group of rules, which Prometheus evaluates one after the other at the same interval.

    Attributes:
        name: The name of the group.
        rules: The rules in the order in which Prometheus evaluates them.
        interval: The time between two evaluations; None for the project's scrape interval.
        limit: The largest number of series or alerts that one rule may produce; 0 for no limit.
        options: Further settings of the group, named as in a rule file, such as `query_offset` or
            Mimir's `source_tenants`.
        place: File and line of the declaration.
    """

    name: str
    rules: tuple[PromRule, ...]
    interval: str | None = None
    limit: int = 0
    options: Mapping[str, Any] = field(default_factory=dict)
    place: Place = field(default=Place(file=""), compare=False)

    @property
    def groups(self) -> tuple[RuleGroup, ...]:
        """The group itself, as the only item."""
        return (self,)


@frozen
class RuleFile:
    """The groups of rules that one file declares.

    Attributes:
        source: Path of the declaring file, relative to the project.
        groups: The groups. In each group, `interval` is set, and in each alert, `for_` is set.
    """

    source: str
    groups: tuple[RuleGroup, ...]


def drop_alert_rules(groups: Iterable[RuleGroup]) -> tuple[RuleGroup, ...]:
    """Return the groups without their alert rules. A group with only alert rules is left out."""
    reduced_groups = (replace(group, rules=_list_recordings(group)) for group in groups)
    return tuple(group for group in reduced_groups if group.rules)


def _list_recordings(group: RuleGroup) -> tuple[PromRule, ...]:
    return tuple(rule for rule in group.rules if isinstance(rule, RecordingRule))
