"""The evaluations of a test, for its failure report and for coverage."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field

from boardwright.engine.series_notation import InputSeries
from boardwright.frozen import frozen
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


@frozen(eq=False)
class LoggedEvaluation:
    """An evaluation with its result."""

    evaluation: Evaluation
    shown: tuple[ShownSeries, ...] = field(repr=False)


class EvaluationLog:
    """The evaluations of the current test."""

    def __init__(self) -> None:
        self.current: list[LoggedEvaluation] = []

    def begin(self) -> None:
        """Forget the evaluations of the test before."""
        self.current = []

    def add(self, evaluation: Evaluation, shown: tuple[ShownSeries, ...]) -> None:
        """Record an evaluation."""
        self.current.append(LoggedEvaluation(evaluation=evaluation, shown=shown))
