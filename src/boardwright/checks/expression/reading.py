"""From the text of a query to an expression: its tree, or what is wrong with it."""

from __future__ import annotations

import re
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

import promql_parser

from boardwright.checks.expression.aligning import Alignment, Span, UnalignedError
from boardwright.checks.expression.converting import Conversion
from boardwright.checks.expression.markers import Marked
from boardwright.checks.expression.nodes import (
    Aggregation,
    Binary,
    Call,
    Matcher,
    Node,
    Number,
    Selector,
    Subquery,
)
from boardwright.notation.variables import VARIABLE
from boardwright.promql.parse import is_too_deep
from boardwright.promql.substitute import tokens

if TYPE_CHECKING:
    from boardwright.checks.labels import ResultLabels

_ATTEMPTS = (("1", "sum"), ("x", "sum"), ("1", "rate"), ("x", "rate"))
"""What to put for an operand and for a function, the likelier first; as `promql.parse` does."""

_NAMED = re.compile(r"(?:function|with name|call to|operator|inside braces:) '([^']+)'")
"""How promql-parser names what it refuses; it gives no positions."""

_CLOSED_BY = {"(": ")", "[": "]", "{": "}"}
_HALVES = frozenset(")]}\"'`")


class Expression:
    """One query's text, read once.

    Attributes:
        text: As its author wrote it, variables unfilled.
        tree: Its tree; None when it does not parse, or is too deep to be looked at.
        error: Why Prometheus would not read it; None when it would.
        nodes: Every part, the inner ones before the outer.
    """

    def __init__(
        self, text: str, *, tree: Node | None, error: str | None, marked: Marked, nodes: list[Node]
    ) -> None:
        """Take what `read_expression` found."""
        self.text, self.tree, self.error = text, tree, error
        self.nodes = nodes
        self._marked = marked

    @cached_property
    def selectors(self) -> tuple[Selector, ...]:
        """All selectors."""
        return tuple(node for node in self.nodes if type(node) is Selector)

    @cached_property
    def calls(self) -> tuple[Call, ...]:
        """All calls of functions; aggregations are not among them."""
        return tuple(node for node in self.nodes if type(node) is Call)

    @cached_property
    def aggregations(self) -> tuple[Aggregation, ...]:
        """All aggregations."""
        return tuple(node for node in self.nodes if type(node) is Aggregation)

    @cached_property
    def binaries(self) -> tuple[Binary, ...]:
        """All operations on two sides."""
        return tuple(node for node in self.nodes if type(node) is Binary)

    @cached_property
    def subqueries(self) -> tuple[Subquery, ...]:
        """All subqueries."""
        return tuple(node for node in self.nodes if type(node) is Subquery)

    @cached_property
    def numbers(self) -> tuple[Number, ...]:
        """All numbers."""
        return tuple(node for node in self.nodes if type(node) is Number)

    @cached_property
    def metrics(self) -> frozenset[str]:
        """The names of its metrics, but for those that hold a variable."""
        return frozenset(s.name for s in self.selectors if s.name and not s.variable_name)

    @cached_property
    def labels(self) -> ResultLabels:
        """Which labels its result has, may have, or cannot have."""
        from boardwright.checks.labels import UNKNOWN, labels_of

        return UNKNOWN if self.tree is None else labels_of(self.tree)

    @cached_property
    def variables(self) -> tuple[tuple[str, Span], ...]:
        """The variables and macros in it with their spans, in order; one may come again."""
        return tuple(
            (found["braced"] or found["plain"] or found["old"], found.span())
            for token in tokens(self.text)
            if token.lastgroup != "space"
            for found in VARIABLE.finditer(self.text, *token.span())
        )

    def span(self, part: Node | Matcher) -> Span | None:
        """Return where a part stands in the text; None when that cannot be told."""
        found = self._alignment
        if found is None:
            return None
        if isinstance(part, Matcher):
            return self._origin(found.matchers.get(id(part)))
        return self._origin(found.nodes.get(part))

    def word_span(self, node: Node) -> Span | None:
        """Return where a metric's or function's name, or an operator, stands."""
        return self._origin(self._alignment.words.get(node)) if self._alignment else None

    def window_span(self, node: Selector | Subquery) -> Span | None:
        """Return where the brackets with the range stand."""
        return self._origin(self._alignment.windows.get(node)) if self._alignment else None

    def label_span(self, node: Aggregation | Binary, label: str) -> Span | None:
        """Return where a label stands in `by (…)`, `on (…)` and their like."""
        if self._alignment is None:
            return None
        for text, span in self._alignment.labels.get(node, {}).items():
            if self._marked.restored(text) == label:
                return self._origin(span)
        return None

    def source(self, part: Node | Matcher) -> str:
        """Return the user's text of a part; the whole when it cannot be told."""
        span = self.span(part)
        return self.text[slice(*span)] if span else self.text

    @cached_property
    def error_span(self) -> Span | None:
        """Where the fault is; None when neither brackets nor the parser's words tell."""
        if self.error is None:
            return None
        return unbalanced(self.text) or _named(self.text, self.error)

    @cached_property
    def _alignment(self) -> Alignment | None:
        if self.tree is None:
            return None
        try:
            return Alignment(self.tree, self._marked.text)
        except (UnalignedError, RecursionError):
            return None

    def _origin(self, span: Span | None) -> Span | None:
        if span is None:
            return None
        if not self._marked.has_variables:
            return span
        read = self._marked.read
        start, last = read.origin(span[0]), read.origin(span[1] - 1)
        end = max(
            (p.start + len(p.source) for p in read.pieces if p.start == last), default=last + 1
        )
        return start, end


def _named(text: str, error: str) -> Span | None:
    """Return where the one function, operator or sign stands that the parser names."""
    named = _NAMED.search(error)
    spans = [token.span() for token in tokens(text) if named and token.group() == named[1]]
    return spans[0] if len(spans) == 1 else None


@lru_cache(maxsize=1024)
def read_expression(text: str) -> Expression:
    """Return the expression of a query's text; what is wrong with it is in `error`."""
    if is_too_deep(text):
        return _without_tree(text, None)
    reason = None
    for operand, function in _ATTEMPTS:
        marked = Marked(text, operand=operand, function=function)
        try:
            return _converted(text, marked)
        except ValueError as error:
            reason = reason or str(error)
        except RecursionError:
            return _without_tree(text, None)
        if not marked.has_variables:
            break
    return _without_tree(text, Marked(text).restored(reason or "it does not parse"))


def _converted(text: str, marked: Marked) -> Expression:
    conversion = Conversion(marked)
    tree = conversion.node(promql_parser.parse(marked.text))
    read = Expression(text, tree=tree, error=None, marked=marked, nodes=conversion.nodes)
    functions = marked.functions
    if functions:
        _mark_functions(read, frozenset(functions))
    return read


def _mark_functions(read: Expression, starts: frozenset[int]) -> None:
    """Mark the calls whose name is a variable's."""
    words = read._alignment.words if read._alignment else {}
    named: tuple[Call | Aggregation, ...] = (*read.calls, *read.aggregations)
    for node in named:
        if node not in words or words[node][0] in starts:
            node.variable = True


def _without_tree(text: str, error: str | None) -> Expression:
    return Expression(text, tree=None, error=error, marked=Marked(""), nodes=[])


def unbalanced(text: str) -> Span | None:
    """Return the bracket or quote that has no other half, if one has none."""
    opened: list[tuple[str, Span]] = []
    for token in tokens(text):
        sign = token.group()
        if sign in _CLOSED_BY:
            opened.append((sign, token.span()))
        elif opened and sign == _CLOSED_BY[opened[-1][0]]:
            opened.pop()
        elif sign in _HALVES:
            return token.span()
    return opened[-1][1] if opened else None
