"""Derives the physical quantity of an expression's values from the names of its metrics.

Many metric names end with a unit, such as `_bytes`, `_seconds` or `_ratio`. The quantity of an
operation follows from its operands. For example, a rate of bytes is bytes per second, and bytes
divided by bytes are a ratio. The functions of this module return None if the quantity is uncertain.

Source: https://prometheus.io/docs/practices/naming/
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Literal

from boardwright.checks.metric_types import is_timestamp
from boardwright.promql import (
    Aggregation,
    Binary,
    Call,
    Expr,
    Number,
    Paren,
    Range,
    Selector,
    Subquery,
)
from boardwright.promql.operators import COMPARISONS, Unary

Quantity = Literal[
    "bytes", "bytes per second", "seconds", "seconds per second", "ratio", "percent", "timestamp"
]
"""A `ratio` is a number from 0 to 1, `percent` a number from 0 to 100, and `timestamp` the seconds
since 1970.
"""

_SCALED = re.compile(r"_(?:kilo|mega|giga|milli|micro|nano)s?_?(?:bytes|seconds)(?:_|$)")
"""Matches multiples and fractions of units in metric names, such as `_milli_seconds`."""
_SUFFIXES: dict[str, Quantity] = {"_bytes": "bytes", "_seconds": "seconds", "_ratio": "ratio"}
_PER_SECOND: dict[Quantity, Quantity] = {
    "bytes": "bytes per second",
    "seconds": "seconds per second",
}
_RATES = frozenset({"deriv", "irate", "rate"})
_KEEP = frozenset(
    {"abs", "avg_over_time", "ceil", "clamp", "clamp_max", "clamp_min", "delta", "first_over_time"}
    | {"floor", "idelta", "increase", "label_join", "label_replace", "last_over_time"}
    | {"max_over_time", "min_over_time", "round", "scalar", "sort", "sort_desc"}
)
_SAME = frozenset({"avg", "bottomk", "limitk", "max", "min", "quantile", "sum", "topk"})
_FRACTIONS = frozenset({"ratio", "seconds per second"})


def may_be_known(text: str) -> bool:
    """Return whether the text of an expression contains an ending such as `_bytes`. If not, parsing
    the expression cannot show a quantity.
    """
    return any(end in text for end in _SUFFIXES)


def derive_quantity(node: Expr) -> Quantity | None:
    """Return the quantity of the values of an expression; None if the quantity is uncertain."""
    reader = _READERS.get(type(node))
    return reader(node) if reader else None


def derive_name_quantity(name: str) -> Quantity | None:
    """Return the quantity that the ending of a metric's name means; None for counts, buckets and
    recorded metrics.
    """
    if ":" in name or _SCALED.search(name):
        return None
    base = name.removesuffix("_total").removesuffix("_sum")
    if base.endswith("_seconds") and is_timestamp(base):
        return "timestamp"
    return next((kind for end, kind in _SUFFIXES.items() if base.endswith(end)), None)


def _derive_selector_quantity(node: Selector) -> Quantity | None:
    return derive_name_quantity(node.name) if node.name and not node.variable_name else None


def _derive_call_quantity(node: Call) -> Quantity | None:
    if node.name == "time":
        return "timestamp"
    if node.name == "histogram_quantile" and len(node.args) == 2:
        return _derive_shared_quantity(node.args[1], "_bucket")
    if not node.args:
        return None
    if node.name in _RATES:
        of = derive_quantity(node.args[0])
        return _PER_SECOND.get(of) if of else None
    return derive_quantity(node.args[0]) if node.name in _KEEP else None


def _derive_aggregation_quantity(node: Aggregation) -> Quantity | None:
    return derive_quantity(node.expr) if node.op in _SAME else None


def _derive_binary_quantity(node: Binary) -> Quantity | None:
    if node.op in COMPARISONS:
        return None if node.returns_bool else derive_quantity(node.lhs)
    if node.op in {"and", "unless"}:
        return derive_quantity(node.lhs)
    if node.op == "/":
        return _divide_quantities(node)
    if node.op == "*":
        return _multiply_quantities(node)
    return _combine_quantities(node) if node.op in {"+", "-", "or"} else None


def _divide_quantities(node: Binary) -> Quantity | None:
    left, right = derive_quantity(node.lhs), derive_quantity(node.rhs)
    number = _read_number(node.rhs)
    if number is not None:
        return "ratio" if left == "percent" and number == 100 else None
    if left is None or left == "timestamp":
        return None
    if right is None and _has_common_suffix(node.rhs, "_count"):
        return _derive_shared_quantity(node.lhs, "_sum")
    return "ratio" if left == right else None


def _multiply_quantities(node: Binary) -> Quantity | None:
    for one, other in ((node.lhs, node.rhs), (node.rhs, node.lhs)):
        if _read_number(other) == 100:
            return "percent" if derive_quantity(one) in _FRACTIONS else None
    return None


def _combine_quantities(node: Binary) -> Quantity | None:
    left, right = derive_quantity(node.lhs), derive_quantity(node.rhs)
    if left == right == "timestamp" and node.op == "-":
        return "seconds"
    if left == right:
        return left
    if node.op == "or":
        return left if _is_constant(node.rhs) else None
    whole, part = (node.lhs, right) if left is None else (node.rhs, left)
    unity = 100 if part == "percent" else 1 if part in _FRACTIONS else None
    return part if unity is not None and _read_number(whole) == unity else None


def _is_constant(node: Expr) -> bool:
    bare = node.bare
    return isinstance(bare, Call) and bare.name == "vector"


def _read_number(node: Expr) -> float | None:
    bare = node.bare
    return bare.value if isinstance(bare, Number) else None


def _derive_shared_quantity(node: Expr, suffix: str) -> Quantity | None:
    names = _list_names(node)
    if suffix == "_sum" and not _has_common_suffix(node, suffix):
        return None
    kinds = {derive_name_quantity(name.removesuffix(suffix)) for name in names}
    return kinds.pop() if len(kinds) == 1 else None


def _has_common_suffix(node: Expr, suffix: str) -> bool:
    names = _list_names(node)
    return bool(names) and all(name.endswith(suffix) for name in names)


def _list_names(node: Expr) -> list[str]:
    return [part.name or "" for part in node.walk() if isinstance(part, Selector)]


_READERS: dict[type[Expr], Callable[[Any], Quantity | None]] = {
    Aggregation: _derive_aggregation_quantity,
    Binary: _derive_binary_quantity,
    Call: _derive_call_quantity,
    Paren: lambda node: derive_quantity(node.expr),
    Range: lambda node: derive_quantity(node.selector),
    Selector: _derive_selector_quantity,
    Subquery: lambda node: derive_quantity(node.expr),
    Unary: lambda node: derive_quantity(node.expr),
}
