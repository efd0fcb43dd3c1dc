"""A recording or alerting rule, as check rules see it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from boardwright.notation.durations import parse_milliseconds
from boardwright.promql.expression import Expression, read_expression
from boardwright.schema.place import Place
from boardwright.schema.rule_values import AlertRule, PromRule, RecordingRule, RuleGroup

NO_TEXTS: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, kw_only=True)
class PrometheusRule:
    """A recording or alerting rule.

    Attributes:
        name: The name of the recorded metric, or of the alert.
        records: Whether it is a recording rule.
        expression: The expression, also if it is not valid PromQL.
        place: Where it is written.
        labels: The labels that it adds.
        annotations: The annotations of an alert.
        wait: Milliseconds that an alert waits before it fires; None when that is not a duration.
        interval: Milliseconds between two evaluations; None when they are not known.
        managed: Whether Grafana evaluates it.
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

    @property
    def called(self) -> str:
        """Its kind and its name."""
        return f"{'recording rule' if self.records else 'alert'} {self.name}"

    @property
    def adds_labels(self) -> bool:
        """Whether the rule sets labels on the result of the expression."""
        return bool(self.labels)

    @property
    def is_alert(self) -> bool:
        """Whether it is an alert that Prometheus evaluates."""
        return not self.records and not self.managed


def rule_view(rule: PromRule, group: RuleGroup) -> PrometheusRule:
    """Return a rule of a group as check rules see it."""
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
