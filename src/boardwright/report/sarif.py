"""Formats problems as SARIF 2.1.0, which code hosts and editors can read.

Source: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
"""

from __future__ import annotations

import hashlib
from collections import Counter
from urllib.parse import quote

from boardwright import __version__
from boardwright.checks.baseline import identify_problem
from boardwright.checks.problem import Problem
from boardwright.checks.rule import Rule
from boardwright.commands.checking.check import CheckResult
from boardwright.errors import BoardwrightError
from boardwright.report.problems_text import format_problem_subject, mark_problem_span
from boardwright.report.text_format import escape_unprintable
from boardwright.schema.document import Json

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS = {"error": "error", "warning": "warning", "info": "note"}


def format_sarif_json(checked: CheckResult) -> Json:
    """Return the problems of a check as a SARIF log."""
    index = {rule.id: number for number, rule in enumerate(checked.rules)}
    seen: Counter[str] = Counter()
    return {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "boardwright",
                        "version": __version__,
                        "rules": [_format_rule(rule) for rule in checked.rules],
                    }
                },
                "columnKind": "unicodeCodePoints",
                "invocations": [
                    {
                        "executionSuccessful": not checked.errors,
                        "toolExecutionNotifications": [
                            _format_error(error) for error in checked.errors
                        ],
                    }
                ],
                "results": [_format_result(problem, index, seen) for problem in checked.problems],
            }
        ],
    }


def _format_rule(rule: Rule) -> Json:
    return {
        "id": rule.id,
        "shortDescription": {"text": f"{rule.summary}."},
        "help": {"text": rule.page, "markdown": rule.page},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": {"tags": [rule.group]},
    }


def _format_result(problem: Problem, index: dict[str, int], seen: Counter[str]) -> Json:
    fingerprint = hashlib.sha256(
        "\0".join(identify_problem(problem)).encode(errors="replace")
    ).hexdigest()
    seen[fingerprint] += 1
    result: Json = {
        "ruleId": problem.rule,
        "level": _LEVELS[problem.severity],
        "message": {"text": _format_message(problem)},
        "locations": [
            {"physicalLocation": _format_location(problem.place.file, problem.place.line)}
        ],
        "partialFingerprints": {"boardwright/v1": f"{fingerprint}:{seen[fingerprint]}"},
    }
    if caller := problem.place.caller:
        location = {"physicalLocation": _format_location(caller.file, caller.line)}
        result["relatedLocations"] = [{**location, "message": {"text": "called here"}}]
    if problem.rule in index:
        result["ruleIndex"] = index[problem.rule]
    if problem.board:
        name = " / ".join(
            part
            for part in (escape_unprintable(problem.board), format_problem_subject(problem))
            if part
        )
        result["locations"][0]["logicalLocations"] = [{"fullyQualifiedName": name}]
    return result


def _format_message(problem: Problem) -> str:
    about = format_problem_subject(problem)
    text = escape_unprintable(f"{problem.what}. {problem.fix}")
    text = f"{about}: {text}" if about else text
    if problem.expression is None:
        return text
    return "\n".join([text, *mark_problem_span(problem.expression, problem.span)])


def _format_location(file: str, line: int | None) -> Json:
    location: Json = {"artifactLocation": {"uri": quote(file)}}
    if line:
        location["region"] = {"startLine": line}
    return location


def _format_error(error: BoardwrightError) -> Json:
    return {"level": "error", "message": {"text": str(error)}}
