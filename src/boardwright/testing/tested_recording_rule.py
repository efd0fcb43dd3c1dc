"""The class `TestedRecordingRule`, for tests of recording rules."""

from __future__ import annotations

from boardwright.engine.engine_tests import (
    EngineQuery,
    EngineSample,
)
from boardwright.engine.series_notation import METRIC_NAME
from boardwright.promql.matchers import Matcher
from boardwright.promql.selectors import Selector
from boardwright.schema.rule_values import (
    RecordingRule,
)
from boardwright.testing.evaluation_log import LoggedEvaluation
from boardwright.testing.panel_values import ShownSeries
from boardwright.testing.series_result import SeriesResult
from boardwright.testing.series_set import format_labels
from boardwright.testing.tested_prometheus_rule import TestedPrometheusRule, read_samples


class TestedRecordingRule(TestedPrometheusRule[RecordingRule]):
    """A recording rule in a test: `rules("instance:cpu:ratio").at("5m", series=...)`."""

    def at(self, time: object, *, series: object, interval: object = None) -> SeriesResult:
        """Return the recorded series at a time. The labels of each series are its legend.

        Args:
            time: Time since the first sample of the series, as text such as `"5m"` or as a number
                of seconds.
            series: The series, in any format that `TestedPanel.at` accepts.
            interval: Time between two samples; by default the project's scrape interval.

        Raises:
            BoardwrightError: An argument is wrong, or promtool reported an error in the rule.
        """
        __tracebackhide__ = True
        moment, rule_input = self.read_moment(time), self.read_input(series, interval)
        query = EngineQuery(text=str(self._selector), moment=moment)
        results, _ = self.evaluate(self.build_suite(rule_input, self.recording_file, [query]))
        shown = tuple(_build_shown_series(each, moment) for each in read_samples(results[query]))
        logged = LoggedEvaluation(self.build_evaluation(rule_input, moment), shown)
        return SeriesResult(self.project.log.add(logged), is_graph=False)

    @property
    def _selector(self) -> Selector:
        """A selector with the name and the labels of this rule."""
        matchers = (Matcher(name=name, op="=", value=text) for name, text in self.labels.items())
        return Selector(name=self.name, matchers=tuple(matchers))


def _build_shown_series(sample: EngineSample, moment: int) -> ShownSeries:
    labels = {name: value for name, value in sample.labels.items() if name != METRIC_NAME}
    return ShownSeries(
        labels=labels,
        legend=format_labels(labels),
        ref_id="",
        times=(moment,),
        values=(sample.value,),
        histogram=sample.histogram,
    )
