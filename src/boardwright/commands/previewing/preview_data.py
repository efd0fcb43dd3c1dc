"""Gets the data for the preview of a board, from servers or from a recording."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field
from pathlib import Path
from typing import TYPE_CHECKING

from boardwright.commands.previewing.preview_boards import NamedBoard
from boardwright.found.file_contents import read_if_present
from boardwright.frozen import frozen
from boardwright.preview.board_page import SampleFrames
from boardwright.preview.board_plan import BoardPlan, collect_requests, plan_board_page
from boardwright.preview.page_model import DataOrigin
from boardwright.preview.query_answers import NoAnswer, QueryOutcome, QueryRequest
from boardwright.preview.query_sources import QuerySources
from boardwright.preview.recorded_answers import (
    RecordedSelection,
    Recording,
    build_recording,
    read_recording,
)
from boardwright.preview.time_ranges import TimeRange, build_last_range, read_board_range
from boardwright.preview.variable_options import GivenValues
from boardwright.preview.variable_values import VariableRequest, choose_values, list_alternatives
from boardwright.schema.document import Place

if TYPE_CHECKING:
    from boardwright.commands.previewing.live_queries import LiveServers

RECORDED_POINTS = 150
"""Largest number of points per series in a recording. 150 points are enough to draw a graph, and
keep the files small enough for git.
"""


@frozen
class BoardData:
    """The panels of a board and the answers to their queries.

    Attributes:
        range: The time range of the panels.
        plans: The panels for each selection of variable values. The page first shows the panels of
            the first selection.
        outcomes: Query -> its answer, or the error.
        data: Origin of the answers: `live`, `recorded`, `sample` or `mixed`.
        remark: Text about the data for the banner of the page; None for no banner.
        recording: The recording to save; None to save nothing.
        unanswered: Number of queries that no server answered.
        samples: Function that generates data for queries to data sources other than Prometheus;
            None to generate no data.
    """

    range: TimeRange
    plans: tuple[BoardPlan, ...]
    outcomes: Mapping[QueryRequest, QueryOutcome] = field(repr=False)
    data: DataOrigin
    remark: str | None = None
    recording: Recording | None = None
    unanswered: int = 0
    samples: SampleFrames | None = field(default=None, repr=False)


@frozen
class DataOptions:
    """The user's options for the data that a preview shows.

    Attributes:
        length: Length of the time range, such as `1h`; None for the board's time range.
        given: Name of a variable -> values of the variable, as the user passed them.
        sources: The data sources of the project.
    """

    length: str | None
    given: GivenValues
    sources: QuerySources


class _VariableQueries:
    """Sends each query of a board's variables once, and stores the answers and errors."""

    def __init__(self, servers: LiveServers, span: TimeRange) -> None:
        self._servers, self._span = servers, span
        self._known: dict[VariableRequest, tuple[str, ...] | NoAnswer] = {}

    def __call__(self, query: VariableRequest) -> Sequence[str]:
        if query not in self._known:
            self._known[query] = self._servers.fetch_variable_values(query, self._span)
        found = self._known[query]
        return () if isinstance(found, NoAnswer) else found

    @property
    def failed(self) -> dict[str, NoAnswer]:
        """Name of a variable whose query failed -> the error."""
        pairs = ((query.name, found) for query, found in self._known.items())
        return {name: found for name, found in pairs if isinstance(found, NoAnswer)}


def plan_with_values(
    board: NamedBoard, options: DataOptions, servers: LiveServers, *, now: int
) -> BoardPlan:
    """Return the panels and queries of a board. The servers provide the values of variables.

    Args:
        board: The board to show.
        options: The user's options for the data.
        servers: The servers that answer the queries of the variables.
        now: The current time, in milliseconds since 1970.
    """
    span = choose_span(board, options, now)
    choices, _ = choose_values(
        board.body,
        given=options.given,
        span=span,
        sources=options.sources,
        query=_VariableQueries(servers, span),
    )
    return plan_board_page(board.body, choices, sources=options.sources, span=span)


def choose_span(board: NamedBoard, options: DataOptions, now: int) -> TimeRange:
    """Return the time range that the user chose, or else the time range of the board.

    Args:
        board: The board to show.
        options: The user's options for the data.
        now: The current time, in milliseconds since 1970.
    """
    if options.length:
        return build_last_range(options.length, now)
    return read_board_range(board.body, now)


def fetch_live_data(
    board: NamedBoard, options: DataOptions, servers: LiveServers, *, now: int, record: bool
) -> BoardData:
    """Return the data of a board from running servers.

    Args:
        board: The board to show.
        options: The user's options for the data.
        servers: The servers that answer the queries.
        now: The current time, in milliseconds since 1970.
        record: Whether to return a recording of the answers. For the recording, the queries are
            also sent with other values of the board's variables.
    """
    span = choose_span(board, options, now)
    variables = _VariableQueries(servers, span)

    def make_plan(given: GivenValues) -> tuple[BoardPlan, RecordedSelection]:
        choices, offered = choose_values(
            board.body, given=given, span=span, sources=options.sources, query=variables
        )
        points = RECORDED_POINTS if record else None
        plan = plan_board_page(
            board.body, choices, sources=options.sources, span=span, most_points=points
        )
        texts = {name: tuple(values) for name, values in given.items()}
        return plan, RecordedSelection(given=texts, offered=offered)

    planned = [make_plan(options.given)]
    if record:
        planned += [
            make_plan(given)
            for given in list_alternatives(planned[0][0].filling.choices, options.given)
        ]
    plans = tuple(plan for plan, _ in planned)
    outcomes = servers.answer_all(collect_requests(plans))
    failures = [
        each for each in (*outcomes.values(), *variables.failed.values()) if _is_failure(each)
    ]
    return BoardData(
        range=span,
        plans=plans,
        outcomes=outcomes,
        data="live",
        remark=_describe_failures(outcomes, variables.failed),
        recording=build_recording(span, [kept for _, kept in planned], outcomes)
        if record and not failures
        else None,
        unanswered=len(failures),
    )


def _is_failure(outcome: QueryOutcome) -> bool:
    return isinstance(outcome, NoAnswer) and outcome.is_failure


def _describe_failures(
    outcomes: Mapping[QueryRequest, QueryOutcome], variables: Mapping[str, NoAnswer]
) -> str | None:
    """Return the banner text about failed queries; None if all queries were answered."""
    visible_outcomes = (found for query, found in outcomes.items() if query.kind != "exemplars")
    servers = dict.fromkeys(
        each.what
        for each in (*visible_outcomes, *variables.values())
        if isinstance(each, NoAnswer) and each.is_failure
    )
    lines = [f"A server returned no data: {error}." for error in servers]
    lines += [
        f"The variable {name} has no values: {error.what}."
        for name, error in variables.items()
        if not error.is_failure
    ]
    return " ".join(lines) or None


def read_recorded_data(board: NamedBoard, options: DataOptions, recording: Recording) -> BoardData:
    """Return the data of a board from a recording."""
    plans = tuple(
        _plan_selection(board, options, recording, selection)
        for selection in _filter_selections(recording.selections, options.given)
    )
    outcomes = recording.find_outcomes(collect_requests(plans))
    return BoardData(range=recording.range, plans=plans, outcomes=outcomes, data="recorded")


def _plan_selection(
    board: NamedBoard, options: DataOptions, recording: Recording, selection: RecordedSelection
) -> BoardPlan:
    choices, _ = choose_values(
        board.body,
        given={**selection.given, **options.given},
        span=recording.range,
        sources=options.sources,
        query=lambda query: selection.offered.get(query.name, ()),
    )
    return plan_board_page(
        board.body,
        choices,
        sources=options.sources,
        span=recording.range,
        most_points=RECORDED_POINTS,
    )


def _filter_selections(
    selections: Sequence[RecordedSelection], given: GivenValues
) -> Sequence[RecordedSelection]:
    """Return the recorded selection of variable values that contains the values in `given`.

    Return the first selection if no selection contains all values in `given`. Return all
    selections if `given` is empty.
    """
    if not given:
        return selections
    wanted = {name: tuple(values) for name, values in given.items()}
    matching = [each for each in selections if wanted.items() <= each.given.items()]
    return matching[:1] or selections[:1]


def read_board_recording(folder: Path, name: str) -> Recording | None:
    """Return the recording of a board in a folder; None if the folder contains none.

    Raises:
        DeclarationError: The recording exists, but cannot be read.
    """
    path = folder / f"{name}.json"
    content = read_if_present(path, Place(file=str(path)))
    return None if content is None else read_recording(content, where=str(path))
