"""Explains which version of promtool a query needs."""

from __future__ import annotations

from boardwright.notation.versions import format_version
from boardwright.promql.availability import list_requirements
from boardwright.promql.expression import read_expression


def describe_needed_version(text: str, version: tuple[int, int]) -> str | None:
    """Return which promtool version a query needs; None if `version` is new enough.

    Args:
        text: The query, as PromQL text.
        version: The version of promtool.
    """
    expression = read_expression(text)
    if expression.error is not None:
        return None
    missing = {
        requirement.what: requirement.availability.since
        for requirement in list_requirements(expression)
        if not requirement.is_met_by(version)
    }
    if not missing:
        return None
    needs = ", ".join(f"{what} needs {format_version(since)}" for what, since in missing.items())
    return f"{needs}; this promtool has version {format_version(version)}."
