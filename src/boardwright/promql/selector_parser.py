"""Parser for selectors: matchers, ranges, subqueries, `offset`, `@`, `anchored` and `smoothed`."""

from __future__ import annotations

import re

from boardwright.notation.variables import VARIABLE, is_variable
from boardwright.promql.duration_nodes import Duration
from boardwright.promql.duration_parser import (
    DurationError,
    DurationParser,
    join_lines,
    parse_brackets,
)
from boardwright.promql.expr import Kind, name_kind
from boardwright.promql.lexer import Tokens, is_word
from boardwright.promql.lexical import parse_number
from boardwright.promql.matchers import Matcher
from boardwright.promql.operators import Subquery, negate_number
from boardwright.promql.regexes import find_regex_fault
from boardwright.promql.selectors import Range, Selector, accepts_missing_label
from boardwright.promql.syntax_error import PromqlSyntaxError
from boardwright.promql.token_reader import TokenReader, is_string

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from boardwright.promql.expr import Expr
    from boardwright.promql.matchers import MatchOp

_MATCH_OPERATORS: dict[str, MatchOp] = {"=": "=", "!=": "!=", "=~": "=~", "!~": "!~"}
_ENDS = frozenset({"start", "end"})
_TOO_LATE = 2.0**63
_VALUE = re.compile(rf"(?P<escapes>\\\\*)(?:{VARIABLE.pattern})")
_LITERAL = re.compile(r"-*(?:\.?[0-9]|\$|\[\[)")


class SelectorParser(TokenReader):
    """Parses the selectors in one text."""

    def __init__(self, tokens: Tokens) -> None:
        super().__init__(tokens)
        self._unselective: list[Selector] = []
        """Positions of selectors without a matcher, which only `info` accepts."""

    def _parse_selector(self, name: str | None, first: int) -> Expr:
        self._at += name is not None
        matchers: tuple[Matcher, ...] = ()
        inner, word = None, first
        if self._words[self._at] == "{":
            inner, at, matchers = self._parse_matchers()
            word = first if inner is None else at
        if name is not None and matchers and inner is None:
            inner = next((m.value for m in matchers if m.name == "__name__"), None)
        if name is not None and inner is not None:
            raise self._build_error(
                f"the metric has two names: {name} and {inner}", first, self._at
            )
        fields = {
            "name": name if inner is None else inner,
            "matchers": matchers,
            "shift": None,
            "moment": None,
            "extended": None,
        }
        node = self._make_node(Selector, fields, first, (), word=word)
        if fields["name"] is None and all(map(accepts_missing_label, matchers)):
            self._unselective.append(node)
        return node

    def _parse_matchers(self) -> tuple[str | None, int, tuple[Matcher, ...]]:
        """Parse matchers in braces. Return the metric's name, the token index of the name, and the
        other matchers. The name is None if the braces do not contain it.
        """
        opened = self._at
        self._at += 1
        found: list[Matcher] = []
        names: list[tuple[str, int]] = []
        while (word := self._words[self._at]) != "}":
            self._parse_matcher(word, found, names, opened)
            word = self._words[self._at]
            if word == ",":
                self._at += 1
            elif word != "}" and not self._has_variable_matcher(word, found):
                self._refuse_unclosed(opened, "a comma or }")
        self._at += 1
        if len(names) == 1 and names[0][0]:
            return names[0][0], names[0][1], tuple(found)
        named = [self._make_matcher("__name__", "=", name, at) for name, at in names]
        return None, opened, (*named, *found)

    def _has_variable_matcher(self, word: str, found: list[Matcher]) -> bool:
        """Return whether this token, or the last matcher in `found`, is a Grafana variable that
        replaces whole matchers.
        """
        return (found and not found[-1].op) or (self._tokens.has_variables and is_variable(word))

    def _parse_matcher(
        self, word: str, found: list[Matcher], names: list[tuple[str, int]], opened: int
    ) -> None:
        if not word:
            self._refuse_unclosed(opened, "a label")
        first = self._at
        op = self._skip_token()
        if is_string(word):
            self.has_quoted_names = True
            name = self._parse_string(first)
            if op not in _MATCH_OPERATORS:
                names.append((name, first))
                return
        elif not is_word(word):
            self._at = first
            self._refuse_unclosed(opened, "a label or }")
        else:
            name = word
            if self._tokens.has_variables and op not in _MATCH_OPERATORS and is_variable(word):
                found.append(self._make_matcher(word, "", "", first))
                return
            if ":" in word and ":" in VARIABLE.sub("", word):
                raise self._build_error(
                    f"{word} is not a label name, because it contains a colon", first
                )
        if op not in _MATCH_OPERATORS:
            self._refuse_unclosed(opened, "an operator: = != =~ or !~")
        self._at += 1
        value = self._parse_matcher_value()
        if op in {"=~", "!~"}:
            self._check_regex(value)
        if name == "__name__" and op == "=":
            names.append((value, opened))
        else:
            found.append(self._make_matcher(name, _MATCH_OPERATORS[op], value, first))

    def _parse_matcher_value(self) -> str:
        at = self._at
        word = self._words[at]
        if is_string(word):
            self._at += 1
            return self._parse_string(at)
        if not (self._tokens.has_variables and is_variable(word)):
            self._refuse_token("a string in quotes")
        self._at += 1
        return word

    def _check_regex(self, value: str) -> None:
        pattern = _VALUE.sub(_fill_variable, value) if self._tokens.has_variables else value
        fault = find_regex_fault(pattern)
        if fault is not None:
            raise self._build_error(f"the regular expression is invalid: {fault}", self._at - 1)

    def _make_matcher(self, name: str, op: MatchOp, value: str, first: int) -> Matcher:
        matcher = Matcher.__new__(Matcher)
        tokens = (first, self._at)
        vars(matcher).update(name=name, op=op, value=value, tokens=tokens)
        return matcher

    def _parse_range(self, expr: Expr, word: str, first: int) -> Expr:
        """Parse a range or a subquery: `[5m]`, `[1h:5m]`."""
        try:
            found = parse_brackets(word)
        except PromqlSyntaxError as error:
            start = self._tokens.starts[self._at]
            span = (error.span[0] + start, error.span[1] + start)
            raise PromqlSyntaxError(error.reason, text=self._tokens.text, span=span) from None
        at = self._at
        self._at += 1
        if found.is_subquery:
            if not expr.kind.fits(Kind.VECTOR):
                reason = f"a subquery needs an instant vector, but this is {name_kind(expr.kind)}"
                raise self._build_error(reason, *expr.tokens)
            fields: dict[str, Any] = {
                "expr": expr,
                "range": found.range,
                "step": found.step,
                "shift": None,
                "moment": None,
            }
            return self._make_node(Subquery, fields, first, (expr,), word=at)
        if type(expr) is not Selector:
            reason = "a range is allowed only after a selector"
            raise self._build_error(reason, at, hint="for a subquery, write a colon: [5m:1m]")
        if not _may_precede_range(expr):
            raise self._build_error("offset and @ come after the range", at)
        fields = {"selector": expr, "window": found.range}
        samples = self._make_node(Range, fields, first, (expr,), word=at)
        vars(samples)["is_shifted_first"] = expr.shift is not None or expr.moment is not None
        return samples

    def _parse_postfix(self, expr: Expr, word: str) -> None:
        """Parse `offset`, `@`, `anchored` or `smoothed` after an expression."""
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
        if self._tokens.has_variables and VARIABLE.search(word) and word[0] not in "\"'`":
            self._at += 1
            return word if sign != "-" else f"-{word}"
        text = self._parse_number_text()
        if not abs(parse_number(text)) < _TOO_LATE:
            raise self._build_error(
                "the time after @ is outside the range that Prometheus supports", self._at - 1
            )
        return negate_number(text) if sign == "-" else text


def _fill_variable(found: re.Match[str]) -> str:
    """Return a replacement for a Grafana variable in a regular expression, so that the expression
    can be compiled. After a backslash, the replacement is a dot, because a letter would form an
    escape sequence with the backslash.
    """
    escapes = len(found["escapes"])
    return found["escapes"] + ("." if escapes % 2 else "x")


def _may_precede_range(expr: Selector) -> bool:
    """Return whether any version of Prometheus accepts the selector's `offset` and `@` before the
    range.
    """
    shift = expr.shift
    is_calculated = shift is None or not _LITERAL.match(shift.text)
    return is_calculated and expr.moment in {None, "start()", "end()"}
