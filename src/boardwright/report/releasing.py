"""The result of a release as text and as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from boardwright.commands.deploying.release import Kind, Released, ReleasedThing
from boardwright.notation.plurals import quantity
from boardwright.report.deploy_json import server_json
from boardwright.report.deploy_plan import server_line
from boardwright.report.problems import error_json

NOUNS: dict[Kind, str] = {"board": "board", "rule": "alert rule"}


def release_lines(released: Released) -> Iterator[str]:
    """Yield what a person reads after a release."""
    yield server_line("", released.connected)
    done = [each for each in released.things if each.error is None]
    for each in done:
        yield f' released  {NOUNS[each.kind]} "{each.title}" ({each.uid})'
    kinds = [each.kind for each in done]
    counts = [quantity(kinds.count(kind), NOUNS[kind]) for kind in NOUNS if kind in kinds]
    yield f"{', '.join(counts) or '0 boards'} released"


def failure_lines(released: Released) -> Iterator[str]:
    """Yield what still carries the mark, and why."""
    for each in released.things:
        if each.error is not None:
            yield f"error: {each.uid}: {each.error}"


def release_json(released: Released) -> dict[str, Any]:
    """Return the result as JSON data; its schema is `docs/reference/release.schema.json`."""
    return {
        "server": server_json(released.connected),
        "boards": [_json(each) for each in released.things if each.kind == "board"],
        "rules": [_json(each) for each in released.things if each.kind == "rule"],
        "warnings": list(released.warnings),
    }


def _json(thing: ReleasedThing) -> dict[str, Any]:
    return {
        "uid": thing.uid,
        "title": thing.title or None,
        "released": thing.error is None,
        "error": None if thing.error is None else error_json(thing.error),
    }
