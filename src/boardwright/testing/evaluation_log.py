"""Logs the evaluations of panels and rules in a test, for the reports of failed tests and for the
coverage.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import field
from pathlib import Path
from typing import Any

from boardwright.engine.series_notation import InputSeries
from boardwright.frozen import frozen
from boardwright.notation.variable_syntax import iter_variable_names
from boardwright.testing.moments import format_time
from boardwright.testing.panel_values import ShownSeries
from boardwright.testing.rule_alerts import RuleAlert
from boardwright.testing.rule_recordings import RecordedSeries
from boardwright.testing.snapshots import CurrentTest, SnapshotStore


@frozen
class LoggedQuery:
    """A query of a panel or rule.

    Attributes:
        ref_id: The refId of the query; empty for a rule of Prometheus.
        written: The query as declared.
        sent: The query after its variables have been replaced.
    """

    ref_id: str
    written: str
    sent: str


RuleKey = tuple[str, str, str]
"""The name of a rule, the file and line of its declaration, and its labels in PromQL's notation."""


@frozen(eq=False)
class Evaluation:
    """One evaluation of a panel or rule in a test.

    Attributes:
        name: Title of the panel, or name of the rule.
        where: Description of the panel or rule with its file and line, for messages.
        panel: Uid of the board and id of the panel; None for a rule.
        rule: The key that identifies the rule; None for a panel.
        moment: The time of the evaluation, or the end of the range, in milliseconds.
        length: Length of the range in milliseconds; None for an evaluation at a single time.
        interval: Milliseconds between two samples of the test's series.
        series: The series that the test passed.
        queries: The evaluated queries.
        variables: Names of the variables, each with its selected values.
        wait: The `for` of an alert rule; empty for panels and recording rules.
        find_recorded: Function that returns the series of recording rules that the queries may use.
            If the result is empty, the report of a failed test calls this function.
    """

    name: str
    where: str
    panel: tuple[str, int] | None = None
    rule: RuleKey | None = None
    moment: int
    length: int | None = None
    interval: int
    series: Sequence[InputSeries] = field(repr=False)
    queries: tuple[LoggedQuery, ...] = field(repr=False)
    variables: tuple[tuple[str, tuple[str, ...]], ...] = ()
    wait: str = ""
    find_recorded: Callable[[], Sequence[RecordedSeries]] = field(default=tuple, repr=False)

    @property
    def time(self) -> str:
        """The time or the range as text: `at 5m`, `from 0s to 1h`."""
        if self.length is None:
            return f"at {format_time(self.moment)}"
        return f"from {format_time(self.moment - self.length)} to {format_time(self.moment)}"

    @property
    def title(self) -> str:
        """The name and the time: `"CPU usage" at 5m`."""
        return f'"{self.name}" {self.time}'


class LoggedEvaluation:
    """An evaluation together with its result.

    Args:
        evaluation: The evaluated panel or rule, with the time and the series.
        shown: The resulting series of a panel or recording rule; empty for an alert rule.
        alerts: The alerts of an alert rule; None for a panel or recording rule.
        periods: The periods in which an alert fired, each as the times of its first and last
            evaluation; None if the test did not call `fires_between`.
    """

    def __init__(
        self,
        evaluation: Evaluation,
        shown: tuple[ShownSeries, ...] = (),
        alerts: tuple[RuleAlert, ...] | None = None,
        periods: Sequence[tuple[str, str]] | None = None,
    ) -> None:
        self.evaluation, self.shown, self.alerts = evaluation, shown, alerts
        self.periods = periods
        self.log: EvaluationLog | None = None

    def examine(self) -> None:
        """Count the queries or the rule as covered, because the test has used the result."""
        if self.log is not None:
            self.log.examine(self)


class CoverageRecord:
    """The coverage of all tests. A query or rule is covered if a test has used its result.

    Attributes:
        requested: Panels that a test has selected, each as uid of the board and id of the panel.
        queries: Covered queries, each as uid of the board, id of the panel and refId.
        variables: Covered variables, each as uid of the board and name of the variable.
        rules: Covered rules.
    """

    def __init__(self) -> None:
        self.requested: set[tuple[str, int]] = set()
        self.queries: set[tuple[str, int, str]] = set()
        self.variables: set[tuple[str, str]] = set()
        self.rules: set[RuleKey] = set()

    def add_examined(self, evaluation: Evaluation) -> None:
        """Count the queries, variables or the rule of an evaluation as covered."""
        if evaluation.rule is not None:
            self.rules.add(evaluation.rule)
        if evaluation.panel is None:
            return
        uid, panel_id = evaluation.panel
        for query in evaluation.queries:
            self.queries.add((uid, panel_id, query.ref_id))
            self.variables |= {(uid, name) for name in iter_variable_names(query.written)}

    def as_json(self) -> dict[str, list[Any]]:
        """Return the attributes as JSON data with sorted lists."""
        return {name: sorted(each) for name, each in vars(self).items()}

    def merge(self, data: Mapping[str, Any]) -> None:
        """Add the coverage of another test process, from the result of its `as_json`."""
        for name, each in vars(self).items():
            each.update(tuple(item) for item in data[name])


class EvaluationLog:
    """The evaluations in the current test, and the coverage of all tests of the session."""

    def __init__(self) -> None:
        self.current: list[LoggedEvaluation] = []
        self.test = CurrentTest(name="", folder=Path())
        self.snapshots = SnapshotStore()
        self.record = CoverageRecord()

    def begin(self, test: CurrentTest | None = None) -> None:
        """Start a new test: forget the evaluations in the previous test."""
        self.current = []
        self.test = test or self.test

    def examine(self, logged: LoggedEvaluation) -> None:
        """Count an evaluation as covered.

        The evaluation is also added to the current test, because a fixture of an earlier test may
        have evaluated the panel or rule.
        """
        if logged not in self.current:
            self.current.append(logged)
        self.record.add_examined(logged.evaluation)

    def request(self, board_uid: str, panel_id: int) -> None:
        """Record that a test has selected a panel."""
        self.record.requested.add((board_uid, panel_id))

    def add(self, logged: LoggedEvaluation) -> LoggedEvaluation:
        """Add an evaluation to the log, and return the evaluation."""
        self.current.append(logged)
        logged.log = self
        return logged
