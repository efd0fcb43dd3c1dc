"""The function `raw`, which converts PromQL text to an expression."""

from __future__ import annotations

from boardwright.errors import PromqlError
from boardwright.frozen import frozen
from boardwright.promql.expr import Expr, Kind
from boardwright.promql.expression_places import build_promql_error
from boardwright.promql.lexer import iter_tokens
from boardwright.promql.operators import SIGN_LEVEL, Operand
from boardwright.promql.parser import parse


@frozen
class Raw(Operand):
    """PromQL text as an expression. To create such an expression, call `raw(…)`.

    Attributes:
        text: The PromQL text on one line, without comments.
        tree: The parsed tree of the text.
    """

    text: str
    tree: Expr

    @property
    def kind(self) -> Kind:
        """The kind of the tree's result."""
        return self.tree.kind

    @property
    def children(self) -> tuple[Expr, ...]:
        """The parsed tree."""
        return (self.tree,)

    @property
    def level(self) -> int:
        """The precedence of the expression. If the text begins with a sign, the precedence is at
        most that of a sign.
        """
        return min(self.tree.level, SIGN_LEVEL) if self.text[0] in "+-" else self.tree.level

    def __str__(self) -> str:
        return self.text


def raw(text: str) -> Raw:
    """Return PromQL text as an expression. The text may contain Grafana's variables and macros.

    boardwright parses the text, checks the types, and adds parentheses where the surrounding
    expression needs them. It removes comments, and replaces consecutive white space by one space.

    >>> from boardwright.promql import raw
    >>> str(raw('up{job="$job"} or vector(0)') * 100)
    '(up{job="$job"} or vector(0)) * 100'

    Raises:
        PromqlError: The text is not PromQL.
    """
    if not isinstance(text, str) or not text.strip():
        raise build_promql_error(f"{text!r} is not PromQL text")
    line = _join_lines(text)
    try:
        return Raw(text=line, tree=parse(line))
    except PromqlError as error:
        raise build_promql_error(error.what, error.hint) from None


def _join_lines(text: str) -> str:
    line, end = "", None
    for word, start in iter_tokens(text):
        line += f" {word}" if end is not None and start > end else word
        end = start + len(word)
    return line
