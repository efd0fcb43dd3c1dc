"""The class `PrometheusRule`, the view of a recording rule or alert for check rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from types import MappingProxyType

from boardwright.frozen import frozen
from boardwright.notation.durations import parse_milliseconds
from boardwright.promql.expression import Expression, read_expression
from boardwright.schema.place import Place
from boardwright.schema.rule_values import AlertRule, PromRule, RecordingRule, RuleGroup

NO_TEXTS: Mapping[str, str] = MappingProxyType({})


@frozen
class PrometheusRule:
    """A recording rule or an alert.

    Attributes:
        name: Name of the recorded metric, or of the alert.
        records: True for a recording rule, False for an alert.
        expression: The rule's expression; it may be invalid PromQL.
        place: File and line of the rule.
        labels: The labels that the rule adds to its result.
        annotations: The annotations of an alert.
        wait: The alert's `for` in milliseconds; None for a recording rule, or if `for` is not a
            duration.
        interval: Milliseconds between two evaluations of the rule; None if unknown.
        managed: True if Grafana evaluates the rule, False if Prometheus evaluates the rule.
        alone: True if neither the project nor a `prometheus.yml` loads the rule's file together
            with other files.
    """

    name: str
    records: bool
    expression: Expression
    place: Place
    labels: Mapping[str, str] = field(default_factory=dict)
    annotations: Mapping[str, str] = field(default_factory=dict)
    wait: int | None = None
    interval: int | None = None
    managed: bool = False
    alone: bool = False

    @property
    def loaded_with(self) -> str:
        """The path of the rule's file if `alone` is True, otherwise empty. The value is equal for
        two rules that the same Prometheus loads.
        """
        return self.place.file if self.alone else ""

    @property
    def called(self) -> str:
        """The kind and name of the rule in messages, such as "alert Down"."""
        return f"{'recording rule' if self.records else 'alert'} {self.name}"

    @property
    def adds_labels(self) -> bool:
        """Whether the rule sets labels on the result of the expression."""
        return bool(self.labels)

    @property
    def is_alert(self) -> bool:
        """Whether this is an alert that Prometheus evaluates."""
        return not self.records and not self.managed


def as_prometheus_rule(rule: PromRule, group: RuleGroup) -> PrometheusRule:
    """Convert a rule of a rule group to a `PrometheusRule`."""
    return PrometheusRule(
        name=rule.name,
        records=isinstance(rule, RecordingRule),
        expression=read_expression(rule.expr),
        place=rule.place,
        labels=rule.labels,
        annotations=rule.annotations if isinstance(rule, AlertRule) else NO_TEXTS,
        wait=parse_milliseconds(rule.for_ or "0s") if isinstance(rule, AlertRule) else None,
        interval=parse_milliseconds(group.interval) if group.interval else None,
    )
