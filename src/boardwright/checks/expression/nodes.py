"""The tree of an expression as rules see it: Prometheus' words, the user's variables in place.

It is made once for an expression from promql-parser's tree. Where a Grafana variable stood, its
text (`$job`) stands again in names, labels and values, and lengths and numbers are unknown.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal


@dataclass(slots=True, eq=False)
class Length:
    """A length of time.

    Attributes:
        milliseconds: None when a variable stands there.
        variable: The variable's text, such as `$__rate_interval`.
    """

    milliseconds: int | None
    variable: str | None = None

    def __str__(self) -> str:
        """Return it as messages show it."""
        from boardwright.notation.durations import shown

        return self.variable or shown(self.milliseconds or 0) or "0s"


@dataclass(slots=True, eq=False)
class Matcher:
    """One label matcher; `value` is the user's text, `variable` tells whether it holds any."""

    name: str
    op: Literal["=", "!=", "=~", "!~"]
    value: str
    variable: bool = False


@dataclass(slots=True, eq=False)
class Node:
    """A part of an expression; two parts are equal only if they are the same.

    Attributes:
        parent: What it is a direct part of; None for the whole.
        children: Its direct parts that are expressions, in the order of the text.
    """

    parent: Node | None = field(default=None, init=False, repr=False)
    children: tuple[Node, ...] = field(default=(), init=False, repr=False)

    def walk(self) -> Iterator[Node]:
        """Yield it and everything in it, in the order of the text."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            yield node
            waiting.extend(reversed(node.children))

    def parents(self) -> Iterator[Node]:
        """Yield what it is in, from the inside out."""
        node = self.parent
        while node is not None:
            yield node
            node = node.parent

    @property
    def bare(self) -> Node:
        """It without parentheses around it."""
        node = self
        while isinstance(node, Paren):
            node = node.expr
        return node


@dataclass(slots=True, eq=False)
class Selector(Node):
    """A selection of series, with a range or without.

    Attributes:
        name: The metric's name; None when only matchers tell; may hold variables.
        matchers: Those in braces. A name given by `__name__="x"` is in `name` as well.
        range: In brackets; None for an instant selector.
        offset: After `offset`.
        at: Whether it has an `@`.
        variable_name: Whether the name holds a variable.
    """

    name: str | None
    matchers: tuple[Matcher, ...]
    range: Length | None = None
    offset: Length | None = None
    at: bool = False
    variable_name: bool = False


@dataclass(slots=True, eq=False)
class Call(Node):
    """A call of a function; `variable` tells that the name is a variable's, and thus a guess."""

    name: str
    args: tuple[Node, ...]
    variable: bool = False


@dataclass(slots=True, eq=False)
class Aggregation(Node):
    """`sum by (…) (…)` and its kin.

    Attributes:
        op: `sum`, `topk`, `count_values`, …
        expr: What is aggregated.
        param: The first argument of `topk`, `quantile`, `count_values` and the like.
        grouping: None when neither is written, which keeps no label at all.
        labels: In the parentheses after `by` or `without`; variables as they are written.
        variable: The aggregation's name is a variable's, and thus a guess.
    """

    op: str
    expr: Node
    param: Node | None
    grouping: Literal["by", "without"] | None
    labels: tuple[str, ...]
    variable: bool = False


@dataclass(slots=True, eq=False)
class Binary(Node):
    """An operation on two sides.

    Attributes:
        op: `+`, `>`, `and`, …
        matching: How series of the two sides meet; None when not written.
        labels: Of `on` or `ignoring`.
        group: The side that may have many series, for `group_left` and `group_right`.
        include: Labels in the parentheses of `group_left` or `group_right`.
        returns_bool: Whether a comparison gives 0 or 1 and filters nothing.
        fill: Whether series without a partner are filled in.
    """

    op: str
    lhs: Node
    rhs: Node
    matching: Literal["on", "ignoring"] | None = None
    labels: tuple[str, ...] = ()
    group: Literal["left", "right"] | None = None
    include: tuple[str, ...] = ()
    returns_bool: bool = False
    fill: bool = False


@dataclass(slots=True, eq=False)
class Subquery(Node):
    """`expr[range:step]`; `step` is None when none is written."""

    expr: Node
    range: Length
    step: Length | None
    offset: Length | None = None


@dataclass(slots=True, eq=False)
class Unary(Node):
    """A minus sign before an expression that is no number."""

    expr: Node


@dataclass(slots=True, eq=False)
class Paren(Node):
    """Parentheses."""

    expr: Node


@dataclass(slots=True, eq=False)
class Number(Node):
    """A number; `value` is None when a variable stands there."""

    value: float | None


@dataclass(slots=True, eq=False)
class Text(Node):
    """A string, as the user means it, variables unfilled."""

    value: str
    variable: bool = False
