"""Which labels the result of an expression has, may have, or cannot have.

Nothing is known of a metric but what the expression says, so most labels of most expressions may or
may not be there. What is certain comes from matchers; what is impossible from aggregations, from
matchers such as `job=""`, and from functions that take labels away. Variables count as anything.

Source: https://prometheus.io/docs/prometheus/latest/querying/operators/ and `resultMetric` as its
"Vector matching" describes it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import reduce
from typing import Any, Literal

from boardwright.checks.expression.nodes import (
    Aggregation,
    Binary,
    Call,
    Matcher,
    Node,
    Number,
    Paren,
    Selector,
    Subquery,
    Text,
    Unary,
)
from boardwright.notation.variables import VARIABLE

Labels = frozenset[str]
NAME = "__name__"
NONE: Labels = frozenset()


@dataclass(frozen=True, slots=True)
class ResultLabels:
    """The labels of a result, as far as its expression tells.

    Attributes:
        certain: Every series has these.
        possible: No series has any other; None when nothing says so.
        impossible: No series has these, whatever `possible` says.
    """

    certain: Labels = NONE
    possible: Labels | None = None
    impossible: Labels = NONE

    def has(self, label: str) -> Literal["yes", "no", "maybe"]:
        """Tell of one label."""
        if label in self.certain:
            return "yes"
        closed = self.possible is not None and label not in self.possible
        return "no" if closed or label in self.impossible else "maybe"

    def without(self, labels: Iterable[str]) -> ResultLabels:
        """Return them with some taken away."""
        gone = frozenset(labels)
        return ResultLabels(self.certain - gone, self.possible, self.impossible | gone)

    def only(self, labels: Iterable[str]) -> ResultLabels:
        """Return them with all others taken away."""
        kept = frozenset(label for label in labels if self.has(label) != "no")
        return ResultLabels(self.certain & kept, kept)

    def with_label(self, label: str, *, certain: bool) -> ResultLabels:
        """Return them with one that is set anew: surely there, or perhaps."""
        possible = None if self.possible is None else self.possible | {label}
        kept = self.certain | {label} if certain else self.certain - {label}
        return ResultLabels(kept, possible, self.impossible - {label})

    def either(self, other: ResultLabels) -> ResultLabels:
        """Return what holds for series that are of this kind or of the other."""
        both = self.possible is not None and other.possible is not None
        possible = (self.possible or NONE) | (other.possible or NONE) if both else None
        impossible = {
            label for label in self.impossible | other.impossible if self.has(label) == "no"
        }
        impossible = {label for label in impossible if other.has(label) == "no"}
        return ResultLabels(self.certain & other.certain, possible, frozenset(impossible))


UNKNOWN = ResultLabels()
EMPTY = ResultLabels(possible=NONE)
"""One series without labels, or a number."""

_KEEP_NAME = frozenset(
    {"first_over_time", "info", "last_over_time", "sort", "sort_by_label", "sort_by_label_desc"}
    | {"sort_desc", "start_timestamp"}
)
_WITHOUT_LABELS = frozenset({"end", "pi", "range", "scalar", "start", "step", "time", "vector"})
_WITHOUT_LABELS |= {"max_of", "min_of"}
_WITHOUT_ARGUMENT = frozenset(
    {"day_of_month", "day_of_week", "day_of_year", "days_in_month", "hour", "minute", "month"}
    | {"year"}
)
_OF_BUCKETS = frozenset({"histogram_fraction", "histogram_quantile"})
_CHOOSING = frozenset({"bottomk", "limit_ratio", "limitk", "topk"})
_COMPARISONS = frozenset({"==", "!=", ">", "<", ">=", "<="})
_SETS = frozenset({"and", "or", "unless"})


def labels_of(node: Node) -> ResultLabels:
    """Return the labels of a part's result."""
    return _READERS[type(node)](node)


@dataclass(frozen=True, slots=True)
class Mismatch:
    """Why no series of one side can have a partner on the other.

    Attributes:
        label: What the sides have to agree on.
        has: The side whose series all have it; those of the other side never do.
    """

    label: str
    has: Literal["left", "right"]


def mismatch(node: Binary) -> Mismatch | None:
    """Return why the sides of an operation never match, if that is certain.

    `or`, `unless`, operations with a number, and those with `fill` need no match.
    """
    if node.fill or node.op in {"or", "unless"} or _is_number(node.lhs) or _is_number(node.rhs):
        return None
    left, right = labels_of(node.lhs), labels_of(node.rhs)
    for label in sorted(left.certain | right.certain):
        if _is_matched(node, label):
            if right.has(label) == "no" and left.has(label) == "yes":
                return Mismatch(label, "left")
            if left.has(label) == "no" and right.has(label) == "yes":
                return Mismatch(label, "right")
    return None


def matches_empty(matcher: Matcher) -> bool | None:
    """Tell whether a matcher takes series without its label; None when a variable decides."""
    if matcher.op in {"=", "!="}:
        if matcher.variable and not VARIABLE.sub("", matcher.value):
            return None
        return (matcher.value == "") == (matcher.op == "=")
    if matcher.variable:
        return None
    try:
        return (re.fullmatch(matcher.value, "") is not None) == (matcher.op == "=~")
    except (re.error, OverflowError, RecursionError):
        return None


def _selector(node: Selector) -> ResultLabels:
    empties = [(m.name, matches_empty(m)) for m in node.matchers if not _is_variable(m.name)]
    certain = {name for name, empty in empties if empty is False}
    only_empty = {m.name for m in node.matchers if m.op == "=" and m.value == ""}
    if node.name:
        certain.add(NAME)
    return ResultLabels(frozenset(certain), None, frozenset(only_empty))


def _call(node: Call) -> ResultLabels:
    name = node.name
    if node.variable:
        return UNKNOWN
    if name in _WITHOUT_LABELS or (name in _WITHOUT_ARGUMENT and not node.args):
        return EMPTY
    own = _OWN.get(name)
    return own(node) if own else _of_vector(node)


def _of_vector(node: Call) -> ResultLabels:
    """Return the labels of a function that keeps those of its argument, but for some."""
    name, inner = node.name, _vector(node)
    if name in _OF_BUCKETS:
        return inner.without({NAME, "le"})
    if name == "info":
        return ResultLabels(inner.certain)
    return inner if name in _KEEP_NAME else inner.without({NAME})


def _vector(node: Call) -> ResultLabels:
    """Return the labels of the argument that holds the series."""
    vectors = [arg for arg in node.args if not _is_number(arg) and not isinstance(arg.bare, Text)]
    return labels_of(vectors[0]) if vectors else UNKNOWN


def _absent(node: Call) -> ResultLabels:
    selector = node.args[0].bare if node.args else None
    if not isinstance(selector, Selector):
        return EMPTY
    named = [m for m in selector.matchers if m.name != NAME]
    names = [m.name for m in named]
    kept = [m for m in named if m.op == "=" and m.value and names.count(m.name) == 1]
    certain = frozenset(m.name for m in kept if matches_empty(m) is False)
    return ResultLabels(certain, frozenset(m.name for m in kept))


def _relabelled(node: Call) -> ResultLabels:
    inner = labels_of(node.args[0])
    arguments = [arg.bare for arg in node.args[1:]]
    texts = [arg for arg in arguments if isinstance(arg, Text)]
    if len(texts) != len(arguments) or not texts or texts[0].variable:
        return UNKNOWN
    sure = _replaces if node.name == "label_replace" else _joins
    return inner.with_label(texts[0].value, certain=sure(inner, texts))


def _replaces(inner: ResultLabels, texts: list[Text]) -> bool:
    """Whether `label_replace` surely leaves its label there, with some text in it."""
    label, replacement, _, regex = texts
    fixed = bool(replacement.value) and "$" not in replacement.value
    everything = regex.value in {"", ".*", "(.*)"} and not regex.variable
    if regex.value == "":
        everything = inner.has(texts[2].value) == "no"
    return fixed and (everything or label.value in inner.certain)


def _joins(inner: ResultLabels, texts: list[Text]) -> bool:
    _, separator, *sources = texts
    between = bool(separator.value) and not separator.variable and len(sources) > 1
    return between or any(source.value in inner.certain for source in sources)


def _quantiles(node: Call) -> ResultLabels:
    label = node.args[1].bare if len(node.args) > 1 else None
    if not isinstance(label, Text) or label.variable:
        return UNKNOWN
    return labels_of(node.args[0]).without({NAME, "le"}).with_label(label.value, certain=True)


def _aggregation(node: Aggregation) -> ResultLabels:
    inner = labels_of(node.expr)
    if node.variable and node.grouping is None:
        return UNKNOWN  # it may as well be a function
    if node.op in _CHOOSING:
        return inner
    grouped = _grouped(node, inner)
    if node.op != "count_values":
        return grouped
    label = node.param.bare if node.param is not None else None
    if not isinstance(label, Text) or label.variable:
        return UNKNOWN
    return grouped.with_label(label.value, certain=True)


def _grouped(node: Aggregation, inner: ResultLabels) -> ResultLabels:
    named = [label for label in node.labels if not _is_variable(label)]
    if node.grouping == "without":
        gone = inner.without({*named, NAME})
        sure = len(named) == len(node.labels)
        return gone if sure else ResultLabels(NONE, gone.possible, gone.impossible)
    if len(named) == len(node.labels):
        return inner.only(named)
    return ResultLabels(inner.certain & frozenset(named), inner.possible, inner.impossible)


def _binary(node: Binary) -> ResultLabels:
    left, right = labels_of(node.lhs), labels_of(node.rhs)
    if _is_number(node.lhs) or _is_number(node.rhs):
        vector = right if _is_number(node.lhs) else left
        return vector if _keeps_name(node) else vector.without({NAME})
    if node.op in _SETS:
        return left.either(right) if node.op == "or" else left
    if node.fill or any(map(_is_variable, (*node.labels, *node.include))):
        return UNKNOWN
    many, one = (right, left) if node.group == "right" else (left, right)
    result = _agreed(node, many, one)
    if node.group is None:
        result = _one_to_one(node, result)
    else:
        result = reduce(lambda found, label: _copied(found, one, label), node.include, result)
    return result if _keeps_name(node) else result.without({NAME})


def _agreed(node: Binary, many: ResultLabels, one: ResultLabels) -> ResultLabels:
    """Return the labels of the one side, with what it must share with the other."""
    certain = {label for label in one.certain if label != NAME and _is_matched(node, label)}
    lacking = {label for label in one.impossible if label != NAME and _is_matched(node, label)}
    possible = many.possible
    if possible is not None and node.matching != "on" and one.possible is not None:
        possible = frozenset(
            label
            for label in possible
            if label == NAME or one.has(label) != "no" or not _is_matched(node, label)
        )
    sure = frozenset(label for label in certain if many.has(label) != "no")
    return ResultLabels(many.certain | sure, possible, many.impossible | (lacking - many.certain))


def _one_to_one(node: Binary, result: ResultLabels) -> ResultLabels:
    if node.matching == "on":
        return result.only(node.labels)
    return result.without(node.labels) if node.matching == "ignoring" else result


def _copied(result: ResultLabels, one: ResultLabels, label: str) -> ResultLabels:
    """Return the result with a label that `group_left (…)` takes from the one side."""
    has = one.has(label)
    return (
        result.without({label}) if has == "no" else result.with_label(label, certain=has == "yes")
    )


def _is_matched(node: Binary, label: str) -> bool:
    if node.matching == "on":
        return label in node.labels
    return label != NAME and label not in node.labels


def _keeps_name(node: Binary) -> bool:
    return node.op in _COMPARISONS and not node.returns_bool


def _is_number(node: Node) -> bool:
    """Whether a part is a scalar, or a vector of one number that stands for one."""
    bare = node.bare
    if isinstance(bare, Unary):
        return _is_number(bare.expr)
    if isinstance(bare, Binary):
        return _is_number(bare.lhs) and _is_number(bare.rhs)
    scalars = _WITHOUT_LABELS - {"vector"}
    return isinstance(bare, Number) or (isinstance(bare, Call) and bare.name in scalars)


def _is_variable(label: str) -> bool:
    return "$" in label or "[[" in label


_OWN: dict[str, Callable[[Call], ResultLabels]] = {
    "absent": _absent,
    "absent_over_time": _absent,
    "histogram_quantiles": _quantiles,
    "label_join": _relabelled,
    "label_replace": _relabelled,
}
_READERS: dict[type[Node], Callable[[Any], ResultLabels]] = {
    Aggregation: _aggregation,
    Binary: _binary,
    Call: _call,
    Number: lambda node: EMPTY,
    Paren: lambda node: labels_of(node.expr),
    Selector: _selector,
    Subquery: lambda node: labels_of(node.expr),
    Text: lambda node: EMPTY,
    Unary: lambda node: labels_of(node.expr).without({NAME}),
}
