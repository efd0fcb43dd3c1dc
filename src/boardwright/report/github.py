"""Formats problems as GitHub annotations, which GitHub shows in a pull request.

Source: https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions
"""

from __future__ import annotations

from collections.abc import Iterator

from boardwright.checks.problem import Problem
from boardwright.commands.checking.check import CheckResult
from boardwright.errors import BoardwrightError
from boardwright.report.problems_text import format_problem_subject
from boardwright.report.text_format import escape_unprintable

_COMMANDS = {"error": "error", "warning": "warning", "info": "notice"}


def format_github_commands(checked: CheckResult) -> Iterator[str]:
    """Yield a GitHub workflow command for each problem and each error of a check."""
    for problem in checked.problems:
        yield _format_annotation(problem)
    for error in checked.errors:
        yield format_error_command(error, "error during the check")


def _format_annotation(problem: Problem) -> str:
    where = {"file": escape_unprintable(problem.place.file)}
    if problem.place.line:
        where["line"] = str(problem.place.line)
    where["title"] = ": ".join(
        part for part in (problem.rule, format_problem_subject(problem)) if part
    )
    board = f' (board "{problem.board}")' if problem.board else ""
    text = escape_unprintable(f"{problem.what}{board}. {problem.fix}")
    lines = map(escape_unprintable, (problem.expression or "").splitlines())
    return format_workflow_command(_COMMANDS[problem.severity], where, "\n".join((text, *lines)))


def format_error_command(error: BoardwrightError, title: str) -> str:
    """Return a workflow command that lets GitHub show an error at its file and line."""
    file, _, rest = (error.where or "").partition(":")
    line = rest.partition(":")[0]
    where = {"file": file} if file else {}
    if line.isdigit():
        where["line"] = line
    return format_workflow_command("error", where | {"title": title}, f"{error.what}")


def format_workflow_command(name: str, properties: dict[str, str], text: str) -> str:
    """Return a GitHub workflow command.

    Args:
        name: Name of the command, such as `error`.
        properties: Name of a property -> value, such as `{"file": "a.py"}`.
        text: The message.
    """
    escaped = ",".join(f"{key}={_escape_property(value)}" for key, value in properties.items())
    return f"::{name} {escaped}::{_escape_data(text)}"


def _escape_data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _escape_property(text: str) -> str:
    return _escape_data(text).replace(":", "%3A").replace(",", "%2C")
