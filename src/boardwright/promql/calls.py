"""Calls of functions and aggregations, checked against the table as they are made."""

from __future__ import annotations

from boardwright.promql.expr import Expr, Kind, noun
from boardwright.promql.labels import label_list, labels_of
from boardwright.promql.lexical import is_encodable
from boardwright.promql.operators import OUT_OF_A_RANGE, Operand, operand
from boardwright.promql.places import refuse
from boardwright.promql.table import COUNTER_FUNCTIONS, signature
from boardwright.promql.values import Frozen
from boardwright.promql.variables import Variable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

    from boardwright.promql.labels import LabelLike, Labels

    TextLike: TypeAlias = "str | Variable"


class Text(Expr):
    """A string, as `label_replace` takes it."""

    __slots__ = ("value",)
    value: str

    def __init__(self, value: str) -> None:
        """Take any text without lone surrogates."""
        self._set(value=value)

    @property
    def kind(self) -> Kind:
        """A string."""
        return Kind.STRING


class Call(Operand):
    """A function applied to its arguments."""

    __slots__ = ("args", "name")
    name: str
    args: tuple[Expr, ...]

    def __init__(self, *, name: str, args: tuple[Expr, ...]) -> None:
        """Take checked arguments; use the functions to make one."""
        self._set(name=name, args=args)

    @property
    def kind(self) -> Kind:
        """What the function gives."""
        return signature(self.name).result


class Grouping(Frozen):
    """The labels that an aggregation keeps (`by`) or drops (`without`)."""

    __slots__ = ("labels", "without")
    labels: tuple[str, ...]
    without: bool

    def __init__(self, *, labels: tuple[str, ...], without: bool) -> None:
        """Take checked label texts."""
        self._set(labels=labels, without=without)


class Aggregation(Operand):
    """An aggregation of an instant vector."""

    __slots__ = ("expr", "grouping", "op", "param")
    op: str
    expr: Operand
    param: Expr | None
    grouping: Grouping | None

    def __init__(self, *, op: str, expr: Operand, param: Expr | None) -> None:
        """Take checked arguments; use `sum(…)` and its kin to make one."""
        self._set(op=op, expr=expr, param=param, grouping=None)

    @property
    def kind(self) -> Kind:
        """An instant vector."""
        return Kind.VECTOR

    def by(self, *labels: LabelLike) -> Aggregation:
        """Keep these labels alone: one result for each of their values."""
        return self._group(labels, without=False)

    def without(self, *labels: LabelLike) -> Aggregation:
        """Drop these labels and keep all others."""
        return self._group(labels, without=True)

    def _group(self, labels: tuple[LabelLike, ...], *, without: bool) -> Aggregation:
        if self.grouping is not None:
            raise refuse(f"{self}: by and without are given once, by one of the two")
        return self._replace(grouping=Grouping(labels=label_list(labels), without=without))


def call(name: str, *args: Expr | float | str) -> Call:
    """Return a call of a function of the table.

    Raises:
        PromqlError: An argument of a kind that the function does not take.
    """
    return Call(name=name, args=arguments(name, args))


def aggregation(
    op: str,
    *args: Expr | float | str,
    by: Labels | None = None,
    without: Labels | None = None,
) -> Aggregation:
    """Return an aggregation of the table; the vector is its last argument.

    Raises:
        PromqlError: An argument of a wrong kind, or both `by` and `without`.
    """
    *params, expr = arguments(op, args)
    made = Aggregation(op=op, expr=operand(expr), param=params[0] if params else None)
    if by is not None:
        made = made.by(*labels_of(by))
    return made if without is None else made.without(*labels_of(without))


def arguments(name: str, args: tuple[Expr | float | str, ...]) -> tuple[Expr, ...]:
    """Return the arguments as expressions of the kinds that the table asks for."""
    wanted = signature(name)
    values = tuple(_argument(arg, wanted.kind(place)) for place, arg in enumerate(args))
    text = f"{name}({', '.join(map(str, values))})"
    for place, value in enumerate(values):
        if not value.kind.fits(wanted.kind(place)):
            raise refuse(
                f"{text}: {name} takes {noun(wanted.kind(place))}, "
                f"and {value} is {noun(value.kind)}",
                _hint(name, wanted.kind(place), value),
            )
    if not wanted.least <= len(values) <= wanted.most:
        raise refuse(f"{text}: {name} takes {_count(wanted.least, wanted.most)}")
    return values


def _argument(value: Expr | float | str, wanted: Kind) -> Expr:
    if isinstance(value, Expr):
        return Text(value.text) if wanted is Kind.STRING and isinstance(value, Variable) else value
    if isinstance(value, str) and wanted is Kind.STRING:
        if not is_encodable(value):
            raise refuse(f"{value!r} is not Unicode text")
        return Text(value)
    return operand(value)


def _hint(name: str, wanted: Kind, value: Expr) -> str | None:
    if wanted is Kind.RANGE and isinstance(value, Aggregation) and name in COUNTER_FUNCTIONS:
        inside = f"…, {name}(…)" if value.param is not None else f"{name}(…)"
        return f"{name} of {value.op} hides counter resets: write {value.op}({inside})"
    return _WAYS.get((value.kind, wanted))


_WAYS = {
    (Kind.VECTOR, Kind.RANGE): 'a range is x["5m"] of a selector, x.subquery("5m", "1m") of others',
    (Kind.RANGE, Kind.VECTOR): OUT_OF_A_RANGE,
    (Kind.SCALAR, Kind.VECTOR): "vector(…) makes an instant vector of a scalar",
    (Kind.VECTOR, Kind.SCALAR): "scalar(…) makes a scalar of an instant vector with one series",
}
"""How to get from one kind to another."""


def _count(least: int, most: int) -> str:
    if least == most:
        return f"{least} arguments"
    return f"{least} to {most} arguments" if most < 100 else f"at least {least} arguments"
