"""Tests whether a preview shows a panel, row or tab that has show conditions (Grafana's
"conditional rendering").

The behaviour of each operator was observed in the web interface of Grafana 12.4.3.
"""

from __future__ import annotations

from boardwright.notation.durations import parse_range_milliseconds
from boardwright.preview.board_regexes import compile_pattern
from boardwright.preview.time_ranges import TimeRange
from boardwright.preview.variable_options import Choices
from boardwright.schema.conditions import (
    DATA,
    TIME_RANGE,
    VARIABLE,
    ConditionGroup,
    DisplayCondition,
)


def is_shown(group: ConditionGroup, choices: Choices, span: TimeRange, *, has_data: bool) -> bool:
    """Return whether Grafana shows a panel, row or tab with these conditions.

    Args:
        group: The conditions; without conditions, the panel is shown.
        choices: The variables with their selected values.
        span: The time range of the page.
        has_data: Whether the panel, or at least one panel in the row or tab, has data.
    """
    if not group.conditions:
        return True
    held = [_is_met(each, choices, span, has_data=has_data) for each in group.conditions]
    holds = all(held) if group.joined_by == "and" else any(held)
    return holds == (group.visibility == "show")


def _is_met(
    condition: DisplayCondition, choices: Choices, span: TimeRange, *, has_data: bool
) -> bool:
    if condition.kind == VARIABLE:
        return _is_met_by_variable(condition, choices)
    if condition.kind == DATA:
        return has_data == bool(condition.value)
    if condition.kind == TIME_RANGE:
        longest = parse_range_milliseconds(str(condition.value))
        return longest is None or span.end - span.start < longest
    return True  # a condition of a kind that boardwright does not support counts as met


def _is_met_by_variable(condition: DisplayCondition, choices: Choices) -> bool:
    """Return whether a condition about the values of a variable is true for the selected values.

    For `equals` and `matches`, at least one selected value must equal or match the condition's
    value. For `notEquals` and `notMatches`, no selected value may equal or match the condition's
    value.
    """
    choice = choices.get(condition.variable)
    values = choice.values if choice is not None else ()
    wanted = str(condition.value)
    if condition.operator in ("matches", "notMatches"):
        owner = f'the condition on the variable "{condition.variable}"'
        expression = compile_pattern(wanted, owner=owner)
        found = expression is not None and any(map(expression.search, values))
    else:
        found = wanted in values
    return found != condition.operator.startswith("not")
