"""Finds the columns of query results to which a panel's transformations, overrides and options
refer by name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from boardwright.frozen import frozen
from boardwright.schema.json_object import JsonObject, ensure_list
from boardwright.schema.panel import Panel

_WHOLE_NAME = re.compile(r"/\^?(?P<name>[^/^$.*+?()\[\]{}|\\]+)\$?/[a-z]*")
"""Matches a Grafana regular expression that consists only of a name, such as `/^cpu$/`."""

_NUMBER = re.compile(r"\s*[-+]?[\d.]+\s*")
_CALCULATED = re.compile(r".* \(\w+\)")
"""Matches the name of a column that the transformation `groupBy` creates, such as `Value (sum)`."""


@frozen
class NamedColumns:
    """The columns that a panel expects in the results of its queries.

    Attributes:
        names: Names of all columns, without duplicates.
        numbers: Names of the columns that the panel uses in calculations or shows as numbers.
    """

    names: tuple[str, ...]
    numbers: frozenset[str]


@frozen
class _Use:
    name: str
    is_number: bool = False


def find_named_columns(panel: Panel) -> NamedColumns:
    """Return the columns to which a panel refers, without the columns that its transformations
    create.
    """
    uses: list[_Use] = []
    made: set[str] = set()
    for kind, table in panel.stored_transformations:
        options = JsonObject(table)
        new = set(_iter_made_names(kind, options))
        uses += (use for use in _iter_uses(kind, options) if use.name not in made | new)
        made |= new
    uses += (use for use in _iter_shown_uses(panel) if use.name not in made)
    names = dict.fromkeys(use.name for use in uses if not _CALCULATED.fullmatch(use.name))
    return NamedColumns(
        names=tuple(names),
        numbers=frozenset(use.name for use in uses if use.is_number and use.name in names),
    )


def read_join_field(options: Mapping[str, Any]) -> str:
    """Return the column by which a transformation joins tables; empty if `options` names no column.

    Args:
        options: The options of the transformation `joinByField` or `seriesToColumns`.
    """
    return JsonObject(options).text("byField")


def list_label_columns(options: Mapping[str, Any]) -> list[str]:
    """Return the labels that a transformation uses: labels that become columns, and the label whose
    values become the names of columns.

    Args:
        options: The options of the transformation `labelsToFields`.
    """
    view = JsonObject(options)
    value = view.text("valueLabel")
    labels = [each for each in ensure_list(view.at("keepLabels")) if isinstance(each, str)]
    return [*labels, *([value] if value else [])]


def _iter_made_names(kind: str, options: JsonObject) -> Iterator[str]:
    if kind == "organize":
        yield from (str(new) for old, new in options.table("renameByName").items() if new != old)
    elif kind == "calculateField":
        yield options.text("alias")


def _iter_uses(kind: str, options: JsonObject) -> Iterator[_Use]:
    if kind == "organize":
        for key in ("renameByName", "indexByName", "excludeByName"):
            yield from map(_build_text_use, options.table(key))
    elif kind == "groupBy":
        for name, field in options.table("fields").items():
            is_number = isinstance(field, dict) and field.get("operation") == "aggregate"
            yield _Use(name=name, is_number=is_number)
    elif kind in {"joinByField", "seriesToColumns"}:
        yield _build_text_use(read_join_field(options.raw) or "Time")
    elif kind == "filterFieldsByName":
        yield from map(_build_text_use, ensure_list(options.at("include", "names")))
    elif kind == "calculateField":
        yield from map(_build_number_use, _iter_operands(options))
    elif kind in {"groupingToMatrix", "partitionByValues"}:
        named = (
            options.text("columnField"),
            options.text("rowField"),
            *ensure_list(options.at("fields")),
        )
        yield from (_build_text_use(name) for name in named if name)
        yield from (_build_number_use(name) for name in (options.text("valueField"),) if name)


def _iter_operands(options: JsonObject) -> Iterator[str]:
    mode = options.text("mode")
    if mode == "reduceRow":
        yield from map(str, ensure_list(options.at("reduce", "include")))
    for side in ("left", "right") if mode == "binary" else ():
        is_matcher = options.text("binary", side, "matcher", "id") == "byName"
        written = options.text("binary", side)
        operand = options.text("binary", side, "matcher", "options") if is_matcher else written
        if operand and not _NUMBER.fullmatch(operand):
            yield operand


def _iter_shown_uses(panel: Panel) -> Iterator[_Use]:
    for override in panel.overrides:
        if override.matcher == "byName":
            name = override.options if isinstance(override.options, str) else ""
            yield _build_text_use(name)
    shown = _WHOLE_NAME.fullmatch(panel.reduced_fields)
    if shown is not None:
        yield _build_number_use(shown["name"])


def _build_text_use(name: Any) -> _Use:
    return _Use(name=str(name))


def _build_number_use(name: str) -> _Use:
    return _Use(name=name, is_number=True)
