"""The evaluations of a test, for its failure report and for coverage."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field
from typing import Any

from boardwright.engine.series_notation import InputSeries
from boardwright.frozen import frozen
from boardwright.notation.variables import variable_names
from boardwright.preview.board_plan import PlannedQuery
from boardwright.testing.moments import time_text
from boardwright.testing.panel_values import ShownSeries


@frozen(eq=False)
class Evaluation:
    """One evaluation of a panel.

    Attributes:
        board: Title of the board.
        board_uid: Uid of the board.
        panel: Title of the panel.
        panel_id: Id of the panel.
        place: File and line of the panel's declaration.
        moment: The time, or the end of the range, in milliseconds.
        length: The range in milliseconds; None for one time.
        interval: Milliseconds between two samples of the series.
        series: The series of the test.
        queries: The panel's queries.
        variables: Name of a variable -> its values.
    """

    board: str
    board_uid: str
    panel: str
    panel_id: int
    place: str
    moment: int
    length: int | None
    interval: int
    series: Sequence[InputSeries] = field(repr=False)
    queries: tuple[PlannedQuery, ...] = field(repr=False)
    variables: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @property
    def where(self) -> str:
        """The panel with its board and place, for messages."""
        return f'{self.place}, panel "{self.panel}" of board "{self.board}"'

    @property
    def title(self) -> str:
        """The panel and the time."""
        if self.length is None:
            return f'"{self.panel}" at {time_text(self.moment)}'
        start = time_text(self.moment - self.length)
        return f'"{self.panel}" from {start} to {time_text(self.moment)}'


class LoggedEvaluation:
    """An evaluation with its result, and whether the test looked at the result."""

    def __init__(self, evaluation: Evaluation, shown: tuple[ShownSeries, ...]) -> None:
        self.evaluation, self.shown = evaluation, shown
        self.is_examined = False

    def examine(self) -> None:
        """Record that the test looked at the result."""
        self.is_examined = True


class CoverageRecord:
    """The panels that tests chose, and the queries and variables whose results they examined.

    Attributes:
        requested: Board uid and panel id.
        queries: Board uid, panel id and refId.
        variables: Board uid and name.
        rules: Titles of the rules that tests examined.
    """

    def __init__(self) -> None:
        self.requested: set[tuple[str, int]] = set()
        self.queries: set[tuple[str, int, str]] = set()
        self.variables: set[tuple[str, str]] = set()
        self.rules: set[str] = set()

    def add_examined(self, evaluation: Evaluation) -> None:
        """Record a result that a test examined."""
        for query in evaluation.queries:
            uid = evaluation.board_uid
            self.queries.add((uid, evaluation.panel_id, query.page.ref_id))
            self.variables |= {(uid, name) for name in variable_names(query.page.written)}

    def as_json(self) -> dict[str, list[Any]]:
        """Return the record as JSON, sorted."""
        return {name: sorted(each) for name, each in vars(self).items()}

    def merge(self, data: Mapping[str, Any]) -> None:
        """Add the record of another process, in the form of `as_json`."""
        for name, each in vars(self).items():
            each.update(item if isinstance(item, str) else tuple(item) for item in data[name])


class EvaluationLog:
    """The evaluations of the current test, and the panels and rules that all tests covered."""

    def __init__(self) -> None:
        self.current: list[LoggedEvaluation] = []
        self.record = CoverageRecord()

    def begin(self) -> None:
        """Begin a test: keep which panels the test before examined, and forget the rest."""
        self.keep()
        self.current = []

    def keep(self) -> None:
        """Keep which panels the current test examined."""
        for each in self.current:
            if each.is_examined:
                self.record.add_examined(each.evaluation)

    def request(self, board_uid: str, panel_id: int) -> None:
        """Record that a test chose a panel."""
        self.record.requested.add((board_uid, panel_id))

    def add(self, evaluation: Evaluation, shown: tuple[ShownSeries, ...]) -> LoggedEvaluation:
        """Record an evaluation."""
        logged = LoggedEvaluation(evaluation, shown)
        self.current.append(logged)
        return logged
