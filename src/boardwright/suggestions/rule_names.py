"""Makes names for recording rules by Prometheus's convention `level:metric:operations`.

`level` lists the labels of the result. `metric` is the name of the metric. `operations` lists the
functions and aggregations, with the last applied one first. An example is
`instance:node_network_receive_bytes:rate5m`. Under `rate` and `increase`, the metric loses its
ending `_total`. `sum` is omitted if there are other operations. The quotient of the metrics `a` and
`b` has the metric `a_per_b` and the operation `ratio`. The values of matchers are added to the
metric, because two rules may differ only in these values.

Source: https://prometheus.io/docs/practices/rules/.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from typing import Any

from boardwright.frozen import frozen
from boardwright.promql.calls import Aggregation, Call
from boardwright.promql.expr import Expr
from boardwright.promql.operators import Binary, Number, Paren, Subquery, Unary
from boardwright.promql.selectors import Range, Selector

MOST_WORDS = 40
"""The largest number of characters that the matchers of a selector add to a rule's name."""

_COUNTER_FUNCTIONS = frozenset({"increase", "rate"})
_OPERATORS = {"+": "plus", "-": "minus", "*": "times", "/": "per", "%": "modulo", "^": "power"}
_WORD = re.compile(r"[A-Za-z0-9]+")


@frozen
class _NameParts:
    """The parts of a rule's name.

    Attributes:
        metric: The name of the metric.
        level: The labels of the result; None if the expression does not determine the labels.
        words: Words from the matchers, which follow the metric in the name.
        operations: Functions and aggregations, with the last applied one first.
    """

    metric: str = ""
    level: tuple[str, ...] | None = None
    words: tuple[str, ...] = ()
    operations: tuple[str, ...] = ()


def name_rule(expr: Expr, used_names: Collection[str] = ()) -> str:
    """Return a name for the recording rule of an expression, which is not one of `used_names`."""
    parts = _read_name_parts(expr)
    metric = "_".join([_clean_name(parts.metric) or "value", *parts.words])
    level = "_".join(map(_clean_name, parts.level or ()))
    if level[:1].isdigit():
        level = f"_{level}"
    name = f"{level}:{metric}:{'_'.join(_drop_sums(parts.operations))}"
    unique, count = name, 1
    while unique in used_names:
        count += 1
        unique = f"{name}_{count}"
    return unique


def _drop_sums(operations: Iterable[str]) -> list[str]:
    """Return the operations without repetitions; `sum` remains only if it is the only operation."""
    merged: list[str] = []
    for operation in operations:
        if not merged or merged[-1] != operation:
            merged.append(operation)
    return [operation for operation in merged if operation != "sum"] or ["sum"]


def _read_name_parts(node: Expr) -> _NameParts:
    read = _READERS.get(type(node))
    return read(node) if read else _NameParts()


def _read_selector(node: Selector) -> _NameParts:
    words: list[str] = []
    for matcher in node.matchers:
        value_words = _WORD.findall(matcher.value)
        words += (
            ["not", *value_words] if matcher.op.startswith("!") and value_words else value_words
        )
    text = "_".join(words)
    short = text if len(text) <= MOST_WORDS else text[:MOST_WORDS].rpartition("_")[0]
    return _NameParts(metric=node.name or "series", words=(short,) if short else ())


def _read_call(node: Call) -> _NameParts:
    inner = next(
        (argument for argument in map(_read_name_parts, reversed(node.args)) if argument.metric),
        _NameParts(),
    )
    if node.name == "histogram_quantile":
        return _read_quantile(node, inner)
    window = next(
        (argument for argument in node.args if isinstance(argument, Range | Subquery)), None
    )
    length = "" if window is None else str(_get_length(window))
    metric = (
        inner.metric.removesuffix("_total") if node.name in _COUNTER_FUNCTIONS else inner.metric
    )
    operations = (f"{node.name}{_clean_name(length)}", *inner.operations)
    return replace(inner, metric=metric, operations=operations)


def _get_length(window: Range | Subquery) -> object:
    return window.window if isinstance(window, Range) else window.range


def _read_quantile(node: Call, inner: _NameParts) -> _NameParts:
    level = tuple(label for label in inner.level or () if label != "le")
    operations = (f"p{_format_digits(node.args[0])}", *inner.operations)
    metric = inner.metric.removesuffix("_bucket")
    return replace(inner, metric=metric, level=level, operations=operations)


def _format_digits(quantile: Expr) -> str:
    """Return the digits of a quantile: 99 for 0.99, 999 for 0.999."""
    text = str(quantile)
    digits = text.removeprefix("0.")
    return _clean_name(digits.ljust(2, "0") if digits != text else text)


def _read_aggregation(node: Aggregation) -> _NameParts:
    inner = _read_name_parts(node.expr)
    level = node.labels if node.grouping == "by" else ()
    if node.grouping == "without":
        level = ("without", *node.labels)
    op = node.op
    if op == "quantile" and node.param is not None:
        op = f"p{_format_digits(node.param)}"
    return replace(inner, level=level, operations=(op, *inner.operations))


def _read_binary(node: Binary) -> _NameParts:
    left, right = _read_name_parts(node.lhs), _read_name_parts(node.rhs)
    if not left.metric or not right.metric:
        return left if left.metric else right
    word = _OPERATORS.get(node.op, node.op)
    words = () if left.words == right.words else left.words
    metric = "_".join([left.metric, *words, word, right.metric, *right.words])
    shared = tuple(operation for operation in left.operations if operation in right.operations)
    operations = ("ratio", *shared) if node.op == "/" else shared
    return _NameParts(metric=metric, level=left.level or right.level, operations=operations)


def _clean_name(text: str) -> str:
    """Replace each character other than ASCII letters and digits by `_`."""
    return re.sub(r"[^A-Za-z0-9_]", "_", text)


_READERS: dict[type[Expr], Callable[[Any], _NameParts]] = {
    Aggregation: _read_aggregation,
    Binary: _read_binary,
    Call: _read_call,
    Number: lambda node: _NameParts(),
    Paren: lambda node: _read_name_parts(node.expr),
    Range: lambda node: _read_selector(node.selector),
    Selector: _read_selector,
    Subquery: lambda node: _read_name_parts(node.expr),
    Unary: lambda node: _read_name_parts(node.expr),
}
