"""Determines the labels that the result of an expression has, may have, or cannot have.

Series of a metric may have any label, unless the caller passes the labels of the metric. A matcher
such as `job="a"` makes a label certain. Aggregations, some functions, and matchers such as `job=""`
make labels impossible. A Grafana variable may have any value.

Source: https://prometheus.io/docs/prometheus/latest/querying/operators/, section "Vector matching".
The tests compare the results with a real Prometheus: see tests/promql/test_result_labels.py.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import reduce
from types import MappingProxyType
from typing import Any, Literal, TypeAlias

from boardwright.frozen import frozen
from boardwright.notation.variable_syntax import may_contain_variable
from boardwright.promql.calls import Aggregation, Call, Text
from boardwright.promql.expr import Expr, Kind
from boardwright.promql.function_table import read_signature
from boardwright.promql.matchers import Matcher
from boardwright.promql.operators import (
    COMPARISONS,
    SET_OPERATORS,
    Binary,
    Number,
    Paren,
    Subquery,
    Unary,
    Variable,
)
from boardwright.promql.raw import Raw
from boardwright.promql.selectors import Range, Selector, accepts_missing_label

LabelNameSet = frozenset[str]
NAME = "__name__"
NONE: LabelNameSet = frozenset()


@frozen
class ResultLabels:
    """The labels of a result, as far as the expression alone determines them.

    Attributes:
        certain: Labels that every series has.
        possible: All labels that series may have; None if series may have any label.
        impossible: Labels that no series has. Neither `possible` nor `certain` contains these
        labels.
    """

    certain: LabelNameSet = NONE
    possible: LabelNameSet | None = None
    impossible: LabelNameSet = NONE

    def has(self, label: str) -> Literal["yes", "no", "maybe"]:
        """Return whether the series have a label."""
        if label in self.certain:
            return "yes"
        is_closed = self.possible is not None and label not in self.possible
        return "no" if is_closed or label in self.impossible else "maybe"

    @property
    def can_differ(self) -> bool:
        """Whether two series of the result may have different labels. A result without labels has
        only one series.
        """
        return self.possible is None or bool(self.possible)

    def drop(self, labels: Iterable[str]) -> ResultLabels:
        """Return the labels of this result without the given labels."""
        dropped = frozenset(labels)
        if not dropped:
            return self
        possible = None if self.possible is None else self.possible - dropped
        return ResultLabels(
            certain=self.certain - dropped, possible=possible, impossible=self.impossible | dropped
        )

    def keep(self, labels: Iterable[str]) -> ResultLabels:
        """Return only those labels of this result that are in `labels`."""
        kept_labels = frozenset(label for label in labels if self.has(label) != "no")
        return ResultLabels(certain=self.certain & kept_labels, possible=kept_labels)

    def with_label(self, label: str, *, certain: bool) -> ResultLabels:
        """Return the labels together with one more label. If `certain` is true, all series have
        this label; otherwise some series may have this label.
        """
        possible = None if self.possible is None else self.possible | {label}
        certain_labels = self.certain | {label} if certain else self.certain - {label}
        return ResultLabels(
            certain=certain_labels, possible=possible, impossible=self.impossible - {label}
        )

    def unite(self, other: ResultLabels) -> ResultLabels:
        """Return the labels of `this or other`, which contains series of both results."""
        impossible = frozenset(
            label
            for label in self.impossible | other.impossible
            if self.has(label) == other.has(label) == "no"
        )
        is_closed = self.possible is not None and other.possible is not None
        possible = (self.possible or NONE) | (other.possible or NONE) if is_closed else None
        return ResultLabels(
            certain=self.certain & other.certain, possible=possible, impossible=impossible
        )


UNKNOWN = ResultLabels()
EMPTY = ResultLabels(possible=NONE)
"""The `ResultLabels` of a result without labels, such as a number."""

SeriesLabels: TypeAlias = Mapping[str, ResultLabels]
"""Metric name -> the labels of the metric's series."""

NO_SERIES: SeriesLabels = MappingProxyType({})

_KEEP_NAME = frozenset(
    {"first_over_time", "info", "last_over_time", "sort", "sort_by_label", "sort_by_label_desc"}
    | {"sort_desc"}
)
_KEPT = "result_labels"
"""Name of the attribute that caches the result of `derive_labels` in an expression."""
_METADATA = frozenset({"__type__", "__unit__"})
"""Labels that Prometheus 3.16 drops in binary operations."""
_OF_BUCKETS = frozenset({"histogram_fraction", "histogram_quantile"})
CHOOSING = frozenset({"bottomk", "limit_ratio", "limitk", "topk"})
"""Aggregations that return some of the series of their argument, with all labels."""
_MATCH_ALL = frozenset({".*", "(.*)"})


def derive_labels(expr: Expr, series: SeriesLabels = NO_SERIES) -> ResultLabels:
    """Return the labels of an expression's result.

    Args:
        expr: The expression.
        series: Name of a metric -> labels of the metric's series. Metrics of recording rules have
            known labels, and all other metrics may have any label.
    """
    if series:
        return _READERS[type(expr)](expr, series)
    labels: ResultLabels | None = vars(expr).get(_KEPT)
    if labels is None:  # several rules ask for the labels of the same part
        labels = vars(expr)[_KEPT] = _READERS[type(expr)](expr, series)
    return labels


@frozen
class Mismatch:
    """The reason why no series of one operand can match a series of the other operand.

    Attributes:
        label: A label that must have the same value in both operands.
        has: The operand (`left` or `right`) whose series all have the label. No series of the
            opposite operand has the label.
    """

    label: str
    has: Literal["left", "right"]


def find_mismatch(node: Binary) -> Mismatch | None:
    """Return the reason why no series of the two operands can match; None if series may match.

    The result is None for `or`, `unless`, operations with a number, and operations with `fill`,
    because these operations need no matching series.
    """
    if not needs_matching_series(node):
        return None
    left, right = derive_labels(node.lhs), derive_labels(node.rhs)
    for label in sorted(left.certain | right.certain):
        if is_matched(node, label):
            if left.has(label) == "yes" and right.has(label) == "no":
                return Mismatch(label=label, has="left")
            if left.has(label) == "no" and right.has(label) == "yes":
                return Mismatch(label=label, has="right")
    return None


def is_matched(node: Binary, label: str) -> bool:
    """Return whether the operation matches series by a label. If False, the label may have
    different values in the two operands.
    """
    if any(map(may_contain_variable, node.labels)):
        return node.matching == "on" and label in node.labels
    if node.matching == "on":
        return label in node.labels
    return label != NAME and label not in node.labels


def needs_matching_series(node: Binary) -> bool:
    """Return whether an operation returns only series that have a match in the other operand."""
    if node.has_fill or node.op in {"or", "unless"}:
        return False
    return node.lhs.kind is node.rhs.kind is Kind.VECTOR


def _derive_selector_labels(node: Selector, series: SeriesLabels) -> ResultLabels:
    certain = {NAME} if node.name else set()
    impossible = set()
    for matcher in node.matchers:
        name = matcher.name
        if name in _METADATA or may_contain_variable(name):
            continue
        if matcher.op == "=" and matcher.value == "":
            impossible.add(name)
        elif accepts_missing_label(matcher) is False:
            certain.add(name)
    series_labels = series.get(node.name or "", UNKNOWN).drop(impossible)
    if series_labels is not UNKNOWN:
        certain = {label for label in certain - impossible if series_labels.has(label) != "no"}
    return ResultLabels(
        certain=series_labels.certain | certain,
        possible=series_labels.possible,
        impossible=series_labels.impossible,
    )


def _derive_call_labels(node: Call, series: SeriesLabels) -> ResultLabels:
    if node.variable:
        return UNKNOWN
    if node.kind is Kind.SCALAR or not node.args or node.name == "vector":
        return EMPTY
    derive = _OWN.get(node.name)
    return derive(node, series) if derive else _derive_function_labels(node, series)


def _derive_function_labels(node: Call, series: SeriesLabels) -> ResultLabels:
    """Return the labels of a function's result. Most functions keep all labels except the metric's
    name.
    """
    inner = _derive_argument_labels(node, series)
    if node.name in _OF_BUCKETS:
        return inner.drop({NAME, "le"})
    if node.name == "info":
        return ResultLabels(certain=inner.certain)
    return inner if node.name in _KEEP_NAME else inner.drop({NAME})


def _derive_argument_labels(node: Call, series: SeriesLabels) -> ResultLabels:
    signature = read_signature(node.name)
    for at, arg in enumerate(node.args):
        if signature.find_kind(at) in {Kind.VECTOR, Kind.RANGE}:
            return derive_labels(arg, series)
    return UNKNOWN


def _derive_absent_labels(node: Call, _: SeriesLabels) -> ResultLabels:
    argument = node.args[0].bare
    selector = argument.selector if isinstance(argument, Range) else argument
    if not isinstance(selector, Selector):
        return UNKNOWN if selector.kind is Kind.ANY else EMPTY
    if any(not matcher.op for matcher in selector.matchers):
        return UNKNOWN
    matchers: dict[str, Matcher] = {}
    names: set[str] = set()
    for matcher in selector.matchers:  # A second matcher on a label drops the label.
        if matcher.op == "=" and matcher.name not in names:
            matchers[matcher.name] = matcher
            names.add(matcher.name)
        else:
            matchers.pop(matcher.name, None)
    copied = {name: each for name, each in matchers.items() if name != NAME and each.value}
    certain = frozenset(
        name for name, each in copied.items() if accepts_missing_label(each) is False
    )
    return ResultLabels(certain=certain, possible=frozenset(copied))


def _derive_relabelled_labels(node: Call, series: SeriesLabels) -> ResultLabels:
    inner = derive_labels(node.args[0], series)
    arguments = [arg.bare for arg in node.args[1:]]
    texts = [arg for arg in arguments if isinstance(arg, Text)]
    if len(texts) != len(arguments) or not texts or texts[0].variable:
        return UNKNOWN
    sets = _is_replaced_certainly if node.name == "label_replace" else _is_joined_certainly
    return inner.with_label(texts[0].value, certain=sets(inner, texts))


def _is_replaced_certainly(inner: ResultLabels, texts: list[Text]) -> bool:
    """Return whether every series certainly has the target label after `label_replace`."""
    label, replacement, source, regex = texts
    is_fixed = bool(replacement.value) and "$" not in replacement.value
    is_fixed = is_fixed and not replacement.variable
    matches_all = regex.value in _MATCH_ALL and not regex.variable
    if regex.value == "" and not source.variable:
        matches_all = inner.has(source.value) == "no"
    return is_fixed and (matches_all or label.value in inner.certain)


def _is_joined_certainly(inner: ResultLabels, texts: list[Text]) -> bool:
    """Return whether every series certainly has the target label after `label_join`."""
    _, separator, *sources = texts
    is_separated = bool(separator.value) and not separator.variable and len(sources) > 1
    return is_separated or any(source.value in inner.certain for source in sources)


def _derive_quantile_labels(node: Call, series: SeriesLabels) -> ResultLabels:
    label = node.args[1].bare
    if not isinstance(label, Text) or label.variable:
        return UNKNOWN
    inner = derive_labels(node.args[0], series).drop({NAME, "le"})
    return inner.with_label(label.value, certain=True)


def _derive_aggregation_labels(node: Aggregation, series: SeriesLabels) -> ResultLabels:
    inner = derive_labels(node.expr, series)
    if node.op in CHOOSING:
        return inner
    if node.variable and node.param is not None:
        return UNKNOWN  # The variable may be topk or quantile.
    grouped = _derive_group_labels(node, inner)
    if node.op != "count_values":
        return grouped
    label = node.param.bare if node.param is not None else None
    if not isinstance(label, Text) or label.variable:
        return UNKNOWN
    return grouped.with_label(label.value, certain=True)


def _derive_group_labels(node: Aggregation, inner: ResultLabels) -> ResultLabels:
    fixed = [label for label in node.labels if not may_contain_variable(label)]
    is_certain = len(fixed) == len(node.labels)
    if node.grouping == "without":
        rest = inner.drop({*fixed, NAME})
        if is_certain:
            return rest
        return ResultLabels(possible=rest.possible, impossible=rest.impossible)
    if is_certain:
        return inner.keep(fixed)
    return ResultLabels(
        certain=inner.certain & frozenset(fixed),
        possible=inner.possible,
        impossible=inner.impossible,
    )


def _derive_binary_labels(node: Binary, series: SeriesLabels) -> ResultLabels:
    left, right = derive_labels(node.lhs, series), derive_labels(node.rhs, series)
    if Kind.SCALAR in {node.lhs.kind, node.rhs.kind}:
        vector = right if node.lhs.kind is Kind.SCALAR else left
        return vector if _keeps_name(node) else vector.drop({NAME})
    if node.op in SET_OPERATORS:
        return left.unite(right) if node.op == "or" else left
    if node.has_fill or any(map(may_contain_variable, (*node.labels, *node.include))):
        return UNKNOWN
    many, one = (right, left) if node.group == "right" else (left, right)
    result = _merge_matched_labels(node, many, one)
    if node.group is None:
        result = _keep_matched_labels(node, result)
    else:
        result = reduce(lambda found, label: _copy_label(found, one, label), node.include, result)
    return result if _keeps_name(node) else result.drop({NAME})


def _merge_matched_labels(node: Binary, many: ResultLabels, one: ResultLabels) -> ResultLabels:
    """Return the labels of the operand `many`, together with the labels by which the operation
    matches series.
    """
    certain = {label for label in one.certain if is_matched(node, label)}
    missing = {label for label in one.impossible if is_matched(node, label)}
    possible = many.possible
    if node.matching != "on" and one.possible is not None:
        unmatched = {NAME, *node.labels}
        shared = one.possible | unmatched if possible is None else possible
        possible = frozenset(
            label for label in shared if label in unmatched or one.has(label) != "no"
        )
    impossible = many.impossible | missing
    return ResultLabels(
        certain=many.certain | (certain - impossible),
        possible=None if possible is None else possible - impossible,
        impossible=impossible - many.certain,
    )


def _keep_matched_labels(node: Binary, result: ResultLabels) -> ResultLabels:
    if node.matching == "on":
        return result.keep(node.labels)
    return result.drop(node.labels) if node.matching == "ignoring" else result


def _copy_label(result: ResultLabels, one: ResultLabels, label: str) -> ResultLabels:
    """Return the labels of the result after `group_left (…)` copied a label from the operand
    `one`.
    """
    has = one.has(label)
    if has == "no":
        return result.drop({label})
    return result.with_label(label, certain=has == "yes")


def _keeps_name(node: Binary) -> bool:
    return node.op in COMPARISONS and not node.returns_bool


_OWN: dict[str, Callable[[Call, SeriesLabels], ResultLabels]] = {
    "absent": _derive_absent_labels,
    "absent_over_time": _derive_absent_labels,
    "histogram_quantiles": _derive_quantile_labels,
    "label_join": _derive_relabelled_labels,
    "label_replace": _derive_relabelled_labels,
}
_READERS: dict[type[Expr], Callable[[Any, SeriesLabels], ResultLabels]] = {
    Aggregation: _derive_aggregation_labels,
    Binary: _derive_binary_labels,
    Call: _derive_call_labels,
    Number: lambda node, series: EMPTY,
    Paren: lambda node, series: derive_labels(node.expr, series),
    Range: lambda node, series: derive_labels(node.selector, series),
    Raw: lambda node, series: derive_labels(node.tree, series),
    Selector: _derive_selector_labels,
    Subquery: lambda node, series: derive_labels(node.expr, series),
    Text: lambda node, series: EMPTY,
    Unary: lambda node, series: derive_labels(node.expr, series).drop({NAME}),
    Variable: lambda node, series: UNKNOWN,
}
