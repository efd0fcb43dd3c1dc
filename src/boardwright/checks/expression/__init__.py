"""Expressions as rules see them: a tree of values, each with its place in the user's text."""

from boardwright.checks.expression.nodes import (
    Aggregation,
    Binary,
    Call,
    Length,
    Matcher,
    Node,
    Number,
    Paren,
    Selector,
    Subquery,
    Text,
    Unary,
)
from boardwright.checks.expression.reading import Expression, read_expression

__all__ = [
    "Aggregation",
    "Binary",
    "Call",
    "Expression",
    "Length",
    "Matcher",
    "Node",
    "Number",
    "Paren",
    "Selector",
    "Subquery",
    "Text",
    "Unary",
    "read_expression",
]
