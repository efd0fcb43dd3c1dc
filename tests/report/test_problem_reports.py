"""Text, annotations and SARIF of boards with any titles."""

from __future__ import annotations

import pytest

from boardwright.checks import Problem
from boardwright.commands.checking.check import CheckResult
from boardwright.errors import ServerError
from boardwright.report.github import format_github_commands
from boardwright.report.problems import format_error
from boardwright.report.problems_text import format_problem_lines
from boardwright.report.sarif import format_sarif_json
from boardwright.schema.document import Place

HOSTILE = "a\n::error::b\r\x1b[31mc\u2028d\x00"
SHOWN = r"a\n::error::b\r\x1b[31mc\u2028d\x00"

CHECKED = CheckResult(
    problems=(
        Problem(
            rule="promql-syntax",
            severity="error",
            place=Place(file=HOSTILE, line=3),
            what=f"its title is {HOSTILE}",
            fix=f"Remove {HOSTILE}.",
            board=HOSTILE,
            board_place=Place(file=HOSTILE),
            panel=HOSTILE,
            query=HOSTILE,
            expression="sum(up\x1b[31m\n+ 1",
            span=(0, 3),
        ),
    ),
    errors=(),
    rules=(),
    boards=1,
    suppressed=0,
    known=0,
    skipped=(),
)


def test_the_text_report_has_one_line_for_each_part() -> None:
    lines = list(format_problem_lines(CHECKED))
    assert all(line.isprintable() for line in lines)
    assert lines[0] == f'{SHOWN} "{SHOWN}"'
    assert lines[1] == f'    3  error    promql-syntax  panel "{SHOWN}", query {SHOWN}'
    assert lines[2].strip() == f"its title is {SHOWN}"
    assert [line.strip() for line in lines[3:5]] == ["sum(up [31m", "^^^"]


def test_an_annotation_is_one_github_command() -> None:
    (line,) = format_github_commands(CHECKED)
    assert line.isprintable()
    assert line.startswith("::error file=")
    assert "%0Asum(up" in line  # only the expression has lines of its own


@pytest.mark.parametrize("part", [f"its title is {SHOWN}. Remove {SHOWN}.", f'panel "{SHOWN}"'])
def test_a_sarif_message_contains_escaped_text(part: str) -> None:
    (result,) = format_sarif_json(CHECKED)["runs"][0]["results"]
    assert part in result["message"]["text"]


def test_control_characters_in_the_message_of_a_server_are_escaped() -> None:
    text = format_error(ServerError("the connection failed: X\x1b[2J\x00", hint="Is\tit there?"))
    assert text == "error: the connection failed: X\\x1b[2J\\x00\n  Is\tit there?"
