"""Evaluates the queries of a panel in a test, with the variables, time range and step that Grafana
would use.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import field
from typing import TYPE_CHECKING, Any

from boardwright.engine.engine_errors import EngineError
from boardwright.engine.engine_tests import EngineQuery, EngineResult, EngineSuite
from boardwright.engine.sample_order import order_samples
from boardwright.engine.version_advice import describe_needed_version
from boardwright.frozen import frozen
from boardwright.notation.durations import format_duration
from boardwright.notation.plurals import format_quantity
from boardwright.preview.board_plan import BoardPlan, PlannedPanel, PlannedQuery, plan_board_page
from boardwright.preview.data_frames import build_data_frame
from boardwright.preview.query_answers import Answer, AnswerSeries, NoAnswer
from boardwright.preview.recorded_answers import Recording
from boardwright.preview.time_ranges import TimeRange
from boardwright.preview.variable_options import Choices
from boardwright.preview.variable_values import choose_values
from boardwright.schema.document import Board, Json
from boardwright.testing.rule_recordings import RecordedSeries, RecordingRules
from boardwright.testing.series_set import SeriesSet
from boardwright.testing.testing_errors import TestInputError
from boardwright.testing.variable_answers import VariableAnswers

if TYPE_CHECKING:
    from boardwright.engine.promtool_engine import PromtoolEngine
    from boardwright.preview.query_sources import QuerySources


Columns = Mapping[str, Sequence[Any]]
"""A table, as a mapping from the names of its columns to their values. The values of the column
`time` are seconds since the first sample.
"""


@frozen
class PanelRequest:
    """The arguments with which a test evaluates a panel, at a single time or over a range.

    Attributes:
        end: The time of the evaluation, or the end of the range, in milliseconds.
        length: Length of the board's time range in milliseconds.
        is_graph: Whether the panel is evaluated at all steps of the range. If False, the panel is
            evaluated only at the end of the range.
        step: Milliseconds between two steps; None for the step that Grafana would use.
        width: Width of the panel in pixels; None for its width on the board.
        series: The series that the test passes.
        interval: Milliseconds between two samples.
        given: Name of a variable -> the values that the test selects.
        frames: RefId of a query -> its result as columns, which the test passes because promtool
            evaluates only PromQL.
    """

    end: int
    length: int
    is_graph: bool
    step: int | None
    width: int | None
    series: SeriesSet = field(repr=False)
    interval: int
    given: Mapping[str, Sequence[str]]
    frames: Mapping[str, Columns] = field(default_factory=dict, repr=False)

    @property
    def span(self) -> TimeRange:
        """The time range of the board."""
        return TimeRange(
            start=self.end - self.length, end=self.end, text=f"Last {format_duration(self.length)}"
        )


@frozen
class EvaluatedQuery:
    """A query of a panel with its result.

    Attributes:
        planned: The query as Grafana would send it.
        answer: The resulting series; empty if the test passes the result as `frames`.
        histograms: Index of a series -> its native histogram, in promtool's notation.
        frames: The result as data frames, if the test passes it; otherwise empty.
    """

    planned: PlannedQuery
    answer: Answer
    histograms: Mapping[int, str] = field(default_factory=dict)
    frames: Sequence[Json] = ()


@frozen
class EvaluatedPanel:
    """A panel with the results of its queries, and the selected values of the variables."""

    panel: PlannedPanel
    queries: tuple[EvaluatedQuery, ...]
    choices: Choices


class PanelEvaluator:
    """Evaluates the panels of one board.

    Args:
        board: The compiled board.
        sources: The data sources of the project.
        engine: The engine that evaluates the queries.
        recording_rules: The recording rules of the project, because panels may query their series.
    """

    def __init__(
        self,
        board: Board,
        *,
        sources: QuerySources,
        engine: PromtoolEngine,
        recording_rules: RecordingRules,
    ) -> None:
        self._board, self._sources, self._engine = board, sources, engine
        self._recordings = recording_rules

    def plan(self, panel_id: int, request: PanelRequest) -> tuple[PlannedPanel, Choices]:
        """Return the panel with the queries that Grafana would send, and the selected values of the
        variables.

        Raises:
            TestInputError: The panel is not shown, or is repeated for several values of a variable.
        """
        answers = VariableAnswers(
            self._create_series_reader(request), self._create_text_evaluator(request)
        )
        choices, _ = choose_values(
            self._board,
            given=request.given,
            span=request.span,
            sources=self._sources,
            query=answers,
        )
        plan = plan_board_page(
            self._board,
            choices,
            sources=self._sources,
            span=request.span,
            width=request.width,
            step=request.step,
        )
        return _find_only_copy(plan, panel_id), choices

    def evaluate_recording(
        self, panel_id: int, request: PanelRequest, recording: Recording
    ) -> EvaluatedPanel:
        """Return the panel with the results that a recording contains.

        Args:
            panel_id: Id of the panel.
            request: The evaluated time, counted from the start of the recording. If the request is
                for a range, the result covers the whole range of the recording.
            recording: The recording of the board.

        Raises:
            TestInputError: The recording contains no result for a query.
        """
        selection = recording.selections[0]
        choices, _ = choose_values(
            self._board,
            given={**selection.given, **request.given},
            span=recording.range,
            sources=self._sources,
            query=lambda query: selection.offered.get(query.name, ()),
        )
        plan = plan_board_page(self._board, choices, sources=self._sources, span=recording.range)
        panel = _find_only_copy(plan, panel_id)
        answered = []
        for query in panel.queries:
            answer = recording.answers.get(query.request.key) if query.request else None
            if isinstance(answer, Answer):
                answered.append(
                    EvaluatedQuery(planned=query, answer=_shift_answer(answer, request))
                )
            elif not query.page.hide:
                why = (
                    answer.what
                    if isinstance(answer, NoAnswer)
                    else "the recording does not contain the query"
                )
                raise TestInputError(
                    f"the panel has no recorded result for the query {query.page.ref_id}: {why}"
                )
        return EvaluatedPanel(panel=panel, queries=tuple(answered), choices=choices)

    def evaluate(self, panel_id: int, request: PanelRequest) -> EvaluatedPanel:
        """Return the panel with the results of its queries.

        Raises:
            TestInputError: A query is empty or is not PromQL, or the panel is not shown exactly
                once.
            EngineError: promtool reported an error in a query.
        """
        panel, choices = self.plan(panel_id, request)
        shown = [query for query in panel.queries if not query.page.hide]
        sent = [query for query in shown if query.page.ref_id not in request.frames]
        for query in sent:
            if query.request is None:
                raise _build_query_error(query)
        moments = [self._list_moments(query, request) for query in sent]
        queries = [
            EngineQuery(text=query.page.sent or "", moment=moment)
            for query, times in zip(sent, moments, strict=True)
            for moment in times
        ]
        results = self._engine.evaluate(self._build_suite(request, queries)) if queries else {}
        for asked, result in results.items():
            if isinstance(result, str):
                raise self._build_engine_error(asked.text, result, sent)
        answered = {
            id(query): _build_answer(query, times, results)
            for query, times in zip(sent, moments, strict=True)
        }
        queries_of_panel = (
            answered.get(id(query)) or build_frames_query(query, request.frames[query.page.ref_id])
            for query in shown
        )
        return EvaluatedPanel(panel=panel, queries=tuple(queries_of_panel), choices=choices)

    def _build_engine_error(
        self, text: str, message: str, sent: Sequence[PlannedQuery]
    ) -> EngineError:
        names = [query.page.ref_id for query in sent if query.page.sent == text]
        advice = describe_needed_version(text, self._engine.promtool.version)
        return EngineError(f"query {', '.join(names)}: {message}\n    {text}", hint=advice)

    def _list_moments(self, query: PlannedQuery, request: PanelRequest) -> list[int]:
        sent = query.request
        if sent is None or not request.is_graph or sent.kind == "instant":
            return [request.end]
        return [each for each in range(sent.start, sent.end + 1, sent.step) if each >= 0]

    def _build_suite(self, request: PanelRequest, queries: Iterable[EngineQuery]) -> EngineSuite:
        distinct_queries = tuple(dict.fromkeys(queries))
        return EngineSuite(
            series=request.series.series,
            interval=request.interval,
            queries=distinct_queries,
            rule_files=self._recordings.find_rule_files(each.text for each in distinct_queries),
            group_order=self._recordings.groups,
        )

    def find_recorded(
        self, request: PanelRequest, texts: Iterable[str]
    ) -> Sequence[RecordedSeries]:
        """Return the series of recording rules that the expressions may use up to `request.end`.

        Raises:
            EngineError: promtool reported an error in a recording rule.
        """
        return self._find_series(request, self._recordings.find_names(texts))

    def _find_series(self, request: PanelRequest, names: Sequence[str]) -> Sequence[RecordedSeries]:
        return tuple(
            self._recordings.find_series(
                names,
                request.end,
                request.interval,
                lambda queries: self._engine.evaluate(self._build_suite(request, queries)),
            )
        )

    def _create_series_reader(self, request: PanelRequest) -> Callable[[str], SeriesSet]:
        """Return a function that takes an expression, and returns all series that it may use.

        The function returns the series of the test, and the series of the recording rules that the
        expression may use. For an empty text, it returns the series of all recording rules.
        """

        def read_all_series(text: str) -> SeriesSet:
            names = self._recordings.find_names([text] if text else self._recordings.expressions)
            recorded = self._find_series(request, names)
            found = (*request.series.series, *(s for each in recorded for s in each.series))
            return SeriesSet(series=found)

        return read_all_series

    def _create_text_evaluator(self, request: PanelRequest) -> Callable[[str], EngineResult]:
        """Return a function that evaluates an expression at the end of the range."""

        def evaluate_text(text: str) -> EngineResult:
            query = EngineQuery(text=text, moment=request.end)
            return self._engine.evaluate(self._build_suite(request, [query]))[query]

        return evaluate_text


def _build_answer(
    query: PlannedQuery,
    moments: Sequence[int],
    results: Mapping[EngineQuery, EngineResult],
) -> EvaluatedQuery:
    """Return a query with its result, in which the samples of all times form series."""
    text = query.page.sent or ""
    columns: dict[tuple[tuple[str, str], ...], list[float | None]] = {}
    histograms: dict[tuple[tuple[str, str], ...], str] = {}
    for index, moment in enumerate(moments):
        result = results[EngineQuery(text=text, moment=moment)]
        if isinstance(result, str):
            continue  # `evaluate` has raised an error for this result.
        for sample in result if len(moments) > 1 else order_samples(text, result):
            key = tuple(sorted(sample.labels.items()))
            columns.setdefault(key, [None] * len(moments))[index] = sample.value
            if sample.histogram:
                histograms[key] = sample.histogram
    start = moments[0] if moments else 0
    step = moments[1] - start if len(moments) > 1 else (query.request.step if query.request else 1)
    answer = Answer(
        start=start,
        step=step,
        series=tuple(
            AnswerSeries(labels=dict(key), values=tuple(values)) for key, values in columns.items()
        ),
    )
    by_index = {i: histograms[key] for i, key in enumerate(columns) if key in histograms}
    return EvaluatedQuery(planned=query, answer=answer, histograms=by_index)


def build_frames_query(query: PlannedQuery, columns: Columns) -> EvaluatedQuery:
    """Return a query whose result the test passes as columns.

    Raises:
        TestInputError: The columns have different lengths.
    """
    if len({len(values) for values in columns.values()}) > 1:
        raise TestInputError(
            f"the columns in frames[{query.page.ref_id!r}] have different lengths, but must have "
            "one value for each row"
        )
    fields = [
        {"name": name, "type": _guess_column_type(name, v), "config": {}}
        for name, v in columns.items()
    ]
    values = [
        [round(each * 1000) for each in column] if name == "time" else list(column)
        for name, column in columns.items()
    ]
    return EvaluatedQuery(
        planned=query,
        answer=Answer(start=0, step=1, series=()),
        frames=[build_data_frame(query.page.ref_id, {}, fields, values)],
    )


def _guess_column_type(name: str, values: Sequence[Any]) -> str:
    if name == "time":
        return "time"
    present = [each for each in values if each is not None]
    if all(isinstance(each, bool) for each in present):
        return "boolean"
    return "number" if all(isinstance(each, int | float) for each in present) else "string"


def _find_only_copy(plan: BoardPlan, panel_id: int) -> PlannedPanel:
    """Return the panel with this id.

    Raises:
        TestInputError: The board does not show the panel, or repeats the panel several times.
    """
    copies = [
        panel
        for section in plan.sections
        for panel in section.panels
        if panel.placed.panel.id == panel_id
    ]
    if len(copies) != 1:
        raise _build_copies_error(copies)
    return copies[0]


def _shift_answer(answer: Answer, request: PanelRequest) -> Answer:
    """Return a recorded result with times relative to the start of the recording.

    If the request is for a single time, the result has only the last value up to this time.
    """
    whole = Answer(start=0, step=answer.step, series=answer.series)
    if request.is_graph:
        return whole
    index = request.end // max(1, answer.step)
    series = (
        AnswerSeries(labels=each.labels, values=each.values[: index + 1][-1:])
        for each in answer.series
    )
    kept = tuple(each for each in series if each.values != (None,))
    return Answer(start=request.end, step=answer.step, series=kept)


def _build_copies_error(copies: Sequence[PlannedPanel]) -> TestInputError:
    if not copies:
        return TestInputError("the board does not show the panel for the selected variable values")
    scopes = [{n: c.text for n, c in each.placed.scope.items()} for each in copies]
    names = ", ".join(f"{name}={value!r}" for scope in scopes for name, value in scope.items())
    return TestInputError(
        f"the board repeats the panel {format_quantity(len(copies), 'time')}, for {names}",
        hint="Pass only one of these values of the variable to the panel.",
    )


def _build_query_error(query: PlannedQuery) -> TestInputError:
    if query.page.remark is None:
        return TestInputError(f"the query {query.page.ref_id} of the panel is empty")
    return TestInputError(
        f"query {query.page.ref_id} is for {query.page.datasource} ({query.page.language}), "
        "but promtool evaluates only PromQL",
        hint="Pass the result of the query to the panel: "
        f'frames={{"{query.page.ref_id}": {{"time": [...], ...}}}}',
    )
