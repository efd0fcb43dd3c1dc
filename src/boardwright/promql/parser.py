"""Parser for PromQL text, including Grafana's variables and macros.

The parser accepts the PromQL of Prometheus 3.16 with all feature flags, and `holt_winters` of 2.x.
The module `boardwright.promql.availability` finds the versions of Prometheus that an expression
needs. Operators are parsed by precedence climbing. The parser checks the types of operands and
arguments as Prometheus does. A variable may have any type.

Source: Prometheus's grammar and type checker (`promql/parser/generated_parser.y`, `parse.go`).
"""

from __future__ import annotations

from boardwright.notation.variables import VARIABLE, is_variable
from boardwright.promql.calls import Aggregation, Call, Misfit, Text, misfit
from boardwright.promql.expr import Kind
from boardwright.promql.lexer import DIGITS, NAME_STARTS, Tokens, is_old_variable
from boardwright.promql.operators import (
    COMPARISONS,
    LEVELS,
    OUT_OF_A_RANGE,
    SET_OPERATORS,
    SIGN_LEVEL,
    Binary,
    Number,
    Paren,
    Unary,
    Variable,
    binary_fault,
    negative_text,
    operand_fault,
    repeated_label,
    result_kind,
)
from boardwright.promql.selector_parser import SelectorParser
from boardwright.promql.selectors import Selector
from boardwright.promql.syntax_error import PromqlSyntaxError
from boardwright.promql.table import AGGREGATIONS, FUNCTIONS, signature
from boardwright.promql.token_reader import NUMBERS, UndecidedError, is_string

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, TypeVar

    from boardwright.promql.expr import Expr
    from boardwright.promql.operators import Fault

    E = TypeVar("E", bound=Expr)

DEEPEST = 100
"""How many expressions may be nested. Deeper nesting would exhaust Python's stack."""

_POSTFIXES = frozenset({"offset", "anchored", "smoothed", "@"})
_GROUPINGS = frozenset({"by", "without"})
_MATCHINGS = frozenset({"on", "ignoring"})
_FILLS = {"fill": (0, 1), "fill_left": (0,), "fill_right": (1,)}
_CASELESS = frozenset(AGGREGATIONS)
_NOT_METRICS = frozenset({"atan2", "bool", "group_left", "group_right", "ignoring", "on"})
_NO_FILLS = (None, None)

_SELECTS_ALL = 'the selector needs a matcher that does not match an empty value, such as job=~".+"'


def parse(text: str, *, where: object = None) -> Expr:
    """Return the parsed tree of a PromQL text from a dashboard.

    Args:
        text: The PromQL text.
        where: File and line of the text, for the error message.

    Raises:
        PromqlSyntaxError: Prometheus refuses the text.
        UndecidedError: The expression is nested too deeply, or contains a variable in place of an
            operator.
    """
    try:
        return Parser(Tokens(text)).parse()
    except PromqlSyntaxError as error:
        error.where = str(where) if where is not None else None
        raise
    except RecursionError:
        raise UndecidedError("the expression is nested too deeply", where=where) from None


class Parser(SelectorParser):
    """Parses one text.

    Attributes:
        nodes: All nodes of the tree. Inner nodes come before the nodes that contain them.
    """

    def __init__(self, tokens: Tokens) -> None:
        super().__init__(tokens)
        self._depth = 0

    def parse(self) -> Expr:
        """Parse and return the whole expression.

        Raises:
            PromqlSyntaxError: Prometheus refuses the text.
            UndecidedError: The text contains a variable in place of an operator.
            RecursionError: The expression is nested too deeply.
        """
        if len(self._words) == 1:
            raise self._error("the expression is empty", 0)
        tree = self._expression(0)
        if self._at != len(self._words) - 1:
            self._refuse_variable_operator()
            self._refuse_token("an operator")
        for selector in self._unselective:
            raise self._error(_SELECTS_ALL, *selector.tokens)
        return tree

    def _expression(self, least: int) -> Expr:
        """Parse operators whose precedence is `least` or higher, with their operands."""
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
            raise self._error(fault[0], word, word + 1, _operator_hint(op, lhs, rhs))
        fields["result"] = result_kind(op, lhs.kind, rhs.kind)
        return self._make_node(Binary, fields, first, (lhs, rhs), word=word, label_tokens=places)

    def _modifiers(self, fields: dict[str, Any]) -> tuple[int, ...]:
        """Parse `bool`, `on (…)`, `group_left (…)`, `fill (…)` and similar modifiers into the
        fields of a node. Return the token indexes of the labels.
        """
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
            self._refuse_token("an operand")
        self._at += 2
        sign = self._words[self._at]
        self._at += sign in {"+", "-"}
        text = self._number_text()
        self._expect(")")
        for side in sides:
            fills[side] = negative_text(text) if sign == "-" else text
        fields["fills"] = tuple(fills)

    def _operand(self) -> Expr:
        """Parse an operand together with the brackets, `offset` and `@` that follow it."""
        first = self._at
        word = self._words[first]
        sign = word[:1]
        if sign in "+-" and sign:
            return self._parse_signed(word, first)
        expr = self._primary(word, sign, first)
        while True:
            after = self._words[self._at]
            if after[:1] == "[" and len(after) > 1 and not is_old_variable(after):
                expr = self._parse_range(expr, after, first)
            elif after in _POSTFIXES or after.lower() in _POSTFIXES:
                self._postfix(expr, after.lower())
            else:
                return expr

    def _parse_signed(self, sign: str, first: int) -> Expr:
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
        return self._make_node(Unary, {"expr": expr}, first, (expr,), word=first)

    def _primary(self, word: str, sign: str, first: int) -> Expr:
        if sign in NAME_STARTS:
            return self._parse_named(word, first)
        if sign == "(":
            self._at += 1
            expr = self._expression(0)
            self._close(first)
            return self._make_node(Paren, {"expr": expr}, first, (expr,), word=first)
        if sign == "{":
            return self._selector(None, first)
        if sign in DIGITS or (sign == "." and len(word) > 1):
            return self._number(word, first)
        if is_string(word):
            self._at += 1
            return self._make_node(Text, {"value": self._string(first)}, first, (), word=first)
        return self._variable_or_nothing(word, sign, first)

    def _variable_or_nothing(self, word: str, sign: str, first: int) -> Expr:
        if sign == "$" or (sign == "[" and is_old_variable(word)):
            return self._variable(word, first)
        return self._refuse_token("an operand")

    def _parse_named(self, word: str, first: int) -> Expr:
        """Parse an expression that begins with a name: an aggregation, a call, a number or a
        selector.
        """
        lower = word.lower()
        after = self._words[first + 1]
        if lower in _CASELESS and (after == "(" or after.lower() in _GROUPINGS):
            return self._aggregation(lower, first)
        if after == "(":
            return self._call(word, first)
        if lower in NUMBERS:
            self._at += 1
            text = "NaN" if lower == "nan" else "Inf"
            return self._make_node(Number, {"text": text}, first, (), word=first)
        if self._tokens.has_variables and VARIABLE.search(word):
            return self._variable(word, first)
        if lower in _NOT_METRICS:
            self._refuse_token("an operand")
        return self._selector(word, first)

    def _variable(self, word: str, first: int) -> Expr:
        """Parse an expression that begins with a Grafana variable, or with a name that contains a
        Grafana variable.
        """
        after = self._words[first + 1].lower()
        if after == "(":
            return self._call(word, first)
        if after in _GROUPINGS and self._words[first + 2] == "(":
            return self._aggregation(word, first)
        is_selector = after[:1] in {"{", "@"} or after in _POSTFIXES or not is_variable(word)
        if is_selector or (after[:1] == "[" and len(after) > 1):
            return self._selector(word, first)
        self._at += 1
        return self._make_node(Variable, {"text": word}, first, (), word=first)

    def _number(self, word: str, first: int) -> Expr:
        if self._tokens.has_variables and VARIABLE.search(word):
            self._at += 1
            return self._make_node(Variable, {"text": word}, first, (), word=first)
        return self._make_node(Number, {"text": self._number_text()}, first, (), word=first)

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
        return self._make_node(Call, fields, first, args, word=first)

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
        return self._make_node(Aggregation, fields, first, args, word=first, label_tokens=places)

    def _check_arguments(self, name: str, args: tuple[Expr, ...], first: int) -> None:
        fault = misfit(name, args)
        if fault is not None:
            at = (first, first + 1) if fault.at is None else args[fault.at].tokens
            raise self._error(fault.what, *at, _range_hint(name, args, fault) or fault.hint)
        if name == "info" and len(args) == 2:
            chosen = args[1]
            if type(chosen) is not Selector or self._words[chosen.tokens[0]] != "{":
                raise self._error(
                    "the second argument of info must be label matchers without a metric name",
                    *chosen.tokens,
                )
            self._unselective = [node for node in self._unselective if node is not chosen]

    def _arguments(self) -> tuple[Expr, ...]:
        opened = self._at
        if self._words[opened] != "(":
            self._refuse_token("(")
        if self._advance() == ")":
            self._at += 1
            return ()
        args = [self._expression(0)]
        while self._words[self._at] == ",":
            if self._advance() == ")":
                raise self._error("there is a comma after the last argument", self._at - 1)
            args.append(self._expression(0))
        self._close(opened)
        return tuple(args)


def _operator_hint(op: str, lhs: Expr, rhs: Expr) -> str | None:
    """Return a hint that corrects an operation, for an author who writes PromQL text. Authors who
    build expressions in Python get other hints.
    """
    if lhs.kind is rhs.kind is Kind.SCALAR and op in COMPARISONS:
        return f"write {op} bool"
    return OUT_OF_A_RANGE if Kind.RANGE in {lhs.kind, rhs.kind} else None


def _range_hint(name: str, args: tuple[Expr, ...], fault: Misfit) -> str | None:
    """Return a hint that adds the missing range, for an author who writes PromQL text. Authors who
    build expressions in Python get other hints.
    """
    arg = None if fault.at is None else args[fault.at]
    if arg is None or signature(name).kind(fault.at or 0) is not Kind.RANGE:
        return None
    if isinstance(arg, Selector):
        return f"write {arg}[5m]"
    return None if isinstance(arg, Aggregation) else f"write a subquery: ({arg})[5m:1m]"


def _matching_fault(fields: dict[str, Any]) -> Fault | None:
    """Return why Prometheus refuses the `on (…)`, `group_left (…)` or `fill (…)` of an operation;
    None if Prometheus accepts the operation.
    """
    has_fill = fields["fills"] != _NO_FILLS
    if fields["matching"] is None and not has_fill:
        return None
    op, labels = fields["op"], fields["labels"]
    twice = repeated_label(fields["matching"], labels, fields["include"])
    if twice and fields["group"]:
        return f"the label {twice} cannot be in both on(…) and group_{fields['group']}(…)", None
    if Kind.SCALAR in {fields["lhs"].kind, fields["rhs"].kind}:
        if labels or has_fill:
            return (
                "on(…), ignoring(…) and fill are allowed only between two instant vectors, but one "
                "side is a scalar",
                None,
            )
        return None
    if op in SET_OPERATORS and (fields["group"] or has_fill):
        word = f"group_{fields['group']}" if fields["group"] else "fill"
        return f"{word} is not allowed with {op}, which matches many series to many", None
    return None
