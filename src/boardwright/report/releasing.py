"""The result of a release as text and as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from boardwright.commands.release import Released
from boardwright.report.deploy_json import server_json
from boardwright.report.deploy_plan import server_line
from boardwright.report.problems import error_json
from boardwright.report.texts import counted


def release_lines(released: Released) -> Iterator[str]:
    """Yield what a person reads after a release."""
    yield server_line("", released.connected)
    done = [board for board in released.boards if board.error is None]
    for board in done:
        yield f' released  board "{board.title}" ({board.uid})'
    yield f"{counted(len(done), 'board')} released"


def failure_lines(released: Released) -> Iterator[str]:
    """Yield what still carries the tag, and why."""
    for board in released.boards:
        if board.error is not None:
            yield f"error: board {board.uid}: {board.error}"


def release_json(released: Released) -> dict[str, Any]:
    """Return the result as JSON data; its schema is `docs/reference/release.schema.json`."""
    return {
        "server": server_json(released.connected),
        "boards": [
            {
                "uid": board.uid,
                "title": board.title or None,
                "released": board.error is None,
                "error": None if board.error is None else error_json(board.error),
            }
            for board in released.boards
        ],
        "warnings": list(released.warnings),
    }
