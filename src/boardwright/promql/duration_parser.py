"""Parser for durations: `5m`, `300`, `$__interval`, and expressions such as `2 * step()`.

Source: the rules for `duration_expr` in Prometheus's grammar (`promql/parser/generated_parser.y`).
"""

from __future__ import annotations

import re
from functools import lru_cache

from boardwright.frozen import frozen
from boardwright.notation.durations import LONGEST, parse_milliseconds
from boardwright.notation.variable_syntax import VARIABLE, is_variable
from boardwright.promql.arithmetic import calculate_operation
from boardwright.promql.duration_nodes import Duration
from boardwright.promql.lexer import DIGITS, VARIABLE_PATTERN, shorten_braces
from boardwright.promql.lexical import parse_promql_number
from boardwright.promql.syntax_error import PromqlSyntaxError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import NoReturn

_TOKEN = re.compile(
    rf"(?:[0-9A-Za-z_.]|(?<=[0-9.][eE])[+-]|{VARIABLE_PATTERN})+|\#[^\r\n]*|[^ \t\r\n]"
)
_LEVELS = {"+": 1, "-": 1, "*": 2, "/": 2, "%": 2, "^": 3}
_SIGN_LEVEL = 3
_OPERAND = "a number or a duration such as 5m"


class DurationError(Exception):
    """Raised for a duration that Prometheus refuses.

    Attributes:
        reason: One sentence that describes the fault.
        at: Index of the faulty token.
    """

    def __init__(self, reason: str, at: int) -> None:
        super().__init__(reason)
        self.reason, self.at = reason, at


@frozen
class Length:
    """The length of a duration expression.

    Attributes:
        seconds: The length in seconds; None if the length is known only when the query runs.
        is_literal: Whether the expression is a single number or duration, with or without a sign.
    """

    seconds: float | None
    is_literal: bool

    @property
    def milliseconds(self) -> int | None:
        """The length in whole milliseconds; None if the length is unknown or infinite."""
        if self.seconds is None or not abs(self.seconds) * 1000 <= LONGEST:
            return None
        return round(self.seconds * 1000)


class DurationParser:
    """Parser for a duration inside a list of tokens.

    Attributes:
        at: Index of the next token.
    """

    def __init__(self, words: Sequence[str], at: int = 0) -> None:
        """Store the tokens.

        Args:
            words: The texts of the tokens. The last text must be empty.
            at: Index of the duration's first token.
        """
        self._words, self.at = words, at

    def parse_expression(self, least: int = 0) -> Length:
        """Parse an expression whose operators have the precedence `least` or higher.

        Raises:
            DurationError: Prometheus refuses the duration.
        """
        left = self._parse_signed()
        while (level := _LEVELS.get(self._words[self.at])) is not None and level >= least:
            at = self.at
            self.at += 1
            op = self._words[at]
            right = self.parse_expression(level + (op != "^"))
            if op in {"/", "%"} and right.is_literal and right.seconds == 0:
                raise DurationError("division by zero", at)
            left = _combine_lengths(op, left, right)
        return left

    def parse_offset(self) -> Length:
        """Parse the duration after `offset`, in which operators are allowed only in parentheses.

        Raises:
            DurationError: Prometheus refuses the duration.
        """
        word, after = self._words[self.at], self._words[self.at + 1 : self.at + 2]
        if word == "(" or (word in {"+", "-"} and after and after[0] in {"+", "-"}):
            return self.parse_expression()
        if word in {"+", "-"}:
            self.at += 1
            return _negate_length(self._parse_operand()) if word == "-" else self._parse_operand()
        return self._parse_operand()

    def parse_positive(self) -> Length:
        """Parse the duration of a range or step, which must be longer than 0.

        Raises:
            DurationError: Prometheus refuses the duration.
        """
        at = self.at
        length = self.parse_expression()
        if length.is_literal and length.seconds is not None and length.seconds <= 0:
            raise DurationError("a range or step must be longer than 0", at)
        return length

    def refuse_token(self, expected: str) -> NoReturn:
        """Raise an error because the next token is not the expected token."""
        word = shorten_braces(self._words[self.at])
        actual = f"found {word}" if word else "the duration ends here"
        raise DurationError(f"expected {expected}, but {actual}", self.at)

    def _parse_signed(self) -> Length:
        word = self._words[self.at]
        if word not in {"+", "-"}:
            return self._parse_operand()
        self.at += 1
        length = self.parse_expression(_SIGN_LEVEL)
        return _negate_length(length) if word == "-" else length

    def _parse_operand(self) -> Length:
        word = self._words[self.at]
        if word == "(":
            self.at += 1
            inner = self.parse_expression()
            self._expect_token(")")
            return Length(seconds=inner.seconds, is_literal=False)
        if word[:1] in DIGITS or word[:1] == ".":
            return self._parse_number(word)
        if word[:1] != "{" and VARIABLE.search(word):
            self.at += 1
            return Length(seconds=None, is_literal=False)
        return self._parse_call(word.lower())

    def _parse_number(self, word: str) -> Length:
        if VARIABLE.search(word):
            self.at += 1
            return Length(seconds=None, is_literal=False)
        try:
            seconds = parse_promql_number(word)
        except ValueError:
            raise DurationError(f"{word} is not a number or a duration", self.at) from None
        if not seconds * 1000 <= LONGEST:
            raise DurationError(
                "the duration is longer than 292 years, the maximum that Prometheus supports",
                self.at,
            )
        self.at += 1
        return Length(seconds=seconds, is_literal=True)

    def _parse_call(self, name: str) -> Length:
        if name in {"step", "range"}:
            self.at += 1
            self._expect_token("(")
            self._expect_token(")")
            return Length(seconds=None, is_literal=False)
        if name not in {"max_of", "min_of"}:
            self.refuse_token(_OPERAND)
        self.at += 1
        self._expect_token("(")
        one = self.parse_expression().seconds
        self._expect_token(",")
        other = self.parse_expression().seconds
        self._expect_token(")")
        if one is None or other is None:
            return Length(seconds=None, is_literal=False)
        return Length(seconds=(max if name == "max_of" else min)(one, other), is_literal=False)

    def _expect_token(self, sign: str) -> None:
        if self._words[self.at] != sign:
            self.refuse_token(sign)
        self.at += 1


@frozen
class Brackets:
    """The range in brackets after an expression: `[5m]`, or `[1h:5m]` of a subquery.

    Attributes:
        range: The length of the range.
        step: The step of a subquery; None if the brackets contain no step.
        is_subquery: Whether the brackets contain a colon.
    """

    range: Duration
    step: Duration | None
    is_subquery: bool


@lru_cache(maxsize=1024)
def parse_brackets(text: str) -> Brackets:
    """Parse a range such as `[5m]` or `[1h:5m]`, including its brackets.

    Raises:
        PromqlSyntaxError: Prometheus refuses the range. The error contains the position in `text`.
    """
    inside = text[1:-1]
    length = parse_milliseconds(inside)
    if length and 0 < length <= LONGEST:
        window = Duration(text=inside, milliseconds=length)
        return Brackets(range=window, step=None, is_subquery=False)
    if is_variable(inside):
        window = Duration(text=inside, milliseconds=None)
        return Brackets(range=window, step=None, is_subquery=False)
    return _parse_inside(inside, text)


def parse_duration(text: str) -> Duration:
    """Parse the text of one duration, which may be negative.

    Raises:
        PromqlSyntaxError: Prometheus refuses the duration.
    """
    tokens = _list_tokens(text)
    parser = DurationParser([word for word, _ in tokens])
    try:
        length = parser.parse_expression()
        if parser.at < len(tokens) - 1:
            parser.refuse_token("an operator")
    except DurationError as error:
        raise _place_error(error, tokens, text, 0) from None
    return _build_duration(text, length)


def join_lines(text: str) -> str:
    """Return the text of a duration on one line. Consecutive white space becomes one space."""
    return " ".join(text.split())


def _parse_inside(inside: str, text: str) -> Brackets:
    tokens = _list_tokens(inside)
    words = [word for word, _ in tokens]
    parser = DurationParser(words)
    try:
        range_ = parser.parse_positive()
        first, step = parser.at, None
        is_subquery = words[first] == ":"
        if is_subquery:
            parser.at += 1
            step = parser.parse_positive() if words[parser.at] else None
        if parser.at < len(tokens) - 1:
            parser.refuse_token("]" if is_subquery else "an operator, a colon or ]")
    except DurationError as error:
        raise _place_error(error, tokens, text, len("[")) from None
    colon = tokens[first][1]
    return Brackets(
        range=_build_duration(inside[:colon], range_),
        step=None if step is None else _build_duration(inside[colon + 1 :], step),
        is_subquery=is_subquery,
    )


def _build_duration(text: str, length: Length) -> Duration:
    return Duration(text=join_lines(text), milliseconds=length.milliseconds)


def _list_tokens(text: str) -> list[tuple[str, int]]:
    """Return the tokens of a text with their positions, followed by an empty token."""
    matches = [(match.group(), match.start()) for match in _TOKEN.finditer(text)]
    has_number = False
    tokens: list[tuple[str, int]] = []
    for word, start in matches:
        has_number = has_number or word[0] in DIGITS or "$" in word
        if word[0] != "#" or not has_number:  # Before a number, a comment is an error.
            tokens.append((word, start))
    return [*tokens, ("", len(text))]


def _place_error(
    error: DurationError, tokens: list[tuple[str, int]], text: str, shift: int
) -> PromqlSyntaxError:
    word, start = tokens[error.at]
    start += shift
    return PromqlSyntaxError(error.reason, text=text, span=(start, start + max(1, len(word))))


def _negate_length(length: Length) -> Length:
    seconds = None if length.seconds is None else -length.seconds
    return Length(seconds=seconds, is_literal=length.is_literal)


def _combine_lengths(op: str, left: Length, right: Length) -> Length:
    seconds = None
    if left.seconds is not None and right.seconds is not None:
        seconds = calculate_operation(op, left.seconds, right.seconds)
    return Length(seconds=seconds, is_literal=False)
