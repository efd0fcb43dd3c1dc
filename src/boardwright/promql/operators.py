"""Classes for PromQL expressions whose result is an instant vector or a scalar, and the Python
operators that combine such expressions.

| Python | PromQL |
|---|---|
| `+ - * / %`, `**`, `a.atan2(b)` | `+ - * / %`, `^`, `atan2` |
| `> < >= <=`, `a.eq(b)`, `a.ne(b)` | `> < >= <= == !=` |
| `a.gt(b, bool=True)` | `> bool` |
| `&`, `|`, `a.unless(b)` | `and`, `or`, `unless` |
| `a.trim_upper(b)`, `a.trim_lower(b)` | `</`, `>/` on native histograms |

In PromQL, a comparison removes the series for which the comparison is false. With `bool`, the
comparison returns 0 or 1 instead.

Python does not let a class redefine `and`, `or` and `not`, so these operators raise an error for
expressions. `a == b` compares two expressions in Python.
"""

from __future__ import annotations

from dataclasses import replace

from boardwright.frozen import frozen
from boardwright.notation.variable_syntax import is_variable
from boardwright.promql.duration_nodes import Duration
from boardwright.promql.duration_values import as_duration
from boardwright.promql.expr import Expr, Kind, name_kind, render_operand
from boardwright.promql.expression_places import build_promql_error
from boardwright.promql.labels import convert_labels, format_label_list
from boardwright.promql.lexical import format_number, parse_promql_number

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import timedelta
    from typing import Literal, Never, Self, TypeAlias, TypeVar

    from boardwright.errors import PromqlError

    E = TypeVar("E", bound=Expr)
    OperandLike: TypeAlias = "Operand | float"
    DurationLike: TypeAlias = "str | float | timedelta | Duration | Variable"
    LabelLike: TypeAlias = "str | Variable"
    Labels: TypeAlias = "LabelLike | tuple[LabelLike, ...] | list[LabelLike]"
    Operator: TypeAlias = "Callable[[Operand, OperandLike], Binary]"

COMPARISONS = frozenset({"==", "!=", ">", "<", ">=", "<="})
SET_OPERATORS = frozenset({"and", "or", "unless"})
TRIMS = frozenset({"</", ">/"})
LEVELS = {
    "or": 1,
    **dict.fromkeys(("and", "unless"), 2),
    **dict.fromkeys((*COMPARISONS, *TRIMS), 3),
    **dict.fromkeys("+-", 4),
    **dict.fromkeys(("*", "/", "%", "atan2"), 5),
    "^": 6,
}
"""The precedence of each operator. All operators except `^` are left-associative."""
SIGN_LEVEL = 5
"""The precedence of a minus sign before an operand, which is the same as the precedence of `*`."""
OUT_OF_A_RANGE = "apply rate or an …_over_time function first"
"""The hint for a range vector where PromQL needs an instant vector or a scalar."""
Fault = tuple[str, str | None]
"""A description of the error in an expression, and a hint how to correct the expression."""


def _build_method(op: str) -> Operator:

    def combine_operands(self: Operand, other: OperandLike) -> Binary:
        return build_binary(op, self, other)

    return combine_operands


def _build_reflected_method(op: str) -> Operator:
    """Return a Python method, such as `__radd__`, that returns `other op self`."""

    def combine_operands(self: Operand, other: OperandLike) -> Binary:
        return build_binary(op, other, self)

    return combine_operands


class Operand(Expr):
    """An expression whose result is an instant vector or a scalar. Operators and aggregations
    accept such expressions.
    """

    __add__, __radd__ = _build_method("+"), _build_reflected_method("+")
    __sub__, __rsub__ = _build_method("-"), _build_reflected_method("-")
    __mul__, __rmul__ = _build_method("*"), _build_reflected_method("*")
    __truediv__, __rtruediv__ = _build_method("/"), _build_reflected_method("/")
    __mod__, __rmod__ = _build_method("%"), _build_reflected_method("%")
    __pow__, __rpow__ = _build_method("^"), _build_reflected_method("^")
    __and__, __rand__ = _build_method("and"), _build_reflected_method("and")
    __or__, __ror__ = _build_method("or"), _build_reflected_method("or")
    __gt__, __lt__ = _build_method(">"), _build_method("<")  # Python converts `1 < x` to `x > 1`.
    __ge__, __le__ = _build_method(">="), _build_method("<=")

    def __neg__(self) -> Operand:
        """Return `-self`."""
        return negate_operand(self)

    def __pos__(self) -> Self:
        """Return the expression itself."""
        return self

    def atan2(self, other: OperandLike) -> Binary:
        """Return `self atan2 other`."""
        return build_binary("atan2", self, other)

    def unless(self, other: OperandLike) -> Binary:
        """Return `self unless other`."""
        return build_binary("unless", self, other)

    def eq(self, other: OperandLike, *, bool: bool = False) -> Binary:
        """Return `self == other`, or `self == bool other` if `bool` is true."""
        return build_binary("==", self, other, bool=bool)

    def ne(self, other: OperandLike, *, bool: bool = False) -> Binary:
        """Return `self != other`, or `self != bool other` if `bool` is true."""
        return build_binary("!=", self, other, bool=bool)

    def gt(self, other: OperandLike, *, bool: bool = False) -> Binary:
        """Return `self > other`, or `self > bool other` if `bool` is true."""
        return build_binary(">", self, other, bool=bool)

    def lt(self, other: OperandLike, *, bool: bool = False) -> Binary:
        """Return `self < other`, or `self < bool other` if `bool` is true."""
        return build_binary("<", self, other, bool=bool)

    def ge(self, other: OperandLike, *, bool: bool = False) -> Binary:
        """Return `self >= other`, or `self >= bool other` if `bool` is true."""
        return build_binary(">=", self, other, bool=bool)

    def le(self, other: OperandLike, *, bool: bool = False) -> Binary:
        """Return `self <= other`, or `self <= bool other` if `bool` is true."""
        return build_binary("<=", self, other, bool=bool)

    def trim_upper(self, other: OperandLike) -> Binary:
        """Return `self </ other`: native histograms without the observations above `other`."""
        return build_binary("</", self, other)

    def trim_lower(self, other: OperandLike) -> Binary:
        """Return `self >/ other`: native histograms without the observations below `other`."""
        return build_binary(">/", self, other)

    def subquery(self, range: DurationLike, step: DurationLike | None = None) -> Subquery:
        """Return the subquery `self[range:step]`: Prometheus evaluates the expression once per
        `step`, over the last `range`.

        Args:
            range: The length of the range.
            step: The time between two evaluations; None for Prometheus's default evaluation
                interval.

        Raises:
            PromqlError: The expression is a scalar, or an argument is not a duration.
        """
        operand = as_operand(self)
        if not operand.kind.fits(Kind.VECTOR):
            raise build_promql_error(
                f"{operand}: a subquery needs an instant vector, but this is "
                f"{name_kind(operand.kind)}"
            )
        step_duration = None if step is None else as_duration(step)
        return Subquery(
            expr=operand, range=as_duration(range), step=step_duration, shift=None, moment=None
        )


@frozen
class Variable(Operand):
    """A Grafana variable, or a macro such as `$__rate_interval`. To create a variable, call
    `var(…)`.

    Attributes:
        text: The text of the variable in the query, such as `$job` or `${job:regex}`.
    """

    text: str

    @property
    def kind(self) -> Kind:
        """The kind `any`. Every function and operator accepts a Grafana variable, because its value
        is unknown.
        """
        return Kind.ANY

    def __str__(self) -> str:
        return self.text


@frozen
class Number(Operand):
    """A number, or a duration such as `5m` that Prometheus uses as a number of seconds. To create a
    number, call `number(…)`.

    Attributes:
        text: The number in PromQL's notation.
    """

    text: str

    @property
    def kind(self) -> Kind:
        """The kind of the result: a scalar."""
        return Kind.SCALAR

    @property
    def level(self) -> int:
        """The precedence of the expression. A number with a sign has the precedence of the sign."""
        return SIGN_LEVEL if self.text.startswith("-") else super().level

    @property
    def value(self) -> float:
        """The value of the number, or the length of the duration in seconds."""
        return parse_promql_number(self.text)

    def __str__(self) -> str:
        return self.text


@frozen
class Unary(Operand):
    """An expression with a minus sign. To create such an expression in Python, write `-expr`."""

    expr: Expr

    @property
    def kind(self) -> Kind:
        """The kind of the operand."""
        return self.expr.kind

    @property
    def children(self) -> tuple[Expr, ...]:
        """The operand of the minus sign."""
        return (self.expr,)

    @property
    def level(self) -> int:
        """The precedence of a minus sign."""
        return SIGN_LEVEL

    def __str__(self) -> str:
        # `--a` needs no parentheses around `-a`, but `-(a * b)` does: in `-a * b`, the sign would
        # apply only to `a`.
        least = SIGN_LEVEL if isinstance(self.expr, Unary) else SIGN_LEVEL + 1
        return f"-{render_operand(self.expr, least)}"


@frozen
class Paren(Operand):
    """An expression in parentheses. To put an expression in parentheses, call `paren(…)`."""

    expr: Expr

    @property
    def kind(self) -> Kind:
        """The kind of the expression inside the parentheses."""
        return self.expr.kind

    @property
    def children(self) -> tuple[Expr, ...]:
        """The expression inside the parentheses."""
        return (self.expr,)

    @property
    def bare(self) -> Expr:
        """The expression inside the parentheses, without any further parentheses around it."""
        return self.expr.bare

    def __str__(self) -> str:
        return f"({self.expr})"


@frozen
class Binary(Operand):
    """A binary operation: two operands and an operator. To create a binary operation, use Python's
    operators, as in `a + b`.

    Attributes:
        op: The operator: `+`, `>`, `and`, …
        lhs: The left operand.
        rhs: The right operand.
        returns_bool: Whether a comparison returns 0 or 1 (`bool`) instead of removing series.
        matching: `on` or `ignoring`; None if the operation has neither.
        labels: The labels in `on (…)` or `ignoring (…)`.
        group: `left` for `group_left`, `right` for `group_right`, and None for one-to-one matching.
        include: The labels in `group_left (…)` or `group_right (…)`.
        fills: The numbers, as text, in `fill_left (…)` and `fill_right (…)`; None for an operand
            whose missing series are not replaced.
        result: The kind of the result.
    """

    op: str
    lhs: Expr
    rhs: Expr
    returns_bool: bool
    matching: Literal["on", "ignoring"] | None
    labels: tuple[str, ...]
    group: Literal["left", "right"] | None
    include: tuple[str, ...]
    fills: tuple[str | None, str | None]
    result: Kind

    @property
    def kind(self) -> Kind:
        """The kind of the result: an instant vector if either operand is an instant vector."""
        return self.result

    @property
    def children(self) -> tuple[Expr, ...]:
        """The left and the right operand."""
        return (self.lhs, self.rhs)

    @property
    def level(self) -> int:
        """The precedence of the operator."""
        return LEVELS[self.op]

    @property
    def has_fill(self) -> bool:
        """Whether the operation has a `fill (…)` with a value for missing series."""
        return self.fills != (None, None)

    def on(self, *labels: LabelLike) -> Binary:
        """Return the operation with `on (…)`: two series match if these labels have the same values
        in both series.
        """
        return self._set_matching("on", labels)

    def ignoring(self, *labels: LabelLike) -> Binary:
        """Return the operation with `ignoring (…)`: two series match if all labels except these
        have the same values in both series.
        """
        return self._set_matching("ignoring", labels)

    def group_left(self, *include: LabelLike) -> Binary:
        """Return the operation with `group_left (…)`: several series of the left operand may match
        the same series of the right operand. Prometheus copies the labels `include` from the right
        series to the result.
        """
        return self._set_group("left", include)

    def group_right(self, *include: LabelLike) -> Binary:
        """Return the operation with `group_right (…)`: several series of the right operand may
        match the same series of the left operand. Prometheus copies the labels `include` from the
        left series to the result.
        """
        return self._set_group("right", include)

    def fill(self, value: float) -> Binary:
        """Return the operation with `fill (…)`: if a series has no matching series in the other
        operand, Prometheus uses this value for the missing series. This modifier is experimental.
        """
        return self._set_fills(value, value)

    def fill_left(self, value: float) -> Binary:
        """Return the operation with `fill_left (…)`: this value replaces a missing series of the
        left operand. This modifier is experimental.
        """
        return self._set_fills(value, None)

    def fill_right(self, value: float) -> Binary:
        """Return the operation with `fill_right (…)`: this value replaces a missing series of the
        right operand. This modifier is experimental.
        """
        return self._set_fills(None, value)

    def _set_matching(
        self, keyword: Literal["on", "ignoring"], labels: tuple[LabelLike, ...]
    ) -> Binary:
        if self.matching is not None:
            raise build_promql_error(
                f"{self}: {keyword}(…) is not allowed, because the operator already has on(…) or "
                "ignoring(…)"
            )
        if Kind.SCALAR in {self.lhs.kind, self.rhs.kind}:
            raise build_promql_error(
                f"{self}: {keyword}(…) matches series of two instant vectors, but one "
                "operand is a scalar"
            )
        return replace(self, matching=keyword, labels=convert_labels(labels))

    def _set_group(self, side: Literal["left", "right"], include: tuple[LabelLike, ...]) -> Binary:
        keyword = f"group_{side}"
        if self.op in SET_OPERATORS:
            raise build_promql_error(
                f"{self}: {keyword}(…) is not allowed with {self.op}, which matches many series to "
                "many"
            )
        if self.matching is None:
            raise build_promql_error(
                f"{self}: {keyword}(…) needs on(…) or ignoring(…) before it",
                f'write (a {self.op} b).on("label").{keyword}(…)',
            )
        if self.group is not None:
            raise build_promql_error(
                f"{self}: {keyword}(…) is not allowed, because the operator already has "
                "group_left(…) or group_right(…)"
            )
        labels = convert_labels(include)
        repeated_label = find_repeated_label(self.matching, self.labels, labels)
        if repeated_label:
            raise build_promql_error(
                f"{self}: the label {repeated_label} cannot be in both on(…) and {keyword}(…)"
            )
        return replace(self, group=side, include=labels)

    def _set_fills(self, left: float | None, right: float | None) -> Binary:
        if self.op in SET_OPERATORS or Kind.SCALAR in {self.lhs.kind, self.rhs.kind}:
            raise build_promql_error(
                f"{self}: fill is allowed only for arithmetic and comparisons of two instant "
                "vectors"
            )
        old_fills = self.fills
        fills = (
            old_fills[0] if left is None else number(left).text,
            old_fills[1] if right is None else number(right).text,
        )
        return replace(self, fills=fills)

    def __str__(self) -> str:
        level, right_first = LEVELS[self.op], self.op == "^"
        left = render_operand(self.lhs, level + right_first)
        # After an operator, `-` can only be the sign of a number or expression.
        is_signed = isinstance(self.rhs, Number | Unary)
        right = render_operand(self.rhs, 0 if is_signed else level + (not right_first))
        return f"{left} {self.op}{self._format_modifiers()} {right}"

    def _format_modifiers(self) -> str:
        text = " bool" if self.returns_bool else ""
        if self.matching is not None:
            text += f" {self.matching} {format_label_list(self.labels)}"
        if self.group is not None:
            # Without a list, a parenthesis after `group_left` would be read as the start of the
            # list.
            text += f" group_{self.group} {format_label_list(self.include)}"
        left, right = self.fills
        if left is not None and left == right:
            return f"{text} fill ({left})"
        text += "" if left is None else f" fill_left ({left})"
        return text + ("" if right is None else f" fill_right ({right})")


class RangeVector(Expr):
    """The samples of series over a range of time. `rate` and the `…_over_time` functions take a
    range vector.
    """

    @property
    def kind(self) -> Kind:
        """The kind of the result: a range vector."""
        return Kind.RANGE

    if not TYPE_CHECKING:
        # A type checker sees no operators here. At run time, an error message explains why a range
        # vector has none.
        def _refuse_operator(self, *_: object) -> Never:
            as_operand(self)

        __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = _refuse_operator
        __truediv__ = __rtruediv__ = __mod__ = __rmod__ = __pow__ = __rpow__ = _refuse_operator
        __and__ = __rand__ = __or__ = __ror__ = __neg__ = _refuse_operator
        __gt__ = __lt__ = __ge__ = __le__ = _refuse_operator


_LATEST = 2**63 / 1000  # Prometheus stores milliseconds in 64 bits.


class _ShiftableExpr(Expr):
    """An expression to which `offset` and `@` can be added."""

    if TYPE_CHECKING:

        @property
        def shift(self) -> Duration | None: ...
        @property
        def moment(self) -> str | None: ...

    def offset(self, by: DurationLike) -> Self:
        """Return the expression with `offset`: `offset("1w")` evaluates the expression a week
        earlier. A negative duration evaluates the expression later.

        `offset(0)` changes nothing.

        Raises:
            PromqlError: The value is not a duration, or the expression already has an offset.
        """
        if self.shift is not None:
            raise build_promql_error(f"{self}: offset can be given only once")
        return self if by == 0 else _replace_fields(self, shift=as_duration(by, signed=True))

    def at(self, moment: float | str | Variable) -> Self:
        """Return the expression with `@`: Prometheus always evaluates the expression at this time.

        Args:
            moment: A Unix time in seconds, `"start()"`, `"end()"`, or a variable.

        Raises:
            PromqlError: The value is not a valid time, or the expression already has an `@`.
        """
        if self.moment is not None:
            raise build_promql_error(f"{self}: @ can be given only once")
        return _replace_fields(self, moment=_format_moment(moment))

    def _format_shifts(self) -> str:
        at = f" @ {self.moment}" if self.moment is not None else ""
        return f"{at} offset {self.shift}" if self.shift is not None else at


@frozen
class Subquery(_ShiftableExpr, RangeVector):
    """An expression that is evaluated repeatedly over a range. To create a subquery, call
    `expr.subquery(…)`.

    Attributes:
        expr: The expression that is evaluated.
        range: The length of the range.
        step: The time between two evaluations; None for Prometheus's default evaluation interval.
        shift: The duration after `offset`; None if the expression has no `offset`.
        moment: The time after `@`, as text; None if the expression has no `@`.
    """

    expr: Expr
    range: Duration
    step: Duration | None
    shift: Duration | None
    moment: str | None

    @property
    def children(self) -> tuple[Expr, ...]:
        """The expression inside."""
        return (self.expr,)

    def __str__(self) -> str:
        inner = render_operand(self.expr, super().level)
        return f"{inner}[{self.range}:{self.step or ''}]{self._format_shifts()}"


def number(value: float) -> Number:
    """Return a number as an expression. Infinity and NaN are allowed.

    Raises:
        PromqlError: The value is not a number, or is an int that is too large for a float.
    """
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise build_promql_error(f"{value!r} is not a number")
    try:
        return Number(text=format_number(value))
    except OverflowError:
        bits = value.bit_length() if isinstance(value, int) else 0
        raise build_promql_error(
            f"the integer is too large for PromQL: it has {bits} bits, and at most 1024 are "
            "possible"
        ) from None


def as_operand(value: object) -> Operand:
    """Return a value as an operand. Numbers are converted to expressions.

    Raises:
        PromqlError: The value is not an instant vector, a scalar or a number.
    """
    if isinstance(value, Operand) and find_operand_fault(value) is None:
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return number(value)
    raise _build_operand_error(value)


def find_operand_fault(expr: Expr) -> Fault | None:
    """Return why an expression cannot be an operand; None if the expression can be an operand."""
    kind = expr.kind
    if kind is Kind.RANGE:
        return f"{name_kind(kind)} cannot be an operand", OUT_OF_A_RANGE
    return (f"{name_kind(kind)} cannot be an operand", None) if kind is Kind.STRING else None


def _build_operand_error(value: object) -> PromqlError:
    if isinstance(value, Expr):
        fault = find_operand_fault(value)
        return build_promql_error(
            f"{value}: {fault[0]}" if fault else f"{value}", fault and fault[1]
        )
    hints = {
        bool: "Python's == and != compare values in Python; for PromQL write a.eq(b) or a.ne(b)",
        str: 'for a text, write metric("…") or raw("…")',
    }
    return build_promql_error(f"{value!r} is not a PromQL expression", hints.get(type(value)))


def paren(expr: OperandLike) -> Paren:
    """Return the expression in parentheses. The parentheses are kept even if they are superfluous.

    >>> from boardwright.promql import metric, paren
    >>> str(100 - paren(metric("up") * 100))
    '100 - (up * 100)'
    """
    return Paren(expr=as_operand(expr))


def build_binary(op: str, left: OperandLike, right: OperandLike, *, bool: bool = False) -> Binary:
    """Return `left op right`, after checking the operands as Prometheus does.

    Raises:
        PromqlError: Prometheus refuses the operation.
    """
    lhs, rhs = as_operand(left), as_operand(right)
    fault = find_binary_fault(op, lhs, rhs, returns_bool=bool)
    if fault is not None:
        raise build_promql_error(f"{lhs} {op} {rhs}: {fault[0]}", fault[1])
    return Binary(
        op=op,
        lhs=lhs,
        rhs=rhs,
        returns_bool=bool,
        matching=None,
        labels=(),
        group=None,
        include=(),
        fills=(None, None),
        result=determine_result_kind(op, lhs.kind, rhs.kind),
    )


def find_binary_fault(op: str, lhs: Expr, rhs: Expr, *, returns_bool: bool) -> Fault | None:
    """Return why Prometheus refuses a binary operation; None if Prometheus accepts the
    operation.
    """
    if returns_bool and op not in COMPARISONS:
        return "bool is allowed only after a comparison operator", None
    if op in SET_OPERATORS and Kind.SCALAR in {lhs.kind, rhs.kind}:
        return (
            f"{op} combines two instant vectors, but one operand is a scalar",
            "put comparisons in parentheses, as in (a > 1) & (b > 2)",
        )
    if op in COMPARISONS and not returns_bool and lhs.kind is rhs.kind is Kind.SCALAR:
        name = {"==": "eq", "!=": "ne", ">": "gt", "<": "lt", ">=": "ge", "<=": "le"}[op]
        return (
            "a comparison of two scalars needs the modifier bool",
            f"write a.{name}(b, bool=True)",
        )
    return None


def determine_result_kind(op: str, left: Kind, right: Kind) -> Kind:
    """Return the kind of a binary operation's result."""
    if Kind.VECTOR in {left, right} or op in SET_OPERATORS:
        return Kind.VECTOR
    return Kind.ANY if Kind.ANY in {left, right} else Kind.SCALAR


def find_repeated_label(
    matching: str | None, labels: tuple[str, ...], include: tuple[str, ...]
) -> str | None:
    """Return a label that is in `on (…)` and also in `group_left (…)` or `group_right (…)`; None if
    no label is in both lists.

    Prometheus refuses an operation with such a label. Variables are ignored, because two variables
    may have different values.
    """
    if matching != "on":
        return None
    return next((name for name in include if name in labels and "$" not in name), None)


def negate_operand(expr: Operand) -> Operand:
    """Return `-expr`. If the expression is a number, the sign becomes a part of the number, as in
    Prometheus's parser.
    """
    if isinstance(expr, Number):
        return Number(text=negate_number(expr.text))
    return Unary(expr=as_operand(expr))


def negate_number(number: str) -> str:
    """Return the text of a number with the opposite sign."""
    if number == "NaN":
        return number
    return number[1:] if number.startswith("-") else f"-{number}"


def _format_moment(moment: float | str | Variable) -> str:
    if isinstance(moment, Variable):
        return moment.text
    if isinstance(moment, str):
        if moment in {"start()", "end()"} or is_variable(moment):
            return moment
    elif isinstance(moment, int | float) and not isinstance(moment, bool) and abs(moment) < _LATEST:
        return format_number(moment)
    raise build_promql_error(
        f"{moment!r} is not a time for @",
        'write seconds since 1970, "start()", "end()" or a variable',
    )


def _replace_fields(expr: E, **changes: object) -> E:
    return replace(expr, **changes)  # type: ignore[type-var]
