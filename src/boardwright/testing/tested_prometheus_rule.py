"""The base class for Prometheus's alert rules and recording rules in a test. promtool evaluates the
rule at each interval of its group.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Generic, TypeVar

from boardwright.engine.engine_errors import EngineError
from boardwright.engine.engine_tests import (
    EngineAlert,
    EngineAlertQuery,
    EngineQuery,
    EngineResult,
    EngineSample,
    EngineSuite,
)
from boardwright.engine.version_advice import describe_needed_version
from boardwright.errors import BoardwrightError
from boardwright.lazy import lazy_property
from boardwright.notation.durations import parse_range_milliseconds
from boardwright.schema.rule_values import (
    AlertRule,
    PromRule,
    RecordingRule,
    RuleGroup,
)
from boardwright.testing.evaluation_log import LoggedQuery
from boardwright.testing.rule_recordings import RecordedSeries, number_recordings
from boardwright.testing.tested_rule import RuleInput, RuleProject, TestedRule

EngineResults = Mapping[EngineQuery, EngineResult]
EngineAlerts = Mapping[EngineAlertQuery, tuple[EngineAlert, ...]]
R = TypeVar("R", AlertRule, RecordingRule)


class TestedPrometheusRule(TestedRule, Generic[R]):
    """An alert rule or recording rule of Prometheus in a test.

    Attributes:
        rule: The declared rule.
        group: The group that contains the rule.
    """

    def __init__(self, project: RuleProject, group: RuleGroup, rule: R) -> None:
        super().__init__(
            project,
            name=rule.name,
            group_name=group.name,
            place=str(rule.place),
            labels=rule.labels,
            interval=parse_range_milliseconds(group.interval or "") or project.scrape_interval,
        )
        self.group = group
        self.rule: R = rule

    def list_logged_queries(self, moment: int) -> tuple[LoggedQuery, ...]:
        """Return the expression of the rule, for the log."""
        return (LoggedQuery(ref_id="", written=self.rule.expr, sent=self.rule.expr),)

    @lazy_property
    def recordings(self) -> tuple[RuleGroup, ...]:
        """The groups of all recording rules, because the tested rule may use their series."""
        return number_recordings(self.project.rule_groups)

    @lazy_property
    def recording_file(self) -> str:
        """The path of a rule file with all recording rules of the project."""
        return self.project.write_rules(self.recordings)

    @property
    def tested_name(self) -> str:
        """The name of the group in which promtool evaluates only the tested rule."""
        return f"tested {self.group.name}"

    def isolate_rule(self, rule: PromRule) -> RuleGroup:
        """Return a group that contains only this rule.

        Without the project's other rules, no other alert has the same name in promtool's result.
        """
        return replace(self.group, name=self.tested_name, rules=(rule,))

    def evaluate(self, suite: EngineSuite) -> tuple[EngineResults, EngineAlerts]:
        """Return the results of the queries, and the alerts that fire.

        Raises:
            EngineError: promtool reported an error in the rule or in a query.
        """
        try:
            results, alerts = self.project.engine.evaluate_rules(suite)
        except BoardwrightError as error:
            error.where = self.where
            raise
        for query, result in results.items():
            if isinstance(result, str):
                advice = describe_needed_version(query.text, self.project.engine.promtool.version)
                raise EngineError(f"{result}\n    {query.text}", where=self.where, hint=advice)
        return results, alerts

    def find_recorded(self, rule_input: RuleInput, moment: int) -> Sequence[RecordedSeries]:
        """Return the series of recording rules that the rule may use up to the time `moment`."""
        rules = self.project.recording_rules
        return tuple(
            rules.find_series(
                rules.find_names([self.rule.expr]),
                moment,
                rule_input.interval,
                lambda queries: self.evaluate(
                    self.build_suite(rule_input, self.recording_file, queries)
                )[0],
            )
        )

    def build_suite(
        self,
        rule_input: RuleInput,
        file: str,
        queries: Sequence[EngineQuery],
        alerts: Sequence[EngineAlertQuery] = (),
    ) -> EngineSuite:
        """Return the input for promtool, which evaluates a rule file and then the queries."""
        return EngineSuite(
            series=rule_input.series.series,
            interval=rule_input.interval,
            queries=queries,
            rule_files=(file,),
            group_order=[*(each.name for each in self.recordings), self.tested_name],
            alerts=alerts,
            evaluation_interval=self.interval,
        )


def read_samples(result: EngineResult) -> Sequence[EngineSample]:
    """Return the samples of a result. The result of a failed query has no samples."""
    return () if isinstance(result, str) else result
