"""Sample data: of a shipped board recorded, of any other made up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import orjson

from boardwright.commands.previewing.preview_boards import Shown
from boardwright.commands.previewing.preview_data import BoardData, DataOptions, recorded_data
from boardwright.preview.board_plan import BoardPlan, asks_of, plan_board
from boardwright.preview.query_answers import QueryOutcome, QueryRequest
from boardwright.preview.recorded_answers import Recording, read_recording
from boardwright.preview.sample_answers import MOMENT, SampleHint, made_up, made_up_marks
from boardwright.preview.sample_catalogue import SampleCatalogue
from boardwright.preview.time_ranges import last, range_of
from boardwright.preview.variable_values import VariableRequest, choose

SAMPLES = Path(__file__).parents[2] / "preview/samples"
CATALOGUE = "catalogue.json"
_MADE_UP = "Made-up data: no server was asked. The values mean nothing."
_MADE_UP_MARKS = " Nor do the annotations."


def sample_data(shown: Shown, wish: DataOptions) -> BoardData:
    """Return a board with sample data: of a shipped board recorded, else made up."""
    recording = shipped_recording(shown.board.uid)
    if recording is not None and wish.length is None:
        found = recorded_data(shown, wish, recording)
        asks = asks_of(found.plans)
        if asks and 2 * len(found.outcomes) >= len(asks):
            return _sampled(found, asks)
    return _made_up(shown, wish)


def _sampled(found: BoardData, asks: Sequence[QueryRequest]) -> BoardData:
    day = datetime.fromtimestamp(found.range.end / 1000, UTC).date().isoformat()
    missing = [ask for ask in asks if ask not in found.outcomes and ask.kind != "exemplars"]
    remark = f"Sample data, recorded from real servers on {day}."
    if missing:
        remark += f" {len(missing)} of {len(asks)} queries are newer: theirs is made up."
    return BoardData(
        range=found.range,
        plans=found.plans,
        outcomes=_invented(found.plans, found.outcomes),
        data="mixed" if missing else "sample",
        remark=remark,
    )


def _made_up(shown: Shown, wish: DataOptions) -> BoardData:
    span = last(wish.length, MOMENT) if wish.length else range_of(shown.body.get("time"), MOMENT)
    choices, _ = choose(
        shown.body,
        given=wish.given,
        span=span,
        sources=wish.sources,
        offer=lambda ask: _offered(ask, shown),
    )
    plans = (plan_board(shown.body, choices, sources=wish.sources, span=span, most_points=240),)
    has_marks = any(each.ask is not None for plan in plans for each in plan.annotations)
    return BoardData(
        range=span,
        plans=plans,
        outcomes=_invented(plans, {}),
        data="sample",
        remark=_MADE_UP + _MADE_UP_MARKS * has_marks,
    )


def _offered(ask: VariableRequest, shown: Shown) -> Sequence[str]:
    """Return made-up values of a variable; its stored ones where there are any."""
    if ask.function != "label_values" or ask.name in _stored(shown):
        return ()
    if ask.label in {"job", "instance"}:
        return (f"{ask.label}-1",)
    metric = ask.text.partition("{")[0].strip()
    found = catalogue().values(metric, ask.label)[:4]
    return found or tuple(f"{ask.label}-{number}" for number in (1, 2, 3))


def _stored(shown: Shown) -> frozenset[str]:
    """Return the names of the variables with a choice of single values in the board."""
    templating = shown.body.get("templating")
    listed = templating.get("list") if isinstance(templating, dict) else None
    names = set()
    for variable in listed or ():
        current = variable.get("current") if isinstance(variable, dict) else None
        value = current.get("value") if isinstance(current, dict) else None
        if value and value not in ("$__all", ["$__all"]):
            names.add(str(variable.get("name")))
    return frozenset(names)


def _invented(
    plans: Sequence[BoardPlan], known: Mapping[QueryRequest, QueryOutcome]
) -> dict[QueryRequest, QueryOutcome]:
    outcomes = dict(known)
    for plan in plans:
        for each in plan.annotations:
            if each.ask is not None and each.ask not in outcomes:
                outcomes[each.ask] = made_up_marks(
                    each.ask,
                    f"{each.marks.title} {each.marks.text}",
                    catalogue(),
                    at_value=each.marks.at_value,
                )
        for section in plan.sections:
            for panel in section.panels:
                for query in panel.queries:
                    if query.ask is not None and query.ask not in outcomes:
                        hint = SampleHint.of(panel.panel, query.shape.legend)
                        outcomes[query.ask] = made_up(query.ask, hint, catalogue())
    return outcomes


@cache
def catalogue() -> SampleCatalogue:
    """Return what is known of the metrics of recorded servers."""
    path = SAMPLES / CATALOGUE
    return (
        SampleCatalogue(metrics=orjson.loads(path.read_bytes()))
        if path.is_file()
        else SampleCatalogue()
    )


@cache
def shipped_recording(uid: str) -> Recording | None:
    """Return the recording of a shipped board; None for any other."""
    path = SAMPLES / f"{uid}.json"
    known = {each.name for each in SAMPLES.iterdir()} if SAMPLES.is_dir() else set()
    if path.name not in known or path.name == CATALOGUE:
        return None
    return read_recording(path.read_bytes(), where=path.name)
