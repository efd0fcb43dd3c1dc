"""Converts the result of checking one board to JSON data for the cache, and back."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from boardwright.cache.entries import decode_place, encode_place
from boardwright.checks.problem import Problem
from boardwright.checks.views.board_context import BoardSource
from boardwright.checks.views.project_view import BoardFacts
from boardwright.commands.checking.board_checks import BoardCheckResult, BoardToCheck
from boardwright.schema.dashboard import Link
from boardwright.schema.document import Json

_PROBLEM = tuple(each.name for each in fields(Problem))
_PLACES = ("place", "board_place")
_TUPLES = ("span", "pointer")
_LINK = tuple(each.name for each in fields(Link))


def encode_outcome(outcome: BoardCheckResult) -> Json:
    """Convert the result of checking a board to JSON data. The lines that declare the panels are
    omitted, because the compiled board contains them.
    """
    facts = outcome.facts
    if facts is None:
        raise AssertionError(
            "the result of a board that was not checked cannot be stored in the cache"
        )
    return {
        "problems": [_encode_problem(each) for each in outcome.problems],
        "uid": facts.uid,
        "title": facts.title,
        "folder": facts.folder,
        "form": facts.form,
        "tags": facts.tags,
        "place": encode_place(facts.place),
        "links": [[getattr(each, name) for name in _LINK] for each in facts.links],
        "metrics": sorted(facts.metrics),
        "prefix": facts.source.prefix,
        "pointers": [*facts.source.pointers.items()],
    }


def decode_outcome(work: BoardToCheck, data: Json) -> BoardCheckResult:
    """Convert JSON data to the result of checking a board.

    Args:
        work: The board, which has not changed since the result was stored.
        data: The stored result.
    """
    place = decode_place(*data["place"])
    source = BoardSource(
        body={},
        place=place,
        form=data["form"],
        prefix=tuple(data["prefix"]),
        pointers={tuple(key): tuple(value) for key, value in data["pointers"]},
        panel_places=work.board.panel_places if work.board else {},
    )
    facts = BoardFacts(
        uid=data["uid"],
        title=data["title"],
        folder=data["folder"],
        form=data["form"],
        tags=tuple(data["tags"]),
        place=place,
        links=tuple(map(_decode_link, data["links"])),
        metrics=frozenset(data["metrics"]),
        source=source,
    )
    problems = tuple(map(_decode_problem, data["problems"]))
    return BoardCheckResult(name=work.name, problems=problems, facts=facts)


def _encode_problem(problem: Problem) -> list[Any]:
    values = {name: getattr(problem, name) for name in _PROBLEM}
    places = {name: values[name] and encode_place(values[name]) for name in _PLACES}
    return [*(values | places).values()]


def _decode_problem(data: list[Any]) -> Problem:
    values = dict(zip(_PROBLEM, data, strict=True))
    places = {name: values[name] and decode_place(*values[name]) for name in _PLACES}
    tuples = {name: None if values[name] is None else tuple(values[name]) for name in _TUPLES}
    return Problem(**values | places | tuples)


def _decode_link(data: list[Any]) -> Link:
    values = dict(zip(_LINK, data, strict=True))
    return Link(**values | {"pointer": tuple(values["pointer"])})
