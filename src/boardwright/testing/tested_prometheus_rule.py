"""A rule of Prometheus in a test: the engine evaluates it at each interval of its group."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from boardwright.engine.engine_errors import EngineError
from boardwright.engine.engine_tests import (
    EngineAlert,
    EngineAlertQuery,
    EngineQuery,
    EngineResult,
    EngineSample,
    EngineSuite,
)
from boardwright.engine.version_advice import version_advice
from boardwright.errors import BoardwrightError
from boardwright.notation.durations import milliseconds
from boardwright.schema.rule_values import (
    AlertRule,
    PromRule,
    RecordingRule,
    RuleGroup,
    recording_groups,
)
from boardwright.testing.evaluation_log import Evaluation, LoggedQuery
from boardwright.testing.moments import length_of_time
from boardwright.testing.series_set import SeriesSet

if TYPE_CHECKING:
    from boardwright.engine.promtool_process import PromtoolEngine
    from boardwright.testing.evaluation_log import EvaluationLog

EngineResults = Mapping[EngineQuery, EngineResult]
EngineAlerts = Mapping[EngineAlertQuery, tuple[EngineAlert, ...]]
R = TypeVar("R", AlertRule, RecordingRule)


class RuleProject(Protocol):
    """The project of a rule, as the rule needs it."""

    log: EvaluationLog

    @property
    def engine(self) -> PromtoolEngine:
        """Evaluates rules."""

    @property
    def scrape_interval(self) -> int:
        """The scrape interval in milliseconds."""

    @property
    def rule_groups(self) -> Sequence[RuleGroup]:
        """All groups of the project."""

    def write_rules(self, groups: Sequence[RuleGroup]) -> str:
        """Write groups to a rule file, and return its path."""


class TestedPrometheusRule(Generic[R]):
    """The common part of alert rules and recording rules of Prometheus.

    Attributes:
        name: The name of the alert or of the recorded series.
        rule: The declared rule.
        group: The group, with its interval.
    """

    __test__ = False  # pytest would collect the class

    def __init__(self, project: RuleProject, group: RuleGroup, rule: R) -> None:
        self.project, self.group = project, group
        self.rule: R = rule
        self.name = rule.name

    @property
    def where(self) -> str:
        """The rule with its place, for messages."""
        return f'{self.rule.place}, rule "{self.name}" of group "{self.group.name}"'

    @property
    def labels(self) -> Mapping[str, str]:
        """The labels that the rule adds."""
        return self.rule.labels

    @property
    def place(self) -> str:
        """File and line of the declaration."""
        return str(self.rule.place)

    @property
    def query_texts(self) -> tuple[str, ...]:
        """The expression."""
        return (self.rule.expr,)

    @property
    def interval(self) -> int:
        """Milliseconds between two evaluations of the group."""
        return milliseconds(self.group.interval or "") or self.project.scrape_interval

    def interval_of(self, given: object, found: SeriesSet) -> int:
        """Return the milliseconds between two samples: given, of the file, or the project's."""
        if given is not None:
            return length_of_time(given, argument="interval")
        return found.interval or self.project.scrape_interval

    @cached_property
    def recordings(self) -> tuple[RuleGroup, ...]:
        """The groups of all recording rules, which the rule may read."""
        return recording_groups(self.project.rule_groups)

    @cached_property
    def recording_file(self) -> str:
        """The path of a rule file with all recording rules."""
        return self.project.write_rules(self.recordings)

    @property
    def tested_name(self) -> str:
        """The name of the group that contains the tested rule alone."""
        return f"{self.group.name} (tested)"

    def alone(self, rule: PromRule) -> RuleGroup:
        """Return a group of the rule alone: other alerts may have the same name."""
        return replace(self.group, name=self.tested_name, rules=(rule,))

    def evaluate(self, suite: EngineSuite) -> tuple[EngineResults, EngineAlerts]:
        """Return the results of queries, and the alerts that fire.

        Raises:
            EngineError: The engine refused the rule or a query.
        """
        try:
            results, alerts = self.project.engine.evaluate_rules(suite)
        except BoardwrightError as error:
            error.where = self.where
            raise
        for query, result in results.items():
            if isinstance(result, str):
                advice = version_advice(query.text, self.project.engine.promtool.version)
                raise EngineError(f"{result}\n    {query.text}", where=self.where, hint=advice)
        return results, alerts

    def suite(
        self,
        found: SeriesSet,
        every: int,
        file: str,
        queries: Sequence[EngineQuery],
        alerts: Sequence[EngineAlertQuery] = (),
    ) -> EngineSuite:
        """Return a suite that evaluates a rule file at each interval of the group."""
        return EngineSuite(
            series=found.series,
            interval=every,
            queries=queries,
            rule_files=(file,),
            group_order=[*(each.name for each in self.recordings), self.tested_name],
            alerts=alerts,
            evaluation_interval=self.interval,
        )

    def evaluation(self, found: SeriesSet, every: int, moment: int) -> Evaluation:
        """Return the evaluation for the log."""
        return Evaluation(
            name=self.name,
            where=self.where,
            moment=moment,
            interval=every,
            series=found.series,
            queries=(LoggedQuery(ref_id="", written=self.rule.expr, sent=self.rule.expr),),
        )

    def __repr__(self) -> str:
        """Return the name."""
        return f'<rule "{self.name}">'


def samples_of(result: EngineResult) -> Sequence[EngineSample]:
    """Return the samples of a result that is not an error."""
    return () if isinstance(result, str) else result
