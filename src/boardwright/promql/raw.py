"""PromQL text as a value that keeps the author's wording."""

from __future__ import annotations

from boardwright.errors import PromqlError
from boardwright.frozen import frozen
from boardwright.promql.expr import Expr, Kind
from boardwright.promql.expression_places import refuse
from boardwright.promql.lexer import tokens
from boardwright.promql.operators import SIGN_LEVEL, Operand
from boardwright.promql.parser import parse


@frozen
class Raw(Operand):
    """Parsed text that is rendered as it was written; use `raw(…)` to make one.

    Attributes:
        text: The text, on one line.
        tree: The tree.
    """

    text: str
    tree: Expr

    @property
    def kind(self) -> Kind:
        """The kind of its tree."""
        return self.tree.kind

    @property
    def children(self) -> tuple[Expr, ...]:
        """The tree."""
        return (self.tree,)

    @property
    def level(self) -> int:
        """That of its tree, or of the sign in front of it."""
        return min(self.tree.level, SIGN_LEVEL) if self.text[0] in "+-" else self.tree.level

    def __str__(self) -> str:
        """Return the text."""
        return self.text


def raw(text: str) -> Raw:
    """Return PromQL text as a value, Grafana's variables and macros included.

    It is parsed, so that it is type-checked and gets the parentheses it needs. Comments are
    dropped, and white space becomes one blank.

    >>> from boardwright.promql import raw
    >>> str(raw('up{job="$job"} or vector(0)') * 100)
    '(up{job="$job"} or vector(0)) * 100'

    Raises:
        PromqlError: It is not PromQL.
    """
    if not isinstance(text, str) or not text.strip():
        raise refuse(f"{text!r} is not PromQL text")
    line = _one_line(text)
    try:
        return Raw(text=line, tree=parse(line))
    except PromqlError as error:
        raise refuse(error.what, error.hint) from None


def _one_line(text: str) -> str:
    """Return the text without comments, with a blank for each run of white space."""
    line, end = "", None
    for word, start in tokens(text):
        line += f" {word}" if end is not None and start > end else word
        end = start + len(word)
    return line
