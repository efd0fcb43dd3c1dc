"""Determines the variables of a board, their options, and the selected options."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import field, replace
from types import MappingProxyType
from typing import Any

from boardwright.frozen import frozen
from boardwright.preview.board_regexes import BoardRegex, compile_filter
from boardwright.preview.page_model import PageVariable
from boardwright.schema.board_traversal import iter_variables
from boardwright.schema.document import Board
from boardwright.schema.variable import ALL, DashboardVariable, read_listed_options

_DIGITS = re.compile(r"(\d+)")

GivenValues = Mapping[str, Sequence[str]]
"""Name of a variable -> the values that the user selected for the variable."""


@frozen
class VariableOption:
    """A possible value of a variable, and the text that Grafana shows for the value."""

    text: str
    value: str


@frozen
class VariableChoice:
    """A variable with its selected values.

    Attributes:
        options: All options of the variable.
        values: The selected values. If the option All is selected, all values.
        texts: The displayed texts of the selected values.
        is_all: Whether the option All is selected.
        all_value: The value that the board sets for the option All; empty if the board sets no
            value.
        many: Whether several values or the option All can be selected.
    """

    name: str
    kind: str
    label: str = ""
    hide: int = 0
    options: tuple[VariableOption, ...] = field(default=(), repr=False)
    values: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    is_all: bool = False
    all_value: str = ""
    many: bool = False

    @property
    def text(self) -> str:
        """The text that the page shows for the selected values."""
        return "All" if self.is_all else " + ".join(self.texts)

    def select(self, value: str, text: str) -> VariableChoice:
        """Return a copy with one selected value, which a copy of a repeated panel needs."""
        return replace(self, values=(value,), texts=(text,), is_all=False, all_value="")

    def to_page_variable(self) -> PageVariable:
        """Return the variable as the page model contains it."""
        return PageVariable(
            name=self.name, label=self.label, hide=self.hide, values=self.values, text=self.text
        )


Choices = Mapping[str, VariableChoice]
NO_CHOICES: Choices = MappingProxyType({})


def sort_variables(board: Board) -> list[DashboardVariable]:
    """Return the variables of a board. Each variable is after the variables to which it refers."""
    variables = (DashboardVariable(v) for v in iter_variables(board) if isinstance(v, dict))
    waiting = [variable for variable in variables if variable.name]
    names, ordered = {each.name for each in waiting}, list[DashboardVariable]()
    while waiting:
        missing = names - {each.name for each in ordered}
        ready = [each for each in waiting if not each.refers_to & missing - {each.name}]
        ordered += ready or waiting
        waiting = [each for each in waiting if each not in ready] if ready else []
    return ordered


def list_variable_options(
    variable: DashboardVariable, offered: Iterable[str] = ()
) -> tuple[VariableOption, ...]:
    """Return the options of a variable.

    Args:
        variable: The variable.
        offered: The results of the variable's query, or the names of data sources, if the
            variable's JSON does not contain options.
    """
    match variable.type:
        case "custom" | "interval":
            listed = read_listed_options(variable.query_value)
            return tuple(VariableOption(text=text, value=value) for text, value in listed)
        case "constant" | "textbox":
            value = variable.query_value
            return (VariableOption(text=value, value=value),)
        case "switch":
            stored = variable.stored_options
            return tuple(VariableOption(text=text, value=value) for text, value in stored)
        case "query" | "datasource":
            return _sort_options(_filter_values(offered, variable), variable.sort_order)
    return ()


def _filter_values(
    values: Iterable[str], variable: DashboardVariable
) -> tuple[VariableOption, ...]:
    expression = compile_filter(variable.regex, owner=f'the variable "{variable.name}"')
    options: dict[str, VariableOption] = {}
    for value in values:
        option = _build_option(value, expression)
        if option is not None:
            options.setdefault(option.value, option)
    return tuple(options.values())


def _build_option(value: str, expression: BoardRegex | None) -> VariableOption | None:
    if expression is None:
        return VariableOption(text=value, value=value)
    match = expression.search(value)
    if match is None:
        return None
    groups = match.groupdict()
    if "value" in groups or "text" in groups:
        part = groups.get("value") or groups.get("text") or ""
        return VariableOption(text=groups.get("text") or part, value=part)
    part = match[1] if match.groups() and match[1] is not None else value
    return VariableOption(text=part, value=part)


def _sort_options(options: tuple[VariableOption, ...], order: int) -> tuple[VariableOption, ...]:
    """Return the options in the order of the variable's setting `sort`. For example, 0 keeps the
    given order, and 1 is alphabetical order.
    """
    if not order:
        return options
    keys: tuple[Callable[[str], Any], ...] = (str, _find_number, str.lower, _split_numbers)
    key = keys[(order - 1) // 2]
    return tuple(sorted(options, key=lambda option: key(option.text), reverse=order % 2 == 0))


def _find_number(text: str) -> int:
    number = _DIGITS.search(text)
    return int(number[1]) if number else -1


def _split_numbers(text: str) -> list[tuple[int, str]]:
    parts = _DIGITS.split(text.lower())
    return [(int(part), "") if part.isdecimal() else (-1, part) for part in parts]


def select_values(
    variable: DashboardVariable,
    options: Sequence[VariableOption],
    given: Sequence[str] = (),
    auto: str = "1m",
) -> VariableChoice:
    """Return a variable with its selected values: the values in `given`, or else the values in the
    board, or else the first option.

    Args:
        variable: The variable.
        options: The options of the variable.
        given: The values that the user selected; empty if the user selected none.
        auto: The interval that replaces the option `auto` of an interval variable, such as `1m`.
    """
    wanted = list(given) or _choose_default_values(variable, options)
    is_all = variable.include_all and _is_all(wanted)
    selected = list(options) if is_all else [_find_option(options, value) for value in wanted]
    return VariableChoice(
        name=variable.name,
        kind=variable.type,
        label=variable.label or variable.name,
        hide=variable.hide,
        options=tuple(options),
        values=tuple(_resolve_auto(option.value, auto) for option in selected),
        texts=tuple(_format_option_text(option.text) for option in selected),
        is_all=is_all,
        all_value=variable.all_value,
        many=variable.multi or variable.include_all,
    )


def _is_all(values: Sequence[str]) -> bool:
    return [value.lower() for value in values] in ([ALL], ["all"])


def _find_option(options: Sequence[VariableOption], value: str) -> VariableOption:
    matches = (o for o in options if value in (o.value, o.text))
    return next(matches, VariableOption(text=value, value=value))


def _resolve_auto(value: str, auto: str) -> str:
    return auto if value.startswith("$__auto") else value


def _format_option_text(text: str) -> str:
    return "auto" if text.startswith("$__auto") else text


def _choose_default_values(
    variable: DashboardVariable, options: Sequence[VariableOption]
) -> list[str]:
    stored = variable.selected_values
    known = {option.value for option in options}
    fetched = variable.type in {"query", "datasource"} and options
    if stored and (not fetched or _is_all(stored) or known.issuperset(stored)):
        return stored
    if variable.include_all and not stored:
        return [ALL]
    return [options[0].value] if options else stored
