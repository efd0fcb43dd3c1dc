"""Formats the problems that `boardwright check` finds as JSON, and as a baseline file, which lists
known problems.
"""

from __future__ import annotations

from boardwright.checks.baseline import build_baseline
from boardwright.checks.problem import Problem
from boardwright.commands.checking.check import CheckResult
from boardwright.report.json_values import to_json_object
from boardwright.schema.document import Json
from boardwright.schema.json_object import format_pointer


def format_check_json(checked: CheckResult) -> Json:
    """Return the result of a check as JSON data that follows the schema
    `docs/reference/check.schema.json`.
    """
    return to_json_object(
        checked,
        omit=("known",),
        problems=[format_problem_json(problem) for problem in checked.problems],
        rules=[rule.id for rule in checked.rules],
        in_baseline=checked.known,
        skipped=[note.place.file for note in checked.skipped],
    )


def format_problem_json(problem: Problem) -> Json:
    """Return one problem as JSON data."""
    return to_json_object(
        problem,
        omit=("place", "board_place"),
        empty_as_null=("board", "board_uid"),
        file=problem.place.file,
        line=problem.place.line,
        caller=str(problem.place.caller) if problem.place.caller else None,
        pointer=format_pointer(*problem.pointer),
    )


def format_baseline_json(checked: CheckResult) -> Json:
    """Return the content of a baseline file that lists all problems of a check."""
    return build_baseline(checked.problems)
