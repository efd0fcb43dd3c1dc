"""Splits PromQL text into tokens. A Grafana variable is a token, or a part of a token.

The parser accepts a Grafana variable in place of a name, a number, a duration, a label or a
matcher. Variables are therefore not replaced before a text is parsed.

Source: Prometheus's lexer (`promql/parser/lex.go`, 2.x and 3.x).
"""

from __future__ import annotations

import re

from boardwright.notation.variable_syntax import VARIABLE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

VARIABLE_PATTERN = re.sub(r"\?P<\w+>", "?:", VARIABLE.pattern)
_SPACE = r"[ \t\r\n]*(?:\#[^\r\n]*[ \t\r\n]*)*"
_BRACES = r"""\{(?:
    [^{}"'`\#$]+
  | "[^"\\\n]*(?:\\[^\n][^"\\\n]*)*"
  | \$(?:\{[^}]*\})?
  | '[^'\\\n]*(?:\\[^\n][^'\\\n]*)*'
  | `[^`]*`
  | \#[^\r\n]*
)*+(?:\}|[\S\s]*)"""
_WORD = r"""(
    {name}
  | [-+*%^()}},@]
  | {braces}
  | "[^"\\\n]*(?:\\[^\n][^"\\\n]*)*"
  | =~ | !~ | == | != | <[=/]? | >[=/]? | = | /
  | \[(?:[^\[\]\#]|\#[^\r\n]*[\r\n]|\[\[\w+(?::\w+)?\]\])*\]
  | \.?[0-9](?:[0-9A-Za-z_.]|(?<=[eE])[+-]{or_variable})*
  | '[^'\\\n]*(?:\\[^\n][^'\\\n]*)*'
  | `[^`]*`
  | [^ \t\r\n\#]
){space}"""
_NAME = "[A-Za-z_:][A-Za-z0-9_:]*"
_WITH_VARIABLES = re.compile(
    _WORD.format(
        name=rf"(?:{_NAME}|{VARIABLE_PATTERN})(?:[A-Za-z0-9_:]+|{VARIABLE_PATTERN})*",
        or_variable=f"|{VARIABLE_PATTERN}",
        braces=_BRACES,
        space=_SPACE,
    ),
    re.VERBOSE,
)
_PLAIN = re.compile(
    _WORD.format(name=_NAME, or_variable="", braces=_BRACES, space=_SPACE), re.VERBOSE
)
_LEADING = re.compile(_SPACE)
NAME_STARTS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_:")
DIGITS = frozenset("0123456789")


class Tokens:
    """The tokens of a PromQL text. Braces and everything inside them are one token, so that equal
    braces of several queries are parsed only once.

    Attributes:
        text: The PromQL text.
        words: The texts of the tokens, without white space and comments; the last token is empty.
        has_variables: Whether the text may contain Grafana variables.
    """

    __slots__ = ("_splits_braces", "_starts", "has_variables", "text", "words")

    def __init__(self, text: str, *, splits_braces: bool = False) -> None:
        """Split a text into tokens.

        Args:
            text: The PromQL text.
            splits_braces: Whether to split braces into their tokens. In this case, the text must be
                one pair of braces.
        """
        self.text = text
        self.has_variables = "$" in text or "[[" in text
        self._splits_braces = splits_braces
        self.words: list[str] = self._pattern.findall(text, self._begin)
        self.words.append("")
        if splits_braces:
            self.words.insert(0, "{")
        self._starts: list[int] | None = None

    @property
    def starts(self) -> list[int]:
        """The position in the text at which each token begins."""
        if self._starts is None:
            matches = self._pattern.finditer(self.text, self._begin)
            self._starts = [0] if self._splits_braces else []
            self._starts += [match.start() for match in matches]
            self._starts.append(len(self.text))
        return self._starts

    @property
    def _pattern(self) -> re.Pattern[str]:
        return _WITH_VARIABLES if self.has_variables else _PLAIN

    @property
    def _begin(self) -> int:
        begin = 1 if self._splits_braces else 0
        space = _LEADING.match(self.text, begin) if self.text[begin : begin + 1] in _BLANK else None
        return space.end() if space else begin

    def locate(self, first: int, after: int) -> tuple[int, int]:
        """Return the start and end position in the text of the tokens from index `first` up to, but
        not including, index `after`.
        """
        last = max(first, after - 1)
        return self.starts[first], self.starts[last] + len(self.words[last])


_BLANK = frozenset(" \t\r\n#")


def iter_tokens(text: str) -> Iterator[tuple[str, int]]:
    """Yield the tokens of a text with their positions, including the tokens inside braces. White
    space and comments are omitted.
    """
    return _split_braces(Tokens(text), 0)


def _split_braces(tokens: Tokens, shift: int) -> Iterator[tuple[str, int]]:
    for word, start in zip(tokens.words[:-1], tokens.starts, strict=False):
        if word[0] == "{" and len(word) > 1:
            yield from _split_braces(Tokens(word, splits_braces=True), shift + start)
        else:
            yield word, shift + start


def shorten_braces(token: str) -> str:
    """Return a token for use in a message. For braces, return only the opening brace."""
    return "{" if token[:1] == "{" else token


def is_word(token: str) -> bool:
    """Return whether a token is a name, a keyword or a Grafana variable."""
    first = token[:1]
    return first in NAME_STARTS or first == "$" or (first == "[" and is_old_variable(token))


def is_old_variable(token: str) -> bool:
    """Return whether a token is a variable in Grafana's old notation, such as `[[job]]`."""
    return token.startswith("[[") and token[2:3] not in {"[", ""}
