"""Operands and what Python's operators make of them.

| Python | PromQL |
|---|---|
| `+ - * / %`, `**`, `a.atan2(b)` | `+ - * / %`, `^`, `atan2` |
| `> < >= <=`, `a.eq(b)`, `a.ne(b)` | `> < >= <= == !=`, which drop what does not compare |
| `a.gt(b, bool=True)` and so on | `> bool`, which gives 0 or 1 |
| `&`, `|`, `a.unless(b)` | `and`, `or`, `unless` |

Python has no say in `==`, `and`, `or` and `not`: those stay Python's own.
"""

from __future__ import annotations

from boardwright.promql.expr import Expr, Kind, noun
from boardwright.promql.labels import label_list
from boardwright.promql.lexical import number_text
from boardwright.promql.places import refuse
from boardwright.promql.values import Frozen

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal, Self, TypeAlias

    from boardwright.errors import PromqlError
    from boardwright.promql.durations import DurationLike
    from boardwright.promql.labels import LabelLike
    from boardwright.promql.selectors import Subquery

    OperandLike: TypeAlias = "Operand | float"

COMPARISONS = frozenset({"==", "!=", ">", "<", ">=", "<="})
SET_OPERATORS = frozenset({"and", "or", "unless"})
LEVELS = {
    "or": 1,
    **dict.fromkeys(("and", "unless"), 2),
    **dict.fromkeys(COMPARISONS, 3),
    **dict.fromkeys("+-", 4),
    **dict.fromkeys(("*", "/", "%", "atan2"), 5),
    "^": 6,
}
"""How tightly each operator binds; all are left-associative but `^`."""
SIGN_LEVEL = 5
"""A sign binds as `*` does: weaker than `^`."""
ATOMIC_LEVEL = 9
"""What needs no parentheses wherever it stands."""
OUT_OF_A_RANGE = "take a rate or an …_over_time of it first"
"""The hint where a range vector cannot stand."""


class Operand(Expr):
    """An instant vector or a scalar: what operators and aggregations work on."""

    __slots__ = ()

    def __add__(self, other: OperandLike) -> Binary:
        """Render `self + other`."""
        return binary("+", self, other)

    def __radd__(self, other: OperandLike) -> Binary:
        """Render `other + self`."""
        return binary("+", other, self)

    def __sub__(self, other: OperandLike) -> Binary:
        """Render `self - other`."""
        return binary("-", self, other)

    def __rsub__(self, other: OperandLike) -> Binary:
        """Render `other - self`."""
        return binary("-", other, self)

    def __mul__(self, other: OperandLike) -> Binary:
        """Render `self * other`."""
        return binary("*", self, other)

    def __rmul__(self, other: OperandLike) -> Binary:
        """Render `other * self`."""
        return binary("*", other, self)

    def __truediv__(self, other: OperandLike) -> Binary:
        """Render `self / other`."""
        return binary("/", self, other)

    def __rtruediv__(self, other: OperandLike) -> Binary:
        """Render `other / self`."""
        return binary("/", other, self)

    def __mod__(self, other: OperandLike) -> Binary:
        """Render `self % other`."""
        return binary("%", self, other)

    def __rmod__(self, other: OperandLike) -> Binary:
        """Render `other % self`."""
        return binary("%", other, self)

    def __pow__(self, other: OperandLike) -> Binary:
        """Render `self ^ other`."""
        return binary("^", self, other)

    def __rpow__(self, other: OperandLike) -> Binary:
        """Render `other ^ self`."""
        return binary("^", other, self)

    def __and__(self, other: OperandLike) -> Binary:
        """Render `self and other`."""
        return binary("and", self, other)

    def __rand__(self, other: OperandLike) -> Binary:
        """Render `other and self`."""
        return binary("and", other, self)

    def __or__(self, other: OperandLike) -> Binary:
        """Render `self or other`."""
        return binary("or", self, other)

    def __ror__(self, other: OperandLike) -> Binary:
        """Render `other or self`."""
        return binary("or", other, self)

    def __gt__(self, other: OperandLike) -> Binary:
        """Render `self > other`; `1 < x` is `x > 1` to Python."""
        return binary(">", self, other)

    def __lt__(self, other: OperandLike) -> Binary:
        """Render `self < other`."""
        return binary("<", self, other)

    def __ge__(self, other: OperandLike) -> Binary:
        """Render `self >= other`."""
        return binary(">=", self, other)

    def __le__(self, other: OperandLike) -> Binary:
        """Render `self <= other`."""
        return binary("<=", self, other)

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

    def subquery(self, range: DurationLike, step: DurationLike | None = None) -> Subquery:
        """Render `self[range:step]`: this expression evaluated every `step` over `range`.

        Args:
            range: How far back.
            step: How often; Prometheus' evaluation interval when None.
        """
        from boardwright.promql.selectors import subquery

        return subquery(self, range, step)


class Number(Operand):
    """A number; `text` is its canonical PromQL."""

    __slots__ = ("text",)
    text: str

    def __init__(self, text: str) -> None:
        """Take the canonical text; use `number(…)` to make one."""
        self._set(text=text)

    @property
    def kind(self) -> Kind:
        """A scalar."""
        return Kind.SCALAR


class Unary(Operand):
    """A negated expression."""

    __slots__ = ("expr",)
    expr: Operand

    def __init__(self, expr: Operand) -> None:
        """Take a checked operand; use `-expr` to make one."""
        self._set(expr=expr)

    @property
    def kind(self) -> Kind:
        """The operand's kind."""
        return self.expr.kind


class Matching(Frozen):
    """How the series of both sides find each other: `on (…) group_left (…)`."""

    __slots__ = ("group", "include", "labels", "on")
    on: bool
    labels: tuple[str, ...]
    group: Literal["left", "right"] | None
    include: tuple[str, ...]

    def __init__(
        self,
        *,
        on: bool,
        labels: tuple[str, ...],
        group: Literal["left", "right"] | None = None,
        include: tuple[str, ...] = (),
    ) -> None:
        """Take checked label texts."""
        self._set(on=on, labels=labels, group=group, include=include)


class Binary(Operand):
    """Two operands and an operator."""

    __slots__ = ("_kind", "left", "matching", "op", "returns_bool", "right")
    op: str
    left: Operand
    right: Operand
    returns_bool: bool
    matching: Matching | None
    _kind: Kind

    def __init__(
        self, *, op: str, left: Operand, right: Operand, returns_bool: bool, kind: Kind
    ) -> None:
        """Take checked operands; use Python's operators to make one."""
        self._set(
            op=op, left=left, right=right, returns_bool=returns_bool, matching=None, _kind=kind
        )

    @property
    def kind(self) -> Kind:
        """A vector when any side is one."""
        return self._kind

    def on(self, *labels: LabelLike) -> Binary:
        """Match the series of both sides by these labels alone."""
        return self._match(on=True, labels=labels)

    def ignoring(self, *labels: LabelLike) -> Binary:
        """Match the series of both sides by all labels but these."""
        return self._match(on=False, labels=labels)

    def group_left(self, *include: LabelLike) -> Binary:
        """Let many series of the left side match one of the right, and copy its labels."""
        return self._group("left", include)

    def group_right(self, *include: LabelLike) -> Binary:
        """Let many series of the right side match one of the left, and copy its labels."""
        return self._group("right", include)

    def _match(self, *, on: bool, labels: tuple[LabelLike, ...]) -> Binary:
        word = "on" if on else "ignoring"
        if self.matching is not None:
            raise refuse(f"{self}: {word}(…) is the second matching of one operator")
        if Kind.SCALAR in {self.left.kind, self.right.kind}:
            raise refuse(
                f"{self}: {word}(…) matches the series of two instant vectors, and one side is "
                "a scalar"
            )
        return self._replace(matching=Matching(on=on, labels=label_list(labels)))

    def _group(self, side: Literal["left", "right"], include: tuple[LabelLike, ...]) -> Binary:
        word = f"group_{side}"
        if self.op in SET_OPERATORS:
            raise refuse(f"{self}: {word}(…) is not for {self.op}, which matches many to many")
        if self.matching is None:
            raise refuse(
                f"{self}: {word}(…) needs on(…) or ignoring(…) before it",
                f'write (a {self.op} b).on("label").{word}(…)',
            )
        if self.matching.group is not None:
            raise refuse(f"{self}: {word}(…) is the second grouping of one operator")
        labels = label_list(include)
        twice = [name for name in labels if self.matching.on and name in self.matching.labels]
        if twice:
            raise refuse(f"{self}: label {twice[0]} is in on(…) and in {word}(…)")
        return self._replace(matching=self.matching._replace(group=side, include=labels))


def number(value: float) -> Number:
    """Return a number as an expression, `Inf` and `NaN` included.

    Raises:
        PromqlError: Not a number, or an int that no float can hold.
    """
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise refuse(f"{value!r} is not a number")
    try:
        return Number(number_text(value))
    except OverflowError:
        bits = value.bit_length() if isinstance(value, int) else 0
        raise refuse(f"an integer of {bits} bits is too large for a number") from None


def operand(value: object) -> Operand:
    """Return the value as an operand.

    Raises:
        PromqlError: It is neither an instant vector, nor a scalar, nor a number.
    """
    if (
        isinstance(value, Operand)
        and value.kind is not Kind.RANGE
        and value.kind is not Kind.STRING
    ):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return number(value)
    raise _no_operand(value)


def _no_operand(value: object) -> PromqlError:
    if isinstance(value, Expr):
        hint = OUT_OF_A_RANGE if value.kind is Kind.RANGE else None
        return refuse(f"{value}: {noun(value.kind)} cannot be an operand", hint)
    hints = {
        bool: "Python's own == and != compare values: write a.eq(b), a.ne(b)",
        str: 'text is metric("…") or raw("…")',
    }
    return refuse(f"{value!r} is not an expression", hints.get(type(value)))


def binary(op: str, left: OperandLike, right: OperandLike, *, bool: bool = False) -> Binary:
    """Return `left op right`, checked as Prometheus checks it."""
    one, other = operand(left), operand(right)
    kinds = {one.kind, other.kind}
    if op in SET_OPERATORS and Kind.SCALAR in kinds:
        raise refuse(
            f"{one} {op} {other}: {op} is for two instant vectors, and one side is a scalar",
            "put comparisons in parentheses: (a > 1) & (b > 2)",
        )
    if op in COMPARISONS and kinds == {Kind.SCALAR} and not bool:
        name = {"==": "eq", "!=": "ne", ">": "gt", "<": "lt", ">=": "ge", "<=": "le"}[op]
        raise refuse(
            f"{one} {op} {other}: two scalars compare only with bool",
            f"write a.{name}(b, bool=True)",
        )
    return Binary(op=op, left=one, right=other, returns_bool=bool, kind=_result(op, kinds))


def _result(op: str, kinds: set[Kind]) -> Kind:
    if Kind.VECTOR in kinds or op in SET_OPERATORS:
        return Kind.VECTOR
    return Kind.ANY if Kind.ANY in kinds else Kind.SCALAR


def negative(expr: Operand) -> Operand:
    """Return `-expr`; a number takes the sign itself, as in Prometheus' own tree."""
    if isinstance(expr, Number):
        text = expr.text
        return expr if text == "NaN" else Number(text[1:] if text[0] == "-" else f"-{text}")
    return Unary(operand(expr))
