"""The base classes for rules of Prometheus and Grafana in a test."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

from boardwright.frozen import frozen
from boardwright.schema.rule_values import RuleGroup
from boardwright.testing.evaluation_log import Evaluation, LoggedEvaluation, LoggedQuery, RuleKey
from boardwright.testing.moments import format_time, parse_length, parse_moment
from boardwright.testing.rule_alerts import RuleAlert
from boardwright.testing.rule_recordings import RecordedSeries, RecordingRules
from boardwright.testing.rule_result import RuleResult
from boardwright.testing.series_set import SeriesSet, format_labels, read_series_set
from boardwright.testing.testing_errors import TestInputError

if TYPE_CHECKING:
    from boardwright.engine.promtool_engine import PromtoolEngine
    from boardwright.testing.evaluation_log import EvaluationLog


MAX_EVALUATIONS = 100_000
"""The largest number of evaluations of a rule in a test, for which promtool needs a few seconds."""


class RuleProject(Protocol):
    """The attributes of a project that `TestedRule` needs."""

    log: EvaluationLog

    @property
    def engine(self) -> PromtoolEngine:
        """The engine that evaluates rules."""

    @property
    def scrape_interval(self) -> int:
        """The scrape interval in milliseconds."""

    @property
    def rule_groups(self) -> Sequence[RuleGroup]:
        """All groups of Prometheus rules in the project."""

    @property
    def recording_rules(self) -> RecordingRules:
        """The recording rules of the project."""

    def write_rules(self, groups: Sequence[RuleGroup]) -> str:
        """Write rule groups to a rule file, and return the path of the file."""


@frozen
class RuleInput:
    """The series of a test, with the milliseconds between two samples as `interval`."""

    series: SeriesSet
    interval: int

    @property
    def end(self) -> int:
        """The time of the last sample in milliseconds."""
        return (max((each.count for each in self.series.series), default=1) - 1) * self.interval


class TestedRule:
    """A rule in a test.

    Attributes:
        project: The project that contains the rule.
        name: Name of the alert, name of the recorded series, or title of the Grafana rule.
        group_name: Name of the group that contains the rule.
        place: File and line of the declaration.
        labels: The labels that the rule adds.
        interval: Milliseconds between two evaluations of the group.
    """

    __test__ = False  # Without this, pytest would collect the class as a test.

    def __init__(
        self,
        project: RuleProject,
        *,
        name: str,
        group_name: str,
        place: str,
        labels: Mapping[str, str],
        interval: int,
    ) -> None:
        self.project, self.name, self.group_name = project, name, group_name
        self.place, self.labels, self.interval = place, labels, interval

    @property
    def where(self) -> str:
        """The file and line of the declaration, the rule and its group, for messages."""
        return f'{self.place}, rule "{self.name}" of group "{self.group_name}"'

    @property
    def key(self) -> RuleKey:
        """The name, place and labels of the rule, which together identify the rule."""
        return (self.name, self.place, format_labels(self.labels))

    @property
    def query_texts(self) -> tuple[str, ...]:
        """The expressions of the rule's queries."""
        return tuple(each.sent for each in self.list_logged_queries(0))

    @property
    def history(self) -> int:
        """How long before an evaluation samples can influence its result, in milliseconds.

        For example, the condition of an alert must have been true for the time in `for`.
        """
        return 0

    def list_logged_queries(self, moment: int) -> tuple[LoggedQuery, ...]:
        """Return the queries of the rule for the log, as promtool evaluates them at `moment`."""
        raise NotImplementedError

    def read_input(self, series: object, interval: object) -> RuleInput:
        """Return the series of a test with the interval between two samples.

        If `interval` is None, the interval comes from the file of the series or, if the series are
        not in such a file, from the project's scrape interval.
        """
        series_set = read_series_set(series)
        if interval is not None:
            milliseconds = parse_length(interval, argument="interval")
        else:
            milliseconds = series_set.interval or self.project.scrape_interval
        return RuleInput(series=series_set, interval=milliseconds)

    def read_moment(self, time: object) -> int:
        """Return a time in milliseconds since the first sample.

        Raises:
            TestInputError: The value is not a time, or promtool would have to evaluate the rule
                more than `MAX_EVALUATIONS` times.
        """
        moment = parse_moment(time)
        count = moment // self.interval + 1
        if count > MAX_EVALUATIONS:
            raise TestInputError(
                f"the rule has {count:,} evaluations in the first {format_time(moment)}, but a "
                f"test may have at most {MAX_EVALUATIONS:,}",
                where=self.where,
                hint="A time in a test is the time since the first sample of the series. Write 300 "
                'or "5m" instead of a date.',
            )
        return moment

    def build_evaluation(self, rule_input: RuleInput, moment: int) -> Evaluation:
        """Return an evaluation of the rule at the time `moment`, for the log."""
        return Evaluation(
            name=self.name,
            where=self.where,
            rule=self.key,
            moment=moment,
            interval=rule_input.interval,
            series=rule_input.series.series,
            queries=self.list_logged_queries(moment),
            wait=self.wait,
            find_recorded=lambda: self.find_recorded(rule_input, moment),
        )

    @property
    def wait(self) -> str:
        """The `for` of an alert rule, as text; empty for other rules."""
        return ""

    def find_recorded(self, rule_input: RuleInput, moment: int) -> Sequence[RecordedSeries]:
        """Return the series of recording rules that the rule may use up to the time `moment`."""
        return ()

    def __repr__(self) -> str:
        return f'<rule "{self.name}">'


class TestedAlert(TestedRule):
    """An alert rule in a test: `rules("HighCpu").at("12m", series=...)`."""

    def evaluate_alerts(self, rule_input: RuleInput, moment: int) -> tuple[RuleAlert, ...]:
        """Return the alerts of the rule at the time `moment`."""
        raise NotImplementedError

    def list_firing_moments(
        self, rule_input: RuleInput, end: int, labels: Mapping[str, str]
    ) -> Sequence[int]:
        """Return the times of the evaluations at which an alert with these labels fires."""
        raise NotImplementedError

    def at(self, time: object, *, series: object, interval: object = None) -> RuleResult:
        """Return the alerts of the rule at a time.

        The rule is evaluated at the first sample, and then at each interval of its group.

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
        return RuleResult(self._log_alerts(rule_input, moment))

    def fires_between(
        self,
        *,
        series: object,
        end: object = None,
        interval: object = None,
        labels: Mapping[str, str] | None = None,
    ) -> list[tuple[str, str]]:
        """Return the periods in which an alert fires: `[("5m", "12m")]`.

        A period consists of the times of its first and its last evaluation.

        Args:
            series: The series, in any format that `TestedPanel.at` accepts.
            end: Time of the last evaluation; by default the time of the last sample.
            interval: Time between two samples; by default the project's scrape interval.
            labels: Labels that an alert must have; by default all alerts of the rule count.

        Raises:
            BoardwrightError: An argument is wrong, or promtool reported an error in the rule.
        """
        __tracebackhide__ = True
        rule_input = self.read_input(series, interval)
        moment = self.read_moment(rule_input.end / 1000 if end is None else end)
        firing = self.list_firing_moments(rule_input, moment, labels or {})
        periods = [(format_time(a), format_time(b)) for a, b in join_moments(firing, self.interval)]
        self._log_alerts(rule_input, moment, tuple(periods)).examine()
        return periods

    def _log_alerts(
        self, rule_input: RuleInput, moment: int, periods: Sequence[tuple[str, str]] | None = None
    ) -> LoggedEvaluation:
        alerts = self.evaluate_alerts(rule_input, moment)
        logged = LoggedEvaluation(
            self.build_evaluation(rule_input, moment), alerts=alerts, periods=periods
        )
        return self.project.log.add(logged)


def join_moments(moments: Sequence[int], step: int) -> Iterator[tuple[int, int]]:
    """Join consecutive times to periods. With `step=1`, the times 0, 1, 2 and 5 are joined to
    (0, 2) and (5, 5).
    """
    start: int | None = None
    for index, moment in enumerate(moments):
        start = moment if start is None else start
        if index + 1 == len(moments) or moments[index + 1] != moment + step:
            yield start, moment
            start = None
