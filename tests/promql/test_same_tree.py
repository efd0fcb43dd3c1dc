"""Rendered and parsed again, an expression is the same tree, with no parenthesis to spare."""

from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, given, settings

from boardwright.promql import Expr, parse
from promql.strategies import MINIMAL, MODERN, OPERATIONS, VARIED
from promql.trees import of_text, of_value

THOROUGH = settings(
    max_examples=400,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
MANY = settings(THOROUGH, max_examples=1500)
TOKEN = re.compile(r'"(?:\\.|[^"\\])*"|[\w:.]+|\s+|.', re.DOTALL)
LABEL_LISTS = frozenset({"on", "ignoring", "group_left", "group_right"})
GROUPINGS = frozenset({"by", "without"})
WORDS_BEFORE_AN_OPERAND = frozenset({"and", "or", "unless", "atan2", "bool"})


@given(MODERN.exprs)
@THOROUGH
def test_a_rendered_expression_is_parsed_to_the_same_tree(expr: Expr) -> None:
    assert of_text(str(expr)) == of_value(expr)


@given(OPERATIONS)
@MANY
def test_rendered_operators_are_parsed_to_the_same_tree(expr: Expr) -> None:
    assert of_text(str(expr)) == of_value(expr)


@given(OPERATIONS)
@MANY
def test_rendered_operators_have_no_unneeded_parentheses(expr: Expr) -> None:
    refuse_spare_parentheses(expr)


@given(MINIMAL.exprs)
@THOROUGH
def test_a_rendered_expression_has_no_unneeded_parentheses(expr: Expr) -> None:
    refuse_spare_parentheses(expr)


@given(VARIED.exprs)
@THOROUGH
def test_rendered_variables_can_be_parsed(expr: Expr) -> None:
    parse(str(expr))


@given(MODERN.exprs)
@THOROUGH
def test_a_rendered_expression_has_one_line(expr: Expr) -> None:
    assert "\n" not in str(expr)


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("(a + b) * c", [(0, 6)]),
        ("sum by (x) (a)", []),
        ("a / on (x) group_left () (b + c)", [(25, 31)]),
        ("rate((-x)[5m:])", [(5, 8)]),
        ("x @ start()", []),
    ],
)
def test_parentheses_around_operands_are_found(text: str, pairs: list[tuple[int, int]]) -> None:
    assert operand_parentheses(text) == pairs


def refuse_spare_parentheses(expr: Expr) -> None:
    text, tree = str(expr), of_value(expr)
    for start, end in operand_parentheses(text):
        without = text[:start] + text[start + 1 : end] + text[end + 1 :]
        assert read(without) != tree, f"{text} means the same as {without}"


def operand_parentheses(text: str) -> list[tuple[int, int]]:
    """Return the parentheses that do not belong to a call or a list of labels."""
    pairs: list[tuple[int, int]] = []
    opened: list[tuple[int, str]] = []
    closed, before = "", ""
    for token in TOKEN.finditer(text):
        if token.group().isspace():
            continue
        if token.group() == "(":
            opened.append((token.start(), _owner(before, closed)))
        elif token.group() == ")":
            start, closed = opened.pop()
            pairs += [(start, token.start())] if closed == "operand" else []
        before = token.group()
    return sorted(pairs)


def _owner(before: str, closed: str) -> str:
    if before in LABEL_LISTS | GROUPINGS:
        return before
    if before == ")" and closed in GROUPINGS:
        return "call"
    is_word = re.fullmatch(r"[A-Za-z_]\w*", before) is not None
    return "call" if is_word and before not in WORDS_BEFORE_AN_OPERAND else "operand"


def read(text: str) -> object:
    try:
        return of_text(text)
    except ValueError:
        return None
