"""Parser for selectors: matchers, ranges, subqueries, `offset`, `@`, `anchored` and `smoothed`."""

from __future__ import annotations

import re

from boardwright.notation.variable_syntax import VARIABLE
from boardwright.promql.braces_parser import NO_BRACES, Braces, copy_matchers, parse_braces
from boardwright.promql.duration_nodes import Duration
from boardwright.promql.duration_parser import (
    DurationError,
    DurationParser,
    join_lines,
    parse_brackets,
)
from boardwright.promql.expr import Kind, name_kind
from boardwright.promql.lexer import Tokens
from boardwright.promql.lexical import parse_promql_number
from boardwright.promql.operators import Subquery, negate_number
from boardwright.promql.selectors import Range, Selector
from boardwright.promql.syntax_error import PromqlSyntaxError
from boardwright.promql.token_reader import TokenReader

TYPE_CHECKING = False
if TYPE_CHECKING:
    from boardwright.promql.expr import Expr
    from boardwright.promql.matchers import Matcher
    from boardwright.promql.token_reader import NodeFields

_ENDS = frozenset({"start", "end"})
_TOO_LATE = 2.0**63
_LITERAL = re.compile(r"-*(?:\.?[0-9]|\$|\[\[)")


class SelectorParser(TokenReader):
    """Parses the selectors in one text."""

    def __init__(self, tokens: Tokens) -> None:
        super().__init__(tokens)
        self._unselective: list[Selector] = []
        """Selectors that may select every series. Prometheus accepts such a selector only as the
        second argument of `info`.
        """
        self._used: set[Braces] = set()
        """The braces that the parser has already read."""

    def _parse_selector(self, name: str | None, first: int) -> Expr:
        self._at += name is not None
        braces = NO_BRACES
        if self._words[self._at][:1] == "{":
            braces = self._read_braces(self._words[self._at])
        inner = braces.name
        if name is not None and inner is None:
            inner = braces.matched_name
        if name is not None and inner is not None:
            raise self._build_error(
                f"the metric has two names: {name} and {inner}", first, self._at
            )
        fields = {
            "name": name if inner is None else inner,
            "matchers": self._take_matchers(braces) if braces.matchers else (),
            "shift": None,
            "moment": None,
            "extended": None,
        }
        node = self._make_node(Selector, fields, first, (), word=first)
        if fields["name"] is None and braces.accept_missing_labels:
            self._unselective.append(node)
        return node

    def _read_braces(self, word: str) -> Braces:
        try:
            braces = parse_braces(word)
        except PromqlSyntaxError as error:
            raise self._move_error(error) from None
        self._at += 1
        if braces.quoted_names:
            self.has_quoted_names = True
        return braces

    def _take_matchers(self, braces: Braces) -> tuple[Matcher, ...]:
        """Return the matchers in the braces. If an earlier selector has equal braces, return
        copies, because each matcher must belong to only one selector.
        """
        if braces in self._used:
            return copy_matchers(braces.matchers)
        self._used.add(braces)
        return braces.matchers

    def _move_error(self, error: PromqlSyntaxError) -> PromqlSyntaxError:
        """Return the error with its position in the whole text. In `error`, the position is
        relative to the next token.
        """
        start = self._tokens.starts[self._at]
        span = (error.span[0] + start, error.span[1] + start)
        return PromqlSyntaxError(error.reason, text=self._tokens.text, span=span)

    def _parse_range(self, expr: Expr, word: str, first: int) -> Expr:
        try:
            brackets = parse_brackets(word)
        except PromqlSyntaxError as error:
            raise self._move_error(error) from None
        at = self._at
        self._at += 1
        if brackets.is_subquery:
            if not expr.kind.fits(Kind.VECTOR):
                reason = f"a subquery needs an instant vector, but this is {name_kind(expr.kind)}"
                raise self._build_error(reason, *expr.tokens)
            fields: NodeFields = {
                "expr": expr,
                "range": brackets.range,
                "step": brackets.step,
                "shift": None,
                "moment": None,
            }
            return self._make_node(Subquery, fields, first, (expr,), word=at)
        if type(expr) is not Selector:
            reason = "a range is allowed only after a selector"
            raise self._build_error(reason, at, hint="write [5m:1m] with a colon for a subquery")
        if not _may_precede_range(expr):
            raise self._build_error("offset and @ come after the range", at)
        fields = {"selector": expr, "window": brackets.range}
        samples = self._make_node(Range, fields, first, (expr,), word=at)
        vars(samples)["is_shifted_first"] = expr.shift is not None or expr.moment is not None
        return samples

    def _parse_postfix(self, expr: Expr, word: str) -> None:
        at = self._at
        self._at += 1
        target = expr.selector if type(expr) is Range else expr
        if word in {"anchored", "smoothed"}:
            if type(target) is not Selector:
                raise self._build_error(
                    f"{word} is allowed only after selectors and their ranges", at
                )
            if target.extended not in {None, word}:
                raise self._build_error("anchored and smoothed cannot be combined", at)
            vars(target)["extended"] = word
        elif type(target) is not Selector and type(target) is not Subquery:
            raise self._build_error(
                f"{word} is allowed only after selectors, ranges and subqueries", at
            )
        elif word == "offset":
            if target.shift is not None:
                raise self._build_error("offset can be given only once", at)
            vars(target)["shift"] = self._parse_offset()
        else:
            if target.moment is not None:
                raise self._build_error("@ can be given only once", at)
            vars(target)["moment"] = self._parse_moment()
        vars(expr)["tokens"] = (expr.tokens[0], self._at)

    def _parse_offset(self) -> Duration:
        first = self._at
        parser = DurationParser(self._words, first)
        try:
            length = parser.parse_offset()
        except DurationError as error:
            raise self._build_error(error.reason, error.at) from None
        self._at = parser.at
        start, end = self._tokens.locate(first, self._at)
        text = join_lines(self._tokens.text[start:end])
        if self._words[first] in {"+", "-"}:
            text = text[0] + text[1:].lstrip()
        return Duration(text=text, milliseconds=length.milliseconds)

    def _parse_moment(self) -> str:
        word = self._words[self._at]
        if word.lower() in _ENDS and self._words[self._at + 1] == "(":
            self._at += 2
            self._expect_token(")")
            return f"{word.lower()}()"
        sign = word if word in {"+", "-"} else ""
        self._at += bool(sign)
        word = self._words[self._at]
        if self._tokens.has_variables and VARIABLE.search(word) and word[0] not in "\"'`{":
            self._at += 1
            return word if sign != "-" else f"-{word}"
        text = self._parse_number_text()
        if not abs(parse_promql_number(text)) < _TOO_LATE:
            raise self._build_error(
                "the time after @ is outside the range that Prometheus supports", self._at - 1
            )
        return negate_number(text) if sign == "-" else text


def _may_precede_range(expr: Selector) -> bool:
    """Return whether any version of Prometheus accepts the selector's `offset` and `@` before the
    range.
    """
    shift = expr.shift
    is_calculated = shift is None or not _LITERAL.match(shift.text)
    return is_calculated and expr.moment in {None, "start()", "end()"}
