"""The class `TestedPanel`, with which tests evaluate a panel of a compiled board."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from boardwright.errors import BoardwrightError
from boardwright.notation.durations import format_duration
from boardwright.preview.recorded_answers import Recording
from boardwright.schema.document import PanelJson, Place
from boardwright.schema.panel import Panel
from boardwright.testing.evaluation_log import Evaluation, LoggedEvaluation, LoggedQuery
from boardwright.testing.moments import parse_length, parse_moment
from boardwright.testing.panel_display import DisplayedPanel, display_panel
from boardwright.testing.panel_evaluation import Columns, EvaluatedPanel, PanelRequest
from boardwright.testing.panel_result import PanelResult
from boardwright.testing.panel_series import list_shown_series, needs_script
from boardwright.testing.series_set import SeriesSet, read_series_set
from boardwright.testing.testing_errors import TestInputError, suggest_item

if TYPE_CHECKING:
    from boardwright.engine.display_script import DisplayScript
    from boardwright.schema.board_result import BoardResult
    from boardwright.testing.evaluation_log import EvaluationLog
    from boardwright.testing.panel_evaluation import PanelEvaluator

VariableValue = str | int | float | Sequence[str]

MAX_INTERVALS, MAX_STEPS = 1_000_000, 11_000
"""The largest number of samples in each series of a test, and the largest number of steps in a
range. Prometheus's API also allows at most 11,000 steps.
"""


class PanelBoard(Protocol):
    """The attributes of a board that `TestedPanel` needs."""

    @property
    def title(self) -> str:
        """The title of the board."""

    @property
    def compiled(self) -> BoardResult:
        """The board with the JSON that a deploy would send to Grafana."""

    @property
    def evaluator(self) -> PanelEvaluator:
        """The object that evaluates the board's panels."""

    @property
    def variable_names(self) -> frozenset[str]:
        """The names of the board's variables."""

    @property
    def range_length(self) -> int:
        """The length of the board's default time range, in milliseconds."""

    @property
    def scrape_interval(self) -> int:
        """The scrape interval in milliseconds."""

    @property
    def log(self) -> EvaluationLog:
        """The log of the current test's evaluations."""

    @property
    def timezone(self) -> str:
        """The time zone of the board: `browser`, `utc` or an IANA name."""

    @property
    def script(self) -> DisplayScript:
        """The JavaScript of the preview, which formats values as Grafana does."""


class TestedPanel:
    """A panel of a compiled board in a test.

    Attributes:
        id: Id of the panel.
        title: Title of the panel, in which variables are not replaced.
        type: Type of the panel, such as `timeseries` or `stat`.
        row: Title of the row that contains the panel; empty for a panel above the first row.
        place: File and line of the declaration.
        json: The compiled panel as JSON data.
    """

    __test__ = False  # Without this, pytest would collect the class as a test.

    def __init__(self, board: PanelBoard, panel: PanelJson, row: str) -> None:
        self.board, self.row, self.json = board, row, panel
        view = Panel(panel)
        self.id = view.id or 0  # the compiler gives every panel an id
        self.title, self.type = view.title, view.type
        self.place: Place = board.compiled.panel_places.get(self.id, board.compiled.place)

    @property
    def where(self) -> str:
        """The file and line of the declaration, the panel and its board, for messages."""
        return f'{self.place}, panel "{self.title}" of board "{self.board.title}"'

    def at(
        self,
        time: object,
        *,
        series: object = None,
        interval: object = None,
        range: object = None,  # noqa: A002 - the word of Grafana
        width: int | None = None,
        variables: Mapping[str, VariableValue] | None = None,
        frames: Mapping[str, Columns] | None = None,
        **more: VariableValue,
    ) -> PanelResult:
        """Return the values that the panel shows at a time.

        Args:
            time: Time since the first sample of the series, as text such as `"5m"` or as a number
                of seconds.
            series: The series, such as `{'up{job="a"}': "1x60"}`, as lines of text, as the path of
                a file, or as a recording. With a recording, the panel shows the recorded results.
            interval: Time between two samples; by default the project's scrape interval.
            range: Length of the board's time range; by default the board's own time range.
                `$__interval` and `$__rate_interval` depend on this length.
            width: Width of the panel in pixels. `$__interval` and `$__rate_interval` also depend on
                the width.
            variables: Name of a variable -> its value or values. Use this argument for a variable
                that has the same name as an argument of this method.
            frames: RefId of a query -> its result as columns, for queries in other languages than
                PromQL: `{"A": {"time": [0, 10], "value": [1, 2]}}`.
            more: Values of variables as keyword arguments. All other variables have their default
                value or, if they have none, their first value.

        Raises:
            BoardwrightError: An argument is wrong, or promtool reported an error in a query.
        """
        __tracebackhide__ = True
        series_set = self._read_series(series, frames)
        request = PanelRequest(
            end=parse_moment(time),
            length=self.board.range_length
            if range is None
            else parse_length(range, argument="range"),
            is_graph=False,
            step=None,
            width=width,
            series=series_set,
            interval=self._choose_interval(interval, series_set.interval),
            given=self._read_variable_values({**(variables or {}), **more}),
            frames=frames or {},
        )
        return self._evaluate_request(request, series if isinstance(series, Recording) else None)

    def over(
        self,
        range: object,  # noqa: A002 - the word of Grafana
        step: object = None,
        *,
        series: object = None,
        end: object = None,
        interval: object = None,
        width: int | None = None,
        variables: Mapping[str, VariableValue] | None = None,
        frames: Mapping[str, Columns] | None = None,
        **more: VariableValue,
    ) -> PanelResult:
        """Return the values that the panel shows over a range.

        Args:
            range: Length of the board's time range, such as `"1h"`.
            step: Time between two values; by default the step that Grafana chooses for the width
                of the panel.
            series: The series, in any format that `at` accepts.
            end: End of the range, as a time since the first sample; by default, the range begins at
                the first sample.
            interval: Time between two samples; by default the project's scrape interval.
            width: Width of the panel in pixels; by default its width on the board.
            variables: Name of a variable -> its value or values. Use this argument for a variable
                that has the same name as an argument of this method.
            frames: RefId of a query -> its result as columns, for queries in other languages than
                PromQL: `{"A": {"time": [0, 10], "value": [1, 2]}}`.
            more: Values of variables as keyword arguments.

        Raises:
            BoardwrightError: An argument is wrong, or promtool reported an error in a query.
        """
        __tracebackhide__ = True
        series_set = self._read_series(series, frames)
        length = parse_length(range, argument="range")
        request = PanelRequest(
            end=length if end is None else parse_moment(end),
            length=length,
            is_graph=True,
            step=None if step is None else parse_length(step, argument="step"),
            width=width,
            series=series_set,
            interval=self._choose_interval(interval, series_set.interval),
            given=self._read_variable_values({**(variables or {}), **more}),
            frames=frames or {},
        )
        return self._evaluate_request(request, series if isinstance(series, Recording) else None)

    def _read_series(self, series: object, frames: Mapping[str, Columns] | None) -> SeriesSet:
        if series is None and frames is None:
            raise TestInputError(
                "the test passes no series for the queries of the panel",
                where=self.where,
                hint='Pass the argument series, such as series={\'up{job="a"}\': "1x60"}.',
            )
        if series is None or isinstance(series, Recording):
            return SeriesSet(series=())
        return read_series_set(series)

    def _refuse_too_many(self, request: PanelRequest) -> None:
        """Raise TestInputError if the request needs so many samples or steps that promtool would
        take very long.
        """
        __tracebackhide__ = True
        if request.end // request.interval > MAX_INTERVALS:
            raise TestInputError(
                f"the time {format_duration(request.end)} after the first sample needs "
                f"{request.end // request.interval:,} samples in each series, but a test may have "
                f"at most {MAX_INTERVALS:,}",
                where=self.where,
                hint="A time in a test is the time since the first sample of the series. Write "
                "at('10m') instead of a date.",
            )
        if request.step and request.length // request.step > MAX_STEPS:
            raise TestInputError(
                f"the range has {request.length // request.step:,} steps, but a range may have "
                f"at most {MAX_STEPS:,} steps",
                where=self.where,
                hint="Use a larger step, or a shorter range.",
            )

    def _evaluate_request(self, request: PanelRequest, recording: Recording | None) -> PanelResult:
        __tracebackhide__ = True
        self._refuse_too_many(request)
        try:
            evaluated = self._evaluate_panel(request, recording)
        except BoardwrightError as error:
            if error.where is None:
                error.where = self.where
            raise
        evaluation = self._build_evaluation(request, evaluated)
        if needs_script(evaluated):
            shown = self._display_evaluated(request, evaluated).list_series()
        else:
            shown = list_shown_series(evaluated)
        logged = self.board.log.add(LoggedEvaluation(evaluation, shown))
        return PanelResult(
            logged, lambda: self._display_range(request, recording), is_graph=request.is_graph
        )

    def _evaluate_panel(self, request: PanelRequest, recording: Recording | None) -> EvaluatedPanel:
        if recording is None:
            return self.board.evaluator.evaluate(self.id, request)
        return self.board.evaluator.evaluate_recording(self.id, request, recording)

    def _display_range(self, request: PanelRequest, recording: Recording | None) -> DisplayedPanel:
        """Return the values that the panel displays for its whole time range, which a stat panel,
        for example, reduces to a single value.
        """
        __tracebackhide__ = True
        whole = replace(request, is_graph=True)
        return self._display_evaluated(whole, self._evaluate_panel(whole, recording))

    def _display_evaluated(
        self, request: PanelRequest, evaluated: EvaluatedPanel
    ) -> DisplayedPanel:
        __tracebackhide__ = True
        try:
            return display_panel(evaluated, request, self.board.timezone, self.board.script)
        except BoardwrightError as error:
            error.where = error.where or self.where
            raise

    def _choose_interval(self, interval: object, series_interval: int | None) -> int:
        if interval is not None:
            return parse_length(interval, argument="interval")
        return series_interval or self.board.scrape_interval

    def _read_variable_values(
        self, variables: Mapping[str, VariableValue]
    ) -> dict[str, Sequence[str]]:
        known = self.board.variable_names
        for name in variables:
            if name not in known:
                raise TestInputError(
                    f"the board has no variable {name!r}",
                    where=self.where,
                    hint=suggest_item(name, known, heading="Variables"),
                )
        return {name: _list_texts(value) for name, value in variables.items()}

    def _build_evaluation(self, request: PanelRequest, evaluated: EvaluatedPanel) -> Evaluation:
        return Evaluation(
            name=self.title,
            where=self.where,
            panel=(self.board.compiled.uid, self.id),
            moment=request.end,
            length=request.length if request.is_graph else None,
            interval=request.interval,
            series=request.series.series,
            queries=tuple(
                LoggedQuery(
                    ref_id=each.planned.page.ref_id,
                    written=each.planned.page.written,
                    sent=each.planned.page.sent or "",
                )
                for each in evaluated.queries
            ),
            variables=tuple((n, c.values) for n, c in evaluated.choices.items()),
            find_recorded=lambda: self.board.evaluator.find_recorded(
                request, [each.planned.page.sent or "" for each in evaluated.queries]
            ),
        )

    def __repr__(self) -> str:
        return f'<panel "{self.title}" of board "{self.board.title}">'


def _list_texts(value: VariableValue) -> Sequence[str]:
    if isinstance(value, str | int | float):
        return (str(value),)
    return tuple(str(each) for each in value)
