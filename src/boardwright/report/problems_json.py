"""Problems as JSON data, and as a baseline."""

from __future__ import annotations

from typing import Any

from boardwright.checks.baseline import baseline_of
from boardwright.checks.problem import Problem
from boardwright.commands.checking.check import Checked
from boardwright.report.problems import error_json


def check_json(checked: Checked) -> dict[str, Any]:
    """Return the result as JSON data; its schema is `docs/reference/check.schema.json`."""
    return {
        "problems": [problem_json(problem) for problem in checked.problems],
        "errors": [error_json(error) for error in checked.errors],
        "boards": checked.boards,
        "rules": [rule.id for rule in checked.rules],
        "suppressed": checked.suppressed,
        "inBaseline": checked.known,
        "skipped": list(checked.skipped),
    }


def problem_json(problem: Problem) -> dict[str, Any]:
    """Return one problem as JSON data."""
    return {
        "rule": problem.rule,
        "severity": problem.severity,
        "file": problem.place.file,
        "line": problem.place.line,
        "what": problem.what,
        "fix": problem.fix,
        "board": problem.board or None,
        "boardUid": problem.board_uid or None,
        "panel": problem.panel,
        "panelId": problem.panel_id,
        "query": problem.query,
        "expression": problem.expression,
        "span": list(problem.span) if problem.span else None,
        "pointer": "".join(f"/{_escaped(str(key))}" for key in problem.pointer),
    }


def baseline_json(checked: Checked) -> dict[str, Any]:
    """Return all problems as a baseline."""
    return baseline_of(checked.problems)


def _escaped(key: str) -> str:
    """Return a key as RFC 6901 writes it in a JSON pointer."""
    return key.replace("~", "~0").replace("/", "~1")
