"""Converts boardwright's values and promql-parser's trees to tuples that can be compared.

Parentheses are omitted on both sides, because they only affect the shape of the tree.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import promql_parser as parser

from boardwright.promql import (
    Aggregation,
    Binary,
    Call,
    Duration,
    Expr,
    Number,
    Paren,
    Range,
    Selector,
    Subquery,
    Text,
)
from boardwright.promql.operators import Unary

Tree = tuple[Any, ...]
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_OPS = {"Equal": "=", "NotEqual": "!=", "Re": "=~", "NotRe": "!~"}


def of_value(expr: Expr) -> Tree:
    """Return the tuple for one of boardwright's values."""
    return _OF_VALUE[type(expr)](expr)


def of_text(text: str) -> Tree:
    """Parse a text with promql-parser and return the tuple; ValueError if the text is invalid."""
    return of_ast(parser.parse(text))


def of_ast(node: Any) -> Tree:
    """Return the tuple for a tree of promql-parser."""
    return _OF_AST[type(node)](node)


def _word(value: object) -> str:
    """Return the last word of a value of promql-parser's enums."""
    return str(value).rpartition(".")[2]


def _number(value: float) -> Tree:
    return ("number", "NaN" if math.isnan(value) else value)


def _matchers(expr: Selector) -> Tree:
    found = [(one.name, one.op, one.value) for one in expr.matchers]
    return tuple(sorted(found + ([("__name__", "=", expr.name)] if expr.name else [])))


def _read_matchers(node: Any) -> Tree:
    found = [(one.name, _OPS[_word(one.op)], one.value) for one in node.matchers.matchers]
    return tuple(sorted(found + ([("__name__", "=", node.name)] if node.name else [])))


def _length(value: Duration | None) -> timedelta | None:
    return None if value is None else timedelta(milliseconds=value.milliseconds or 0)


def _shifts(expr: Selector | Subquery) -> Tree:
    moment = expr.moment
    if moment is not None and moment not in {"start()", "end()"}:
        moment = round(float(moment) * 1000)  # type: ignore[assignment]
    return (_length(expr.shift), moment)


def _read_shifts(node: Any) -> Tree:
    return (node.offset, None if node.at is None else _read_moment(node.at))


def _read_moment(at: Any) -> object:
    if _word(at.type) != "At":
        return f"{_word(at.type).lower()}()"
    return round((at.at.astimezone(UTC) - EPOCH) / timedelta(milliseconds=1))


def _subquery(expr: Subquery) -> Tree:
    inner = of_value(expr.expr)
    return ("subquery", inner, _length(expr.range), _length(expr.step), *_shifts(expr))


def _read_subquery(node: Any) -> Tree:
    return ("subquery", of_ast(node.expr), node.range, node.step, *_read_shifts(node))


def _aggregation(expr: Aggregation) -> Tree:
    param = None if expr.param is None else of_value(expr.param)
    grouping = None if expr.grouping is None else (expr.grouping.title(), expr.labels)
    return ("aggregation", expr.op, grouping, param, of_value(expr.expr))


def _read_aggregation(node: Any) -> Tree:
    param = None if node.param is None else of_ast(node.param)
    found = node.modifier
    grouping = None if found is None else (_word(found.type), tuple(found.labels))
    return ("aggregation", str(node.op), grouping, param, of_ast(node.expr))


def _binary(expr: Binary) -> Tree:
    sides = (of_value(expr.lhs), of_value(expr.rhs))
    return ("binary", expr.op, expr.returns_bool, _matching(expr), *sides)


def _read_binary(node: Any) -> Tree:
    returns_bool = node.modifier is not None and node.modifier.return_bool
    sides = (of_ast(node.lhs), of_ast(node.rhs))
    return ("binary", str(node.op), returns_bool, _read_matching(node), *sides)


def _matching(expr: Binary) -> Tree | None:
    if expr.matching is None:
        return None
    include = None if expr.group is None else expr.include
    return (expr.matching == "on", expr.labels, expr.group, include)


def _read_matching(node: Any) -> Tree | None:
    found = node.modifier
    if found is None or found.matching is None:
        return None
    group = {"ManyToOne": "left", "OneToMany": "right"}.get(_word(found.card))
    include = None if group is None else tuple(found.group_labels or ())
    on = _word(found.matching.type) == "Include"
    return (on, tuple(found.matching.labels), group, include)


_OF_VALUE: dict[type[Expr], Callable[[Any], Tree]] = {
    Aggregation: _aggregation,
    Binary: _binary,
    Call: lambda expr: ("call", expr.name, *map(of_value, expr.args)),
    Number: lambda expr: _number(expr.value),
    Paren: lambda expr: of_value(expr.expr),
    Range: lambda expr: ("range", of_value(expr.selector), _length(expr.window)),
    Selector: lambda expr: ("selector", _matchers(expr), *_shifts(expr)),
    Subquery: _subquery,
    Text: lambda expr: ("string", expr.value),
    Unary: lambda expr: ("minus", of_value(expr.expr)),
}
_OF_AST: dict[type, Callable[[Any], Tree]] = {
    parser.AggregateExpr: _read_aggregation,
    parser.BinaryExpr: _read_binary,
    parser.Call: lambda node: ("call", node.func.name, *map(of_ast, node.args)),
    parser.MatrixSelector: lambda node: ("range", of_ast(node.vector_selector), node.range),
    parser.NumberLiteral: lambda node: _number(node.val),
    parser.ParenExpr: lambda node: of_ast(node.expr),
    parser.StringLiteral: lambda node: ("string", node.val),
    parser.SubqueryExpr: _read_subquery,
    parser.UnaryExpr: lambda node: ("minus", of_ast(node.expr)),
    parser.VectorSelector: lambda node: ("selector", _read_matchers(node), *_read_shifts(node)),
}
