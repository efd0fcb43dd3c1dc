"""Calls of functions and aggregations, checked against the table when they are made."""

from __future__ import annotations

from dataclasses import replace

from boardwright.frozen import frozen
from boardwright.notation.plurals import quantity
from boardwright.notation.variables import VARIABLE
from boardwright.promql.expr import Expr, Kind, noun
from boardwright.promql.expression_places import refuse
from boardwright.promql.labels import label_list, label_names
from boardwright.promql.lexical import is_encodable, quote
from boardwright.promql.operators import OUT_OF_A_RANGE, Operand, Variable, operand
from boardwright.promql.table import AGGREGATIONS, COUNTER_FUNCTIONS, FUNCTIONS, signature

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal, TypeAlias

    from boardwright.promql.operators import LabelLike, Labels
    from boardwright.promql.table import Signature

    TextLike: TypeAlias = "str | Variable"


@frozen
class Text(Expr):
    """A string, as `label_replace` takes it.

    Attributes:
        value: The text without quotes; may hold variables.
    """

    value: str

    @property
    def kind(self) -> Kind:
        """A string."""
        return Kind.STRING

    @property
    def variable(self) -> bool:
        """Whether the text holds a variable."""
        return VARIABLE.search(self.value) is not None

    def __str__(self) -> str:
        """Return the text in quotes."""
        return quote(self.value)


@frozen
class Call(Operand):
    """A function applied to its arguments; use the functions to make one.

    Attributes:
        name: The function; may be a Grafana variable.
        args: The arguments.
    """

    name: str
    args: tuple[Expr, ...]

    @property
    def kind(self) -> Kind:
        """The kind of the function's result."""
        return Kind.ANY if self.variable else signature(self.name).result

    @property
    def children(self) -> tuple[Expr, ...]:
        """The arguments."""
        return self.args

    @property
    def variable(self) -> bool:
        """Whether a variable names the function, which may then be an aggregation too."""
        return self.name not in FUNCTIONS

    def __str__(self) -> str:
        """Return the text."""
        return f"{self.name}({', '.join(map(str, self.args))})"


@frozen
class Aggregation(Operand):
    """An aggregation of an instant vector; use `sum(…)` and its like to make one.

    Attributes:
        op: `sum`, `topk`, `count_values`, …; may be a Grafana variable.
        expr: The aggregated vector.
        param: The first argument of `topk`, `quantile`, `count_values` and their like.
        grouping: None when neither is written: then no label is kept.
        labels: The labels after `by` or `without`; variables as they are written.
    """

    op: str
    expr: Expr
    param: Expr | None
    grouping: Literal["by", "without"] | None
    labels: tuple[str, ...]

    @property
    def kind(self) -> Kind:
        """An instant vector."""
        return Kind.VECTOR

    @property
    def children(self) -> tuple[Expr, ...]:
        """The parameter, if there is one, and the vector."""
        return (self.expr,) if self.param is None else (self.param, self.expr)

    @property
    def variable(self) -> bool:
        """Whether a variable names the aggregation."""
        return self.op not in AGGREGATIONS

    def by(self, *labels: LabelLike) -> Aggregation:
        """Keep these labels alone: one result for each of their values."""
        return self._group("by", labels)

    def without(self, *labels: LabelLike) -> Aggregation:
        """Drop these labels and keep all others."""
        return self._group("without", labels)

    def _group(self, how: Literal["by", "without"], labels: tuple[LabelLike, ...]) -> Aggregation:
        if self.grouping is not None:
            raise refuse(f"{self}: by and without are given once, by one of the two")
        return replace(self, grouping=how, labels=label_names(labels))

    def __str__(self) -> str:
        """Return the text."""
        grouping = f" {self.grouping} {label_list(self.labels)} " if self.grouping else ""
        return f"{self.op}{grouping}({', '.join(map(str, self.children))})"


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
    param = params[0] if params else None
    made = Aggregation(op=op, expr=operand(expr), param=param, grouping=None, labels=())
    if by is not None:
        made = made.by(*_each(by))
    return made if without is None else made.without(*_each(without))


def _each(labels: Labels) -> tuple[LabelLike, ...]:
    """Return one label or several as a tuple."""
    return tuple(labels) if isinstance(labels, tuple | list) else (labels,)


def arguments(name: str, args: tuple[Expr | float | str, ...]) -> tuple[Expr, ...]:
    """Return the arguments as expressions of the kinds that the table asks for."""
    wanted = signature(name)
    values = tuple(_argument(arg, wanted.kind(place)) for place, arg in enumerate(args))
    fault = misfit(name, values)
    if fault is not None:
        raise refuse(f"{name}({', '.join(map(str, values))}): {fault.what}", fault.hint)
    return values


def _argument(value: Expr | float | str, wanted: Kind) -> Expr:
    if isinstance(value, Expr):
        is_text = wanted is Kind.STRING and isinstance(value, Variable)
        return Text(value=str(value)) if is_text else value
    if isinstance(value, str) and wanted is Kind.STRING:
        if not is_encodable(value):
            raise refuse(f"{value!r} is not Unicode text")
        return Text(value=value)
    return operand(value)


@frozen
class Misfit:
    """Why a call is not valid.

    Attributes:
        what: The fault, with the argument's text.
        hint: The correction.
        at: The index of the argument; None when their number is wrong.
    """

    what: str
    hint: str | None
    at: int | None


def misfit(name: str, args: tuple[Expr, ...]) -> Misfit | None:
    """Return why a function or aggregation does not take these arguments; None when it does."""
    takes = signature(name)
    if not takes.least <= len(args) <= takes.most:
        return Misfit(what=f"{name} takes {_count(takes)}", hint=None, at=None)
    for at, arg in enumerate(args):
        kind, wanted = arg.kind, takes.kind(at)
        if kind is not wanted and kind is not Kind.ANY:
            what = f"{name} takes {noun(wanted)}, and {arg} is {noun(kind)}"
            return Misfit(what=what, hint=_hint(name, wanted, arg), at=at)
    return None


def _hint(name: str, wanted: Kind, value: Expr) -> str | None:
    if wanted is Kind.RANGE and isinstance(value, Aggregation) and name in COUNTER_FUNCTIONS:
        inside = f"…, {name}(…)" if value.param is not None else f"{name}(…)"
        return f"write {value.op}({inside}): {name} of {value.op} hides counter resets"
    return _WAYS.get((value.kind, wanted))


_WAYS = {
    (Kind.VECTOR, Kind.RANGE): 'a range is x["5m"] of a selector, x.subquery("5m", "1m") of others',
    (Kind.RANGE, Kind.VECTOR): OUT_OF_A_RANGE,
    (Kind.SCALAR, Kind.VECTOR): "use vector(…) to turn a scalar into an instant vector",
    (
        Kind.VECTOR,
        Kind.SCALAR,
    ): "use scalar(…) to turn an instant vector with one series into a scalar",
}
"""How to get an expression of another kind."""


def _count(takes: Signature) -> str:
    least, most = takes.least, takes.most
    if least == most:
        return quantity(least, "argument")
    return f"{least} to {most} arguments" if most < 100 else f"at least {least} arguments"
