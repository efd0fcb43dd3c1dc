"""Removes from a preview page the panels, rows and tabs that Grafana hides because their show
conditions (Grafana's "conditional rendering") are false.

The behaviour of each operator was observed in the web interface of Grafana 12.4.3.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from boardwright.frozen import frozen
from boardwright.notation.durations import parse_range_milliseconds
from boardwright.preview.board_plan import BoardPlan, PlannedPanel, PlannedSection
from boardwright.preview.board_regexes import compile_pattern
from boardwright.preview.data_frames import has_values
from boardwright.preview.page_model import PagePanel, PageSection
from boardwright.preview.time_ranges import TimeRange
from boardwright.preview.variable_options import Choices
from boardwright.schema.display_conditions import (
    DATA,
    TIME_RANGE,
    VARIABLE,
    ConditionGroup,
    DisplayCondition,
    read_conditions,
)
from boardwright.schema.document import Json
from boardwright.schema.extension import read_condition

Results = Mapping[str, Sequence[Json]]


@frozen
class VisibleParts:
    """The visible rows and tabs of a page, and a description of each hidden panel, row and tab."""

    sections: tuple[PageSection, ...]
    hidden: tuple[str, ...]


def find_visible_parts(
    plan: BoardPlan, sections: Sequence[PageSection], results: Results
) -> VisibleParts:
    """Return the sections of a page without the panels, rows and tabs that a condition hides.

    Args:
        plan: The plan of the board.
        sections: The sections of the page, one for each section of the plan.
        results: Key of a query result -> the data frames of the result.
    """
    notes: list[str] = []
    trimmed = [
        _keep_visible_panels(planned, section, plan, results, notes)
        for planned, section in zip(plan.sections, sections, strict=True)
    ]
    visible: list[PageSection] = []
    hidden_level: int | None = None
    for index, (planned, section) in enumerate(zip(plan.sections, trimmed, strict=True)):
        if hidden_level is not None and planned.level > hidden_level:
            continue
        hidden_level = None
        has_data = any(
            _has_data(p, results) for p in _iter_inner_panels(plan.sections, trimmed, index)
        )
        if is_shown(planned.conditions, planned.choices, plan.filling.range, has_data=has_data):
            visible.append(section)
        else:
            hidden_level = planned.level
            notes.append(f'{planned.kind} "{planned.title}" ({planned.conditions})')
    return VisibleParts(sections=tuple(visible), hidden=tuple(notes))


def _iter_inner_panels(
    planned: Sequence[PlannedSection], sections: Sequence[PageSection], index: int
) -> Iterator[PagePanel]:
    """Yield the panels of a row or tab, and the panels of the rows and tabs inside it."""
    yield from sections[index].panels
    for other in range(index + 1, len(planned)):
        if planned[other].level <= planned[index].level:
            return
        yield from sections[other].panels


def _keep_visible_panels(
    planned: PlannedSection,
    section: PageSection,
    plan: BoardPlan,
    results: Results,
    notes: list[str],
) -> PageSection:
    """Remove hidden panels from a row or tab that is an auto grid, and move visible panels into the
    gaps.

    Grafana ignores the show conditions of panels in other rows and tabs, because these panels have
    fixed positions.
    """
    if planned.columns is None:
        return section
    visible = []
    for each, page in zip(planned.panels, section.panels, strict=True):
        group = read_conditions(read_condition(each.placed.panel.raw))
        choices = {**planned.choices, **each.placed.scope}
        data = _has_data(page, results)
        if is_shown(group, choices, plan.filling.range, has_data=data):
            visible.append(page)
        else:
            notes.append(f'panel "{_name_panel(each)}" ({group})')
    places = [page.grid for page in section.panels]
    moved = tuple(replace(page, grid=at) for page, at in zip(visible, places, strict=False))
    return replace(section, panels=moved)


def _name_panel(planned: PlannedPanel) -> str:
    return planned.panel.title or str(planned.panel.id or "")


def _has_data(panel: PagePanel, results: Results) -> bool:
    keys = [query.result for query in panel.queries if query.result is not None]
    frames = [frame for key in keys for frame in results.get(key, ())]
    return any(map(has_values, frames))


def is_shown(group: ConditionGroup, choices: Choices, span: TimeRange, *, has_data: bool) -> bool:
    """Return whether Grafana shows a panel, row or tab with these conditions.

    Args:
        group: The show conditions. Without conditions, the function returns True.
        choices: The variables with their selected values.
        span: The time range of the page.
        has_data: Whether the panel, or at least one panel in the row or tab, has data.
    """
    if not group.conditions:
        return True
    results = [_is_met(each, choices, span, has_data=has_data) for each in group.conditions]
    is_true = all(results) if group.joined_by == "and" else any(results)
    return is_true == (group.visibility == "show")


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

    The operators `equals` and `matches` require that at least one selected value equals or matches
    the condition's value. The operators `notEquals` and `notMatches` require that no selected value
    equals or matches the condition's value.
    """
    choice = choices.get(condition.variable)
    values = choice.values if choice is not None else ()
    wanted = str(condition.value)
    if condition.operator in ("matches", "notMatches"):
        owner = f'the condition on the variable "{condition.variable}"'
        expression = compile_pattern(wanted, owner=owner)
        has_match = expression is not None and any(map(expression.search, values))
    else:
        has_match = wanted in values
    return has_match != condition.operator.startswith("not")
