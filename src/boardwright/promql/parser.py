"""Parses PromQL text, Grafana variables and macros included.

It accepts what Prometheus 3.16 accepts with all its features enabled, and `holt_winters` of 2.x;
`boardwright.promql.versions` lists what an expression needs. Operators are parsed by precedence
climbing. Types are checked as in Prometheus; a variable may be of any type.

Source: Prometheus's grammar and type checker (`promql/parser/generated_parser.y`, `parse.go`).
"""

from __future__ import annotations

import re

from boardwright.errors import PromqlError
from boardwright.notation.variables import VARIABLE, is_variable
from boardwright.promql.calls import Aggregation, Call, Text, misfit
from boardwright.promql.duration_parser import (
    DurationError,
    DurationParser,
    one_line,
    parse_brackets,
)
from boardwright.promql.durations import Duration
from boardwright.promql.expr import Kind, noun
from boardwright.promql.lexer import DIGITS, NAME_STARTS, Tokens, is_old_variable, is_word
from boardwright.promql.lexical import number_value, unquote
from boardwright.promql.matchers import Matcher
from boardwright.promql.operators import (
    LEVELS,
    SET_OPERATORS,
    SIGN_LEVEL,
    Binary,
    Number,
    Paren,
    Subquery,
    Unary,
    Variable,
    binary_fault,
    negative_text,
    operand_fault,
    repeated_label,
    result_kind,
)
from boardwright.promql.regexes import regex_fault
from boardwright.promql.selectors import Range, Selector, accepts_missing_label
from boardwright.promql.syntax_error import PromqlSyntaxError
from boardwright.promql.table import AGGREGATIONS, FUNCTIONS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, NoReturn, TypeVar

    from boardwright.promql.expr import Expr
    from boardwright.promql.matchers import MatchOp
    from boardwright.promql.operators import Fault

    E = TypeVar("E", bound=Expr)

DEEPEST = 100
"""Expressions nested in each other that are parsed; deeper ones would exhaust Python's stack."""

_POSTFIXES = frozenset({"offset", "anchored", "smoothed", "@"})
_GROUPINGS = frozenset({"by", "without"})
_MATCHINGS = frozenset({"on", "ignoring"})
_FILLS = {"fill": (0, 1), "fill_left": (0,), "fill_right": (1,)}
_MATCH_OPERATORS: dict[str, MatchOp] = {"=": "=", "!=": "!=", "=~": "=~", "!~": "!~"}
_CASELESS = frozenset(AGGREGATIONS)
_NOT_METRICS = frozenset({"atan2", "bool", "group_left", "group_right", "ignoring", "on"})
_NUMBERS = frozenset({"inf", "nan"})
_NOT_LABELS = frozenset({"without", "inf", "nan"})
_ENDS = frozenset({"start", "end"})
_TOO_LATE = 2.0**63
_VALUE = re.compile(rf"(?P<escapes>\\\\*)(?:{VARIABLE.pattern})")
_LITERAL = re.compile(r"-*(?:\.?[0-9]|\$|\[\[)")
_NO_FILLS = (None, None)

_SELECTS_ALL = 'the selector needs a matcher that an absent label does not pass, such as job=~".+"'


class UndecidedError(PromqlError):
    """Text of which only a real Prometheus decides whether it is valid.

    It is nested too deeply for this parser, or a variable stands for an operator.
    """


def parse(text: str, *, where: object = None) -> Expr:
    """Return the tree of PromQL as it is written in a dashboard.

    Args:
        text: The expression.
        where: Where the user wrote it, for the message.

    Raises:
        PromqlSyntaxError: Prometheus would refuse it.
        UndecidedError: It is nested too deeply, or a variable stands for an operator.
    """
    try:
        return Parser(Tokens(text)).parse()
    except PromqlSyntaxError as error:
        error.where = str(where) if where is not None else None
        raise
    except RecursionError:
        raise UndecidedError("the expression is nested too deeply", where=where) from None


class Parser:
    """Parses one text.

    Attributes:
        nodes: All parts, inner ones before outer ones.
    """

    def __init__(self, tokens: Tokens) -> None:
        """Take the text's tokens."""
        self._tokens, self._words = tokens, tokens.words
        self._at = self._depth = 0
        self._unselective: list[Selector] = []
        self.nodes: list[Expr] = []

    def parse(self) -> Expr:
        """Return the whole expression.

        Raises:
            PromqlSyntaxError: Prometheus would refuse it.
            UndecidedError: A variable stands for an operator.
        RecursionError: It is nested too deeply.
        """
        if len(self._words) == 1:
            raise self._error("there is no expression", 0)
        tree = self._expression(0)
        if self._at != len(self._words) - 1:
            self._refuse_variable_operator()
            self._unexpected("an operator")
        for selector in self._unselective:
            raise self._error(_SELECTS_ALL, *selector.tokens)
        return tree

    def _expression(self, least: int) -> Expr:
        """Parse operations that bind at least as tightly as `least`."""
        self._depth += 1
        if self._depth > DEEPEST:
            raise RecursionError
        first = self._at
        left, height = self._operand(), 0
        while True:
            op = self._words[self._at]
            level = LEVELS.get(op)
            if level is None:
                op = op.lower()
                level = LEVELS.get(op)
            if level is None or level < least:
                break
            height += 1
            if height > 2 * DEEPEST:
                raise RecursionError
            left = self._binary(op, level, left, first)
        self._depth -= 1
        return left

    def _binary(self, op: str, level: int, lhs: Expr, first: int) -> Expr:
        word = self._at
        self._at += 1
        fields: dict[str, Any] = {
            "op": op,
            "lhs": lhs,
            "rhs": None,
            "returns_bool": False,
            "matching": None,
            "labels": (),
            "group": None,
            "include": (),
            "fills": _NO_FILLS,
            "result": None,
        }
        places = self._modifiers(fields) if self._words[self._at][:1] in NAME_STARTS else ()
        rhs = self._expression(level + (op != "^"))
        fields["rhs"] = rhs
        fault = (
            operand_fault(lhs)
            or operand_fault(rhs)
            or binary_fault(op, lhs, rhs, returns_bool=fields["returns_bool"])
            or _matching_fault(fields)
        )
        if fault is not None:
            raise self._error(fault[0], word, word + 1, fault[1])
        fields["result"] = result_kind(op, lhs.kind, rhs.kind)
        return self._made(Binary, fields, first, (lhs, rhs), word=word, label_tokens=places)

    def _modifiers(self, fields: dict[str, Any]) -> tuple[int, ...]:
        """Parse `bool`, matching and fills into a node's fields; return the labels' places."""
        word = self._words[self._at].lower()
        places: tuple[int, ...] = ()
        if word == "bool":
            fields["returns_bool"] = True
            word = self._advance()
        if word in _MATCHINGS:
            self._at += 1
            fields["matching"] = word
            fields["labels"], places = self._labels()
            word = self._words[self._at].lower()
            if word in {"group_left", "group_right"}:
                fields["group"] = word.removeprefix("group_")
                if self._advance() == "(":
                    fields["include"], more = self._labels()
                    places += more
                word = self._words[self._at].lower()
        while word in _FILLS and self._words[self._at + 1] == "(":
            self._fill(word, fields)
            word = self._words[self._at].lower()
        return places

    def _fill(self, word: str, fields: dict[str, Any]) -> None:
        sides = _FILLS[word]
        fills = list(fields["fills"])
        if any(fills[side] is not None for side in sides):
            self._unexpected("an operand")
        self._at += 2
        sign = self._words[self._at]
        self._at += sign in {"+", "-"}
        text = self._number_text()
        self._expect(")")
        for side in sides:
            fills[side] = negative_text(text) if sign == "-" else text
        fields["fills"] = tuple(fills)

    def _operand(self) -> Expr:
        """Parse an operand with what follows it: brackets, offset, `@`."""
        first = self._at
        word = self._words[first]
        sign = word[:1]
        if sign in "+-" and sign:
            return self._signed(word, first)
        expr = self._primary(word, sign, first)
        while True:
            after = self._words[self._at]
            if after[:1] == "[" and len(after) > 1 and not is_old_variable(after):
                expr = self._bracketed(expr, after, first)
            elif after in _POSTFIXES or after.lower() in _POSTFIXES:
                self._postfix(expr, after.lower())
            else:
                return expr

    def _signed(self, sign: str, first: int) -> Expr:
        self._at += 1
        expr = self._expression(SIGN_LEVEL + 1)
        fault = operand_fault(expr)
        if fault is not None:
            raise self._error(fault[0], first, self._at, fault[1])
        if sign == "+":
            vars(expr)["tokens"] = (first, self._at)
            return expr
        if type(expr) is Number:
            vars(expr)["text"] = negative_text(expr.text)
            vars(expr)["tokens"] = (first, self._at)
            return expr
        return self._made(Unary, {"expr": expr}, first, (expr,), word=first)

    def _primary(self, word: str, sign: str, first: int) -> Expr:
        if sign in NAME_STARTS:
            return self._named(word, first)
        if sign == "(":
            self._at += 1
            expr = self._expression(0)
            self._close(first)
            return self._made(Paren, {"expr": expr}, first, (expr,), word=first)
        if sign == "{":
            return self._selector(None, first)
        if sign in DIGITS or (sign == "." and len(word) > 1):
            return self._number(word, first)
        if _is_string(word):
            self._at += 1
            return self._made(Text, {"value": self._string(first)}, first, (), word=first)
        return self._variable_or_nothing(word, sign, first)

    def _variable_or_nothing(self, word: str, sign: str, first: int) -> Expr:
        if sign == "$" or (sign == "[" and is_old_variable(word)):
            return self._variable(word, first)
        return self._unexpected("an operand")

    def _named(self, word: str, first: int) -> Expr:
        """Parse what begins with a name: an aggregation, a call, a number or a selector."""
        lower = word.lower()
        after = self._words[first + 1]
        if lower in _CASELESS and (after == "(" or after.lower() in _GROUPINGS):
            return self._aggregation(lower, first)
        if after == "(":
            return self._call(word, first)
        if lower in _NUMBERS:
            self._at += 1
            text = "NaN" if lower == "nan" else "Inf"
            return self._made(Number, {"text": text}, first, (), word=first)
        if self._tokens.has_variables and VARIABLE.search(word):
            return self._variable(word, first)
        if lower in _NOT_METRICS:
            self._unexpected("an operand")
        return self._selector(word, first)

    def _variable(self, word: str, first: int) -> Expr:
        """Parse what begins with a variable, or a name that holds one."""
        after = self._words[first + 1].lower()
        if after == "(":
            return self._call(word, first)
        if after in _GROUPINGS and self._words[first + 2] == "(":
            return self._aggregation(word, first)
        is_selector = after[:1] in {"{", "@"} or after in _POSTFIXES or not is_variable(word)
        if is_selector or (after[:1] == "[" and len(after) > 1):
            return self._selector(word, first)
        self._at += 1
        return self._made(Variable, {"text": word}, first, (), word=first)

    def _number(self, word: str, first: int) -> Expr:
        if self._tokens.has_variables and VARIABLE.search(word):
            self._at += 1
            return self._made(Variable, {"text": word}, first, (), word=first)
        return self._made(Number, {"text": self._number_text()}, first, (), word=first)

    def _number_text(self) -> str:
        word = self._words[self._at]
        if word.lower() in _NUMBERS:
            self._at += 1
            return "NaN" if word.lower() == "nan" else "Inf"
        if not (word[:1] in DIGITS or (word[:1] == "." and len(word) > 1)):
            self._unexpected("a number")
        try:
            number_value(word)
        except ValueError:
            raise self._error(f"{word} is not a number or a duration", self._at) from None
        self._at += 1
        return word

    def _call(self, name: str, first: int) -> Expr:
        is_variable_name = self._tokens.has_variables and VARIABLE.search(name) is not None
        if name not in FUNCTIONS and not is_variable_name:
            raise self._error(f"Prometheus has no function {name}", first)
        self._at += 1
        args = self._arguments()
        if not is_variable_name:
            self._check_arguments(name, args, first)
        elif self._words[self._at].lower() in _GROUPINGS:
            self._at = first
            return self._aggregation(name, first)
        fields = {"name": name, "args": args}
        return self._made(Call, fields, first, args, word=first)

    def _aggregation(self, op: str, first: int) -> Expr:
        grouping = None
        labels: tuple[str, ...] = ()
        places: tuple[int, ...] = ()
        word = self._advance().lower()
        if word in _GROUPINGS:
            self._at += 1
            grouping, (labels, places) = word, self._labels()
        args = self._arguments()
        word = self._words[self._at].lower()
        if grouping is None and word in _GROUPINGS:
            self._at += 1
            grouping, (labels, places) = word, self._labels()
        if op in AGGREGATIONS:
            self._check_arguments(op, args, first)
        elif not 1 <= len(args) <= 2:
            raise self._error("an aggregation takes 1 or 2 arguments", first, self._at)
        fields = {
            "op": op,
            "expr": args[-1],
            "param": args[0] if len(args) == 2 else None,
            "grouping": grouping,
            "labels": labels,
        }
        return self._made(Aggregation, fields, first, args, word=first, label_tokens=places)

    def _check_arguments(self, name: str, args: tuple[Expr, ...], first: int) -> None:
        fault = misfit(name, args)
        if fault is not None:
            at = (first, first + 1) if fault.at is None else args[fault.at].tokens
            raise self._error(fault.what, *at, fault.hint)
        if name == "info" and len(args) == 2:
            chosen = args[1]
            if type(chosen) is not Selector or chosen.name is not None:
                raise self._error("info takes matchers without a metric", *chosen.tokens)
            self._unselective = [node for node in self._unselective if node is not chosen]

    def _arguments(self) -> tuple[Expr, ...]:
        opened = self._at
        if self._words[opened] != "(":
            self._unexpected("(")
        if self._advance() == ")":
            self._at += 1
            return ()
        args = [self._expression(0)]
        while self._words[self._at] == ",":
            if self._advance() == ")":
                raise self._error("a comma after the last argument", self._at - 1)
            args.append(self._expression(0))
        self._close(opened)
        return tuple(args)

    def _labels(self) -> tuple[tuple[str, ...], tuple[int, ...]]:
        """Parse labels in parentheses; return them with the indexes of their tokens."""
        opened = self._at
        self._expect("(")
        names: list[str] = []
        places: list[int] = []
        while (word := self._words[self._at]) != ")":
            names.append(self._label(word))
            places.append(self._at)
            if self._advance() == ",":
                self._at += 1
            elif self._words[self._at] != ")":
                self._refuse_variable_operator()
                self._unclosed_or_unexpected(opened, "a comma or )")
        self._at += 1
        return tuple(names), tuple(places)

    def _label(self, word: str) -> str:
        if _is_string(word):
            name = self._string(self._at)
            if not name:
                raise self._error("a label needs a name", self._at)
            return name
        if not is_word(word) or word.lower() in _NOT_LABELS:
            self._unexpected("a label")
        return word

    def _selector(self, name: str | None, first: int) -> Expr:
        self._at += name is not None
        matchers: tuple[Matcher, ...] = ()
        inner, word = None, first
        if self._words[self._at] == "{":
            inner, at, matchers = self._matchers()
            word = first if inner is None else at
        inside = inner or next((m.value for m in matchers if m.name == "__name__"), None)
        if name is not None and inside is not None:
            raise self._error(f"the metric has two names: {name} and {inside}", first, self._at)
        fields = {
            "name": name if inner is None else inner,
            "matchers": matchers,
            "shift": None,
            "moment": None,
            "extended": None,
        }
        node = self._made(Selector, fields, first, (), word=word)
        if fields["name"] is None and all(map(accepts_missing_label, matchers)):
            self._unselective.append(node)
        return node

    def _matchers(self) -> tuple[str | None, int, tuple[Matcher, ...]]:
        """Parse matchers in braces; return the metric's name in them, its place, and the rest."""
        opened = self._at
        self._at += 1
        found: list[Matcher] = []
        names: list[tuple[str, int]] = []
        while (word := self._words[self._at]) != "}":
            self._matcher(word, found, names, opened)
            word = self._words[self._at]
            if word == ",":
                self._at += 1
            elif word != "}" and not self._has_variable_matcher(word, found):
                self._unclosed_or_unexpected(opened, "a comma or }")
        self._at += 1
        if len(names) == 1 and names[0][0]:
            return names[0][0], names[0][1], tuple(found)
        named = [self._name_matcher(name, at) for name, at in names]
        return None, opened, (*named, *found)

    def _has_variable_matcher(self, word: str, found: list[Matcher]) -> bool:
        """Return whether a variable that stands for matchers is before or after this place."""
        return (found and not found[-1].op) or (self._tokens.has_variables and is_variable(word))

    def _matcher(
        self, word: str, found: list[Matcher], names: list[tuple[str, int]], opened: int
    ) -> None:
        if not word:
            self._unclosed_or_unexpected(opened, "a label")
        first = self._at
        op = self._advance()
        if _is_string(word):
            name = self._string(first)
            if op not in _MATCH_OPERATORS:
                names.append((name, first))
                return
        elif not is_word(word):
            self._at = first
            self._unclosed_or_unexpected(opened, "a label or }")
        else:
            name = word
            if self._tokens.has_variables and op not in _MATCH_OPERATORS and is_variable(word):
                found.append(self._placed(Matcher(name=word, op="", value=""), first))
                return
            if ":" in VARIABLE.sub("", word):
                raise self._error(f"{word} is not a label: it has a colon", first)
        if op not in _MATCH_OPERATORS:
            self._unclosed_or_unexpected(opened, "one of = != =~ !~")
        self._at += 1
        value = self._matcher_value()
        if op in {"=~", "!~"}:
            self._check_regex(value)
        if name == "__name__" and op == "=":
            names.append((value, opened))
        else:
            found.append(
                self._placed(Matcher(name=name, op=_MATCH_OPERATORS[op], value=value), first)
            )

    def _matcher_value(self) -> str:
        at = self._at
        word = self._words[at]
        if _is_string(word):
            self._at += 1
            return self._string(at)
        if not (self._tokens.has_variables and is_variable(word)):
            self._unexpected("a string in quotes")
        self._at += 1
        return word

    def _check_regex(self, value: str) -> None:
        pattern = _VALUE.sub(_filled, value) if self._tokens.has_variables else value
        fault = regex_fault(pattern)
        if fault is not None:
            raise self._error(f"the regular expression is not valid: {fault}", self._at - 1)

    def _name_matcher(self, name: str, at: int) -> Matcher:
        return self._placed(Matcher(name="__name__", op="=", value=name), at)

    def _placed(self, matcher: Matcher, first: int) -> Matcher:
        vars(matcher)["tokens"] = (first, self._at)
        return matcher

    def _bracketed(self, expr: Expr, word: str, first: int) -> Expr:
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
                reason = f"a subquery is of an instant vector, not {noun(expr.kind)}"
                raise self._error(reason, *expr.tokens)
            fields: dict[str, Any] = {
                "expr": expr,
                "range": found.range,
                "step": found.step,
                "shift": None,
                "moment": None,
            }
            return self._made(Subquery, fields, first, (expr,), word=at)
        if type(expr) is not Selector:
            reason = "a range is only for selectors"
            raise self._error(reason, at, hint="a subquery has a colon: [5m:1m]")
        if not _may_precede_range(expr):
            raise self._error("offset and @ come after the range", at)
        fields = {"selector": expr, "window": found.range}
        samples = self._made(Range, fields, first, (expr,), word=at)
        vars(samples)["is_shifted_first"] = expr.shift is not None or expr.moment is not None
        return samples

    def _postfix(self, expr: Expr, word: str) -> None:
        """Parse `offset`, `@`, `anchored` or `smoothed` after an expression."""
        at = self._at
        self._at += 1
        target = expr.selector if type(expr) is Range else expr
        if word in {"anchored", "smoothed"}:
            if type(target) is not Selector:
                raise self._error(f"{word} is only for selectors and their ranges", at)
            if target.extended not in {None, word}:
                raise self._error("anchored and smoothed exclude each other", at)
            vars(target)["extended"] = word
        elif type(target) is not Selector and type(target) is not Subquery:
            raise self._error(f"{word} is only for selectors, ranges and subqueries", at)
        elif word == "offset":
            if target.shift is not None:
                raise self._error("offset is given twice", at)
            vars(target)["shift"] = self._offset()
        else:
            if target.moment is not None:
                raise self._error("@ is given twice", at)
            vars(target)["moment"] = self._moment()
        vars(expr)["tokens"] = (expr.tokens[0], self._at)

    def _offset(self) -> Duration:
        first = self._at
        parser = DurationParser(self._words, first)
        try:
            length = parser.offset()
        except DurationError as error:
            raise self._error(error.reason, error.at) from None
        self._at = parser.at
        start, end = self._tokens.span(first, self._at)
        text = one_line(self._tokens.text[start:end])
        if self._words[first] in {"+", "-"}:
            text = text[0] + text[1:].lstrip()
        return Duration(text=text, milliseconds=length.milliseconds)

    def _moment(self) -> str:
        word = self._words[self._at]
        if word.lower() in _ENDS and self._words[self._at + 1] == "(":
            self._at += 2
            self._expect(")")
            return f"{word.lower()}()"
        sign = word if word in {"+", "-"} else ""
        self._at += bool(sign)
        word = self._words[self._at]
        if self._tokens.has_variables and VARIABLE.search(word) and word[0] not in "\"'`":
            self._at += 1
            return word if sign != "-" else f"-{word}"
        text = self._number_text()
        if not abs(number_value(text)) < _TOO_LATE:
            raise self._error("the moment after @ is out of bounds", self._at - 1)
        return negative_text(text) if sign == "-" else text

    def _string(self, at: int) -> str:
        word = self._words[at]
        if "\ufffd" in word:
            raise self._error("the string has a character that is not UTF-8", at)
        try:
            return unquote(word)
        except ValueError as error:
            raise self._error(str(error), at) from None

    def _made(
        self,
        cls: type[E],
        fields: dict[str, Any],
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

    def _advance(self) -> str:
        self._at += 1
        return self._words[self._at]

    def _expect(self, sign: str) -> None:
        if self._words[self._at] != sign:
            self._unexpected(sign)
        self._at += 1

    def _close(self, opened: int) -> None:
        """Expect the parenthesis that closes another."""
        if self._words[self._at] != ")":
            self._refuse_variable_operator()
            self._unclosed_or_unexpected(opened, "an operator, a comma or )")
        self._at += 1

    def _unclosed_or_unexpected(self, opened: int, wanted: str) -> NoReturn:
        if self._words[self._at]:
            self._unexpected(wanted)
        raise self._error(f"the {self._words[opened]} is never closed", opened)

    def _refuse_variable_operator(self) -> None:
        """Refuse to judge a text with a variable where an operator or an operand belongs."""
        if self._tokens.has_variables and is_variable(self._words[self._at]):
            raise UndecidedError(f"the value of {self._words[self._at]} decides what it means")

    def _unexpected(self, wanted: str) -> NoReturn:
        """Refuse the next token."""
        word = self._words[self._at]
        if word in {'"', "'", "`", "["}:
            raise self._error(f"the {word} is never closed", self._at)
        if word in {")", "]", "}"} and wanted.startswith("an operator"):
            raise self._error(f"the {word} closes nothing", self._at)
        found = f"found {word}" if word else "the expression ends here"
        raise self._error(f"expected {wanted}, but {found}", self._at)

    def _error(
        self, reason: str, first: int, after: int | None = None, hint: str | None = None
    ) -> PromqlSyntaxError:
        """Return the error for tokens from one to before another."""
        span = self._tokens.span(first, first + 1 if after is None else after)
        return PromqlSyntaxError(reason, text=self._tokens.text, span=span, hint=hint)


def _filled(found: re.Match[str]) -> str:
    """Return a text for a variable in a regular expression; behind a backslash, a dot."""
    escapes = len(found["escapes"])
    return found["escapes"] + ("." if escapes % 2 else "x")


def _may_precede_range(expr: Selector) -> bool:
    """Return whether some version accepts a selector's `offset` and `@` before a range."""
    shift = expr.shift
    is_calculated = shift is None or not _LITERAL.match(shift.text)
    return is_calculated and expr.moment in {None, "start()", "end()"}


def _is_string(word: str) -> bool:
    return len(word) > 1 and word[0] in "\"'`"


def _matching_fault(fields: dict[str, Any]) -> Fault | None:
    """Return what is wrong with an operation's `on (…)`, `group_left (…)` and fills."""
    has_fill = fields["fills"] != _NO_FILLS
    if fields["matching"] is None and not has_fill:
        return None
    op, labels = fields["op"], fields["labels"]
    twice = repeated_label(fields["matching"], labels, fields["include"])
    if twice and fields["group"]:
        return f"label {twice} is in on(…) and in group_{fields['group']}(…)", None
    if Kind.SCALAR in {fields["lhs"].kind, fields["rhs"].kind}:
        if labels or has_fill:
            return "series are matched between two instant vectors, and one side is a scalar", None
        return None
    if op in SET_OPERATORS and (fields["group"] or has_fill):
        word = f"group_{fields['group']}" if fields["group"] else "fill"
        return f"{word} is not for {op}, which matches many to many", None
    return None
