"""Classes for PromQL strings, function calls and aggregations, and the checks of their
arguments.
"""

from __future__ import annotations

from dataclasses import replace

from boardwright.frozen import frozen
from boardwright.notation.plurals import format_quantity
from boardwright.notation.variable_syntax import VARIABLE
from boardwright.promql.expr import Expr, Kind, name_kind
from boardwright.promql.expression_places import build_promql_error
from boardwright.promql.function_table import (
    AGGREGATIONS,
    COUNTER_FUNCTIONS,
    FUNCTIONS,
    read_signature,
)
from boardwright.promql.labels import convert_labels, format_label_list
from boardwright.promql.lexical import is_encodable, quote_text
from boardwright.promql.operators import OUT_OF_A_RANGE, Operand, Variable, as_operand

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal, TypeAlias

    from boardwright.promql.function_table import Signature
    from boardwright.promql.operators import LabelLike, Labels

    TextLike: TypeAlias = "str | Variable"


@frozen
class Text(Expr):
    """A PromQL string, such as an argument of `label_replace`.

    Attributes:
        value: The text without quotes; the text may contain Grafana variables.
    """

    value: str

    @property
    def kind(self) -> Kind:
        """The kind of the result: a string."""
        return Kind.STRING

    @property
    def variable(self) -> bool:
        """Whether the text contains a Grafana variable."""
        return VARIABLE.search(self.value) is not None

    def __str__(self) -> str:
        """Return the text in quotes."""
        return quote_text(self.value)


@frozen
class Call(Operand):
    """A function call. To create a call, use the Python function with the name of the PromQL
    function.

    Attributes:
        name: Name of the function, which may be a Grafana variable.
        args: The arguments as expressions.
    """

    name: str
    args: tuple[Expr, ...]

    @property
    def kind(self) -> Kind:
        """The kind of the function's result."""
        return Kind.ANY if self.variable else read_signature(self.name).result

    @property
    def children(self) -> tuple[Expr, ...]:
        """The arguments of the call."""
        return self.args

    @property
    def variable(self) -> bool:
        """Whether the function's name is a Grafana variable. The value of the variable may be the
        name of a function or of an aggregation.
        """
        return self.name not in FUNCTIONS

    def __str__(self) -> str:
        return f"{self.name}({', '.join(map(str, self.args))})"


@frozen
class Aggregation(Operand):
    """An aggregation of an instant vector. To create an aggregation, call `sum(…)` or another
    aggregation of this package.

    Attributes:
        op: Name of the aggregation, such as `sum`, `topk` or `count_values`; the name may be a
            Grafana variable.
        expr: The instant vector that is aggregated.
        param: The first argument of aggregations with two arguments, such as `topk` and `quantile`;
            None for other aggregations.
        grouping: `by` or `without`; None for an aggregation over all series.
        labels: The labels after `by` or `without`. A Grafana variable is stored as the author wrote
            it.
    """

    op: str
    expr: Expr
    param: Expr | None
    grouping: Literal["by", "without"] | None
    labels: tuple[str, ...]

    @property
    def kind(self) -> Kind:
        """The kind of the result: an instant vector."""
        return Kind.VECTOR

    @property
    def children(self) -> tuple[Expr, ...]:
        """The parameter, if the aggregation has one, followed by the instant vector."""
        return (self.expr,) if self.param is None else (self.param, self.expr)

    @property
    def variable(self) -> bool:
        """Whether the name of the aggregation is a Grafana variable."""
        return self.op not in AGGREGATIONS

    def by(self, *labels: LabelLike) -> Aggregation:
        """Return the aggregation with `by (…)`: one result for each combination of the values of
        these labels.
        """
        return self._set_grouping("by", labels)

    def without(self, *labels: LabelLike) -> Aggregation:
        """Return the aggregation with `without (…)`: one result for each combination of the values
        of all other labels.
        """
        return self._set_grouping("without", labels)

    def _set_grouping(
        self, keyword: Literal["by", "without"], labels: tuple[LabelLike, ...]
    ) -> Aggregation:
        if self.grouping is not None:
            raise build_promql_error(f"{self}: an aggregation can have by or without only once")
        return replace(self, grouping=keyword, labels=convert_labels(labels))

    def __str__(self) -> str:
        grouping = f" {self.grouping} {format_label_list(self.labels)} " if self.grouping else ""
        return f"{self.op}{grouping}({', '.join(map(str, self.children))})"


def build_call(name: str, *args: Expr | float | str) -> Call:
    """Return the call of a function, after checking its arguments.

    Raises:
        PromqlError: An argument has a type that the function does not accept, or the number of
            arguments is wrong.
    """
    return Call(name=name, args=convert_arguments(name, args))


def build_aggregation(
    op: str,
    *args: Expr | float | str,
    by: Labels | None = None,
    without: Labels | None = None,
) -> Aggregation:
    """Return an aggregation, after checking its arguments. The instant vector is the last argument.

    Raises:
        PromqlError: An argument has the wrong type, or both `by` and `without` are given.
    """
    *params, expr = convert_arguments(op, args)
    param = params[0] if params else None
    aggregation = Aggregation(op=op, expr=as_operand(expr), param=param, grouping=None, labels=())
    if by is not None:
        aggregation = aggregation.by(*_as_label_tuple(by))
    return aggregation if without is None else aggregation.without(*_as_label_tuple(without))


def _as_label_tuple(labels: Labels) -> tuple[LabelLike, ...]:
    return tuple(labels) if isinstance(labels, tuple | list) else (labels,)


def convert_arguments(name: str, args: tuple[Expr | float | str, ...]) -> tuple[Expr, ...]:
    """Return the arguments as expressions, after checking their number and types."""
    signature = read_signature(name)
    values = tuple(
        _convert_argument(arg, signature.find_kind(place)) for place, arg in enumerate(args)
    )
    fault = find_call_fault(name, values)
    if fault is not None:
        raise build_promql_error(f"{name}({', '.join(map(str, values))}): {fault.what}", fault.hint)
    return values


def _convert_argument(value: Expr | float | str, expected: Kind) -> Expr:
    if isinstance(value, Expr):
        is_text = expected is Kind.STRING and isinstance(value, Variable)
        return Text(value=str(value)) if is_text else value
    if isinstance(value, str) and expected is Kind.STRING:
        if not is_encodable(value):
            raise build_promql_error(f"{value!r} contains a character that UTF-8 cannot encode")
        return Text(value=value)
    return as_operand(value)


@frozen
class CallFault:
    """The reason why Prometheus does not accept a call.

    Attributes:
        what: Description of the fault, with the text of the faulty argument.
        hint: How to correct the call; None if boardwright has no suggestion.
        at: Index of the faulty argument; None if the number of arguments is wrong.
    """

    what: str
    hint: str | None
    at: int | None


def find_call_fault(name: str, args: tuple[Expr, ...]) -> CallFault | None:
    """Return the reason why Prometheus does not accept these arguments for a function or
    aggregation; None if Prometheus accepts the arguments.
    """
    signature = read_signature(name)
    if not signature.least <= len(args) <= signature.most:
        return CallFault(
            what=f"{name} takes {_describe_argument_count(signature)}", hint=None, at=None
        )
    for at, arg in enumerate(args):
        kind, expected = arg.kind, signature.find_kind(at)
        if kind is not expected and kind is not Kind.ANY:
            what = f"{name} takes {name_kind(expected)}, but {arg} is {name_kind(kind)}"
            return CallFault(what=what, hint=_suggest_correction(name, expected, arg), at=at)
    return None


def _suggest_correction(name: str, expected: Kind, value: Expr) -> str | None:
    if expected is Kind.RANGE and isinstance(value, Aggregation) and name in COUNTER_FUNCTIONS:
        inside = f"…, {name}(…)" if value.param is not None else f"{name}(…)"
        return (
            f"write {value.op}({inside}): if {name} is applied to the result of "
            f"{value.op}, {name} cannot see the resets of single counters"
        )
    return _CONVERSION_HINTS.get((value.kind, expected))


_CONVERSION_HINTS = {
    (
        Kind.VECTOR,
        Kind.RANGE,
    ): 'write x["5m"] for a selector x, or x.subquery("5m", "1m") for any other expression x',
    (Kind.RANGE, Kind.VECTOR): OUT_OF_A_RANGE,
    (Kind.SCALAR, Kind.VECTOR): "use vector(…) to turn a scalar into an instant vector",
    (
        Kind.VECTOR,
        Kind.SCALAR,
    ): "use scalar(…) to turn an instant vector with one series into a scalar",
}
"""(Kind of the argument, kind that the function needs) -> a hint how to convert the argument."""


def _describe_argument_count(signature: Signature) -> str:
    least, most = signature.least, signature.most
    if least == most:
        return format_quantity(least, "argument")
    return f"{least} to {most} arguments" if most < 100 else f"at least {least} arguments"
