"""The class `TestedGrafanaRule`, for tests of Grafana's alert rules.

promtool evaluates the queries of the rule. From their results, boardwright computes Grafana's
expressions and the states of the alerts.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence

from boardwright.engine.engine_errors import EngineError
from boardwright.engine.engine_tests import (
    EngineAlertQuery,
    EngineQuery,
    EngineResult,
    EngineSuite,
)
from boardwright.engine.series_notation import METRIC_NAME, read_series
from boardwright.frozen import frozen
from boardwright.lazy import lazy_property
from boardwright.notation.durations import parse_milliseconds
from boardwright.preview.interpolation import Interpolation
from boardwright.preview.query_steps import DEFAULT_SCRAPE, Timing, compute_query_timing
from boardwright.preview.time_ranges import TimeRange
from boardwright.preview.variable_options import NO_CHOICES
from boardwright.promql.lexical import format_number
from boardwright.schema.alerting.alert_expression import AlertExpression
from boardwright.schema.alerting.alert_step import AlertStep
from boardwright.schema.alerting.alerts import CompiledGroup, CompiledRule
from boardwright.schema.datasource_references import PROMQL_FAMILY
from boardwright.schema.rule_values import AlertRule, RuleGroup
from boardwright.testing.evaluation_log import LoggedQuery
from boardwright.testing.grafana_math import LabelSet, Numbers
from boardwright.testing.grafana_states import AlertStates
from boardwright.testing.grafana_steps import StepValues, sort_expressions
from boardwright.testing.grafana_transitions import StatedAlert, StateSettings
from boardwright.testing.rule_alerts import NOTIFIED, RuleAlert
from boardwright.testing.series_set import format_labels
from boardwright.testing.tested_rule import RuleInput, RuleProject, TestedAlert
from boardwright.testing.testing_errors import TestInputError

_VALUE = re.compile(r"\$values\.(\w+)(?:\.Value)?")
_TEMPLATE_SERIES = "boardwright_alert"


class _QueryError(Exception):
    """A query of the rule failed, as it would in Grafana.

    Args:
        labels: The labels of the alert that reports the failed query.
    """

    def __init__(self, labels: LabelSet) -> None:
        super().__init__()
        self.labels = labels


@frozen
class _GrafanaEvaluation:
    """The result of one evaluation of a rule.

    Attributes:
        moment: The time of the evaluation, in milliseconds.
        alerts: The alerts whose state is not "inactive".
        values: RefId of a query or expression -> its result.
        last: Labels of an alert -> the `values` of the last evaluation that had a result for this
            alert.
    """

    moment: int
    alerts: Mapping[LabelSet, StatedAlert]
    values: Mapping[str, Numbers]
    last: Mapping[LabelSet, Mapping[str, Numbers]]


class TestedGrafanaRule(TestedAlert):
    """An alert rule of Grafana in a test: `rules("Checkout fails").at("12m", series=...)`."""

    def __init__(
        self, project: RuleProject, group: CompiledGroup, rule: CompiledRule, folder: str
    ) -> None:
        super().__init__(
            project,
            name=rule.title,
            group_name=group.name,
            place=str(rule.place),
            labels=rule.view.labels,
            interval=group.interval * 1000,
        )
        self._rule, self._folder = rule, folder

    @property
    def history(self) -> int:
        """The sum of the pending period and the longest time range of the queries, in
        milliseconds.
        """
        ranges = [each.range_start for each in self._queries]
        return self._settings.pending + max(ranges, default=0)

    @property
    def wait(self) -> str:
        """The `for` of the rule, as text."""
        return self._rule.view.pending_period

    def evaluate_alerts(self, rule_input: RuleInput, moment: int) -> tuple[RuleAlert, ...]:
        """Return the alerts of the rule at the time `moment`."""
        *_, last = self._iter_evaluations(rule_input, moment)
        return self._build_alerts(last)

    def list_firing_moments(
        self, rule_input: RuleInput, end: int, labels: Mapping[str, str]
    ) -> Sequence[int]:
        """Return the times of the evaluations at which an alert with these labels fires."""
        return [
            each.moment
            for each in self._iter_evaluations(rule_input, end)
            if any(
                alert.state in NOTIFIED and labels.items() <= dict(own).items()
                for own, alert in each.alerts.items()
            )
        ]

    def list_logged_queries(self, moment: int) -> tuple[LoggedQuery, ...]:
        """Return the queries of the rule for the log, as promtool evaluates them at `moment`."""
        return tuple(
            LoggedQuery(
                ref_id=each.ref_id,
                written=each.expr,
                sent=self._build_engine_queries(each, moment)[-1].text,
            )
            for each in self._queries
        )

    @lazy_property
    def _steps(self) -> Sequence[AlertStep]:
        return self._rule.steps

    @lazy_property
    def _queries(self) -> Sequence[AlertStep]:
        queries = [each for each in self._steps if not each.is_expression]
        for each in queries:
            if each.datasource_type not in PROMQL_FAMILY:
                raise TestInputError(
                    f"query {each.ref_id} is for {each.datasource_type}, but promtool evaluates "
                    "only PromQL",
                    where=self.where,
                )
        return queries

    @lazy_property
    def _expressions(self) -> Sequence[tuple[str, AlertExpression]]:
        """The refIds and expressions, each after the expressions that it uses."""
        expressions = {
            each.ref_id: AlertExpression(each.model) for each in self._steps if each.is_expression
        }
        return [(ref_id, expressions[ref_id]) for ref_id in sort_expressions(expressions)]

    def _iter_evaluations(self, rule_input: RuleInput, end: int) -> Iterator[_GrafanaEvaluation]:
        """Yield all evaluations of the rule from the first sample to `end`.

        Raises:
            EngineError: promtool cannot parse a query.
        """
        moments = list(range(0, end + 1, self.interval))
        asked = [
            query
            for moment in moments
            for step in self._queries
            for query in self._build_engine_queries(step, moment)
        ]
        results = self.project.engine.evaluate(
            EngineSuite(
                series=rule_input.series.series,
                interval=rule_input.interval,
                queries=tuple(dict.fromkeys(asked)),
            )
        )
        states = AlertStates(self._settings)
        last: dict[LabelSet, Mapping[str, Numbers]] = {}
        for moment in moments:
            try:
                values = self._compute_values(moment, results, states.recovery_held)
            except _QueryError as error:
                values = {}
                states.fail(moment, error.labels)
            else:
                condition = values[self._rule.view.condition]
                states.evaluate(moment, condition)
                last |= dict.fromkeys(condition, values)
            yield _GrafanaEvaluation(
                moment=moment, alerts=states.active, values=values, last=dict(last)
            )

    @property
    def _settings(self) -> StateSettings:
        rule = self._rule.view
        return StateSettings(
            interval=self.interval,
            pending=parse_milliseconds(rule.pending_period or "0s") or 0,
            keep_firing=parse_milliseconds(rule.keep_firing_period or "0s") or 0,
            no_data=rule.no_data_state,
            error=rule.error_state,
            missing_evaluations=rule.missing_evaluations,
            no_data_labels=_build_query_labels(self._queries[0]),
        )

    def _compute_timing(self, query: AlertStep, moment: int) -> Timing:
        span = TimeRange(start=moment - query.range_start, end=moment - query.range_end, text="")
        return compute_query_timing(
            span,
            points=query.max_data_points,
            least=max(query.least_step, self.project.scrape_interval),
            source_scrape=self.project.scrape_interval or DEFAULT_SCRAPE,
        )

    def _build_engine_queries(self, query: AlertStep, moment: int) -> list[EngineQuery]:
        timing = self._compute_timing(query, moment)
        filling = Interpolation(
            choices=NO_CHOICES, range=timing.range, macros=timing.compute_macros()
        )
        text = filling.fill_promql(query.expr)
        if not query.is_range_query:
            return [EngineQuery(text=text, moment=max(0, timing.range.end))]
        times = range(timing.start, timing.end + 1, timing.step)
        return [EngineQuery(text=text, moment=each) for each in times if each >= 0]

    def _compute_values(
        self,
        moment: int,
        results: Mapping[EngineQuery, EngineResult],
        recovery_held: Collection[LabelSet],
    ) -> Mapping[str, Numbers]:
        series: dict[str, dict[LabelSet, list[float]]] = {}
        numbers: dict[str, Numbers] = {}
        for step in self._queries:
            columns: dict[LabelSet, list[float]] = {}
            for query in self._build_engine_queries(step, moment):
                for labels, value in self._iter_samples(step, results[query]):
                    columns.setdefault(labels, []).append(value)
            if step.is_range_query:
                series[step.ref_id] = columns
            else:
                numbers[step.ref_id] = {labels: each[0] for labels, each in columns.items()}
        values = StepValues(series, numbers, recovery_held)
        for ref_id, expression in self._expressions:
            values.add(ref_id, expression)
        return values.numbers

    def _iter_samples(
        self, query: AlertStep, result: EngineResult
    ) -> Iterator[tuple[LabelSet, float]]:
        if isinstance(result, str) and "parse error" in result:
            raise EngineError(f"query {query.ref_id}: {result}\n    {query.expr}", where=self.where)
        if isinstance(result, str):
            raise _QueryError(_build_query_labels(query))
        for sample in result:
            yield frozenset(sample.labels.items()), sample.value

    def _build_alerts(self, evaluation: _GrafanaEvaluation) -> tuple[RuleAlert, ...]:
        alerts = []
        for labels, alert in sorted(evaluation.alerts.items(), key=lambda pair: sorted(pair[0])):
            last = evaluation.last.get(labels, evaluation.values)
            own = {ref: _find_value(labels, numbers) for ref, numbers in last.items()}
            rendered, annotations = self._render_templates(dict(labels), own)
            name = {"alertname": self.name, "grafana_folder": self._folder}
            alerts.append(
                RuleAlert(
                    state=alert.state,
                    labels={**name, **dict(labels), **rendered},
                    annotations=annotations,
                    value=_find_value(labels, evaluation.values.get(self._main_value, {})),
                    since=alert.raised,
                    reason=alert.reason,
                )
            )
        return tuple(alerts)

    @property
    def _main_value(self) -> str:
        """The refId of the value that the condition compares with a threshold, or of the condition
        itself if it is not a threshold.
        """
        condition = next(s for s in self._steps if s.ref_id == self._rule.view.condition)
        expression = AlertExpression(condition.model)
        return expression.input if expression.type == "threshold" else condition.ref_id

    def _render_templates(
        self, labels: Mapping[str, str], values: Mapping[str, float | None]
    ) -> tuple[Mapping[str, str], Mapping[str, str]]:
        """Return the labels and annotations after their templates have been expanded.

        promtool expands the templates, because Grafana's templates have the same functions and the
        same `$labels` as Prometheus's templates. boardwright itself replaces Grafana's `$values.B`
        by numbers before promtool expands the templates.
        """
        own_labels, annotations = (
            {
                name: _fill_values(text, values)
                for name, text in texts.items()
                if not name.startswith("__")
            }
            for texts in (self._rule.view.labels, self._rule.view.annotations)
        )
        if not any("{{" in text for text in (*own_labels.values(), *annotations.values())):
            return own_labels, annotations
        rule = AlertRule(
            name="Rendered",
            expr=_TEMPLATE_SERIES,
            for_="0s",
            labels=own_labels,
            annotations=annotations,
        )
        path = self.project.write_rules((RuleGroup(name="render", rules=(rule,)),))
        asked = EngineAlertQuery(name="Rendered", moment=0)
        text = format_labels({**labels, METRIC_NAME: _TEMPLATE_SERIES})
        main = values.get(self._main_value)
        series = read_series(text, format_number(0.0 if main is None else main))
        suite = EngineSuite(
            series=[series], interval=60_000, queries=(), rule_files=(path,), alerts=(asked,)
        )
        (alert,) = self.project.engine.evaluate_rules(suite)[1][asked]
        own = {key: alert.labels.get(key, "") for key in own_labels}
        return own, alert.annotations


def _build_query_labels(query: AlertStep) -> LabelSet:
    """Return the labels of the alert that reports missing data or an error of this query."""
    return frozenset({("datasource_uid", query.datasource_uid), ("ref_id", query.ref_id)})


def _find_value(labels: LabelSet, numbers: Numbers) -> float | None:
    """Return the number with the same labels as an alert.

    If no number has the same labels, return the first number whose labels the alert has, too.
    """
    fitting = [value for own, value in numbers.items() if own <= labels]
    return numbers.get(labels, fitting[0] if fitting else None)


def _fill_values(text: str, values: Mapping[str, float | None]) -> str:
    """Return a template after numbers have replaced `$values.B` and `$values.B.Value`."""

    def format_found_number(found: re.Match[str]) -> str:
        value = values.get(found[1])
        return '"[no value]"' if value is None else format_number(value)

    return _VALUE.sub(format_found_number, text)
