"""An alert rule of Prometheus in a test."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property

from boardwright.engine.engine_tests import (
    EngineAlert,
    EngineAlertQuery,
    EngineQuery,
    EngineSample,
)
from boardwright.engine.series_notation import METRIC_NAME
from boardwright.schema.rule_values import AlertRule
from boardwright.testing.evaluation_log import LoggedEvaluation
from boardwright.testing.moments import moment_of, time_text
from boardwright.testing.rule_alerts import AlertState, RuleAlert
from boardwright.testing.rule_result import RuleResult
from boardwright.testing.series_set import SeriesSet, series_set
from boardwright.testing.tested_prometheus_rule import TestedPrometheusRule, samples_of

_STATES: Mapping[str, AlertState] = {"pending": "pending", "firing": "firing"}
_OWN_LABELS = frozenset({METRIC_NAME, "alertstate"})


class TestedAlertRule(TestedPrometheusRule[AlertRule]):
    """An alert rule: `rules("HighCpu").at("12m", series=...)`."""

    def at(self, time: object, *, series: object, interval: object = None) -> RuleResult:
        """Return the alerts at a time: the engine evaluates the rule from the first sample on.

        Args:
            time: Time since the first sample of the series.
            series: The series, in any form that panels take.
            interval: Time between two samples; the project's scrape interval by default.

        Raises:
            BoardwrightError: The input is wrong, or the engine refused the rule.
        """
        __tracebackhide__ = True
        moment = moment_of(time)
        found = series_set(series)
        every = self.interval_of(interval, found)
        alerts = self._alerts(found, every, moment)
        logged = LoggedEvaluation(self.evaluation(found, every, moment), alerts=alerts)
        return RuleResult(self.project.log.add(logged))

    def fires_between(
        self,
        *,
        series: object,
        end: object = None,
        interval: object = None,
        labels: Mapping[str, str] | None = None,
    ) -> list[tuple[str, str]]:
        """Return when the alert fires: the times of the first and last evaluation of each period.

        Args:
            series: The series, in any form that panels take.
            end: The last evaluation; the end of the series by default.
            interval: Time between two samples; the project's scrape interval by default.
            labels: Labels of the alerts to consider; all alerts by default.

        Raises:
            BoardwrightError: The input is wrong, or the engine refused the rule.
        """
        __tracebackhide__ = True
        found = series_set(series)
        every = self.interval_of(interval, found)
        last = max(each.count for each in found.series) - 1
        moment = last * every if end is None else moment_of(end)
        query = f'ALERTS{{alertname="{self.name}",alertstate="firing"}}'
        queries = [EngineQuery(text=query, moment=m) for m in range(0, moment + 1, self.interval)]
        results, _ = self.evaluate(self.suite(found, every, self._alert_file, queries))
        wanted = (labels or {}).items()
        firing = [
            each.moment
            for each in queries
            if any(wanted <= sample.labels.items() for sample in samples_of(results[each]))
        ]
        alerts = self._alerts(found, every, moment)
        logged = LoggedEvaluation(self.evaluation(found, every, moment), alerts=alerts)
        self.project.log.add(logged).examine()
        return [(time_text(a), time_text(b)) for a, b in join_moments(firing, self.interval)]

    def _alerts(self, found: SeriesSet, every: int, moment: int) -> tuple[RuleAlert, ...]:
        states = EngineQuery(text=f'ALERTS{{alertname="{self.name}"}}', moment=moment)
        values = EngineQuery(text=self.rule.expr, moment=moment)
        asked = EngineAlertQuery(name=self.name, moment=moment)
        suite = self.suite(found, every, self._alert_file, [states, values], [asked])
        results, firing = self.evaluate(suite)
        active = samples_of(results[states])
        reported = firing[asked]
        if len(reported) < len(active):
            reported += self._pending_alerts(found, every, asked)
        found_alerts = (_rule_alert(each, reported, samples_of(results[values])) for each in active)
        return tuple(sorted(found_alerts, key=lambda each: sorted(each.labels.items())))

    def _pending_alerts(
        self, found: SeriesSet, every: int, asked: EngineAlertQuery
    ) -> tuple[EngineAlert, ...]:
        """Return the alerts of a copy of the rule that fires at once.

        promtool reports the annotations of alerts that fire, and not of pending ones.
        """
        _, alerts = self.evaluate(self.suite(found, every, self._instant_file, (), [asked]))
        return alerts[asked]

    @cached_property
    def _alert_file(self) -> str:
        return self.project.write_rules((*self.recordings, self.alone(self.rule)))

    @cached_property
    def _instant_file(self) -> str:
        rule = replace(self.rule, for_="0s")
        return self.project.write_rules((*self.recordings, self.alone(rule)))


def join_moments(moments: Sequence[int], step: int) -> Iterator[tuple[int, int]]:
    """Yield the first and last of each run of times that are one step apart."""
    start: int | None = None
    for index, moment in enumerate(moments):
        start = moment if start is None else start
        if index + 1 == len(moments) or moments[index + 1] != moment + step:
            yield start, moment
            start = None


def _rule_alert(
    active: EngineSample, reported: Sequence[EngineAlert], values: Sequence[EngineSample]
) -> RuleAlert:
    """Return an alert from its sample of `ALERTS`."""
    labels = {name: text for name, text in active.labels.items() if name not in _OWN_LABELS}
    return RuleAlert(
        state=_STATES[active.labels["alertstate"]],
        labels=labels,
        annotations=next((each.annotations for each in reported if each.labels == labels), {}),
        value=_value_of(labels, values),
    )


def _value_of(labels: Mapping[str, str], samples: Sequence[EngineSample]) -> float | None:
    """Return the value of the sample that an alert with some labels was made from."""
    for sample in samples:
        if {k: v for k, v in sample.labels.items() if k != METRIC_NAME}.items() <= labels.items():
            return sample.value
    return None
