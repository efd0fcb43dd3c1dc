"""Selects values for the variables of a board, and parses the queries of variables."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Literal

from boardwright.frozen import frozen
from boardwright.notation.durations import format_duration, parse_range_milliseconds
from boardwright.notation.query_calls import QueryFunction, read_query_call
from boardwright.preview.interpolation import Interpolation
from boardwright.preview.query_sources import QuerySources
from boardwright.preview.time_ranges import TimeRange
from boardwright.preview.variable_options import (
    Choices,
    GivenValues,
    VariableChoice,
    list_variable_options,
    select_values,
    sort_variables,
)
from boardwright.schema.dashboard import Dashboard
from boardwright.schema.datasource_references import read_reference
from boardwright.schema.document import Board
from boardwright.schema.intervals import round_interval
from boardwright.schema.variable import DashboardVariable

VariableFunction = QueryFunction | Literal["other"]

MOST_OPTIONS = 5
"""The number of other values for each variable for which answers are recorded."""

MOST_SELECTIONS = 12
"""The largest number of choices of variable values in a recording."""

_AUTO_COUNT = 30
"""Grafana's default of the variable setting `auto_count`: the number of intervals in the time range
for the option `auto`.
"""


@frozen
class VariableRequest:
    """The query of a variable.

    Attributes:
        name: Name of the variable.
        source: Uid of the data source.
        function: The query function of Grafana's Prometheus data source, such as `label_values`;
            `other` for a query in another language.
        label: The label of `label_values`; empty for other functions.
        text: The argument of the function: a selector, expression or pattern, in which variables
            are replaced. Empty for all series.
        filter: The `regex` of the variable, which selects some of the values.
    """

    name: str
    source: str
    function: VariableFunction
    label: str
    text: str
    filter: str = ""


VariableLookup = Callable[[VariableRequest], Sequence[str]]
"""A function that returns the values of a variable from the data source."""


def choose_values(
    board: Board,
    *,
    given: GivenValues,
    span: TimeRange,
    sources: QuerySources,
    query: VariableLookup,
) -> tuple[Choices, dict[str, tuple[str, ...]]]:
    """Return the variables with their selected values, and the answers to the variables' queries.

    Args:
        board: The compiled board.
        given: The values that the user selected, by the name of the variable.
        span: The time range of the board.
        sources: The data sources of the project.
        query: Function that returns the values for the query of a variable.
    """
    choices: dict[str, VariableChoice] = {}
    offered: dict[str, tuple[str, ...]] = {}
    for stored in sort_variables(board):
        if stored.type in {"adhoc", "groupby"}:
            continue
        filling = Interpolation(choices=choices, range=span)
        # As in Grafana, the regex may contain the values of other variables.
        variable = stored.with_regex(filling.fill(stored.regex, "regex"))
        values = tuple(_find_offered_values(variable, filling, sources, query))
        if variable.type == "query":
            offered[variable.name] = values
        options = list_variable_options(variable, values)
        choices[variable.name] = select_values(
            variable, options, given.get(variable.name, ()), _compute_auto_interval(variable, span)
        )
    return _sort_choices(board, choices), offered


def _sort_choices(board: Board, choices: Mapping[str, VariableChoice]) -> Choices:
    names = (each.name for each in Dashboard(board).variables)
    return {name: choices[name] for name in names if name in choices}


def _find_offered_values(
    variable: DashboardVariable,
    filling: Interpolation,
    sources: QuerySources,
    query: VariableLookup,
) -> Sequence[str]:
    if variable.type == "datasource":
        return sources.list_names(variable.query_text)
    if variable.type != "query":
        return ()
    request = _build_request(variable, filling, sources)
    return query(request) if request is not None else ()


def _build_request(
    variable: DashboardVariable, filling: Interpolation, sources: QuerySources
) -> VariableRequest | None:
    source = sources.find(read_reference(variable.datasource_reference), filling)
    text = variable.whole_query
    if not text.strip():
        return None
    function, label, argument = _split_query(text) if source.is_prometheus else ("other", "", text)
    return VariableRequest(
        name=variable.name,
        source=source.uid,
        function=function,
        label=filling.fill(label),
        text=filling.fill_promql(argument).strip(),
        filter=variable.regex,
    )


def _split_query(text: str) -> tuple[VariableFunction, str, str]:
    """Return the function, label and argument of a variable query in Grafana's syntax, such as
    `label_values(up, job)`.
    """
    call = read_query_call(text)
    if call:
        return call.function, call.label, call.argument
    is_metric = re.fullmatch(r"\w+", text.strip()) is not None
    return ("query_result", "", text) if is_metric else ("other", "", text)


def _compute_auto_interval(variable: DashboardVariable, span: TimeRange) -> str:
    """Return the interval that replaces the option `auto` of an interval variable."""
    parts = variable.auto_count or _AUTO_COUNT
    least = parse_range_milliseconds(variable.auto_min or "10s") or 10_000
    return format_duration(max(round_interval(span.length / parts), least))


def list_alternatives(choices: Choices, given: GivenValues) -> list[GivenValues]:
    """Return the choices of variable values for which answers are recorded in addition to
    `choices`. Each choice differs from `choices` in one variable.
    """
    alternatives: list[GivenValues] = []
    for choice in choices.values():
        if not choice.is_all and choice.hide != 2 and choice.kind in {"query", "custom"}:
            alternatives += [
                {**given, choice.name: (value,)} for value in _iter_other_values(choice)
            ]
    return alternatives[: MOST_SELECTIONS - 1]


def _iter_other_values(choice: VariableChoice) -> Iterator[str]:
    others = [o.value for o in choice.options if o.value not in choice.values]
    yield from others[:MOST_OPTIONS]
