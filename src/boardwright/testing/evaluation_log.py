"""Logs the evaluations of panels and rules in a test. The report of a failed test and the coverage
use this log.
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
    """A query of a panel or rule: the refId, the text, and the text that was sent to the engine."""

    ref_id: str
    written: str
    sent: str


RuleKey = tuple[str, str, str]
"""Identifies a rule: its name, the place of its declaration, and its labels as text."""


@frozen(eq=False)
class Evaluation:
    """One evaluation of a panel or rule in a test.

    Attributes:
        name: Title of the panel, or name of the rule.
        where: The panel or rule with the file and line of its declaration, for messages.
        panel: Uid of the board and id of the panel; None for a rule.
        rule: The key that identifies the rule in the project; None for a panel.
        moment: The time of the evaluation, or the end of the range, in milliseconds.
        length: Length of the range in milliseconds; None for an evaluation at a single time.
        interval: Milliseconds between two samples of the test's series.
        series: The series that the test wrote.
        queries: The queries that were evaluated.
        variables: Name of a variable -> selected values of the variable.
        wait: The `for` of an alert rule; empty for panels and recording rules.
        find_recorded: Function that returns the recorded series (results of recording rules) that
            the queries may read. The report of a failed test calls this function if the result is
            empty.
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
        """The name of the panel or rule, and the time."""
        return f'"{self.name}" {self.time}'


class LoggedEvaluation:
    """An evaluation together with its result.

    Args:
        evaluation: The evaluation of the panel or rule, with its time and series.
        shown: The series that a panel or recording rule returned.
        alerts: The alerts that an alert rule returned; None for other evaluations.
        periods: The times of the first and the last evaluation in each period in which an alert
            fired; None if the test did not call `fires_between`.
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
        """Record that the test has looked at the result, so that the queries and the rule count as
        covered.
        """
        if self.log is not None:
            self.log.examine(self)


class CoverageRecord:
    """The panels that tests selected, and the queries, variables and rules whose results tests
    looked at.

    Attributes:
        requested: Each selected panel, as uid of the board and id of the panel.
        queries: Each covered query, as uid of the board, id of the panel and refId.
        variables: Each covered variable, as uid of the board and name of the variable.
        rules: The rules whose results a test has looked at.
    """

    def __init__(self) -> None:
        self.requested: set[tuple[str, int]] = set()
        self.queries: set[tuple[str, int, str]] = set()
        self.variables: set[tuple[str, str]] = set()
        self.rules: set[RuleKey] = set()

    def add_examined(self, evaluation: Evaluation) -> None:
        """Record an evaluation whose result a test has looked at."""
        if evaluation.rule is not None:
            self.rules.add(evaluation.rule)
        if evaluation.panel is None:
            return
        uid, panel_id = evaluation.panel
        for query in evaluation.queries:
            self.queries.add((uid, panel_id, query.ref_id))
            self.variables |= {(uid, name) for name in iter_variable_names(query.written)}

    def as_json(self) -> dict[str, list[Any]]:
        """Return the record as JSON data with sorted lists."""
        return {name: sorted(each) for name, each in vars(self).items()}

    def merge(self, data: Mapping[str, Any]) -> None:
        """Add the record of another test process. `data` is the value that `as_json` returned in
        that process.
        """
        for name, each in vars(self).items():
            each.update(tuple(item) for item in data[name])


class EvaluationLog:
    """The evaluations of the current test, and the panels and rules that all tests together have
    covered.
    """

    def __init__(self) -> None:
        self.current: list[LoggedEvaluation] = []
        self.test = CurrentTest(name="", folder=Path())
        self.snapshots = SnapshotStore()
        self.record = CoverageRecord()

    def begin(self, test: CurrentTest | None = None) -> None:
        """Start a new test, and remove the evaluations of the previous test."""
        self.current = []
        self.test = test or self.test

    def examine(self, logged: LoggedEvaluation) -> None:
        """Record that the current test has compared or read a result. The result may come from a
        fixture that ran before the test.
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
