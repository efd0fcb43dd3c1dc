"""PromQL text as Python that makes it: the part of the language that reads well so.

What is read need not be right: whoever asks renders it, and takes it where the text is the same.
"""

from __future__ import annotations

import re
from ast import literal_eval
from collections.abc import Iterator
from functools import cache
from keyword import iskeyword

from boardwright.promql.table import AGGREGATIONS, FUNCTIONS
from boardwright.source.rewriting import walked
from boardwright.source.tree import Call, Index, Items, Name, Node, Operation, Value, is_name
from boardwright.source.vocabulary import is_promql

LONGEST = 2_000
"""Characters of an expression that is still read as one."""

DEEPEST = 20
"""Parentheses in each other."""

MOST_OPERATORS = 30
"""Operators in one expression."""

_TOKEN = re.compile(
    r"""\s*(?:
        (?P<number>\d+(?:\.\d+)?)(?![\w.])
      | (?P<name>[a-zA-Z_:][\w:]*)
      | (?P<text>"(?:[^"\\\n]|\\.)*")
      | (?P<window>\[[^\]\[(){}:"\s]+\])
      | (?P<sign>=~|!~|!=|>=|<=|[-+*/%(){},=<>])
      | (?P<end>$)
    )""",
    re.VERBOSE | re.ASCII,
)
_PAREN = "paren"
_LEVELS = ({">", "<", ">=", "<="}, {"+", "-"}, {"*", "/", "%"})
"""Operators that Python reads as PromQL does, the loosest first."""

_CONDITIONS = {"!=": "ne", "=~": "re", "!~": "nre"}
_WINDOWS = {
    "$__interval": "INTERVAL",
    "$__range": "RANGE",
    "$__rate_interval": "RATE_INTERVAL",
}
_GROUPINGS = ("by", "without")
_RESERVED = frozenset(
    {"and", "bool", "group_left", "group_right", "ignoring", "offset", "on", "or"}
)


class UnreadError(Exception):
    """The text is none that reads well as Python."""


def read(text: str) -> Node | None:
    """Return the Python that makes an expression; None where there is none worth reading."""
    if len(text) > LONGEST:
        return None
    try:
        found = _Reader(text).all()
    except UnreadError:
        return None
    has_needless = any(isinstance(n, Call) and n.function == _PAREN for n, _ in walked(found))
    return None if has_needless else found  # `paren(…)` reads worse than what it stands for


class _Reader:
    """Reads one expression from its first token to its last."""

    def __init__(self, text: str) -> None:
        self._tokens = list(_tokens(text))
        self._at = 0
        self._depth = self._operators = 0

    def all(self) -> Node:
        """Return the whole."""
        found = self._operation(0)
        self._take("end")
        return found

    def _operation(self, level: int) -> Node:
        if level == len(_LEVELS):
            return self._operand()
        left = self._operation(level + 1)
        while self._peek()[1] in _LEVELS[level]:
            operator = self._next()[1]
            self._operators += 1
            if self._operators > MOST_OPERATORS:
                raise UnreadError
            right = self._operation(level + 1)
            left = Operation(_bare(left, level), operator, _bare(right, level + 1))
        return left

    def _operand(self) -> Node:
        kind, word = self._next()
        if kind == "number":
            return Value(float(word) if "." in word else int(word))
        if word == "(":
            return Call(_PAREN, (self._inside(),))
        if kind != "name" or word in _RESERVED:
            raise UnreadError
        if word in AGGREGATIONS:
            return self._aggregation(word)
        if self._peek()[1] == "(":
            return Call(_function(word), tuple(self._arguments()))
        labels = tuple(self._matchers()) if self._skip("{") else ()
        return self._windowed(Call("metric", (Value(word),), labels))

    def _inside(self) -> Node:
        self._depth += 1
        if self._depth > DEEPEST:
            raise UnreadError
        found = self._operation(0)
        self._expect(")")
        self._depth -= 1
        return found

    def _aggregation(self, name: str) -> Node:
        grouping: tuple[tuple[str, Node], ...] = ()
        if self._peek()[1] in _GROUPINGS:
            word = self._next()[1]
            grouping = ((word, self._labels()),)
        return Call(_function(name), tuple(self._arguments()), grouping)

    def _labels(self) -> Node:
        self._expect("(")
        found = [Value(self._take("name"))]
        while self._skip(","):
            found.append(Value(self._take("name")))
        self._expect(")")
        return found[0] if len(found) == 1 else Items(tuple(found))

    def _arguments(self) -> Iterator[Node]:
        self._expect("(")
        if self._skip(")"):
            return
        self._depth += 1
        if self._depth > DEEPEST:
            raise UnreadError
        yield self._argument()
        while self._skip(","):
            yield self._argument()
        self._depth -= 1
        self._expect(")")

    def _argument(self) -> Node:
        return _text(self._next()[1]) if self._peek()[0] == "text" else self._operation(0)

    def _matchers(self) -> Iterator[tuple[str, Node]]:
        """Yield labels and what they must be, up to the bracket; each label is one argument."""
        seen: set[str] = set()
        while not self._skip("}"):
            if seen:
                self._expect(",")
            label, operator = self._take("name"), self._next()[1]
            if label in seen or not is_name(label) or iskeyword(label):
                raise UnreadError
            seen.add(label)
            yield label, _condition(operator, self._take("text"))

    def _windowed(self, series: Call) -> Node:
        if self._peek()[0] != "window":
            return series
        window = self._next()[1][1:-1]
        constant = _WINDOWS.get(window)
        return Index(series, Name(constant) if constant else Value(window))

    def _peek(self) -> tuple[str, str]:
        return self._tokens[self._at]

    def _next(self) -> tuple[str, str]:
        self._at = min(self._at + 1, len(self._tokens) - 1)
        return self._tokens[self._at - 1]

    def _skip(self, sign: str) -> bool:
        found = self._peek() == ("sign", sign)
        self._at += found
        return found

    def _expect(self, sign: str) -> None:
        if not self._skip(sign):
            raise UnreadError

    def _take(self, kind: str) -> str:
        if self._peek()[0] != kind:
            raise UnreadError
        return self._next()[1]


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    at = 0
    while True:
        found = _TOKEN.match(text, at)
        if found is None or found.lastgroup is None:
            raise UnreadError
        yield found.lastgroup, found[found.lastgroup]
        if found.lastgroup == "end":
            yield "end", ""
            return
        at = found.end()


def _bare(node: Node, level: int) -> Node:
    """Return an operand without the parentheses that Python needs there as well as PromQL."""
    if isinstance(node, Call) and node.function == _PAREN:
        inner = node.arguments[0]
        if isinstance(inner, Operation) and _level(inner) < level:
            return inner
    return node


def _level(node: Operation) -> int:
    return next(turn for turn, signs in enumerate(_LEVELS) if node.operator in signs)


def _condition(operator: str, value: str) -> Node:
    if operator == "=":
        return _text(value)
    if operator not in _CONDITIONS:
        raise UnreadError
    return Call(_CONDITIONS[operator], (_text(value),))


def _text(token: str) -> Value:
    try:
        return Value(str(literal_eval(token)))
    except (SyntaxError, ValueError) as error:
        raise UnreadError from error


def _function(name: str) -> str:
    """Return the name of the Python function for a function or aggregation."""
    found = _functions().get(name)
    if found is None:
        raise UnreadError
    return found


@cache
def _functions() -> dict[str, str]:
    """Those that are called the same in a module: another word of that name may be imported."""
    found = {}
    for name in (*FUNCTIONS, *AGGREGATIONS):
        for word in (f"{name}_", name):
            if is_promql(word):
                found[name] = word
                break
    return found
