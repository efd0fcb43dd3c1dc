"""The evaluations of a test, for its failure report and for coverage."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import field
from pathlib import Path
from typing import Any

from boardwright.engine.series_notation import InputSeries
from boardwright.frozen import frozen
from boardwright.notation.variables import variable_names
from boardwright.testing.moments import time_text
from boardwright.testing.panel_values import ShownSeries
from boardwright.testing.rule_alerts import RuleAlert
from boardwright.testing.rule_recordings import RecordedSeries
from boardwright.testing.snapshots import CurrentTest, SnapshotStore


@frozen
class LoggedQuery:
    """A query of a panel or rule: its refId, its text, and the text that the engine got."""

    ref_id: str
    written: str
    sent: str


RuleKey = tuple[str, str, str]
"""A rule's name, the place of its declaration, and its labels as text."""


@frozen(eq=False)
class Evaluation:
    """One evaluation of a panel or rule.

    Attributes:
        name: The panel's title, or the rule's name.
        where: The panel or rule with its place, for messages.
        panel: The board's uid and the panel's id; None for a rule.
        rule: The rule; None for a panel.
        moment: The time, or the end of the range, in milliseconds.
        length: The range in milliseconds; None for one time.
        interval: Milliseconds between two samples of the series.
        series: The series of the test.
        queries: The queries.
        variables: Name of a variable -> its values.
        wait: The `for` of an alert rule; empty for others.
        find_recorded: Returns the recorded series that the queries may read; the report of a failed
            test calls it where nothing is shown.
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
        """The time or the range: `at 5m`, `from 0s to 1h`."""
        if self.length is None:
            return f"at {time_text(self.moment)}"
        return f"from {time_text(self.moment - self.length)} to {time_text(self.moment)}"

    @property
    def title(self) -> str:
        """The name and the time."""
        return f'"{self.name}" {self.time}'


class LoggedEvaluation:
    """An evaluation with its result.

    Args:
        evaluation: The evaluation.
        shown: The series of a panel or recording rule.
        alerts: The alerts of an alert rule.
        periods: The first and last evaluation of each period in which an alert fired; None for a
            test that does not ask for periods.
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
        """Record that the test looked at the result."""
        if self.log is not None:
            self.log.examine(self)


class CoverageRecord:
    """The panels that tests chose, and the queries and variables whose results they examined.

    Attributes:
        requested: Board uid and panel id.
        queries: Board uid, panel id and refId.
        variables: Board uid and name.
        rules: The rules that tests examined.
    """

    def __init__(self) -> None:
        self.requested: set[tuple[str, int]] = set()
        self.queries: set[tuple[str, int, str]] = set()
        self.variables: set[tuple[str, str]] = set()
        self.rules: set[RuleKey] = set()

    def add_examined(self, evaluation: Evaluation) -> None:
        """Record a result that a test examined."""
        if evaluation.rule is not None:
            self.rules.add(evaluation.rule)
        if evaluation.panel is None:
            return
        uid, panel_id = evaluation.panel
        for query in evaluation.queries:
            self.queries.add((uid, panel_id, query.ref_id))
            self.variables |= {(uid, name) for name in variable_names(query.written)}

    def as_json(self) -> dict[str, list[Any]]:
        """Return the record as JSON, sorted."""
        return {name: sorted(each) for name, each in vars(self).items()}

    def merge(self, data: Mapping[str, Any]) -> None:
        """Add the record of another process, in the form of `as_json`."""
        for name, each in vars(self).items():
            each.update(tuple(item) for item in data[name])


class EvaluationLog:
    """The evaluations of the current test, and the panels and rules that all tests covered."""

    def __init__(self) -> None:
        self.current: list[LoggedEvaluation] = []
        self.test = CurrentTest(name="", folder=Path())
        self.snapshots = SnapshotStore()
        self.record = CoverageRecord()

    def begin(self, test: CurrentTest | None = None) -> None:
        """Begin a test: forget the evaluations of the test before."""
        self.current = []
        self.test = test or self.test

    def examine(self, logged: LoggedEvaluation) -> None:
        """Record that the current test looked at a result, which a fixture may have made before."""
        if logged not in self.current:
            self.current.append(logged)
        self.record.add_examined(logged.evaluation)

    def request(self, board_uid: str, panel_id: int) -> None:
        """Record that a test chose a panel."""
        self.record.requested.add((board_uid, panel_id))

    def add(self, logged: LoggedEvaluation) -> LoggedEvaluation:
        """Record an evaluation, and return it."""
        self.current.append(logged)
        logged.log = self
        return logged
