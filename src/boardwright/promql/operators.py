"""Operands and Python's operators on them.

| Python | PromQL |
|---|---|
| `+ - * / %`, `**`, `a.atan2(b)` | `+ - * / %`, `^`, `atan2` |
| `> < >= <=`, `a.eq(b)`, `a.ne(b)` | `> < >= <= == !=`, which drop series that do not compare |
| `a.gt(b, bool=True)` and so on | `> bool`, which gives 0 or 1 |
| `&`, `|`, `a.unless(b)` | `and`, `or`, `unless` |
| `a.trim_upper(b)`, `a.trim_lower(b)` | `</`, `>/` on native histograms |

Python does not allow `==`, `and`, `or` and `not` to be redefined for this: those keep Python's
meaning.
"""

from __future__ import annotations

from dataclasses import replace

from boardwright.frozen import frozen
from boardwright.notation.variables import is_variable
from boardwright.promql.duration_nodes import Duration
from boardwright.promql.duration_values import duration
from boardwright.promql.expr import Expr, Kind, noun, operand_text
from boardwright.promql.expression_places import refuse
from boardwright.promql.labels import label_list, label_names
from boardwright.promql.lexical import number_text, number_value

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
"""How tightly each operator binds; all are left-associative but `^`."""
SIGN_LEVEL = 5
"""A sign binds as `*` does: weaker than `^`."""
OUT_OF_A_RANGE = "take a rate or an …_over_time of it first"
"""The hint where a range vector is not accepted."""
Fault = tuple[str, str | None]
"""The fault of an expression, and the hint."""


def _before(op: str) -> Operator:
    """Return the method for `self op other`."""

    def method(self: Operand, other: OperandLike) -> Binary:
        return binary(op, self, other)

    return method


def _after(op: str) -> Operator:
    """Return the method for `other op self`."""

    def method(self: Operand, other: OperandLike) -> Binary:
        return binary(op, other, self)

    return method


class Operand(Expr):
    """An instant vector or a scalar: what operators and aggregations take."""

    __add__, __radd__ = _before("+"), _after("+")
    __sub__, __rsub__ = _before("-"), _after("-")
    __mul__, __rmul__ = _before("*"), _after("*")
    __truediv__, __rtruediv__ = _before("/"), _after("/")
    __mod__, __rmod__ = _before("%"), _after("%")
    __pow__, __rpow__ = _before("^"), _after("^")
    __and__, __rand__ = _before("and"), _after("and")
    __or__, __ror__ = _before("or"), _after("or")
    __gt__, __lt__ = _before(">"), _before("<")  # Python turns `1 < x` into `x > 1`
    __ge__, __le__ = _before(">="), _before("<=")

    def __neg__(self) -> Operand:
        """Render `-self`."""
        return negative(self)

    def __pos__(self) -> Self:
        """Return the expression itself."""
        return self

    def atan2(self, other: OperandLike) -> Binary:
        """Render `self atan2 other`."""
        return binary("atan2", self, other)

    def unless(self, other: OperandLike) -> Binary:
        """Render `self unless other`."""
        return binary("unless", self, other)

    def eq(self, other: OperandLike, *, bool: bool = False) -> Binary:
        """Render `self == other`, or `self == bool other`."""
        return binary("==", self, other, bool=bool)

    def ne(self, other: OperandLike, *, bool: bool = False) -> Binary:
        """Render `self != other`, or `self != bool other`."""
        return binary("!=", self, other, bool=bool)

    def gt(self, other: OperandLike, *, bool: bool = False) -> Binary:
        """Render `self > other`, or `self > bool other`."""
        return binary(">", self, other, bool=bool)

    def lt(self, other: OperandLike, *, bool: bool = False) -> Binary:
        """Render `self < other`, or `self < bool other`."""
        return binary("<", self, other, bool=bool)

    def ge(self, other: OperandLike, *, bool: bool = False) -> Binary:
        """Render `self >= other`, or `self >= bool other`."""
        return binary(">=", self, other, bool=bool)

    def le(self, other: OperandLike, *, bool: bool = False) -> Binary:
        """Render `self <= other`, or `self <= bool other`."""
        return binary("<=", self, other, bool=bool)

    def trim_upper(self, other: OperandLike) -> Binary:
        """Render `self </ other`: native histograms without observations above `other`."""
        return binary("</", self, other)

    def trim_lower(self, other: OperandLike) -> Binary:
        """Render `self >/ other`: native histograms without observations below `other`."""
        return binary(">/", self, other)

    def subquery(self, range: DurationLike, step: DurationLike | None = None) -> Subquery:
        """Render `self[range:step]`: this expression evaluated every `step` over `range`.

        Args:
            range: How far back.
            step: How often; Prometheus's evaluation interval when None.

        Raises:
            PromqlError: The expression is a scalar, or an argument is not a duration.
        """
        inner = operand(self)
        if not inner.kind.fits(Kind.VECTOR):
            raise refuse(f"{inner}: a subquery is of an instant vector, not {noun(inner.kind)}")
        pause = None if step is None else duration(step)
        return Subquery(expr=inner, range=duration(range), step=pause, shift=None, moment=None)


@frozen
class Variable(Operand):
    """A Grafana variable, or a macro such as `$__rate_interval`; use `var(…)` to make one.

    Attributes:
        text: As it is written: `$job`, `${job:regex}`.
    """

    text: str

    @property
    def kind(self) -> Kind:
        """Accepted everywhere: the value is not known."""
        return Kind.ANY

    def __str__(self) -> str:
        """Return the text."""
        return self.text


@frozen
class Number(Operand):
    """A number, or in Prometheus 3 a duration that counts as its seconds; see `number(…)`.

    Attributes:
        text: The PromQL.
    """

    text: str

    @property
    def kind(self) -> Kind:
        """A scalar."""
        return Kind.SCALAR

    @property
    def level(self) -> int:
        """A sign in front binds as a sign does."""
        return SIGN_LEVEL if self.text.startswith("-") else super().level

    @property
    def value(self) -> float:
        """The number, in seconds for a duration."""
        return number_value(self.text)

    def __str__(self) -> str:
        """Return the text."""
        return self.text


@frozen
class Unary(Operand):
    """A negated expression; use `-expr` to make one."""

    expr: Expr

    @property
    def kind(self) -> Kind:
        """The operand's kind."""
        return self.expr.kind

    @property
    def children(self) -> tuple[Expr, ...]:
        """The operand."""
        return (self.expr,)

    @property
    def level(self) -> int:
        """A sign's."""
        return SIGN_LEVEL

    def __str__(self) -> str:
        """Return the text."""
        # A second sign needs no parentheses; in a product the sign would be the left operand's.
        least = SIGN_LEVEL if isinstance(self.expr, Unary) else SIGN_LEVEL + 1
        return f"-{operand_text(self.expr, least)}"


@frozen
class Paren(Operand):
    """An expression in parentheses that are kept; use `paren(…)` to make one."""

    expr: Expr

    @property
    def kind(self) -> Kind:
        """The kind of the expression inside."""
        return self.expr.kind

    @property
    def children(self) -> tuple[Expr, ...]:
        """The expression inside."""
        return (self.expr,)

    @property
    def bare(self) -> Expr:
        """The expression inside, without further parentheses."""
        return self.expr.bare

    def __str__(self) -> str:
        """Return the text."""
        return f"({self.expr})"


@frozen
class Binary(Operand):
    """Two operands and an operator; use Python's operators to make one.

    Attributes:
        op: `+`, `>`, `and`, …
        lhs: The left operand.
        rhs: The right operand.
        returns_bool: Whether a comparison gives 0 or 1 instead of filtering.
        matching: How series of the two sides find each other; None when not written.
        labels: The labels in `on (…)` or `ignoring (…)`.
        group: The side that may have several series for one of the other side.
        include: The labels in `group_left (…)` or `group_right (…)`.
        fills: The values for series that lack a partner on the left and on the right side, as
            text; None where there is none.
        result: The kind of its result.
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
        """A vector when any side is one."""
        return self.result

    @property
    def children(self) -> tuple[Expr, ...]:
        """Both operands."""
        return (self.lhs, self.rhs)

    @property
    def level(self) -> int:
        """The operator's."""
        return LEVELS[self.op]

    @property
    def has_fill(self) -> bool:
        """Whether series without a partner get a value."""
        return self.fills != (None, None)

    def on(self, *labels: LabelLike) -> Binary:
        """Match the series of both sides by these labels alone."""
        return self._match("on", labels)

    def ignoring(self, *labels: LabelLike) -> Binary:
        """Match the series of both sides by all labels but these."""
        return self._match("ignoring", labels)

    def group_left(self, *include: LabelLike) -> Binary:
        """Let many series of the left side match one of the right, and copy its labels."""
        return self._group("left", include)

    def group_right(self, *include: LabelLike) -> Binary:
        """Let many series of the right side match one of the left, and copy its labels."""
        return self._group("right", include)

    def fill(self, value: float) -> Binary:
        """Give series that lack a partner, on either side, one with this value; experimental."""
        return self._fill(value, value)

    def fill_left(self, value: float) -> Binary:
        """Use this value where the left side has no series for one of the right; experimental."""
        return self._fill(value, None)

    def fill_right(self, value: float) -> Binary:
        """Use this value where the right side has no series for one of the left; experimental."""
        return self._fill(None, value)

    def _match(self, how: Literal["on", "ignoring"], labels: tuple[LabelLike, ...]) -> Binary:
        if self.matching is not None:
            raise refuse(f"{self}: {how}(…) is the second matching of one operator")
        if Kind.SCALAR in {self.lhs.kind, self.rhs.kind}:
            raise refuse(
                f"{self}: {how}(…) matches the series of two instant vectors, and one side is "
                "a scalar"
            )
        return replace(self, matching=how, labels=label_names(labels))

    def _group(self, side: Literal["left", "right"], include: tuple[LabelLike, ...]) -> Binary:
        word = f"group_{side}"
        if self.op in SET_OPERATORS:
            raise refuse(f"{self}: {word}(…) is not for {self.op}, which matches many to many")
        if self.matching is None:
            raise refuse(
                f"{self}: {word}(…) needs on(…) or ignoring(…) before it",
                f'write (a {self.op} b).on("label").{word}(…)',
            )
        if self.group is not None:
            raise refuse(f"{self}: {word}(…) is the second grouping of one operator")
        labels = label_names(include)
        twice = repeated_label(self.matching, self.labels, labels)
        if twice:
            raise refuse(f"{self}: label {twice} is in on(…) and in {word}(…)")
        return replace(self, group=side, include=labels)

    def _fill(self, left: float | None, right: float | None) -> Binary:
        if self.op in SET_OPERATORS or Kind.SCALAR in {self.lhs.kind, self.rhs.kind}:
            raise refuse(f"{self}: fill is for arithmetic and comparisons of two instant vectors")
        before = self.fills
        fills = (
            before[0] if left is None else number(left).text,
            before[1] if right is None else number(right).text,
        )
        return replace(self, fills=fills)

    def __str__(self) -> str:
        """Return the text."""
        level, right_first = LEVELS[self.op], self.op == "^"
        left = operand_text(self.lhs, level + right_first)
        # After an operator a sign can only be a sign.
        is_signed = isinstance(self.rhs, Number | Unary)
        right = operand_text(self.rhs, 0 if is_signed else level + (not right_first))
        return f"{left} {self.op}{self._modifiers()} {right}"

    def _modifiers(self) -> str:
        text = " bool" if self.returns_bool else ""
        if self.matching is not None:
            text += f" {self.matching} {label_list(self.labels)}"
        if self.group is not None:
            # Without a list, a parenthesis after `group_left` would be taken for one.
            text += f" group_{self.group} {label_list(self.include)}"
        left, right = self.fills
        if left is not None and left == right:
            return f"{text} fill ({left})"
        text += "" if left is None else f" fill_left ({left})"
        return text + ("" if right is None else f" fill_right ({right})")


class RangeVector(Expr):
    """Samples over a stretch of time: what `rate` and the `…_over_time` functions take."""

    @property
    def kind(self) -> Kind:
        """A range vector."""
        return Kind.RANGE

    if not TYPE_CHECKING:
        # A type checker sees no operators here; at run time the message explains why.
        def _refuse_operator(self, *_: object) -> Never:
            operand(self)

        __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = _refuse_operator
        __truediv__ = __rtruediv__ = __mod__ = __rmod__ = __pow__ = __rpow__ = _refuse_operator
        __and__ = __rand__ = __or__ = __ror__ = __neg__ = _refuse_operator
        __gt__ = __lt__ = __ge__ = __le__ = _refuse_operator


_LATEST = 2**63 / 1000  # Prometheus counts milliseconds in 64 bits


class _Shifted(Expr):
    """An expression that takes `offset` and `@`."""

    if TYPE_CHECKING:

        @property
        def shift(self) -> Duration | None: ...
        @property
        def moment(self) -> str | None: ...

    def offset(self, by: DurationLike) -> Self:
        """Look at the past: `offset("1w")`; at the future with a negative duration.

        `offset(0)` has no effect.

        Raises:
            PromqlError: Not a duration, or a second offset.
        """
        if self.shift is not None:
            raise refuse(f"{self}: offset is given twice")
        return self if by == 0 else _replace_fields(self, shift=duration(by, signed=True))

    def at(self, moment: float | str | Variable) -> Self:
        """Look at one moment, whatever the time of evaluation: PromQL's `@`.

        Args:
            moment: Unix time in seconds, `"start()"`, `"end()"`, or a variable.

        Raises:
            PromqlError: None of these, or a second `@`.
        """
        if self.moment is not None:
            raise refuse(f"{self}: @ is given twice")
        return _replace_fields(self, moment=_moment(moment))

    def _shifts(self) -> str:
        at = f" @ {self.moment}" if self.moment is not None else ""
        return f"{at} offset {self.shift}" if self.shift is not None else at


@frozen
class Subquery(_Shifted, RangeVector):
    """An expression evaluated repeatedly over a range; use `expr.subquery(…)` to make one.

    Attributes:
        expr: The expression.
        range: How far back.
        step: How often; None for Prometheus's evaluation interval.
        shift: The offset.
        moment: The moment after `@`, as text.
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
        """Return the text."""
        inner = operand_text(self.expr, super().level)
        return f"{inner}[{self.range}:{self.step or ''}]{self._shifts()}"


def number(value: float) -> Number:
    """Return a number as an expression, `Inf` and `NaN` included.

    Raises:
        PromqlError: Not a number, or an int that no float can hold.
    """
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise refuse(f"{value!r} is not a number")
    try:
        return Number(text=number_text(value))
    except OverflowError:
        bits = value.bit_length() if isinstance(value, int) else 0
        raise refuse(f"an integer of {bits} bits is too large for a number") from None


def operand(value: object) -> Operand:
    """Return the value as an operand.

    Raises:
        PromqlError: It is not an instant vector, a scalar or a number.
    """
    if isinstance(value, Operand) and operand_fault(value) is None:
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return number(value)
    raise _not_an_operand(value)


def operand_fault(expr: Expr) -> Fault | None:
    """Return what is wrong with an expression as an operand."""
    kind = expr.kind
    if kind is Kind.RANGE:
        return f"{noun(kind)} cannot be an operand", OUT_OF_A_RANGE
    return (f"{noun(kind)} cannot be an operand", None) if kind is Kind.STRING else None


def _not_an_operand(value: object) -> PromqlError:
    if isinstance(value, Expr):
        fault = operand_fault(value)
        return refuse(f"{value}: {fault[0]}" if fault else f"{value}", fault and fault[1])
    hints = {
        bool: "Python's own == and != compare values: write a.eq(b), a.ne(b)",
        str: 'text is metric("…") or raw("…")',
    }
    return refuse(f"{value!r} is not an expression", hints.get(type(value)))


def paren(expr: OperandLike) -> Paren:
    """Return the expression in parentheses that stay, needed or not.

    >>> from boardwright.promql import metric, paren
    >>> str(100 - paren(metric("up") * 100))
    '100 - (up * 100)'
    """
    return Paren(expr=operand(expr))


def binary(op: str, left: OperandLike, right: OperandLike, *, bool: bool = False) -> Binary:
    """Return `left op right`, checked as Prometheus checks it.

    Raises:
        PromqlError: Prometheus would not accept it.
    """
    lhs, rhs = operand(left), operand(right)
    fault = binary_fault(op, lhs, rhs, returns_bool=bool)
    if fault is not None:
        raise refuse(f"{lhs} {op} {rhs}: {fault[0]}", fault[1])
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
        result=result_kind(op, lhs.kind, rhs.kind),
    )


def binary_fault(op: str, lhs: Expr, rhs: Expr, *, returns_bool: bool) -> Fault | None:
    """Return what is wrong with an operation on two operands."""
    if returns_bool and op not in COMPARISONS:
        return "bool is only for comparisons", None
    if op in SET_OPERATORS and Kind.SCALAR in {lhs.kind, rhs.kind}:
        return (
            f"{op} is for two instant vectors, and one side is a scalar",
            "put comparisons in parentheses: (a > 1) & (b > 2)",
        )
    if op in COMPARISONS and not returns_bool and lhs.kind is rhs.kind is Kind.SCALAR:
        name = {"==": "eq", "!=": "ne", ">": "gt", "<": "lt", ">=": "ge", "<=": "le"}[op]
        return "two scalars compare only with bool", f"write a.{name}(b, bool=True)"
    return None


def result_kind(op: str, left: Kind, right: Kind) -> Kind:
    """Return the kind of an operation's result."""
    if Kind.VECTOR in {left, right} or op in SET_OPERATORS:
        return Kind.VECTOR
    return Kind.ANY if Kind.ANY in {left, right} else Kind.SCALAR


def repeated_label(
    matching: str | None, labels: tuple[str, ...], include: tuple[str, ...]
) -> str | None:
    """Return a label that is both in `on (…)` and in `group_left (…)` or `group_right (…)`.

    Prometheus refuses it; two variables may have different values.
    """
    if matching != "on":
        return None
    return next((name for name in include if name in labels and "$" not in name), None)


def negative(expr: Operand) -> Operand:
    """Return `-expr`; a number takes the sign itself, as in Prometheus's own tree."""
    if isinstance(expr, Number):
        return Number(text=negative_text(expr.text))
    return Unary(expr=operand(expr))


def negative_text(number: str) -> str:
    """Return a number's text with the other sign."""
    if number == "NaN":
        return number
    return number[1:] if number.startswith("-") else f"-{number}"


def _moment(moment: float | str | Variable) -> str:
    if isinstance(moment, Variable):
        return moment.text
    if isinstance(moment, str):
        if moment in {"start()", "end()"} or is_variable(moment):
            return moment
    elif isinstance(moment, int | float) and not isinstance(moment, bool) and abs(moment) < _LATEST:
        return number_text(moment)
    raise refuse(
        f"{moment!r} is not a moment",
        'it is seconds since 1970, "start()", "end()" or a variable',
    )


def _replace_fields(expr: E, **changes: object) -> E:
    """Return a copy with other fields; `replace` is typed for dataclasses alone."""
    return replace(expr, **changes)  # type: ignore[type-var]
