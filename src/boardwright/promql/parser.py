"""Parser for PromQL text, including Grafana's variables and macros.

The parser accepts the PromQL of Prometheus 3.16 with all feature flags, and the function
`holt_winters` of Prometheus 2. It checks the types of operands and arguments as Prometheus does. A
Grafana variable may have any type. Operators are parsed by precedence climbing.

Source: Prometheus's grammar and type checker (`promql/parser/generated_parser.y`, `parse.go`).
"""

from __future__ import annotations

from boardwright.notation.variable_syntax import VARIABLE, is_variable
from boardwright.promql.calls import Aggregation, Call, CallFault, Text, find_call_fault
from boardwright.promql.expr import Kind
from boardwright.promql.function_table import AGGREGATIONS, FUNCTIONS, read_signature
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
    determine_result_kind,
    find_binary_fault,
    find_operand_fault,
    find_repeated_label,
    negate_number,
)
from boardwright.promql.selector_parser import SelectorParser
from boardwright.promql.selectors import Selector
from boardwright.promql.syntax_error import PromqlSyntaxError
from boardwright.promql.token_reader import NUMBERS, UndecidedError, is_string

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeVar

    from boardwright.promql.expr import Expr
    from boardwright.promql.operators import Fault
    from boardwright.promql.token_reader import NodeFields

    E = TypeVar("E", bound=Expr)

DEEPEST = 100
"""The maximum depth of nested expressions. Deeper nesting would exhaust Python's stack."""

_POSTFIXES = frozenset({"offset", "anchored", "smoothed", "@"})
_GROUPINGS = frozenset({"by", "without"})
_MATCHINGS = frozenset({"on", "ignoring"})
_FILLS = {"fill": (0, 1), "fill_left": (0,), "fill_right": (1,)}
_CASELESS = frozenset(AGGREGATIONS)
_NOT_METRICS = frozenset({"atan2", "bool", "group_left", "group_right", "ignoring", "on"})
_NO_FILLS = (None, None)

_SELECTS_ALL = 'the selector needs a matcher that does not match an empty value, such as job=~".+"'


def parse(text: str, *, where: object = None) -> Expr:
    """Return the parsed tree of a PromQL text.

    Args:
        text: The PromQL text, which may contain Grafana variables.
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
    """Parses one PromQL text.

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
            raise self._build_error("the expression is empty", 0)
        tree = self._parse_expression(0)
        if self._at != len(self._words) - 1:
            self._refuse_variable_operator()
            self._refuse_token("an operator")
        for selector in self._unselective:
            raise self._build_error(_SELECTS_ALL, *selector.tokens)
        return tree

    def _parse_expression(self, least: int) -> Expr:
        """Parse an expression whose operators have the precedence `least` or higher."""
        self._depth += 1
        if self._depth > DEEPEST:
            raise RecursionError
        first = self._at
        left, height = self._parse_operand(), 0
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
            left = self._parse_binary(op, level, left, first)
        self._depth -= 1
        return left

    def _parse_binary(self, op: str, level: int, lhs: Expr, first: int) -> Expr:
        op_token = self._at
        self._at += 1
        fields: NodeFields = {
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
        label_tokens = (
            self._parse_modifiers(fields) if self._words[self._at][:1] in NAME_STARTS else ()
        )
        rhs = self._parse_expression(level + (op != "^"))
        fields["rhs"] = rhs
        fault = (
            find_operand_fault(lhs)
            or find_operand_fault(rhs)
            or find_binary_fault(op, lhs, rhs, returns_bool=fields["returns_bool"])
            or _find_matching_fault(fields)
        )
        if fault is not None:
            raise self._build_error(
                fault[0], op_token, op_token + 1, _suggest_operator(op, lhs, rhs)
            )
        fields["result"] = determine_result_kind(op, lhs.kind, rhs.kind)
        return self._make_node(
            Binary, fields, first, (lhs, rhs), word=op_token, label_tokens=label_tokens
        )

    def _parse_modifiers(self, fields: NodeFields) -> tuple[int, ...]:
        """Parse `bool`, `on (…)`, `group_left (…)`, `fill (…)` and similar modifiers, and store
        them in `fields`. Return the token indexes of the labels.
        """
        word = self._words[self._at].lower()
        label_tokens: tuple[int, ...] = ()
        if word == "bool":
            fields["returns_bool"] = True
            word = self._skip_token()
        if word in _MATCHINGS:
            self._at += 1
            fields["matching"] = word
            fields["labels"], label_tokens = self._parse_labels()
            word = self._words[self._at].lower()
            if word in {"group_left", "group_right"}:
                fields["group"] = word.removeprefix("group_")
                if self._skip_token() == "(":
                    fields["include"], include_tokens = self._parse_labels()
                    label_tokens += include_tokens
                word = self._words[self._at].lower()
        while word in _FILLS and self._words[self._at + 1] == "(":
            self._parse_fill(word, fields)
            word = self._words[self._at].lower()
        return label_tokens

    def _parse_fill(self, word: str, fields: NodeFields) -> None:
        sides = _FILLS[word]
        fills = list(fields["fills"])
        if any(fills[side] is not None for side in sides):
            self._refuse_token("an operand")
        self._at += 2
        sign = self._words[self._at]
        self._at += sign in {"+", "-"}
        text = self._parse_number_text()
        self._expect_token(")")
        for side in sides:
            fills[side] = negate_number(text) if sign == "-" else text
        fields["fills"] = tuple(fills)

    def _parse_operand(self) -> Expr:
        first = self._at
        word = self._words[first]
        sign = word[:1]
        if sign in "+-" and sign:
            return self._parse_signed(word, first)
        expr = self._parse_primary(word, sign, first)
        while True:
            after = self._words[self._at]
            if after[:1] == "[" and len(after) > 1 and not is_old_variable(after):
                expr = self._parse_range(expr, after, first)
            elif after in _POSTFIXES or after.lower() in _POSTFIXES:
                self._parse_postfix(expr, after.lower())
            else:
                return expr

    def _parse_signed(self, sign: str, first: int) -> Expr:
        self._at += 1
        expr = self._parse_expression(SIGN_LEVEL + 1)
        fault = find_operand_fault(expr)
        if fault is not None:
            raise self._build_error(fault[0], first, self._at, fault[1])
        if sign == "+":
            vars(expr)["tokens"] = (first, self._at)
            return expr
        if type(expr) is Number:
            vars(expr)["text"] = negate_number(expr.text)
            vars(expr)["tokens"] = (first, self._at)
            return expr
        return self._make_node(Unary, {"expr": expr}, first, (expr,), word=first)

    def _parse_primary(self, word: str, sign: str, first: int) -> Expr:
        if sign in NAME_STARTS:
            return self._parse_named(word, first)
        if sign == "(":
            self._at += 1
            expr = self._parse_expression(0)
            self._close_parenthesis(first)
            return self._make_node(Paren, {"expr": expr}, first, (expr,), word=first)
        if sign == "{":
            return self._parse_selector(None, first)
        if sign in DIGITS or (sign == "." and len(word) > 1):
            return self._parse_number(word, first)
        if is_string(word):
            self._at += 1
            return self._make_node(
                Text, {"value": self._parse_string(first)}, first, (), word=first
            )
        return self._expect_variable(word, sign, first)

    def _expect_variable(self, word: str, sign: str, first: int) -> Expr:
        if sign == "$" or (sign == "[" and is_old_variable(word)):
            return self._parse_variable(word, first)
        return self._refuse_token("an operand")

    def _parse_named(self, word: str, first: int) -> Expr:
        """Parse an expression that begins with a name: an aggregation, a call, a number or a
        selector.
        """
        lower = word.lower()
        after = self._words[first + 1]
        if lower in _CASELESS and (after == "(" or after.lower() in _GROUPINGS):
            return self._parse_aggregation(lower, first)
        if after == "(":
            return self._parse_call(word, first)
        if lower in NUMBERS:
            self._at += 1
            text = "NaN" if lower == "nan" else "Inf"
            return self._make_node(Number, {"text": text}, first, (), word=first)
        if self._tokens.has_variables and VARIABLE.search(word):
            return self._parse_variable(word, first)
        if lower in _NOT_METRICS:
            self._refuse_token("an operand")
        return self._parse_selector(word, first)

    def _parse_variable(self, word: str, first: int) -> Expr:
        """Parse an expression that begins with a Grafana variable, or with a name that contains a
        Grafana variable.
        """
        after = self._words[first + 1].lower()
        if after == "(":
            return self._parse_call(word, first)
        if after in _GROUPINGS and self._words[first + 2] == "(":
            return self._parse_aggregation(word, first)
        is_selector = after[:1] in {"{", "@"} or after in _POSTFIXES or not is_variable(word)
        if is_selector or (after[:1] == "[" and len(after) > 1):
            return self._parse_selector(word, first)
        self._at += 1
        return self._make_node(Variable, {"text": word}, first, (), word=first)

    def _parse_number(self, word: str, first: int) -> Expr:
        if self._tokens.has_variables and VARIABLE.search(word):
            self._at += 1
            return self._make_node(Variable, {"text": word}, first, (), word=first)
        return self._make_node(Number, {"text": self._parse_number_text()}, first, (), word=first)

    def _parse_call(self, name: str, first: int) -> Expr:
        is_variable_name = self._tokens.has_variables and VARIABLE.search(name) is not None
        if name not in FUNCTIONS and not is_variable_name:
            raise self._build_error(f"Prometheus has no function {name}", first)
        self._at += 1
        args = self._parse_arguments()
        if not is_variable_name:
            self._check_arguments(name, args, first)
        elif self._words[self._at].lower() in _GROUPINGS:
            self._at = first
            return self._parse_aggregation(name, first)
        fields = {"name": name, "args": args}
        return self._make_node(Call, fields, first, args, word=first)

    def _parse_aggregation(self, op: str, first: int) -> Expr:
        grouping = None
        labels: tuple[str, ...] = ()
        label_tokens: tuple[int, ...] = ()
        word = self._skip_token().lower()
        if word in _GROUPINGS:
            self._at += 1
            grouping, (labels, label_tokens) = word, self._parse_labels()
        args = self._parse_arguments()
        word = self._words[self._at].lower()
        if grouping is None and word in _GROUPINGS:
            self._at += 1
            grouping, (labels, label_tokens) = word, self._parse_labels()
        if op in AGGREGATIONS:
            self._check_arguments(op, args, first)
        elif not 1 <= len(args) <= 2:
            raise self._build_error("an aggregation takes 1 or 2 arguments", first, self._at)
        fields = {
            "op": op,
            "expr": args[-1],
            "param": args[0] if len(args) == 2 else None,
            "grouping": grouping,
            "labels": labels,
        }
        return self._make_node(
            Aggregation, fields, first, args, word=first, label_tokens=label_tokens
        )

    def _check_arguments(self, name: str, args: tuple[Expr, ...], first: int) -> None:
        fault = find_call_fault(name, args)
        if fault is not None:
            at = (first, first + 1) if fault.at is None else args[fault.at].tokens
            raise self._build_error(
                fault.what, *at, _suggest_range(name, args, fault) or fault.hint
            )
        if name == "info" and len(args) == 2:
            info_matchers = args[1]
            if (
                type(info_matchers) is not Selector
                or self._words[info_matchers.tokens[0]][:1] != "{"
            ):
                raise self._build_error(
                    "the second argument of info must be label matchers without a metric name",
                    *info_matchers.tokens,
                )
            self._unselective = [node for node in self._unselective if node is not info_matchers]

    def _parse_arguments(self) -> tuple[Expr, ...]:
        opening = self._at
        if self._words[opening] != "(":
            self._refuse_token("(")
        if self._skip_token() == ")":
            self._at += 1
            return ()
        args = [self._parse_expression(0)]
        while self._words[self._at] == ",":
            if self._skip_token() == ")":
                raise self._build_error("there is a comma after the last argument", self._at - 1)
            args.append(self._parse_expression(0))
        self._close_parenthesis(opening)
        return tuple(args)


def _suggest_operator(op: str, lhs: Expr, rhs: Expr) -> str | None:
    if lhs.kind is rhs.kind is Kind.SCALAR and op in COMPARISONS:
        return f"write {op} bool"
    return OUT_OF_A_RANGE if Kind.RANGE in {lhs.kind, rhs.kind} else None


def _suggest_range(name: str, args: tuple[Expr, ...], fault: CallFault) -> str | None:
    arg = None if fault.at is None else args[fault.at]
    if arg is None or read_signature(name).find_kind(fault.at or 0) is not Kind.RANGE:
        return None
    if isinstance(arg, Selector):
        return f"write {arg}[5m]"
    return None if isinstance(arg, Aggregation) else f"write the subquery ({arg})[5m:1m]"


def _find_matching_fault(fields: NodeFields) -> Fault | None:
    """Return why Prometheus refuses the `on (…)`, `group_left (…)` or `fill (…)` of an operation;
    None if Prometheus accepts the operation.
    """
    has_fill = fields["fills"] != _NO_FILLS
    if fields["matching"] is None and not has_fill:
        return None
    op, labels = fields["op"], fields["labels"]
    repeated_label = find_repeated_label(fields["matching"], labels, fields["include"])
    if repeated_label and fields["group"]:
        return (
            f"the label {repeated_label} cannot be in both on(…) and group_{fields['group']}(…)",
            None,
        )
    if Kind.SCALAR in {fields["lhs"].kind, fields["rhs"].kind}:
        if labels or has_fill:
            return (
                "on(…), ignoring(…) and fill are allowed only between two instant vectors, but one "
                "side is a scalar",
                None,
            )
        return None
    if op in SET_OPERATORS and (fields["group"] or has_fill):
        keyword = f"group_{fields['group']}" if fields["group"] else "fill"
        return f"{keyword} is not allowed with {op}, which matches many series to many", None
    return None
