"""Provides sample data for previews: recorded data for boardwright's own boards, otherwise
generated data.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import orjson

from boardwright.commands.previewing.preview_boards import NamedBoard
from boardwright.commands.previewing.preview_data import (
    RECORDED_POINTS,
    BoardData,
    DataOptions,
    choose_span,
    read_recorded_data,
)
from boardwright.notation.plurals import format_quantity
from boardwright.preview.board_plan import BoardPlan, collect_requests, plan_board_page
from boardwright.preview.packed_files import read_packed_files
from boardwright.preview.query_answers import QueryOutcome, QueryRequest
from boardwright.preview.recorded_answers import Recording, read_recording
from boardwright.preview.sample_answers import MOMENT, SampleHint, make_up_answer, make_up_marks
from boardwright.preview.sample_labels import SampleCatalogue
from boardwright.preview.sample_rows import create_frame_maker
from boardwright.preview.sample_variables import find_stored_names, make_up_values
from boardwright.preview.variable_values import choose_values

SAMPLES = Path(__file__).parents[2] / "preview/samples"
CATALOGUE = "catalogue.json"
_MADE_UP = "Made-up data: boardwright queried no server, and the values have no meaning."
_MADE_UP_MARKS = " The annotations are made up too."


def build_sample_data(board: NamedBoard, options: DataOptions) -> BoardData:
    """Return sample data: recorded data for boardwright's own boards, otherwise generated data."""
    recording = read_shipped_recording(board.compiled.uid)
    if recording is not None and options.length is None:
        data = read_recorded_data(board, options, recording)
        requests = collect_requests(data.plans)
        if requests and 2 * len(data.outcomes) >= len(requests):
            return _complete_recorded_data(data, requests)
    return _generate_data(board, options)


def _complete_recorded_data(recorded: BoardData, requests: Sequence[QueryRequest]) -> BoardData:
    """Return recorded data, and generate answers for the queries that the recording lacks."""
    day = datetime.fromtimestamp(recorded.range.end / 1000, UTC).date().isoformat()
    missing = [
        each for each in requests if each not in recorded.outcomes and each.kind != "exemplars"
    ]
    remark = f"Sample data, recorded from real servers on {day}."
    if missing:
        count = format_quantity(len(missing), "newer query", "newer queries")
        remark += f" boardwright made up the data of {count}, which the recording lacks."
    return replace(
        recorded,
        outcomes=_generate_outcomes(recorded.plans, recorded.outcomes),
        data="mixed" if missing else "sample",
        remark=remark,
        samples=create_frame_maker(recorded.range),
    )


def _generate_data(board: NamedBoard, options: DataOptions) -> BoardData:
    span = choose_span(board, options, MOMENT)
    stored = find_stored_names(board.body)
    choices, _ = choose_values(
        board.body,
        given=options.given,
        span=span,
        sources=options.sources,
        query=lambda query: () if query.name in stored else make_up_values(query, read_catalogue()),
    )
    plan = plan_board_page(
        board.body, choices, sources=options.sources, span=span, most_points=RECORDED_POINTS
    )
    has_marks = any(each.request is not None for each in plan.annotations)
    return BoardData(
        range=span,
        plans=(plan,),
        outcomes=_generate_outcomes((plan,), {}),
        data="sample",
        remark=_MADE_UP + _MADE_UP_MARKS * has_marks,
        samples=create_frame_maker(span),
    )


def _generate_outcomes(
    plans: Sequence[BoardPlan], known: Mapping[QueryRequest, QueryOutcome]
) -> dict[QueryRequest, QueryOutcome]:
    """Return the outcomes in `known`, and generated outcomes for all other queries."""
    outcomes = dict(known)
    for plan in plans:
        for each in plan.annotations:
            if each.request is not None and each.request not in outcomes:
                outcomes[each.request] = make_up_marks(
                    each.request,
                    f"{each.marks.title} {each.marks.text}",
                    read_catalogue(),
                    at_value=each.marks.at_value,
                )
        for request, hint in _collect_hints(plan).items():
            if request not in outcomes:
                outcomes[request] = make_up_answer(request, hint, read_catalogue())
    return outcomes


def _collect_hints(plan: BoardPlan) -> dict[QueryRequest, SampleHint]:
    """Return the settings for generating the data of each query.

    Panels with the same query get the same data, with the labels that any of the panels needs.
    """
    hints: dict[QueryRequest, SampleHint] = {}
    for section in plan.sections:
        for panel in section.panels:
            for query in panel.queries:
                if query.request is not None:
                    hint = SampleHint.from_panel(panel.panel, query.form.legend)
                    first = hints.get(query.request)
                    hints[query.request] = first.with_labels_of(hint) if first else hint
    return hints


@cache
def read_catalogue() -> SampleCatalogue:
    """Return the shipped metrics, with labels and values that were recorded from real servers."""
    content = _read_samples().get(CATALOGUE)
    return SampleCatalogue(metrics=orjson.loads(content)) if content else SampleCatalogue()


@cache
def read_shipped_recording(uid: str) -> Recording | None:
    """Return the recording of one of boardwright's own boards; None for any other board."""
    name = f"{uid}.json"
    content = _read_samples().get(name)
    if content is None or name == CATALOGUE:
        return None
    return read_recording(content, where=name)


@cache
def _read_samples() -> dict[str, bytes]:
    return read_packed_files(SAMPLES, (".json",))
