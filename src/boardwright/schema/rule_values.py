"""The classes for the recording rules, alert rules and groups of rules that Prometheus evaluates.

The classes store expressions as text, so boardwright accepts rule files for any version of
Prometheus.

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
    """A rule of Prometheus that stores the result of its expression as new series.

    Attributes:
        name: The metric name of the series that the rule records.
        expr: The PromQL expression.
        labels: Labels that the rule adds to the recorded series.
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
    """A rule of Prometheus that makes an alert of each series in the result of its expression.

    Attributes:
        name: The name of the alert, which becomes the value of the label `alertname`.
        expr: The PromQL expression.
        for_: How long the expression must have a result before the alert fires; None for twice the
            evaluation interval of the group.
        keep_firing_for: How long the alert keeps firing after the expression has no result anymore;
            None if the alert stops at once.
        labels: Labels that the rule adds to the alert. The values may contain Prometheus templates.
        annotations: Texts for the people who receive the alert. The values may contain Prometheus
            templates.
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
        """The name and the expression of the alert. Several alerts may have the same name."""
        return self.name, self.expr

    @property
    def severity(self) -> str:
        """The value of the label `severity`; empty if the alert has no such label."""
        return self.labels.get("severity", "")


PromRule: TypeAlias = RecordingRule | AlertRule
"""A recording rule or an alert rule."""


class RuleSource:
    """Base class of values that declare groups of rules when a module assigns them to a global
    variable.
    """

    @property
    def groups(self) -> tuple[RuleGroup, ...]:
        """The groups of rules that this value declares."""
        raise NotImplementedError


@frozen
class RuleGroup(RuleSource):
    """A group of rules. Prometheus evaluates the rules of a group one after the other, at the same
    interval.

    Attributes:
        name: The name of the group.
        rules: The rules in the order in which Prometheus evaluates them.
        interval: The time between two evaluations; None to use the project's scrape interval.
        limit: The largest number of series or alerts that one rule may produce; 0 for no limit.
        options: Other keys of the group in a rule file, such as `query_offset` or Mimir's
            `source_tenants`, with their values.
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
    """The groups of rules that one Python file declares.

    Attributes:
        source: Path of the Python file, relative to the project.
        groups: The groups. Each group has an `interval` and each alert has a `for_`: neither is
            None.
    """

    source: str
    groups: tuple[RuleGroup, ...]


def drop_alert_rules(groups: Iterable[RuleGroup]) -> tuple[RuleGroup, ...]:
    """Return the groups without their alert rules. Groups with only alert rules are omitted."""
    reduced_groups = (replace(group, rules=_list_recordings(group)) for group in groups)
    return tuple(group for group in reduced_groups if group.rules)


def _list_recordings(group: RuleGroup) -> tuple[PromRule, ...]:
    return tuple(rule for rule in group.rules if isinstance(rule, RecordingRule))
