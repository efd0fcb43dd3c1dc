"""Where in the text each part of an expression stands.

promql-parser gives no positions. But the tree says what must come next, so the tokens of the text
can be read along it without a grammar of our own: one token too many or too few, and nothing is
said about the whole expression.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from boardwright.checks.expression.nodes import (
    Aggregation,
    Binary,
    Call,
    Node,
    Number,
    Paren,
    Selector,
    Subquery,
    Text,
    Unary,
)
from boardwright.promql.substitute import tokens

Span = tuple[int, int]
"""Start and end in a text; the end is one past the last character."""

_OPENING = {"(": ")", "[": "]", "{": "}"}
_GROUPINGS = frozenset({"by", "without"})
_MATCHINGS = frozenset({"on", "ignoring", "group_left", "group_right", "fill", "fill_left"}) | {
    "fill_right"
}


class UnalignedError(Exception):
    """The text and the tree do not go together; a limit of ours."""


class Alignment:
    """The spans of one tree in one text.

    Attributes:
        nodes: Node -> its span.
        words: Node -> the span of its name, operator, or aggregation's word.
        matchers: Matcher (by `id`) -> its span.
        labels: Node -> the label's name -> its span in `by (…)`, `on (…)` and their like.
        windows: Node -> the span of its brackets.
    """

    def __init__(self, tree: Node, text: str) -> None:
        """Read the text along the tree.

        Raises:
            UnalignedError: They do not go together.
        """
        self._tokens: list[re.Match[str]] = [t for t in tokens(text) if t.lastgroup != "space"]
        self._at = 0
        self.nodes: dict[Node, Span] = {}
        self.words: dict[Node, Span] = {}
        self.matchers: dict[int, Span] = {}
        self.labels: dict[Node, dict[str, Span]] = {}
        self.windows: dict[Node, Span] = {}
        self._read(tree)
        if self._at != len(self._tokens):
            raise UnalignedError

    def _read(self, node: Node) -> None:
        while isinstance(node, Number | Selector | Text | Call | Aggregation | Subquery) and (
            self._peek() == "+"
        ):
            self._next()  # a plus sign leaves nothing in the tree
        start = self._at
        _READERS[type(node)](self, node)
        if self._at <= start:
            raise UnalignedError
        self.nodes[node] = self._span(start, self._at)

    def _selector(self, node: Selector) -> None:
        start = self._at
        if self._peek() != "{":
            self.words[node] = self._next().span()
        if self._peek() == "{":
            self._matchers(node)
        if node not in self.words:
            self.words[node] = self._span(start, self._at)
        self._trailing(node, window=node.range is not None)

    def _matchers(self, node: Selector) -> None:
        self._expect("{")
        found: list[Span] = []
        while self._peek() != "}":
            start = self._at
            name = self._next()
            if self._peek() in {"=", "!=", "=~", "!~"}:
                self._next()
                self._next()
                found.append(self._span(start, self._at))
            elif name.lastgroup == "string":  # {"metric.name", …}
                self.words[node] = name.span()
            else:
                raise UnalignedError
            if self._peek() == ",":
                self._next()
        self._expect("}")
        named = [m for m in node.matchers if m.name != "__name__"]
        matchers = node.matchers if len(found) == len(node.matchers) else named
        if len(found) != len(matchers):
            raise UnalignedError
        self.matchers |= {id(m): span for m, span in zip(matchers, found, strict=True)}

    def _trailing(self, node: Node, *, window: bool) -> None:
        """Read `[…]`, `offset` and `@`."""
        if window:
            start = self._at
            self._skip("[")
            self.windows[node] = self._span(start, self._at)
        while self._peek() in {"offset", "@"}:
            self._next()
            if self._peek() in {"-", "+"}:
                self._next()
            self._next()
            if self._peek() == "(":
                self._skip("(")

    def _call(self, node: Call) -> None:
        self.words[node] = self._next().span()
        self._expect("(")
        for index, argument in enumerate(node.args):
            if index:
                self._expect(",")
            self._read(argument)
        if self._peek() == ",":
            self._next()
        self._expect(")")

    def _aggregation(self, node: Aggregation) -> None:
        self.words[node] = self._next().span()
        self._grouping(node)
        self._expect("(")
        if node.param is not None:
            self._read(node.param)
            self._expect(",")
        self._read(node.expr)
        if self._peek() == ",":
            self._next()
        self._expect(")")
        self._grouping(node)

    def _grouping(self, node: Node) -> None:
        if self._peek() in _GROUPINGS:
            self._next()
            self._labels(node)

    def _labels(self, node: Node) -> None:
        self._expect("(")
        while self._peek() != ")":
            token = self._next()
            if token.group() != ",":
                name = token.group().strip("\"'`")
                self.labels.setdefault(node, {}).setdefault(name, token.span())
        self._expect(")")

    def _binary(self, node: Binary) -> None:
        self._read(node.lhs)
        if self._peek() != node.op.lower():
            raise UnalignedError
        self.words[node] = self._next().span()
        if self._peek() == "bool":
            self._next()
        while self._peek() in _MATCHINGS:
            self._next()
            if self._peek() == "(":
                self._labels(node)
        self._read(node.rhs)

    def _subquery(self, node: Subquery) -> None:
        self._read(node.expr)
        self._trailing(node, window=True)

    def _unary(self, node: Unary) -> None:
        self._expect("-")
        self._read(node.expr)

    def _paren(self, node: Paren) -> None:
        self._expect("(")
        self._read(node.expr)
        self._expect(")")

    def _number(self, node: Number) -> None:
        while self._peek() in {"-", "+"}:
            self._next()
        text = self._next().group()
        if re.fullmatch(r"[\d.]+e", text.lower()) and self._peek() in {"-", "+"}:
            self._next()
            self._next()

    def _text(self, node: Text) -> None:
        if self._next().lastgroup != "string":
            raise UnalignedError

    def _peek(self) -> str:
        return self._tokens[self._at].group().lower() if self._at < len(self._tokens) else ""

    def _next(self) -> re.Match[str]:
        if self._at >= len(self._tokens):
            raise UnalignedError
        self._at += 1
        return self._tokens[self._at - 1]

    def _expect(self, sign: str) -> None:
        if self._next().group() != sign:
            raise UnalignedError

    def _skip(self, opening: str) -> None:
        """Read from an opening bracket to its closing one."""
        self._expect(opening)
        depth = 1
        while depth:
            text = self._next().group()
            depth += (text == opening) - (text == _OPENING[opening])

    def _span(self, start: int, end: int) -> Span:
        return self._tokens[start].start(), self._tokens[end - 1].end()


_READERS: dict[type[Node], Callable[[Alignment, Any], None]] = {
    Aggregation: Alignment._aggregation,
    Binary: Alignment._binary,
    Call: Alignment._call,
    Number: Alignment._number,
    Paren: Alignment._paren,
    Selector: Alignment._selector,
    Subquery: Alignment._subquery,
    Text: Alignment._text,
    Unary: Alignment._unary,
}
