"""Formats the result of `boardwright import` as text and as JSON."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from boardwright.commands.importing.import_results import ImportedBoard, ImportResult
from boardwright.config.project_root import FILE_NAME
from boardwright.notation.plurals import format_quantity
from boardwright.report.json_values import to_json_object
from boardwright.report.text_format import escape_unprintable
from boardwright.schema.document import Json
from boardwright.source.differences import MISSING, ValueDifference
from boardwright.source.verdict import Verdict

_MOST_DIFFERENCES = 5
"""Largest number of differences that the text report lists for one board. The JSON report lists all
differences."""
_MOST_SKIPPED = 10
_LONGEST_VALUE = 60
_OUTCOMES = {
    "identical": "identical",
    "equal": "equal except for Grafana's defaults",
    "upgraded": "upgraded",
    "different": "different",
}
_STATUSES = ("new", "updated", "merged", "conflict", "unchanged", "failed")

FormatPath = Callable[[Path], str]
"""Function that returns a path as text, relative to the current folder if possible."""


def format_import_lines(result: ImportResult, *, format_path: FormatPath) -> Iterator[str]:
    """Yield the lines of the text report of an import, without the errors of failed boards."""
    for board in result.boards:
        if board.status != "failed":
            yield from _format_board_lines(board, format_path)
    if result.shared:
        shared = result.shared
        yield f"{shared.status:>9}  {format_path(shared.module)}, shared by several boards"
        yield from _format_conflict_lines(shared.conflicts, format_path(shared.module))
    if result.folders:
        titles = ", ".join(f'"{folder.title}"' for folder in result.folders)
        verb = "would add" if result.checked else "added"
        number = format_quantity(len(result.folders), "folder")
        yield escape_unprintable(f"{verb:>9}  {number} to {FILE_NAME}: {titles}")
    yield from _format_skipped_lines(result)
    yield _format_summary(result, format_path(result.output))


def _format_skipped_lines(result: ImportResult) -> Iterator[str]:
    """Yield a line for each skipped file. Files without a board that are not JSON files, such as
    YAML files, are omitted: the summary only counts them.
    """
    listed = [
        each
        for each in result.skipped
        if each.origin.endswith(".json") or each.why != "contains no dashboard"
    ]
    for each in listed[:_MOST_SKIPPED]:
        yield escape_unprintable(f"  skipped  {each.origin}: {each.why}")
    if len(listed) > _MOST_SKIPPED:
        yield f"           and {format_quantity(len(listed) - _MOST_SKIPPED, 'more file')}"


def _format_board_lines(board: ImportedBoard, format_path: FormatPath) -> Iterator[str]:
    module = format_path(board.module) if board.module else ""
    text = f"{module}  {_format_verdict(board.verdict)}" if board.verdict else module
    yield escape_unprintable(f'{board.status:>9}  "{board.title}"  {text}')
    if board.verdict:
        differences = board.verdict.differences
        for each in differences[:_MOST_DIFFERENCES]:
            yield escape_unprintable(f"           {_format_difference(each)}")
        if len(differences) > _MOST_DIFFERENCES:
            yield f"           and {len(differences) - _MOST_DIFFERENCES} more"
    yield from _format_conflict_lines(board.conflicts, module)


def _format_conflict_lines(conflicts: int, module: str) -> Iterator[str]:
    if conflicts:
        number = format_quantity(conflicts, "conflict")
        yield f"           resolve {number} in {module}, as you would after a git merge"


def _format_verdict(verdict: Verdict) -> str:
    text = _OUTCOMES[verdict.outcome]
    if verdict.outcome == "upgraded":
        return f"{text}: {', '.join(each.what for each in verdict.upgrades)}"
    is_equal = verdict.outcome == "equal" and verdict.normalised
    return f"{text} ({', '.join(verdict.normalised)})" if is_equal else text


def _format_difference(each: ValueDifference) -> str:
    panel = "" if each.panel is None else f', panel "{each.panel}"'
    return f"{each.path}{panel}: {_format_value(each.before)} became {_format_value(each.after)}"


def _format_value(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= _LONGEST_VALUE else text[: _LONGEST_VALUE - 1] + "…"


def _format_summary(result: ImportResult, output: str) -> str:
    statuses = [board.status for board in result.boards]
    outcomes = [board.verdict.outcome for board in result.boards if board.verdict]
    verdicts = [f"{outcomes.count(k)} {v}" for k, v in _OUTCOMES.items() if k in outcomes]
    counts = [f"{statuses.count(status)} {status}" for status in _STATUSES if status in statuses]
    skipped = len(result.skipped)
    rest = f"; {format_quantity(skipped, 'file')} without a board" if skipped else ""
    where = "" if result.checked else f" to {output}/"
    parts = "; ".join(", ".join(each) for each in (verdicts, counts) if each) or "nothing to import"
    return f"{format_quantity(len(result.boards), 'board')}{where}: {parts}{rest}"


def format_import_json(result: ImportResult, *, format_path: FormatPath) -> Json:
    """Return JSON data that follows the schema `docs/reference/import.schema.json`."""
    boards = [_format_board_json(board, format_path) for board in result.boards]
    shared = result.shared and to_json_object(
        result.shared, module=format_path(result.shared.module)
    )
    return to_json_object(result, output=format_path(result.output), boards=boards, shared=shared)


def _format_board_json(board: ImportedBoard, format_path: FormatPath) -> Json:
    python_lines, json_lines = board.lines
    return to_json_object(
        board,
        omit=("lines",),
        empty_as_null=("uid", "title"),
        module=format_path(board.module) if board.module else None,
        verdict=_format_verdict_json(board.verdict) if board.verdict else None,
        python_lines=python_lines,
        json_lines=json_lines,
    )


def _format_verdict_json(verdict: Verdict) -> Json:
    upgrades = [
        to_json_object(each, differences=[*map(_format_difference_json, each.differences)])
        for each in verdict.upgrades
    ]
    differences = [*map(_format_difference_json, verdict.differences)]
    return to_json_object(verdict, upgrades=upgrades, differences=differences)


def _format_difference_json(each: ValueDifference) -> Json:
    absent = [name for name in ("before", "after") if getattr(each, name) is MISSING]
    return to_json_object(each, omit=absent)
