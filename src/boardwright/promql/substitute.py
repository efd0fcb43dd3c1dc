"""Grafana's variables and macros, replaced by something a parser can read.

What stands in for a variable depends on what stands there: a duration in `[…]` and after
`offset`, text in quotes, a label in `by (…)`, a number after an operator and as a function's
scalar, the name of a series elsewhere. A map leads back from the new text to the user's.
"""

from __future__ import annotations

import re

from boardwright.notation.variables import VARIABLE
from boardwright.promql.expr import Kind
from boardwright.promql.lexical import quote
from boardwright.promql.operators import COMPARISONS
from boardwright.promql.table import AGGREGATIONS, FUNCTIONS, signature
from boardwright.promql.values import Frozen

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

DURATION, NUMBER, NAME, OTHER_NAME = "5m", "1", "x", "y"
"""What stands in for a variable; `on ($a) group_left ($b)` must not name a label twice."""

_LABEL_LISTS = frozenset({"by", "without", "on", "ignoring", "group_left", "group_right"})
_BEFORE_A_NUMBER = COMPARISONS | frozenset({"+", "-", "*", "/", "%", "^", "atan2", "bool"})
_MATCHES = frozenset({"=", "!=", "=~", "!~"})
_NUMERIC_MACRO = re.compile(r"__(?:from|to|(?:rate_)?(?:interval|range)(?:_m?s)?)")
_BY_KIND = {Kind.SCALAR: NUMBER, Kind.STRING: quote(NAME), Kind.RANGE: f"{NAME}[{DURATION}]"}
_UNNAMED = re.sub(r"\?P<\w+>", "?:", VARIABLE.pattern)
_TOKEN = re.compile(
    rf"""(?P<space>\s+|\#[^\n]*)
    | (?P<string>"(?:\\.|[^"\\])*" | '(?:\\.|[^'\\])*' | `[^`]*`)
    | (?P<word>(?:[\w:.]|{_UNNAMED})+)
    | (?P<sign>=~|!~|==|!=|<=|>=|.)""",
    re.VERBOSE | re.DOTALL,
)
_BETWEEN_COLONS = re.compile(rf"(?:[\w.]|{_UNNAMED})+")


class Piece(Frozen):
    """A replaced stretch of the user's text.

    Attributes:
        start: Where it begins in the user's text.
        source: What stood there.
        text: What stands in for it.
    """

    __slots__ = ("source", "start", "text")
    start: int
    source: str
    text: str

    def __init__(self, *, start: int, source: str, text: str) -> None:
        """Take a place, what stood there and what replaces it."""
        self._set(start=start, source=source, text=text)


class Substituted(Frozen):
    """A text without variables, and the way back to the one it was made of."""

    __slots__ = ("pieces", "source")
    source: str
    pieces: tuple[Piece, ...]

    def __init__(self, *, source: str, pieces: tuple[Piece, ...]) -> None:
        """Take the user's text and what was replaced in it, in order."""
        self._set(source=source, pieces=pieces)

    @property
    def text(self) -> str:
        """The text to parse."""
        text, at = "", 0
        for piece in self.pieces:
            text += self.source[at : piece.start] + piece.text
            at = piece.start + len(piece.source)
        return text + self.source[at:]

    @property
    def variables(self) -> tuple[str, ...]:
        """The names of the variables, each once, in order of first use."""
        found = (name for piece in self.pieces for name in names(piece.source))
        return tuple(dict.fromkeys(found))

    def origin(self, offset: int) -> int:
        """Return where in the user's text the character at `offset` of the new text comes from.

        A character of a stand-in comes from the start of what it stands for.
        """
        shift = 0
        for piece in self.pieces:
            start = piece.start + shift
            if offset < start:
                break
            if offset < start + len(piece.text):
                return piece.start
            shift += len(piece.text) - len(piece.source)
        return offset - shift


def names(text: str) -> Iterator[str]:
    """Yield the names of the variables in a text."""
    for found in VARIABLE.finditer(text):
        yield found["braced"] or found["plain"] or found["old"]


def substitute(text: str, *, operand: str = NUMBER, function: str = "sum") -> Substituted:
    """Replace Grafana's variables and macros by what may stand in their places.

    Args:
        text: PromQL as it stands in a dashboard.
        operand: What to put after arithmetic and comparison operators.
        function: What to put before a parenthesis.
    """
    return Substituted(source=text, pieces=tuple(_Scan(text, operand, function).pieces()))


def tokens(text: str) -> Iterator[re.Match[str]]:
    """Yield the text in pieces: `space` (comments, too), `string`, `word` and `sign`.

    A word is a name, a number, a variable, or several of them without a space between.
    """
    return _TOKEN.finditer(text)


class _Open:
    """An open bracket: its sign, the call and argument it is in, or the word of its labels."""

    def __init__(self, sign: str, call: str, argument: int, labels: str) -> None:
        self.sign, self.call, self.argument, self.labels = sign, call, argument, labels


class _Scan:
    """One pass over the tokens, aware of the brackets around each."""

    def __init__(self, text: str, operand: str, function: str) -> None:
        self._tokens = [token for token in tokens(text) if token.lastgroup != "space"]
        self._operand, self._function = operand, function
        self._open: list[_Open] = []
        self._aggregation = ""  # whose list of labels has just been closed

    def pieces(self) -> Iterator[Piece]:
        for at, token in enumerate(self._tokens):
            if token.lastgroup == "string":
                yield from self._string(token)
            elif token.lastgroup == "word":
                yield from self._word(at, token)
            self._track(at, token.group())

    def _track(self, at: int, text: str) -> None:
        aggregation, self._aggregation = self._aggregation, ""
        if text in {"(", "[", "{"}:
            self._open.append(self._opened(at, text, aggregation))
        elif text in {")", "]", "}"} and self._open:
            closed = self._open.pop()
            self._aggregation = closed.call if closed.labels else ""
        elif text == "," and self._open:
            self._open[-1].argument += 1

    def _opened(self, at: int, sign: str, aggregation: str) -> _Open:
        before = self._text(at - 1)
        if before in _LABEL_LISTS:
            return _Open(sign, self._text(at - 2), 0, before)
        call = aggregation or before
        if call in FUNCTIONS or call in AGGREGATIONS or not self._open:
            return _Open(sign, call, 0, "")
        around = self._open[-1]  # plain parentheses in a scalar argument hold a scalar
        return _Open(sign, around.call if _argument(around) == NUMBER else "", around.argument, "")

    def _text(self, at: int) -> str:
        inside = 0 <= at < len(self._tokens)
        return self._tokens[at].group().lower() if inside else ""

    def _string(self, token: re.Match[str]) -> Iterator[Piece]:
        text = token.group()
        if text.startswith("`"):  # promql-parser does not read a backslash in them
            yield Piece(
                start=token.start(), source=text, text=quote(VARIABLE.sub(NAME, text[1:-1]))
            )
        else:
            yield from _each(token.start(), text, NAME)

    def _word(self, at: int, token: re.Match[str]) -> Iterator[Piece]:
        start, text = token.start(), token.group()
        if not VARIABLE.search(text):
            return
        if self._inside("["):
            yield from _durations(start, text)
        elif VARIABLE.fullmatch(text) or self._after(at, "offset"):
            yield Piece(start=start, source=text, text=self._stand_in(at, text))
        else:
            yield from _each(start, text, self._beside(at, text))

    def _beside(self, at: int, text: str) -> str:
        """Return what stands in for a variable that is a part of a longer word."""
        if self._text(at + 1) == "(":
            return self._function
        return NUMBER if text[0].isdigit() or text[0] == "." else NAME

    def _stand_in(self, at: int, text: str) -> str:
        before, after = self._text(at - 1), self._text(at + 1)
        if self._inside("{"):
            return _matcher(before, after)
        if self._after(at, "offset"):
            return DURATION
        if self._open and self._open[-1].labels:
            return OTHER_NAME if self._open[-1].labels.startswith("group") else NAME
        if after in {"(", "by", "without"}:
            return self._function
        if after in {"{", "[", "offset", "@"} and not self._after(at, "@"):
            return NAME
        return NUMBER if self._after(at, "@") else self._value(before, text)

    def _value(self, before: str, text: str) -> str:
        wanted = _argument(self._open[-1]) if self._open else NAME
        if wanted == NUMBER or _NUMERIC_MACRO.fullmatch(next(names(text))):
            return NUMBER
        if before in _BEFORE_A_NUMBER:
            return self._operand
        return wanted if before in {"(", ","} else NAME

    def _after(self, at: int, what: str) -> bool:
        """Return whether a word follows `what`, with a sign between or without."""
        before = self._text(at - 1)
        return what in {before, self._text(at - 2) if before in {"-", "+"} else ""}

    def _inside(self, sign: str) -> bool:
        return bool(self._open) and self._open[-1].sign == sign


def _each(start: int, text: str, stand_in: str) -> Iterator[Piece]:
    for found in VARIABLE.finditer(text):
        yield Piece(start=start + found.start(), source=found.group(), text=stand_in)


def _durations(start: int, text: str) -> Iterator[Piece]:
    for part in _BETWEEN_COLONS.finditer(text):
        if VARIABLE.search(part.group()):
            yield Piece(start=start + part.start(), source=part.group(), text=DURATION)


def _matcher(before: str, after: str) -> str:
    """Return what stands in for a variable in braces: a label, a value, or a whole matcher."""
    if before in _MATCHES:
        return quote(NAME)
    if after in _MATCHES:
        return NAME
    comma_before = "" if before in {"{", ","} else ","
    comma_after = "" if after in {"}", ","} else ","
    return f"{comma_before}{NAME}={quote(NAME)}{comma_after}"


def _argument(around: _Open) -> str:
    if around.call not in FUNCTIONS and around.call not in AGGREGATIONS:
        return NAME
    wanted = signature(around.call)
    return _BY_KIND.get(wanted.kind(around.argument), NAME) if wanted.kinds else NAME
