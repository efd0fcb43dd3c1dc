"""Parser for the braces of a selector: `{job="node",mode!="idle"}`.

Many queries of a board contain the same braces, such as `{instance="$node",job="$job"}`. Equal
braces are parsed only once.
"""

from __future__ import annotations

import re
from functools import lru_cache

from boardwright.frozen import frozen
from boardwright.lazy import lazy_property
from boardwright.notation.variable_syntax import VARIABLE, is_variable
from boardwright.promql.lexer import Tokens, is_word
from boardwright.promql.matchers import Matcher
from boardwright.promql.regexes import find_regex_fault
from boardwright.promql.selectors import accepts_missing_label
from boardwright.promql.token_reader import TokenReader, is_string

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from boardwright.promql.matchers import MatchOp

_OPERATORS: dict[str, MatchOp] = {"=": "=", "!=": "!=", "=~": "=~", "!~": "!~"}
_VALUE = re.compile(rf"(?P<escapes>\\\\*)(?:{VARIABLE.pattern})")


@frozen(eq=False)
class Braces:
    """The parsed braces of a selector.

    Attributes:
        tokens: The tokens of the braces. The first token is the opening brace.
        name: Name of the metric; None if the braces do not contain it.
        name_token: Index of the token that is the metric's name; 0 if the name follows `__name__=`,
            or if there is no name.
        matchers: The matchers in the braces, without the metric's name.
        matched_name: The value of a matcher on `__name__`; None if `matchers` contains no matcher
            on `__name__`.
        quoted_names: Indexes of the tokens that are names of metrics or labels in quotes.
    """

    tokens: Tokens
    name: str | None = None
    name_token: int = 0
    matchers: tuple[Matcher, ...] = ()
    matched_name: str | None = None
    quoted_names: tuple[int, ...] = ()

    @lazy_property
    def accept_missing_labels(self) -> bool:
        """Whether every matcher also matches series without its label. If this depends on the value
        of a Grafana variable, the result is False.
        """
        return all(map(accepts_missing_label, self.matchers))


NO_BRACES = Braces(tokens=Tokens(""))
"""The `Braces` of a selector that is written without braces."""


@lru_cache(maxsize=1024)
def parse_braces(text: str) -> Braces:
    """Parse the braces of a selector.

    Raises:
        PromqlSyntaxError: Prometheus refuses the matchers, or the braces are never closed. The
            error contains the position in `text`.
    """
    return _BracesParser(Tokens(text, splits_braces=True)).parse()


def copy_matchers(matchers: Iterable[Matcher]) -> tuple[Matcher, ...]:
    """Return a copy of each matcher."""
    return tuple(map(_copy_matcher, matchers))


def _copy_matcher(matcher: Matcher) -> Matcher:
    copy = Matcher.__new__(Matcher)
    vars(copy).update(vars(matcher))
    return copy


class _BracesParser(TokenReader):
    """Parses one pair of braces. The first token is the opening brace."""

    def __init__(self, tokens: Tokens) -> None:
        super().__init__(tokens)
        self._matchers: list[Matcher] = []
        self._names: list[tuple[str, int]] = []
        """Each metric name inside the braces, with the index of its token. The index is 0 for a
        name after `__name__=`.
        """
        self._quoted_labels: list[int] = []

    def parse(self) -> Braces:
        """Parse and return the braces."""
        word = self._skip_token()
        while word != "}":
            self._parse_matcher(word)
            word = self._words[self._at]
            if word == ",":
                word = self._skip_token()
            elif word != "}" and not self._has_variable_matcher(word):
                self._refuse_unclosed(0, "a comma or }")
        self._at += 1
        return self._make_braces()

    def _make_braces(self) -> Braces:
        name, name_token = None, 0
        matchers = self._matchers
        if len(self._names) == 1 and self._names[0][0]:
            name, name_token = self._names[0]
        else:
            named = [self._make_matcher("__name__", "=", value, at) for value, at in self._names]
            matchers = [*named, *matchers]
        quoted = (*(at for _, at in self._names if at), *self._quoted_labels)
        return Braces(
            tokens=self._tokens,
            name=name,
            name_token=name_token,
            matchers=tuple(matchers),
            matched_name=next((each.value for each in matchers if each.name == "__name__"), None),
            quoted_names=quoted,
        )

    def _has_variable_matcher(self, word: str) -> bool:
        """Return whether this token, or the last matcher, is a Grafana variable that replaces whole
        matchers.
        """
        return (bool(self._matchers) and not self._matchers[-1].op) or is_variable(word)

    def _parse_matcher(self, word: str) -> None:
        if not word:
            self._refuse_unclosed(0, "a label")
        first = self._at
        op = _OPERATORS.get(self._skip_token())
        if op is None and is_string(word):
            self._names.append((self._parse_string(first), first))
        elif op is None and is_variable(word):
            self._matchers.append(self._make_matcher(word, "", "", first))
        else:
            self._parse_condition(self._parse_label_name(word, first), op, first)

    def _parse_label_name(self, word: str, first: int) -> str:
        if is_string(word):
            return self._parse_string(first)
        if not is_word(word):
            self._at = first
            self._refuse_unclosed(0, "a label or }")
        if ":" in word and ":" in VARIABLE.sub("", word):
            raise self._build_error(
                f"{word} is not a label name, because it contains a colon", first
            )
        return word

    def _parse_condition(self, name: str, op: MatchOp | None, first: int) -> None:
        if op is None:
            self._refuse_unclosed(0, "an operator: = != =~ or !~")
        self._at += 1
        value = self._parse_matcher_value()
        if op in {"=~", "!~"}:
            self._check_regex(value)
        if name == "__name__" and op == "=":
            self._names.append((value, 0))
            return
        if is_string(self._words[first]):
            self._quoted_labels.append(first)
        self._matchers.append(self._make_matcher(name, op, value, first))

    def _parse_matcher_value(self) -> str:
        at = self._at
        word = self._words[at]
        if not is_string(word) and not is_variable(word):
            self._refuse_token("a string in quotes")
        self._at += 1
        return self._parse_string(at) if is_string(word) else word

    def _check_regex(self, value: str) -> None:
        fault = find_regex_fault(_VALUE.sub(_fill_variable, value))
        if fault is not None:
            raise self._build_error(f"the regular expression is invalid: {fault}", self._at - 1)

    def _make_matcher(self, name: str, op: MatchOp, value: str, first: int) -> Matcher:
        matcher = Matcher(name=name, op=op, value=value)
        vars(matcher)["tokens"] = (first, self._at)
        return matcher


def _fill_variable(match: re.Match[str]) -> str:
    """Return the text that replaces a Grafana variable before the regular expression is compiled.

    After a backslash, the text is a dot, because a backslash and a letter are an escape sequence.
    """
    escapes = len(match["escapes"])
    return match["escapes"] + ("." if escapes % 2 else "x")
