"""Converts lists of labels to PromQL text, for `by (…)`, `without (…)`, `on (…)` and similar
modifiers.
"""

from __future__ import annotations

from boardwright.notation.variables import is_variable
from boardwright.promql.expr import Expr, Kind
from boardwright.promql.expression_places import refuse
from boardwright.promql.lexical import grouping_label, is_encodable


def label_names(names: tuple[str | Expr, ...]) -> tuple[str, ...]:
    """Return the names of the labels. For a Grafana variable, the result contains the text of the
    variable.

    Raises:
        PromqlError: A name is empty or is not text.
    """
    return tuple(_name(name) for name in names)


def label_list(names: tuple[str, ...]) -> str:
    """Return the labels in parentheses, with quotes where PromQL requires them."""
    return f"({', '.join(name if is_variable(name) else grouping_label(name) for name in names)})"


def _name(name: str | Expr) -> str:
    if isinstance(name, Expr):
        if name.kind is Kind.ANY:
            return str(name)
    elif isinstance(name, str) and name and is_encodable(name):
        return name
    raise refuse(f"{name!r} is not a valid label name")
