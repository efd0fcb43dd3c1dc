"""The one place where expressions become text.

Parentheses stand only where Prometheus' grammar would otherwise read another tree:
every operator is left-associative but `^`, and a sign binds as `*` does.
"""

from __future__ import annotations

from boardwright.promql.calls import Aggregation, Call, Text
from boardwright.promql.lexical import is_legacy_name, is_plain_name, label, quote
from boardwright.promql.operators import (
    ATOMIC_LEVEL,
    LEVELS,
    SIGN_LEVEL,
    Binary,
    Number,
    Unary,
)
from boardwright.promql.paren import Paren
from boardwright.promql.raw import Raw
from boardwright.promql.selectors import Range, Selector, Subquery
from boardwright.promql.variables import Variable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from boardwright.promql.calls import Grouping
    from boardwright.promql.expr import Expr
    from boardwright.promql.matchers import Matcher
    from boardwright.promql.operators import Matching


def render(expr: Expr) -> str:
    """Return the expression's PromQL, on one line."""
    return _RENDERERS[type(expr)](expr)


def _text(expr: Number | Variable | Raw) -> str:
    return expr.text


def _string(expr: Text) -> str:
    return quote(expr.value)


def _selector(expr: Selector) -> str:
    return _series(expr) + _shifts(expr)


def _range(expr: Range) -> str:
    return f"{_series(expr.selector)}[{expr.window}]{_shifts(expr.selector)}"


def _subquery(expr: Subquery) -> str:
    inner = _operand(expr.expr, ATOMIC_LEVEL)
    step = "" if expr.step is None else expr.step
    return f"{inner}[{expr.range}:{step}]{_shifts(expr)}"


def _call(expr: Call) -> str:
    return f"{expr.name}({', '.join(map(render, expr.args))})"


def _paren(expr: Paren) -> str:
    return f"({render(expr.expr)})"


def _unary(expr: Unary) -> str:
    # A second sign needs no parentheses; a product would lose the first one to its left operand.
    level = SIGN_LEVEL if isinstance(expr.expr, Unary) else SIGN_LEVEL + 1
    return f"-{_operand(expr.expr, level)}"


def _aggregation(expr: Aggregation) -> str:
    args = [render(arg) for arg in (expr.param, expr.expr) if arg is not None]
    return f"{expr.op}{_grouping(expr.grouping)}({', '.join(args)})"


def _binary(expr: Binary) -> str:
    level, right_first = LEVELS[expr.op], expr.op == "^"
    left = _operand(expr.left, level + right_first)
    # After an operator a sign can only be a sign.
    signed = isinstance(expr.right, Number | Unary)
    right = render(expr.right) if signed else _operand(expr.right, level + (not right_first))
    return f"{left} {expr.op}{_modifiers(expr)} {right}"


_RENDERERS: dict[type[Expr], Callable[[Any], str]] = {
    Aggregation: _aggregation,
    Binary: _binary,
    Call: _call,
    Number: _text,
    Paren: _paren,
    Range: _range,
    Raw: _text,
    Selector: _selector,
    Subquery: _subquery,
    Text: _string,
    Unary: _unary,
    Variable: _text,
}


def _operand(expr: Expr, least: int) -> str:
    """Return an operand's text, in parentheses if it binds less tightly than `least`."""
    return render(expr) if _level(expr) >= least else f"({render(expr)})"


def _level(expr: Expr) -> int:
    if isinstance(expr, Binary):
        return LEVELS[expr.op]
    if isinstance(expr, Unary) or (isinstance(expr, Number) and expr.text.startswith("-")):
        return SIGN_LEVEL
    return expr.level if isinstance(expr, Raw) else ATOMIC_LEVEL


def _series(expr: Selector) -> str:
    name, matchers = expr.name, [_matcher(matcher) for matcher in expr.matchers]
    if name is not None and not is_plain_name(name):
        # Keywords take a form that every version reads, names in UTF-8 the one of Prometheus 3.
        inside = f"__name__={quote(name)}" if is_legacy_name(name) else quote(name)
        name, matchers = "", [inside, *matchers]
    return f"{name or ''}{{{','.join(matchers)}}}" if matchers or not name else name


def _matcher(matcher: Matcher) -> str:
    return f"{label(matcher.label)}{matcher.op}{quote(matcher.value)}"


def _shifts(expr: Selector | Subquery) -> str:
    at = f" @ {expr.moment}" if expr.moment is not None else ""
    return f"{at} offset {expr.shift}" if expr.shift is not None else at


def _grouping(grouping: Grouping | None) -> str:
    if grouping is None:
        return ""
    word = "without" if grouping.without else "by"
    return f" {word} ({', '.join(grouping.labels)}) "


def _modifiers(expr: Binary) -> str:
    text = " bool" if expr.returns_bool else ""
    return text if expr.matching is None else text + _matching(expr.matching)


def _matching(matching: Matching) -> str:
    text = f" {'on' if matching.on else 'ignoring'} ({', '.join(matching.labels)})"
    if matching.group is None:
        return text
    # The list is written even when empty: a parenthesis after `group_left` would be taken for it.
    return f"{text} group_{matching.group} ({', '.join(matching.include)})"
