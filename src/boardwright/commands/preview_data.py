"""Where a preview's data comes from: servers, a recording, or nowhere."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import orjson

from boardwright.commands.preview_boards import Shown
from boardwright.errors import DeclarationError
from boardwright.preview.answers import Ask, Outcome
from boardwright.preview.asking import ask_all
from boardwright.preview.catalogue import Catalogue
from boardwright.preview.choices import Given
from boardwright.preview.choosing import VariableAsk, alternatives, choose
from boardwright.preview.made_up import MOMENT, Hint, made_up
from boardwright.preview.model import Data
from boardwright.preview.moments import TimeRange, last, range_of
from boardwright.preview.planning import Plan, asks_of, plan_board
from boardwright.preview.recording import Recorded, Recording, read_recording, recording_of
from boardwright.preview.sources import Sources

if TYPE_CHECKING:
    from boardwright.commands.preview_live import Live

SAMPLES = Path(__file__).parents[1] / "preview/samples"
CATALOGUE = "catalogue.json"
RECORDED_POINTS = 150
"""Points a line of what is recorded: enough for a picture, and small enough to commit."""

_MADE_UP = "Made-up data: no server was asked. The values mean nothing."


@dataclass(frozen=True, kw_only=True)
class BoardData:
    """A board's panels with their answers.

    Attributes:
        data: Where they come from.
        remark: What a viewer should know about that; None for nothing.
        recording: What is to be kept; None when nothing is.
    """

    range: TimeRange
    plans: tuple[Plan, ...]
    outcomes: Mapping[Ask, Outcome] = field(repr=False)
    data: Data
    remark: str | None = None
    recording: Recording | None = None


Gather = Callable[[Shown], BoardData]


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What a viewer asked for.

    Attributes:
        length: Of the time range, such as `1h`; None for the board's own.
        given: Variables' values.
        sources: The data sources.
    """

    length: str | None
    given: Given
    sources: Sources


def live_data(shown: Shown, wish: Wish, live: Live, *, now: int, record: bool) -> BoardData:
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

    def offer(ask: VariableAsk) -> Sequence[str]:
        return live.offer(ask, span)

    def planned(given: Given) -> tuple[Plan, Recorded]:
        choices, offered = choose(
            shown.body, given=given, span=span, sources=wish.sources, offer=offer
        )
        plan = plan_board(shown.body, choices, sources=wish.sources, span=span, most_points=points)
        texts = {name: tuple(values) for name, values in given.items()}
        return plan, Recorded(given=texts, offered=offered)

    found = [planned(wish.given)]
    if record:
        found += [planned(given) for given in alternatives(found[0][0].choices, wish.given)]
    plans = tuple(plan for plan, _ in found)
    outcomes = ask_all(asks_of(plans), live.answer)
    recording = recording_of(span, [kept for _, kept in found], outcomes) if record else None
    return BoardData(range=span, plans=plans, outcomes=outcomes, data="live", recording=recording)


def recorded_data(shown: Shown, wish: Wish, recording: Recording) -> BoardData:
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


def _wanted(selections: Sequence[Recorded], given: Given) -> Sequence[Recorded]:
    """Return the recorded choices; the one that was asked for alone, where it was recorded."""
    if not given:
        return selections
    wanted = {name: tuple(values) for name, values in given.items()}
    found = [each for each in selections if wanted.items() <= each.given.items()]
    return found[:1] or selections[:1]


def sample_data(shown: Shown, wish: Wish) -> BoardData:
    """Return a board with sample data: of a shipped board recorded, else made up."""
    recording = shipped_recording(shown.board.uid)
    if recording is not None and wish.length is None:
        found = recorded_data(shown, wish, recording)
        asks = asks_of(found.plans)
        if asks and 2 * len(found.outcomes) >= len(asks):
            return _sampled(found, asks)
    return _made_up(shown, wish)


def _sampled(found: BoardData, asks: Sequence[Ask]) -> BoardData:
    day = datetime.fromtimestamp(found.range.end / 1000, UTC).date().isoformat()
    missing = [ask for ask in asks if ask not in found.outcomes]
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


def _made_up(shown: Shown, wish: Wish) -> BoardData:
    span = last(wish.length, MOMENT) if wish.length else range_of(shown.body.get("time"), MOMENT)
    choices, _ = choose(
        shown.body,
        given=wish.given,
        span=span,
        sources=wish.sources,
        offer=lambda ask: _offered(ask, shown),
    )
    plans = (plan_board(shown.body, choices, sources=wish.sources, span=span, most_points=240),)
    return BoardData(
        range=span, plans=plans, outcomes=_invented(plans, {}), data="sample", remark=_MADE_UP
    )


def _offered(ask: VariableAsk, shown: Shown) -> Sequence[str]:
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


def _invented(plans: Sequence[Plan], known: Mapping[Ask, Outcome]) -> dict[Ask, Outcome]:
    outcomes = dict(known)
    for plan in plans:
        for section in plan.sections:
            for panel in section.panels:
                for query in panel.queries:
                    if query.ask is not None and query.ask not in outcomes:
                        hint = Hint.of(panel.panel, query.shape.legend)
                        outcomes[query.ask] = made_up(query.ask, hint, catalogue())
    return outcomes


@cache
def catalogue() -> Catalogue:
    """Return what is known of the metrics of recorded servers."""
    path = SAMPLES / CATALOGUE
    return Catalogue(metrics=orjson.loads(path.read_bytes())) if path.is_file() else Catalogue()


@cache
def shipped_recording(uid: str) -> Recording | None:
    """Return the recording of a shipped board; None for any other."""
    path = SAMPLES / f"{uid}.json"
    known = {each.name for each in SAMPLES.iterdir()} if SAMPLES.is_dir() else set()
    if path.name not in known or path.name == CATALOGUE:
        return None
    return read_recording(path.read_bytes(), where=path.name)


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
