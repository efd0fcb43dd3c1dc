"""Formats the problems that `boardwright check` finds as text, grouped by file and board. The
faulty part of a query is underlined.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import groupby
from typing import Literal

from boardwright.checks.problem import SEVERITIES, Problem
from boardwright.commands.checking.check import CheckResult
from boardwright.notation.plurals import format_quantity
from boardwright.report.text_format import escape_unprintable, leave_unstyled

ProblemTextKind = Literal["error", "warning", "info", "file", "rule", "mark", "quiet"]
ProblemTextStyle = Callable[[str, ProblemTextKind], str]
"""Function that adds colour to a text, depending on the kind of the text. Only reports on a
terminal have colours."""

WIDTH = 96
"""Largest number of characters in a line with a query. A report shows only the section of a longer
query around the faulty part."""
SEVERITY_NOUNS = ("error", "warning", "remark")
"""The noun for a problem of each severity, in the order of `SEVERITIES`."""
_INDENT = "      "


def format_problem_lines(
    checked: CheckResult, *, style: ProblemTextStyle = leave_unstyled
) -> Iterator[str]:
    """Yield the lines for each problem, and a line with the number of problems."""
    for (file, board), problems in groupby(checked.problems, _read_heading):
        yield style(escape_unprintable(f'{file} "{board}"' if board else file), "file")
        for problem in problems:
            yield from _format_problem(problem, file, style)
        yield ""
    yield format_total_line(checked)


def _read_heading(problem: Problem) -> tuple[str, str]:
    return (problem.board_place or problem.place).file, problem.board


def _format_problem(problem: Problem, file: str, style: ProblemTextStyle) -> Iterator[str]:
    line = problem.place.line
    where = escape_unprintable(
        str(line or "-") if problem.place.file == file else str(problem.place)
    )
    severity = style(f"{problem.severity:<7}", problem.severity)
    about = f"  {format_problem_subject(problem)}" if format_problem_subject(problem) else ""
    if caller := problem.place.caller:
        about += escape_unprintable(f"  called at {caller.line if caller.file == file else caller}")
    yield f"{where:>5}  {severity}  {style(problem.rule, 'rule')}{about}"
    yield f"{_INDENT} {escape_unprintable(problem.what)}"
    if problem.expression is not None:
        for text in mark_problem_span(problem.expression, problem.span):
            yield f"{_INDENT}   {style(text, 'mark') if set(text) <= {' ', '^'} else text}".rstrip()
    yield f"{_INDENT} {style(escape_unprintable(problem.fix), 'quiet')}"


def format_problem_subject(problem: Problem) -> str:
    """Return the panel and query of a problem on one line, such as `panel "CPU", query A`."""
    panel = "" if problem.panel is None else f'panel "{problem.panel}"'
    if problem.panel == "" and problem.panel_id is not None:
        panel = f"panel {problem.panel_id}"
    query = f"query {problem.query}" if problem.query else ""
    return escape_unprintable(", ".join(part for part in (panel, query) if part))


def mark_problem_span(text: str, span: tuple[int, int] | None) -> Iterator[str]:
    """Yield the line of a query with the faulty part, and a line with `^^^` under this part.

    Args:
        text: The query. If it has several lines, only the line in which the faulty part begins is
            yielded. Control characters become spaces.
        span: Start and end of the faulty part. If None, only the first line of the query is
            yielded.
    """
    start, end = span or (0, 0)
    first = text.rfind("\n", 0, start) + 1
    last = text.find("\n", start)
    line = text[first : last if last >= 0 else len(text)].rstrip("\r")
    line = "".join(char if char.isprintable() else " " for char in line)
    start, end = start - first, min(max(end - first, start - first + 1), len(line))
    left = max(0, min(start - WIDTH // 3, len(line) - WIDTH))
    right = min(len(line), left + WIDTH)
    before, after = "..." if left else "", "..." if right < len(line) else ""
    yield before + line[left:right] + after
    if span is not None:
        length = max(1, min(end, right) - start)
        yield " " * (len(before) + start - left) + "^" * length


def format_total_line(checked: CheckResult) -> str:
    """Return a line with the number of problems, boards and rules."""
    counts = [
        format_quantity(sum(problem.severity == severity for problem in checked.problems), noun)
        for severity, noun in zip(SEVERITIES, SEVERITY_NOUNS, strict=True)
    ]
    found = ", ".join(count for count in counts if not count.startswith("0 ")) or "No problems"
    hidden = [
        f"{count} {how}"
        for count, how in ((checked.suppressed, "suppressed"), (checked.known, "in the baseline"))
        if count
    ]
    not_shown = f" ({', '.join(hidden)})" if hidden else ""
    boards = format_quantity(checked.boards, "board")
    failed = (
        f"; {format_quantity(len(checked.errors), 'error')} while reading and compiling"
        if checked.errors
        else ""
    )
    return f"{found} in {boards}, {format_quantity(len(checked.rules), 'rule')}{not_shown}{failed}."
