"""Converts lists of labels to PromQL text, for `by (…)`, `without (…)`, `on (…)` and similar
modifiers.
"""

from __future__ import annotations

from boardwright.notation.variable_syntax import is_variable
from boardwright.promql.expr import Expr, Kind
from boardwright.promql.expression_places import build_promql_error
from boardwright.promql.lexical import format_grouping_label, is_encodable


def convert_labels(names: tuple[str | Expr, ...]) -> tuple[str, ...]:
    """Return the names of the labels. For a Grafana variable, the result contains the text of the
    variable.

    Raises:
        PromqlError: A name is empty, is not text, or contains a character that UTF-8 cannot encode.
    """
    return tuple(_convert_label(name) for name in names)


def format_label_list(names: tuple[str, ...]) -> str:
    """Return the labels in parentheses, with quotes where PromQL requires them."""
    texts = (name if is_variable(name) else format_grouping_label(name) for name in names)
    return f"({', '.join(texts)})"


def _convert_label(name: str | Expr) -> str:
    if isinstance(name, Expr):
        if name.kind is Kind.ANY:
            return str(name)
    elif isinstance(name, str) and name and is_encodable(name):
        return name
    raise build_promql_error(f"{name!r} is not a valid label name")
