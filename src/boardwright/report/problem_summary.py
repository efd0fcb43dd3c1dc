"""Formats the result of `boardwright check` as text. If there are more than 200 problems, the text
lists only the first problems of each rule, and the number of problems in each directory.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath

from boardwright.checks.problem import SEVERITIES, Problem
from boardwright.commands.checking.check import CheckResult
from boardwright.notation.plurals import format_quantity
from boardwright.report.problems_text import (
    SEVERITY_NOUNS,
    ProblemTextStyle,
    format_problem_lines,
    format_problem_subject,
    format_total_line,
)
from boardwright.report.text_format import (
    ALL_HINT,
    LISTED,
    escape_unprintable,
    format_table,
    iter_first_names,
    leave_unstyled,
)


def format_check_lines(
    checked: CheckResult, *, every: bool = False, style: ProblemTextStyle = leave_unstyled
) -> Iterator[str]:
    """Yield the lines of the text report of a check.

    Args:
        checked: The result of the check.
        every: Whether to list every problem, even if there are many.
        style: Function that adds colour to a text.
    """
    if every or len(checked.problems) <= LISTED:
        yield from format_problem_lines(checked, style=style)
        return
    yield from _format_rule_lines(checked.problems, style)
    yield from _format_folder_table(checked.problems)
    yield ""
    yield format_total_line(checked)
    most = format_quantity(LISTED, "problem")
    yield f"Not every problem is listed, because there are more than {most}: {ALL_HINT}."


def _format_rule_lines(problems: Sequence[Problem], style: ProblemTextStyle) -> Iterator[str]:
    """Yield the first problems of each rule. Rules with errors come first. Among rules of the same
    severity, rules with more problems come first.
    """
    alike: dict[tuple[int, str], list[Problem]] = {}
    for problem in problems:
        key = SEVERITIES.index(problem.severity), problem.rule
        alike.setdefault(key, []).append(problem)
    for (severity, rule), members in sorted(
        alike.items(), key=lambda item: (item[0][0], -len(item[1]), item[0][1])
    ):
        count = style(format_quantity(len(members), SEVERITY_NOUNS[severity]), SEVERITIES[severity])
        yield f"{style(rule, 'rule')}: {count}"
        yield from iter_first_names(list(map(_format_problem_line, members)))


def _format_problem_line(problem: Problem) -> str:
    about = format_problem_subject(problem)
    return escape_unprintable(f"{problem.place}{f', {about}' if about else ''}: {problem.what}")


def _format_folder_table(problems: Sequence[Problem]) -> Iterator[str]:
    """Yield the lines of a table with the number of problems in each directory."""
    counts = Counter(map(_find_folder, problems)).most_common()
    rows = [(f"{count:>8}", folder) for folder, count in counts]
    yield ""
    yield from format_table(("problems", "folder"), rows[:LISTED])
    if len(rows) > LISTED:
        yield f"{'':>8}  and {format_quantity(len(rows) - LISTED, 'more folder')}"


def _find_folder(problem: Problem) -> str:
    """Return the directory of the file that declares the board with the problem. If the problem
    concerns no board, return the directory of the file with the problem.
    """
    return PurePosixPath((problem.board_place or problem.place).file).parent.as_posix()
