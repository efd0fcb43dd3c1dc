"""Hypothesis strategies for well-typed expressions with nodes of every kind."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from boardwright.promql import (
    RATE_INTERVAL,
    Expr,
    Operand,
    RangeVector,
    Selector,
    match,
    metric,
    number,
    paren,
    var,
)
from boardwright.promql.availability import CALLS
from boardwright.promql.calls import build_aggregation, build_call
from boardwright.promql.expr import Kind
from boardwright.promql.function_table import AGGREGATIONS, FUNCTIONS, read_signature
from boardwright.promql.lexical import KEYWORDS
from boardwright.promql.operators import COMPARISONS, LEVELS, SET_OPERATORS, TRIMS, build_binary

EXPERIMENTAL = frozenset(name for name, known in CALLS.items() if known.stable is None)
"""Functions that need a feature flag."""
SINCE_2_42 = EXPERIMENTAL | {
    "first_over_time",
    "histogram_avg",
    "histogram_stddev",
    "histogram_stdvar",
}
"""Functions and aggregations that Prometheus 2.42 lacks."""
SINCE_3_15 = frozenset({"integral"})
"""Functions that promql-parser lacks."""

PLAIN = ["up", "node_load1", "job:rate5m:sum", "_x", "e5", "rate", "time"]
KEYWORD = [*sorted(KEYWORDS), "SUM", "Inf", "NaN", "By"]
QUOTED = ["my.metric", 'a"b', "a\\b", "ünïcode", "日本", "a b", "1st", "line\nfeed", "é="]
LABELS = ["job", "instance", "le", "by", "on", "sum", "bool", "and", "start", "__x__"]
QUOTED_LABELS = ["service.name", "a b", "ключ", 'q"', "without", "inf", "nan", "a:b", "anchored"]
PATTERNS = ["a|b", "node_.*", "[0-9]+\\.x", "(?i)é", ".+", "\\d+", "x{2}", ""]
ARITHMETIC = [op for op in LEVELS if op not in COMPARISONS | SET_OPERATORS | TRIMS]
OPERATORS = [op for op in LEVELS if op not in TRIMS]

VARIABLES = st.sampled_from([var("a"), var("b", format="csv"), var("c")])
DURATIONS = st.one_of(
    st.integers(1, 10**12).map(lambda milliseconds: milliseconds / 1000),
    st.sampled_from(["1m", "90s", "1h30m", "500ms", "1w", "1y2w3d4h5m6s7ms", "36h"]),
)
LENGTHS = ["2 * 5m", "5m + step()", "max_of(1m, 2 * step())", "(5m)", "range() / 2 ^ 2", "-(-5m)"]
OFFSETS = st.one_of(DURATIONS, st.sampled_from(["-5m", "-1y", "-90s"]), st.integers(-9999, -1))
# promql-parser reads a negative `@` timestamp as zero, so the strategies contain none.
MOMENTS = st.one_of(
    st.integers(0, 10**10),
    st.integers(0, 10**13).map(lambda milliseconds: milliseconds / 1000),
    st.sampled_from(["start()", "end()"]),
)
NUMBERS = st.one_of(
    st.integers(-5, 100), st.integers(), st.floats(), st.sampled_from([1e300, 5e-324, -0.0, 1e22])
)
VALUES = st.text(st.characters(codec="utf-8"), max_size=5)
STRINGS = st.sampled_from(["job", "a_b", "$1-$2", "(.*)", "é"])


def _operations(inner: SearchStrategy[Operand]) -> SearchStrategy[Operand]:
    ops = st.sampled_from(["^", "^", "*", "-", "atan2", "<", "and", "unless", "or"])
    windowed = inner.map(lambda expr: build_call("last_over_time", expr.subquery("5m")))
    return st.one_of(
        st.builds(build_binary, ops, inner, inner),
        inner.map(lambda expr: -expr),
        st.builds(build_binary, st.sampled_from("^*-"), st.just(number(-2)), inner),
        st.builds(build_binary, st.sampled_from("^*-"), inner, st.just(number(-2))),
        windowed,
    )


OPERATIONS = st.recursive(
    st.sampled_from([metric("a"), metric("b").offset("1m")]), _operations, max_leaves=6
)
"""Small trees of operators, in which precedence matters most."""


class Builder:
    """Strategies for vectors, scalars and ranges. `exprs` generates vectors and scalars.

    Args:
        modern: Whether UTF-8 names, and functions that are newer than 2.42, may occur.
        newest: Whether syntax newer than 3.0 may occur: trims, duration expressions, fills,
            anchored.
        kept: Whether unnecessary parentheses may occur.
        variables: Whether Grafana variables may occur as arguments.
    """

    def __init__(
        self,
        *,
        modern: bool = True,
        newest: bool = False,
        kept: bool = True,
        variables: bool = False,
    ) -> None:
        self._modern, self._newest, self._kept = modern, newest, kept
        self._variables = VARIABLES if variables else st.nothing()
        self._vectors = _later(self._any_vector)
        self._scalars = _later(self._any_scalar)
        self._ranges = _later(self._any_range)
        self._spans = DURATIONS | (
            VARIABLES | st.just(RATE_INTERVAL) if variables else st.nothing()
        )
        if newest:
            self._spans |= st.sampled_from(LENGTHS)
        self._names = st.sampled_from(PLAIN + KEYWORD + (QUOTED if modern else []))
        self._labels = st.sampled_from(LABELS + (QUOTED_LABELS if modern else []))
        self._label_lists = st.lists(self._labels, max_size=3, unique=True)
        self.exprs = st.one_of(self._vectors, self._scalars)

    def _selectors(self) -> SearchStrategy[Selector]:
        equal = st.builds(
            match, self._labels, st.sampled_from(["=", "!="]), VALUES | self._variables
        )
        regex = st.builds(
            match, self._labels, st.sampled_from(["=~", "!~"]), st.sampled_from(PATTERNS)
        )
        matchers = st.lists(st.one_of(equal, regex), max_size=3)
        plain = st.builds(_selector, self._names | self._variables, matchers)
        if self._newest:
            plain = st.builds(_extend, plain, st.sampled_from(["", "anchored", "smoothed"]))
        return st.one_of(plain, plain, _with_shifts(plain))

    def _any_vector(self) -> SearchStrategy[Operand]:
        return st.one_of(
            self._selectors(),
            self._selectors(),
            self._calls(Kind.VECTOR),
            self._aggregations(),
            self._vector_operations(),
            self._mixed_operations(),
            *self._signs(self._vectors),
        )

    def _any_scalar(self) -> SearchStrategy[Operand]:
        plain = NUMBERS.map(number) | self._variables
        sides = (self._scalars, self._scalars)
        return st.one_of(
            plain,
            plain,
            self._calls(Kind.SCALAR),
            st.builds(_binary, st.sampled_from(ARITHMETIC), *sides, st.just(False)),
            st.builds(_binary, st.sampled_from(sorted(COMPARISONS)), *sides, st.just(True)),
            *self._signs(self._scalars),
        )

    def _any_range(self) -> SearchStrategy[RangeVector]:
        subqueries = st.builds(
            Operand.subquery, self._vectors, self._spans, st.none() | self._spans
        )
        plain = st.builds(Selector.range, self._selectors(), self._spans)
        return st.one_of(plain, plain, subqueries, _with_shifts(subqueries))

    def _signs(self, of: SearchStrategy[Operand]) -> list[SearchStrategy[Operand]]:
        signed = of.map(lambda expr: -expr)
        return [signed, of.map(paren)] if self._kept else [signed]

    def _vector_operations(self) -> SearchStrategy[Operand]:
        """Return operators between two vectors, with all their modifiers."""
        ops = st.sampled_from(list(LEVELS) if self._newest else OPERATORS)
        return st.builds(
            _match,
            st.builds(_binary, ops, self._vectors, self._vectors, st.booleans()),
            st.sampled_from(["", "on", "ignoring"]),
            self._label_lists,
            st.sampled_from(["", "group_left", "group_right"]),
            self._label_lists,
            st.sampled_from([(), ("fill",), ("fill_left",), ("fill_right", "fill_left")])
            if self._newest
            else st.just(()),
        )

    def _mixed_operations(self) -> SearchStrategy[Operand]:
        """Return operators between a vector and a scalar."""
        ops = st.sampled_from([*ARITHMETIC, *sorted(COMPARISONS)])
        return st.one_of(
            st.builds(_binary, ops, self._vectors, self._scalars, st.booleans()),
            st.builds(_binary, ops, self._scalars, self._vectors, st.booleans()),
        )

    def _aggregations(self) -> SearchStrategy[Operand]:
        ops = [op for op in AGGREGATIONS if self._modern or op not in SINCE_2_42]
        groupings = st.sampled_from([None, "by", "without"])
        return st.sampled_from(ops).flatmap(
            lambda op: st.builds(
                _aggregation, st.just(op), self._arguments(op), groupings, self._label_lists
            )
        )

    def _calls(self, result: Kind) -> SearchStrategy[Operand]:
        unknown = {"holt_winters"} if self._modern else {*SINCE_2_42, "integral"}
        unknown |= set() if self._newest else SINCE_3_15
        known = [name for name in FUNCTIONS if name not in unknown]
        names = [name for name in known if read_signature(name).result is result and name != "info"]
        return st.sampled_from(names).flatmap(
            lambda name: self._arguments(name).map(lambda args: build_call(name, *args))
        )

    def _arguments(self, name: str) -> SearchStrategy[tuple[Any, ...]]:
        takes = read_signature(name)
        of: dict[Kind, SearchStrategy[Any]] = {
            Kind.VECTOR: self._vectors,
            Kind.SCALAR: self._scalars,
            Kind.RANGE: self._ranges,
            Kind.STRING: STRINGS,
        }
        count = st.integers(takes.least, min(takes.most, takes.least + 2))
        return count.flatmap(
            lambda count: st.tuples(*(of[takes.find_kind(place)] for place in range(count)))
        )


def _later(make: Callable[[], SearchStrategy[Any]]) -> SearchStrategy[Any]:
    # Hypothesis expects a function here, not a method.
    return st.deferred(lambda: make())  # noqa: PLW0108


def _selector(name: Any, matchers: list[Any]) -> Selector:
    return metric(name, *matchers)


def _with_shifts(of: SearchStrategy[Any]) -> SearchStrategy[Any]:
    return st.builds(_shift, of, st.none() | OFFSETS, st.none() | MOMENTS)


def _shift(expr: Any, offset: Any, moment: Any) -> Expr:
    moved = expr if offset is None else expr.offset(offset)
    return moved if moment is None else moved.at(moment)  # type: ignore[no-any-return]


def _binary(op: str, left: Operand, right: Operand, returns_bool: bool) -> Operand:
    return build_binary(op, left, right, bool=returns_bool and op in COMPARISONS)


def _aggregation(op: str, args: tuple[Any, ...], how: str | None, labels: list[str]) -> Operand:
    made = build_aggregation(op, *args)
    return made if how is None else getattr(made, how)(*labels)  # type: ignore[no-any-return]


def _extend(selector: Selector, how: str) -> Selector:
    return getattr(selector, how)() if how else selector  # type: ignore[no-any-return]


def _match(
    made: Any,
    how: str,
    labels: list[str],
    group: str,
    include: list[str],
    fills: tuple[str, ...],
) -> Operand:
    if how:
        made = getattr(made, how)(*labels)
    if how and group and made.op not in SET_OPERATORS:
        free = [label for label in include if how == "ignoring" or label not in labels]
        made = getattr(made, group)(*free)
    for place, fill in enumerate(fills if made.op not in SET_OPERATORS else ()):
        made = getattr(made, fill)(place)
    return made  # type: ignore[no-any-return]


MODERN = Builder()
MINIMAL = Builder(kept=False)
OLD = Builder(modern=False)
NEWEST = Builder(newest=True)
VARIED = Builder(variables=True)
