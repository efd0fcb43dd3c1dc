"""Reads and writes baselines.

A baseline is a file with known problems, which `boardwright check` does not report. So a large
repository can introduce the checks without fixing every old problem first.

A problem is known if the baseline contains a problem with the same rule, file, board, panel, query
and message. The line number is not compared, because it changes with every edit of the file.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence

from boardwright.checks.problem import Problem
from boardwright.errors import ConfigError
from boardwright.schema.document import Json

VERSION = 1
_KEYS = ("rule", "file", "board", "panel", "query", "what")
Fingerprint = tuple[str, ...]


def identify_problem(problem: Problem) -> Fingerprint:
    """Return the values that identify a problem in a baseline."""
    return (
        problem.rule,
        problem.place.file,
        problem.board_uid or problem.board,
        problem.panel or "",
        problem.query or "",
        problem.what,
    )


def build_baseline(problems: Iterable[Problem]) -> Json:
    """Return the JSON data of a baseline that contains the given problems."""
    counts = Counter(map(identify_problem, problems))
    return {
        "version": VERSION,
        "problems": [
            {**dict(zip(_KEYS, fingerprint, strict=True)), "count": count}
            for fingerprint, count in sorted(counts.items())
        ],
    }


def read_baseline(content: bytes, *, where: str) -> Counter[Fingerprint]:
    """Return how often each problem occurs in a baseline.

    Raises:
        ConfigError: The content is not a baseline, or the version of the baseline is not `VERSION`.
    """
    hint = "Create a baseline with: boardwright check --format baseline > baseline.json"
    try:
        data = json.loads(content)
        if data["version"] != VERSION:
            raise ConfigError(
                f"is a baseline of version {data['version']!r}, but this boardwright reads only "
                f"version {VERSION}",
                where=where,
                hint=hint,
            )
        return Counter(
            {
                tuple(str(item[key]) for key in _KEYS): int(item["count"])
                for item in data["problems"]
            }
        )
    except (ValueError, KeyError, TypeError, RecursionError):
        raise ConfigError(
            "is not a baseline of `boardwright check`", where=where, hint=hint
        ) from None


def list_new_problems(
    problems: Sequence[Problem], known: Counter[Fingerprint]
) -> tuple[Problem, ...]:
    """Return the problems that a baseline does not contain."""
    remaining = Counter(known)
    new = []
    for problem in problems:
        fingerprint = identify_problem(problem)
        if remaining[fingerprint] > 0:
            remaining[fingerprint] -= 1
        else:
            new.append(problem)
    return tuple(new)
