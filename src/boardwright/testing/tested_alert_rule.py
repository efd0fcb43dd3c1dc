"""The class `TestedAlertRule`, for tests of Prometheus's alert rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from boardwright.engine.engine_tests import (
    EngineAlert,
    EngineAlertQuery,
    EngineQuery,
    EngineSample,
)
from boardwright.engine.series_notation import METRIC_NAME
from boardwright.lazy import lazy_property
from boardwright.notation.durations import parse_range_milliseconds
from boardwright.promql.matchers import Matcher
from boardwright.promql.selectors import Selector
from boardwright.schema.rule_values import AlertRule
from boardwright.testing.rule_alerts import AlertState, RuleAlert
from boardwright.testing.tested_prometheus_rule import TestedPrometheusRule, read_samples
from boardwright.testing.tested_rule import RuleInput, TestedAlert

_STATES: Mapping[str, AlertState] = {"pending": "pending", "firing": "firing"}
_NAME = "alertname"
_STARTS = "ALERTS_FOR_STATE"
"""The metric in which Prometheus stores when an alert became pending, in Unix seconds."""
_OWN_LABELS = frozenset({METRIC_NAME, "alertstate"})


class TestedAlertRule(TestedPrometheusRule[AlertRule], TestedAlert):
    """An alert rule of Prometheus, which Prometheus's engine evaluates."""

    @property
    def history(self) -> int:
        """The `for` of the rule, in milliseconds."""
        return parse_range_milliseconds(self.rule.for_ or "") or 0

    @property
    def wait(self) -> str:
        """The `for` of the rule, as text."""
        return self.rule.for_ or ""

    def list_firing_moments(
        self, rule_input: RuleInput, end: int, labels: Mapping[str, str]
    ) -> Sequence[int]:
        """Return the times of the evaluations at which an alert with these labels fires."""
        query = str(self._selector.where(alertstate="firing"))
        queries = [EngineQuery(text=query, moment=m) for m in range(0, end + 1, self.interval)]
        results, _ = self.evaluate(self.build_suite(rule_input, self._alert_file, queries))
        return [
            each.moment
            for each in queries
            if any(
                labels.items() <= sample.labels.items() for sample in read_samples(results[each])
            )
        ]

    def evaluate_alerts(self, rule_input: RuleInput, moment: int) -> tuple[RuleAlert, ...]:
        """Return the alerts of the rule at the time `moment`."""
        states = EngineQuery(text=str(self._selector), moment=moment)
        starts = EngineQuery(text=str(replace(self._selector, name=_STARTS)), moment=moment)
        values = EngineQuery(text=self.rule.expr, moment=moment)
        asked = EngineAlertQuery(name=self.name, moment=moment)
        suite = self.build_suite(rule_input, self._alert_file, [states, starts, values], [asked])
        results, firing = self.evaluate(suite)
        active = read_samples(results[states])
        by_labels = {
            self._select_series_labels(s.labels): s.value for s in read_samples(results[values])
        }
        since = {
            _select_alert_labels(s): round(s.value * 1000) for s in read_samples(results[starts])
        }
        reported = firing[asked]
        if len(reported) < len(active):
            reported += self._find_pending_alerts(rule_input, asked)
        found_alerts = (
            replace(
                _build_rule_alert(
                    each, reported, by_labels.get(self._select_series_labels(each.labels))
                ),
                since=since.get(_select_alert_labels(each)),
            )
            for each in active
        )
        return tuple(sorted(found_alerts, key=lambda each: sorted(each.labels.items())))

    def _find_pending_alerts(
        self, rule_input: RuleInput, asked: EngineAlertQuery
    ) -> tuple[EngineAlert, ...]:
        """Return the alerts of a copy of the rule without `for`, which fire at once.

        promtool reports the annotations only of firing alerts. Therefore the annotations of pending
        alerts come from this copy.
        """
        _, alerts = self.evaluate(self.build_suite(rule_input, self._instant_file, (), [asked]))
        return alerts[asked]

    @property
    def _selector(self) -> Selector:
        """A selector for the series `ALERTS` of this rule, which Prometheus writes."""
        return Selector(name="ALERTS", matchers=(Matcher(name=_NAME, op="=", value=self.name),))

    def _select_series_labels(self, labels: Mapping[str, str]) -> frozenset[tuple[str, str]]:
        """Return the labels of an alert that come from its series and not from the rule."""
        replaced = {_NAME, *_OWN_LABELS, *self.labels}
        return frozenset((name, text) for name, text in labels.items() if name not in replaced)

    @lazy_property
    def _alert_file(self) -> str:
        return self.project.write_rules((*self.recordings, self.isolate_rule(self.rule)))

    @lazy_property
    def _instant_file(self) -> str:
        rule = replace(self.rule, for_="0s")
        return self.project.write_rules((*self.recordings, self.isolate_rule(rule)))


def _select_alert_labels(sample: EngineSample) -> frozenset[tuple[str, str]]:
    """Return the labels that the series `ALERTS` and `ALERTS_FOR_STATE` of an alert both have."""
    return frozenset(item for item in sample.labels.items() if item[0] not in _OWN_LABELS)


def _build_rule_alert(
    active: EngineSample, reported: Sequence[EngineAlert], value: float | None
) -> RuleAlert:
    """Return the alert that a sample of `ALERTS` describes."""
    labels = {name: text for name, text in active.labels.items() if name not in _OWN_LABELS}
    return RuleAlert(
        state=_STATES[active.labels["alertstate"]],
        labels=labels,
        annotations=next((each.annotations for each in reported if each.labels == labels), {}),
        value=value,
    )
