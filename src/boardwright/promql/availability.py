"""Finds the parts of an expression that only some versions of Prometheus accept.

Source: Prometheus's changelog, up to 3.16. boardwright assumes that every version supports the
syntax of Prometheus 2.19.
"""

from __future__ import annotations

import re
from functools import lru_cache

from boardwright.frozen import frozen
from boardwright.notation.durations import parse_milliseconds
from boardwright.notation.variable_syntax import may_contain_variable
from boardwright.notation.versions import Version
from boardwright.promql.calls import Aggregation, Call
from boardwright.promql.lexical import UNIT_ENDS, is_legacy_label
from boardwright.promql.operators import TRIMS, Binary, Number, Subquery
from boardwright.promql.selectors import Range, Selector

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any, TypeAlias

    from boardwright.promql.duration_nodes import Duration
    from boardwright.promql.expr import Expr
    from boardwright.promql.expression import Expression, Span

    Part: TypeAlias = tuple[str, Span]


NEWEST: Version = (3, 16)
"""The newest version of Prometheus whose PromQL `boardwright.promql` supports."""

_FUNCTIONS_FLAG = "promql-experimental-functions"


@frozen
class Availability:
    """The versions of Prometheus that support a feature of PromQL: a function, an operator or a
    syntax.

    Attributes:
        since: The first version that supports the feature.
        stable: The first version that supports the feature without a feature flag; None if every
            version needs the flag.
        flag: The feature flag that versions before `stable` need; empty if no version needs a flag.
        until: The first version that no longer supports the feature; None if the newest version
            supports the feature.
        instead: The replacement in newer versions; empty if there is none.
    """

    since: Version
    stable: Version | None
    flag: str = ""
    until: Version | None = None
    instead: str = ""


def _declare_stable(*since: int) -> Availability:
    version = (since[0], since[1])
    return Availability(since=version, stable=version)


def _declare_experimental(
    since: Version, stable: Version | None = None, flag: str = _FUNCTIONS_FLAG
) -> Availability:
    return Availability(since=since, stable=stable, flag=flag)


CALLS: dict[str, Availability] = {
    "group": _declare_stable(2, 20),
    **dict.fromkeys(("clamp", "last_over_time", "sgn"), _declare_stable(2, 26)),
    "present_over_time": _declare_stable(2, 29),
    **dict.fromkeys(("acos", "acosh", "asin", "asinh", "atan", "atanh"), _declare_stable(2, 31)),
    **dict.fromkeys(("cos", "cosh", "deg", "pi", "rad", "sin", "sinh"), _declare_stable(2, 31)),
    **dict.fromkeys(("tan", "tanh"), _declare_stable(2, 31)),
    **dict.fromkeys(
        ("histogram_count", "histogram_fraction", "histogram_sum"), _declare_stable(2, 40)
    ),
    **dict.fromkeys(("histogram_stddev", "histogram_stdvar"), _declare_stable(2, 47)),
    "histogram_avg": _declare_stable(2, 51),
    **dict.fromkeys(
        ("mad_over_time", "sort_by_label", "sort_by_label_desc"), _declare_experimental((2, 49))
    ),
    **dict.fromkeys(("limit_ratio", "limitk"), _declare_experimental((2, 54))),
    "info": _declare_experimental((2, 55)),
    "double_exponential_smoothing": _declare_experimental((3, 0)),
    "holt_winters": Availability(
        since=(2, 0), stable=(2, 0), until=(3, 0), instead="double_exponential_smoothing"
    ),
    **dict.fromkeys(
        ("ts_of_last_over_time", "ts_of_max_over_time", "ts_of_min_over_time"),
        _declare_experimental((3, 5)),
    ),
    "first_over_time": _declare_experimental((3, 7), (3, 14)),
    "ts_of_first_over_time": _declare_experimental((3, 7)),
    "histogram_quantiles": _declare_experimental((3, 11)),
    **dict.fromkeys(("end", "range", "start", "step"), _declare_experimental((3, 12))),
    **dict.fromkeys(("max_of", "min_of"), _declare_experimental((3, 13))),
    "start_timestamp": _declare_experimental((3, 14)),
    "integral": _declare_experimental((3, 16)),
}
"""Functions and aggregations that only some versions of Prometheus support."""

_SYNTAX = {
    "atan2": _declare_stable(2, 31),
    "@": _declare_experimental((2, 25), (2, 33), "promql-at-modifier"),
    "a negative offset": _declare_experimental((2, 26), (2, 33), "promql-negative-offset"),
    "_ in a number": _declare_stable(2, 54),
    "a number in place of a duration": _declare_stable(2, 54),
    "a duration in place of a number": _declare_stable(2, 54),
    "a name in quotes": _declare_experimental((2, 55), (3, 0), "utf8-names"),
    "a calculated duration": _declare_experimental((3, 4), (3, 14), "promql-duration-expr"),
    "anchored": _declare_experimental((3, 7), (3, 16), "promql-extended-range-selectors"),
    "smoothed": _declare_experimental((3, 7), (3, 16), "promql-extended-range-selectors"),
    "fill": _declare_experimental((3, 10), None, "promql-binop-fill-modifiers"),
    "</": _declare_stable(3, 11),
    ">/": _declare_stable(3, 11),
    "offset or @ before a range": Availability(
        since=(2, 0), stable=(2, 0), until=(3, 15), instead="offset or @ after the range"
    ),
}


@frozen
class Requirement:
    """A feature of PromQL in an expression that only some versions of Prometheus accept, such as a
    new function or operator.

    Attributes:
        what: Name of the function or operator, or a description of the syntax.
        availability: The versions of Prometheus that support the feature.
        span: Start and end position of the feature in the expression's text.
    """

    what: str
    availability: Availability
    span: Span

    def is_met_by(self, version: Version) -> bool:
        """Return whether a version of Prometheus supports the feature, with or without a feature
        flag.
        """
        availability = self.availability
        return availability.since <= version and (
            availability.until is None or version < availability.until
        )

    def is_experimental_in(self, version: Version) -> bool:
        """Return whether a version of Prometheus supports the feature only with a feature flag."""
        stable = self.availability.stable
        return self.is_met_by(version) and (stable is None or version < stable)


@lru_cache(maxsize=1024)
def list_requirements(expression: Expression) -> tuple[Requirement, ...]:
    """Return the parts of an expression that only some versions of Prometheus accept."""
    requirements = []
    for node in expression.nodes:
        reader = _READERS.get(type(node))
        for name, span in reader(node, expression) if reader else ():
            availability = CALLS.get(name) or _SYNTAX[name]
            requirements.append(Requirement(what=name, availability=availability, span=span))
    return tuple(requirements)


def _iter_call_parts(node: Call, expression: Expression) -> Iterator[Part]:
    if node.name in CALLS:
        yield node.name, expression.locate_word(node)


def _iter_aggregation_parts(node: Aggregation, expression: Expression) -> Iterator[Part]:
    if node.op in CALLS:
        yield node.op, expression.locate_word(node)
    if node.labels:
        yield from _iter_quoted_labels(node, expression)


def _iter_range_parts(node: Range, expression: Expression) -> Iterator[Part]:
    if node.is_shifted_first:
        yield "offset or @ before a range", expression.locate_part(node)
    if not _PLAIN.fullmatch(node.window.text):
        yield from _iter_duration_parts(node.window, expression.locate_word(node))


def _iter_subquery_parts(node: Subquery, expression: Expression) -> Iterator[Part]:
    yield from _iter_duration_parts(node.range, expression.locate_word(node))
    if node.step is not None:
        yield from _iter_duration_parts(node.step, expression.locate_word(node))
    yield from _iter_shift_parts(node, expression)


def _iter_operation_parts(node: Binary, expression: Expression) -> Iterator[Part]:
    if node.op in _LATE_OPERATORS:
        yield node.op, expression.locate_word(node)
    if node.has_fill:
        word = expression.locate_word(node)
        yield "fill", word
        for fill in filter(None, node.fills):
            yield from _iter_number_parts(fill, word)
    if node.labels or node.include:
        yield from _iter_quoted_labels(node, expression)


def _iter_selector_parts(node: Selector, expression: Expression) -> Iterator[Part]:
    if expression.has_quoted_names:
        for at in expression.find_braces(node).quoted_names:
            yield "a name in quotes", expression.locate_in_braces(node, at, at + 1)
    if node.shift is not None or node.moment is not None:
        yield from _iter_shift_parts(node, expression)
    if node.extended is not None:
        owner = node.parent if isinstance(node.parent, Range) else node
        yield node.extended, expression.locate_part(owner)


def _iter_number_node_parts(node: Number, expression: Expression) -> Iterator[Part]:
    if not node.text.isdigit():
        yield from _iter_number_parts(node.text, expression.locate_part(node))


def _iter_shift_parts(node: Selector | Subquery, expression: Expression) -> Iterator[Part]:
    owner = node.parent if isinstance(node.parent, Range) else node
    span = expression.locate_part(owner)
    if node.moment is not None:
        yield "@", span
        yield from _iter_number_parts(node.moment, span)
    shift = node.shift
    if shift is not None:
        if shift.text.startswith("-"):
            yield "a negative offset", span
        yield from _iter_duration_parts(shift, span)


def _iter_duration_parts(duration: Duration, span: Span) -> Iterator[Part]:
    text = duration.text.removeprefix("-")
    if parse_milliseconds(text):
        return
    if duration.variable is not None and not _OPERATION.search(text):
        return
    if _NUMBER.fullmatch(text):
        yield "a number in place of a duration", span
        yield from _iter_number_parts(text, span)
    else:
        yield "a calculated duration", span


def _iter_number_parts(text: str, span: Span) -> Iterator[Part]:
    digits = text.lstrip("-")
    if "_" in digits and digits[:1].isdigit():
        yield "_ in a number", span
    if digits[-1:] in UNIT_ENDS and parse_milliseconds(digits) is not None:
        yield "a duration in place of a number", span


def _iter_quoted_labels(node: Aggregation | Binary, expression: Expression) -> Iterator[Part]:
    for place in node.label_tokens:
        if expression.words[place][:1] in _QUOTES:
            yield "a name in quotes", expression.locate_token(place)
    for label in (*node.labels, *(node.include if isinstance(node, Binary) else ())):
        if not may_contain_variable(label) and not is_legacy_label(label):
            yield "a name in quotes", expression.locate_word(node)


_NUMBER = re.compile(r"(?:0[xX])?[0-9a-fA-F_]*\.?[0-9_]*(?:[eE][+-]?[0-9_]+)?")
_OPERATION = re.compile(r"[-+*/%^(]|(?:^|\W)(?:step|range|m(?:ax|in)_of)\(")
_PLAIN = re.compile(r"\$\w+|[0-9]+[smhd]")
"""Matches the ranges of most queries, such as `5m` and `$__interval`. Every version of Prometheus
accepts these ranges, so their text is not parsed.
"""
_QUOTES = frozenset("\"'`")
_LATE_OPERATORS = TRIMS | {"atan2"}
_READERS: dict[type[Expr], Callable[[Any, Expression], Iterator[Part]]] = {
    Aggregation: _iter_aggregation_parts,
    Binary: _iter_operation_parts,
    Call: _iter_call_parts,
    Number: _iter_number_node_parts,
    Range: _iter_range_parts,
    Selector: _iter_selector_parts,
    Subquery: _iter_subquery_parts,
}
