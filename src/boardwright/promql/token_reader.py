"""The base class of the PromQL parsers. It reads tokens, creates the nodes of the tree with their
positions, and builds syntax errors.
"""

from __future__ import annotations

from boardwright.errors import PromqlError
from boardwright.notation.variable_syntax import is_variable
from boardwright.promql.lexer import DIGITS, Tokens, is_word, shorten_braces
from boardwright.promql.lexical import parse_promql_number, unquote_string
from boardwright.promql.syntax_error import PromqlSyntaxError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, NoReturn, TypeVar

    from boardwright.promql.expr import Expr

    E = TypeVar("E", bound=Expr)
    NodeFields = dict[str, Any]
    """Name of an attribute of a tree node -> value of the attribute."""

NUMBERS = frozenset({"inf", "nan"})
_NOT_LABELS = frozenset({"without", "inf", "nan"})


class UndecidedError(PromqlError):
    """Raised for a PromQL text that the parser can neither accept nor refuse.

    The text is nested too deeply for this parser, or contains a variable in place of an operator.
    """


class TokenReader:
    """Reads the tokens of one text.

    Attributes:
        nodes: All nodes of the tree. Inner nodes come before the nodes that contain them.
        has_quoted_names: Whether the text contains the name of a metric or label in quotes.
    """

    def __init__(self, tokens: Tokens) -> None:
        self._tokens, self._words = tokens, tokens.words
        self._at = 0
        self.nodes: list[Expr] = []
        self.has_quoted_names = False

    def _parse_number_text(self) -> str:
        word = self._words[self._at]
        if word.lower() in NUMBERS:
            self._at += 1
            return "NaN" if word.lower() == "nan" else "Inf"
        if not (word[:1] in DIGITS or (word[:1] == "." and len(word) > 1)):
            self._refuse_token("a number")
        try:
            parse_promql_number(word)
        except ValueError:
            raise self._build_error(f"{word} is not a number or a duration", self._at) from None
        self._at += 1
        return word

    def _parse_labels(self) -> tuple[tuple[str, ...], tuple[int, ...]]:
        opening = self._at
        self._expect_token("(")
        names: list[str] = []
        places: list[int] = []
        while (word := self._words[self._at]) != ")":
            names.append(self._parse_label(word))
            places.append(self._at)
            if self._skip_token() == ",":
                self._at += 1
            elif self._words[self._at] != ")":
                self._refuse_variable_operator()
                self._refuse_unclosed(opening, "a comma or )")
        self._at += 1
        return tuple(names), tuple(places)

    def _parse_label(self, word: str) -> str:
        if is_string(word):
            self.has_quoted_names = True
            name = self._parse_string(self._at)
            if not name:
                raise self._build_error("the name of a label is missing", self._at)
            return name
        if not is_word(word) or word.lower() in _NOT_LABELS:
            self._refuse_token("a label")
        return word

    def _parse_string(self, at: int) -> str:
        word = self._words[at]
        if "\ufffd" in word:
            raise self._build_error("the string contains a character that is not valid UTF-8", at)
        try:
            return unquote_string(word)
        except ValueError as error:
            raise self._build_error(str(error), at) from None

    def _make_node(
        self,
        cls: type[E],
        fields: NodeFields,
        first: int,
        children: tuple[Expr, ...],
        *,
        word: int,
        label_tokens: tuple[int, ...] = (),
    ) -> E:
        node = cls.__new__(cls)
        for child in children:
            vars(child)["parent"] = node
        fields["tokens"] = (first, self._at)
        fields["word"] = word
        if label_tokens:
            fields["label_tokens"] = label_tokens
        vars(node).update(fields)
        self.nodes.append(node)
        return node

    def _skip_token(self) -> str:
        self._at += 1
        return self._words[self._at]

    def _expect_token(self, sign: str) -> None:
        if self._words[self._at] != sign:
            self._refuse_token(sign)
        self._at += 1

    def _close_parenthesis(self, opening: int) -> None:
        """Read a closing parenthesis. If it is missing, report the opening parenthesis at index
        `opening`.
        """
        if self._words[self._at] != ")":
            self._refuse_variable_operator()
            self._refuse_unclosed(opening, "an operator, a comma or )")
        self._at += 1

    def _refuse_unclosed(self, opening: int, expected: str) -> NoReturn:
        if self._words[self._at]:
            self._refuse_token(expected)
        raise self._build_error(f"the {self._words[opening]} is never closed", opening)

    def _refuse_variable_operator(self) -> None:
        """Raise an error if a Grafana variable is in the place of an operator or operand."""
        if self._tokens.has_variables and is_variable(self._words[self._at]):
            word = self._words[self._at]
            raise UndecidedError(f"the meaning of the expression depends on the value of {word}")

    def _refuse_token(self, expected: str) -> NoReturn:
        word = shorten_braces(self._words[self._at])
        if word in {'"', "'", "`", "["}:
            raise self._build_error(f"the {word} is never closed", self._at)
        if word in {")", "]", "}"} and expected.startswith("an operator"):
            raise self._build_error(f"there is no opening bracket for the {word}", self._at)
        actual = f"found {word}" if word else "the expression ends here"
        raise self._build_error(f"expected {expected}, but {actual}", self._at)

    def _build_error(
        self, reason: str, first: int, after: int | None = None, hint: str | None = None
    ) -> PromqlSyntaxError:
        """Return an error that marks the tokens from index `first` up to, but not including, index
        `after`. Without `after`, the error marks the token at `first` or, for braces, only the
        opening brace.
        """
        if after is None:
            start = self._tokens.starts[first]
            span = start, start + len(shorten_braces(self._words[first]))
        else:
            span = self._tokens.locate(first, after)
        return PromqlSyntaxError(reason, text=self._tokens.text, span=span, hint=hint)


def is_string(word: str) -> bool:
    """Return whether a token is a string in quotes or backquotes."""
    return len(word) > 1 and word[0] in "\"'`"
