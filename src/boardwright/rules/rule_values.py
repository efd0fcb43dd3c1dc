"""Recording rules, alert rules and their groups, as Prometheus evaluates them.

Expressions are text, so that a rule file of any Prometheus version is accepted as it is.

Source: https://prometheus.io/docs/prometheus/latest/configuration/recording_rules/
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import TypeAlias

from boardwright.frozen import frozen
from boardwright.schema.document import Place


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
        keep_firing_for: How long the alert fires after the expression has no result any more;
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
        place: The place of the declaration.
    """

    name: str
    rules: tuple[PromRule, ...]
    interval: str | None = None
    limit: int = 0
    place: Place = field(default=Place(file=""), compare=False)

    @property
    def groups(self) -> tuple[RuleGroup, ...]:
        """The group itself."""
        return (self,)
