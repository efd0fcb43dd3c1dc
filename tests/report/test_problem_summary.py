"""The text report of a check with many problems."""

from __future__ import annotations

from dataclasses import replace

from boardwright.checks import Problem
from boardwright.checks.problem import Severity
from boardwright.commands.checking.check import CheckResult
from boardwright.report.problem_summary import format_check_lines
from boardwright.schema.document import Place


def problems(rule: str, count: int, *, severity: Severity = "warning") -> list[Problem]:
    return [
        Problem(
            rule=rule,
            severity=severity,
            place=Place(file=f"boards/{rule}/{number}.json", line=7),
            what="it is wrong",
            fix="Correct it.",
            board="Board",
            panel="CPU\x1b[31m",
        )
        for number in range(count)
    ]


CHECKED = CheckResult(
    problems=(), errors=(), rules=(), boards=300, suppressed=0, known=0, skipped=()
)


def test_errors_come_first_then_rules_with_many_problems() -> None:
    found = (
        *problems("few", 1),
        *problems("many", 250),
        *problems("broken", 2, severity="error"),
        *problems("advice", 300, severity="info"),
    )
    lines = list(format_check_lines(replace(CHECKED, problems=found)))
    headings = [line for line in lines if line and line[0].isalpha() and ": " in line[:30]]
    assert headings == [
        "broken: 2 errors",
        "many: 250 warnings",
        "few: 1 warning",
        "advice: 300 remarks",
    ]
    assert r'    boards/few/0.json:7, panel "CPU\x1b[31m": it is wrong' in lines
    assert lines.count("    and 240 more") == 1  # 250 - 10
    assert "     250  boards/many" in lines
    assert all(line.isprintable() for line in lines)


def test_the_table_lists_at_most_200_folders() -> None:
    """205 problems in 205 folders: 200 rows, and 5 more folders."""
    found = [p for number in range(205) for p in problems(f"rule{number}", 1)]
    lines = list(format_check_lines(replace(CHECKED, problems=tuple(found))))
    header = lines.index("problems  folder")
    assert lines[header + 201] == "          and 5 more folders"
    assert len([line for line in lines if line.startswith("       1  boards/")]) == 200


def test_200_problems_are_listed_one_by_one() -> None:
    lines = list(format_check_lines(replace(CHECKED, problems=tuple(problems("few", 200)))))
    assert sum("it is wrong" in line for line in lines) == 200
