"""Where a preview's data comes from: servers, a recording, or nowhere."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import field
from pathlib import Path
from typing import TYPE_CHECKING

from boardwright.commands.previewing.preview_boards import Shown
from boardwright.errors import DeclarationError
from boardwright.frozen import frozen
from boardwright.preview.asking import ask_all
from boardwright.preview.board_plan import BoardPlan, asks_of, plan_board
from boardwright.preview.page_model import DataOrigin
from boardwright.preview.query_answers import QueryOutcome, QueryRequest
from boardwright.preview.query_sources import QuerySources
from boardwright.preview.recorded_answers import (
    RecordedSelection,
    Recording,
    read_recording,
    recording_of,
)
from boardwright.preview.time_ranges import TimeRange, last, range_of
from boardwright.preview.variable_options import GivenValues
from boardwright.preview.variable_values import VariableRequest, alternatives, choose

if TYPE_CHECKING:
    from boardwright.commands.previewing.live_queries import LiveServers

RECORDED_POINTS = 150
"""Points a line of what is recorded: enough for a picture, and small enough to commit."""


@frozen
class BoardData:
    """A board's panels with their answers.

    Attributes:
        data: Where they come from.
        remark: What a viewer should know about that; None for nothing.
        recording: What is to be kept; None when nothing is.
        missed: How many questions no server answered.
    """

    range: TimeRange
    plans: tuple[BoardPlan, ...]
    outcomes: Mapping[QueryRequest, QueryOutcome] = field(repr=False)
    data: DataOrigin
    remark: str | None = None
    recording: Recording | None = None
    missed: int = 0


Gather = Callable[[Shown], BoardData]


@frozen
class DataOptions:
    """What a viewer asked for.

    Attributes:
        length: Of the time range, such as `1h`; None for the board's own.
        given: Variables' values.
        sources: The data sources.
    """

    length: str | None
    given: GivenValues
    sources: QuerySources


def live_data(
    shown: Shown, wish: DataOptions, live: LiveServers, *, now: int, record: bool
) -> BoardData:
    """Return a board with what its servers answer.

    Args:
        shown: The board.
        wish: What is to be shown.
        live: Asks the servers.
        now: Milliseconds since 1970.
        record: Whether to keep it: then also with the other values of its variables.
    """
    span = last(wish.length, now) if wish.length else range_of(shown.body.get("time"), now)
    points = RECORDED_POINTS if record else None
    missed_before = live.missed

    def offer(ask: VariableRequest) -> Sequence[str]:
        return live.offer(ask, span)

    def planned(given: GivenValues) -> tuple[BoardPlan, RecordedSelection]:
        choices, offered = choose(
            shown.body, given=given, span=span, sources=wish.sources, offer=offer
        )
        plan = plan_board(shown.body, choices, sources=wish.sources, span=span, most_points=points)
        texts = {name: tuple(values) for name, values in given.items()}
        return plan, RecordedSelection(given=texts, offered=offered)

    found = [planned(wish.given)]
    if record:
        found += [planned(given) for given in alternatives(found[0][0].choices, wish.given)]
    plans = tuple(plan for plan, _ in found)
    outcomes = ask_all(asks_of(plans), live.answer)
    missed = live.missed - missed_before
    whole = record and not missed
    return BoardData(
        range=span,
        plans=plans,
        outcomes=outcomes,
        data="live",
        recording=recording_of(span, [kept for _, kept in found], outcomes) if whole else None,
        missed=missed,
    )


def recorded_data(shown: Shown, wish: DataOptions, recording: Recording) -> BoardData:
    """Return a board with what was recorded of it."""
    kept = _wanted(recording.selections, wish.given)
    plans = tuple(
        plan_board(
            shown.body,
            choose(
                shown.body,
                given={**each.given, **wish.given},
                span=recording.range,
                sources=wish.sources,
                offer=lambda ask, each=each: each.offered.get(ask.name, ()),  # type: ignore[misc]
            )[0],
            sources=wish.sources,
            span=recording.range,
            most_points=RECORDED_POINTS,
        )
        for each in kept
    )
    outcomes = recording.outcomes(asks_of(plans))
    return BoardData(range=recording.range, plans=plans, outcomes=outcomes, data="recorded")


def _wanted(
    selections: Sequence[RecordedSelection], given: GivenValues
) -> Sequence[RecordedSelection]:
    """Return the recorded choices; the one that was asked for alone, where it was recorded."""
    if not given:
        return selections
    wanted = {name: tuple(values) for name, values in given.items()}
    found = [each for each in selections if wanted.items() <= each.given.items()]
    return found[:1] or selections[:1]


def recording_at(folder: Path, name: str) -> Recording | None:
    """Return the recording of a board in a folder; None when there is none.

    Raises:
        DeclarationError: It cannot be read.
    """
    path = folder / f"{name}.json"
    try:
        return read_recording(path.read_bytes(), where=str(path))
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise DeclarationError(f"cannot be read: {error.strerror}", where=str(path)) from None
