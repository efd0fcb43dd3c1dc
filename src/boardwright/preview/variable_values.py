"""Choosing the values of a board's variables, whoever offers them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Literal

from boardwright.frozen import frozen
from boardwright.notation.durations import milliseconds, shown
from boardwright.preview.interpolation import Interpolation
from boardwright.preview.query_sources import QuerySources
from boardwright.preview.time_ranges import TimeRange
from boardwright.preview.variable_options import (
    Choices,
    GivenValues,
    VariableChoice,
    chosen,
    options_of,
    variables_of,
)
from boardwright.schema.datasource_references import read_reference
from boardwright.schema.document import Board
from boardwright.schema.intervals import rounded_interval

Function = Literal["label_values", "label_names", "metrics", "query_result"]

MOST_OPTIONS = 5
"""Values of one variable that a recording has besides the chosen one."""

MOST_SELECTIONS = 12

_LABEL_VALUES = re.compile(
    r"\s*label_values\s*\(\s*(?:(?P<of>.+?)\s*,)?\s*(?P<label>[^,(){}\s]+)\s*\)\s*", re.DOTALL
)
_CALL = re.compile(
    r"\s*(?P<function>query_result|metrics|label_names)\s*\((?P<of>.*)\)\s*", re.DOTALL
)
_AUTO_COUNT = 30


@frozen
class VariableRequest:
    """What a query variable asks a Prometheus for.

    Attributes:
        name: The variable's.
        source: The data source's uid.
        label: Whose values are asked for; empty for other functions than `label_values`.
        text: The series, expression or pattern, variables filled in; empty for all.
    """

    name: str
    source: str
    function: Function
    label: str
    text: str


VariableQuery = Callable[[VariableRequest], Sequence[str]]
"""What a server offers for a variable."""


def choose(
    board: Board,
    *,
    given: GivenValues,
    span: TimeRange,
    sources: QuerySources,
    offer: VariableQuery,
) -> tuple[Choices, dict[str, tuple[str, ...]]]:
    """Return the board's variables with their values, and what was offered for those that ask.

    Args:
        board: The compiled board.
        given: Values that were asked for.
        span: What the board shows.
        sources: The data sources.
        offer: Tells what a query variable offers.
    """
    choices: dict[str, VariableChoice] = {}
    offered: dict[str, tuple[str, ...]] = {}
    for variable in variables_of(board):
        name = str(variable["name"])
        if variable.get("type") in {"adhoc", "groupby"}:
            continue
        found = tuple(
            _offered(variable, Interpolation(choices=choices, range=span), sources, offer)
        )
        if variable.get("type") == "query":
            offered[name] = found
        options = options_of(variable, found)
        choices[name] = chosen(variable, options, given.get(name, ()), _auto(variable, span))
    return _in_order(board, choices), offered


def _in_order(board: Board, choices: Mapping[str, VariableChoice]) -> Choices:
    templating = board.get("templating")
    listed = templating.get("list") if isinstance(templating, dict) else None
    names = [str(v.get("name")) for v in listed or () if isinstance(v, dict)]
    return {name: choices[name] for name in names if name in choices}


def _offered(
    variable: Board, filling: Interpolation, sources: QuerySources, offer: VariableQuery
) -> Sequence[str]:
    if variable.get("type") == "datasource":
        return sources.of_type(str(variable.get("query") or ""))
    if variable.get("type") != "query":
        return ()
    ask = _ask(variable, filling, sources)
    return offer(ask) if ask is not None else ()


def _ask(variable: Board, filling: Interpolation, sources: QuerySources) -> VariableRequest | None:
    source = sources.find(read_reference(variable.get("datasource")), filling)
    text = _query_text(variable)
    if not source.is_prometheus or not text.strip():
        return None
    function, label, of = _parts(text)
    if function is None:
        return None
    return VariableRequest(
        name=str(variable["name"]),
        source=source.uid,
        function=function,
        label=filling.text(label),
        text=filling.promql(of).strip(),
    )


def _query_text(variable: Board) -> str:
    query: Any = variable.get("query")
    inner = query.get("query") if isinstance(query, dict) else query
    return str(inner or variable.get("definition") or "")


def _parts(text: str) -> tuple[Function | None, str, str]:
    found = _LABEL_VALUES.fullmatch(text)
    if found:
        return "label_values", found["label"], found["of"] or ""
    found = _CALL.fullmatch(text)
    if found:
        functions: dict[str, Function] = {
            "query_result": "query_result",
            "metrics": "metrics",
            "label_names": "label_names",
        }
        return functions[found["function"]], "", found["of"].strip()
    return ("query_result", "", text) if re.fullmatch(r"\w+", text.strip()) else (None, "", "")


def _auto(variable: Board, span: TimeRange) -> str:
    """Return the interval that an interval variable's `auto` comes to."""
    count = variable.get("auto_count")
    parts = count if isinstance(count, int) and count > 0 else _AUTO_COUNT
    least = milliseconds(str(variable.get("auto_min") or "10s")) or 10_000
    return shown(max(rounded_interval(span.length / parts), least))


def alternatives(choices: Choices, given: GivenValues) -> list[GivenValues]:
    """Return the other choices that a viewer may want to see, one variable changed in each."""
    found: list[GivenValues] = []
    for choice in choices.values():
        if not choice.is_all and choice.hide != 2 and choice.kind in {"query", "custom"}:
            found += [{**given, choice.name: (value,)} for value in _others(choice)]
    return found[: MOST_SELECTIONS - 1]


def _others(choice: VariableChoice) -> Iterator[str]:
    others = [o.value for o in choice.options if o.value not in choice.values]
    yield from others[:MOST_OPTIONS]
