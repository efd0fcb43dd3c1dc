"""The two sides of a binary operation have different labels, so no series match.

## Reported cases
This rule reports arithmetic, comparisons and `and` between two vectors, if an operand has a label
that an aggregation has dropped from the other operand. Labels that `on` or `ignoring` exclude from
the comparison are ignored. `or`, `unless` and operations with a number are never reported.

An operand has a label if a matcher or a `by (...)` in the operand contains the label. If only `by
(...)` contains the label, the metric may lack the label, so only the profile `strict` reports the
operation, with severity `info`. The labels `instance` and `job` are exceptions, because Prometheus
adds them to each scraped series.

## Why
Prometheus combines only series that have equal labels. If no series match, the result is empty, and
Prometheus reports no error.

## Bad
```promql
sum by (instance) (rate(http_errors_total[5m])) / sum(rate(http_requests_total[5m]))
```
```promql
sum by (job) (up) / sum by (instance) (up)
```

## Good
```promql
sum by (instance) (errors:rate5m) / on () group_left () sum(requests:rate5m)
```
```promql
sum by (job) (up) / sum by (job) (up)
```

## Source
[Vector matching](https://prometheus.io/docs/prometheus/latest/querying/operators/#vector-matching)
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from boardwright.checks import (
    AnnotationView,
    Binary,
    Expr,
    Expression,
    Finding,
    QueryView,
    VariableView,
    derive_labels,
    find_mismatch,
    rule,
)
from boardwright.checks.grouping_labels import is_grouped
from boardwright.notation.variable_syntax import may_contain_variable
from boardwright.promql.result_labels import needs_matching_series

_KEEPING = frozenset(
    {"abs", "clamp_max", "clamp_min", "delta", "increase", "irate", "rate", "round"}
)
"""Common functions that keep all labels except the metric's name."""

_SCRAPED = frozenset({"instance", "job"})
"""Labels that Prometheus adds to each scraped series."""

LOOKS_AT = (QueryView, AnnotationView, VariableView)


@rule(id="sides-never-match", group="queries", severity="error", looks_at=LOOKS_AT)
def check(query: QueryView | AnnotationView | VariableView) -> Iterator[Finding]:
    expression = query.expression
    if expression is None or not expression.binaries or not _may_drop_labels(expression):
        return
    reported: list[Binary] = []
    for operation in expression.binaries:
        label, is_proven = _find_unmatched_label(operation)
        if label and not any(inner in reported for inner in operation.walk()):
            reported.append(operation)
            finding = _build_finding(expression, operation, label)
            yield replace(finding, certain=is_proven or label in _SCRAPED)


def _may_drop_labels(expression: Expression) -> bool:
    """Return whether an expression may drop a label. Most expressions fail this fast test, so the
    slow test is not needed for them."""
    return (
        bool(expression.aggregations)
        or any(call.name not in _KEEPING for call in expression.calls)
        or any(operation.matching for operation in expression.binaries)
        or any(not m.value for selector in expression.selectors for m in selector.matchers)
    )


def _build_finding(expression: Expression, operation: Binary, label: str) -> Finding:
    left = derive_labels(operation.lhs).has(label) != "no"
    side, other = ("left", "right") if left else ("right", "left")
    return Finding(
        what=f"no series of the two sides of {operation.op!r} match: the {side} side has the label "
        f"{label!r}, the {other} side lacks it",
        fix="Keep the same labels on both sides, or list the labels to match in on (...).",
        span=expression.locate_word(operation),
        node=operation,
    )


def _find_unmatched_label(node: Binary) -> tuple[str | None, bool]:
    """Return a label that only one side has although both sides need it, or None, and whether the
    mismatch is certain.
    """
    if not needs_matching_series(node):
        return None, False
    mismatch = find_mismatch(node)
    if mismatch is not None:
        return mismatch.label, True
    left, right = node.lhs, node.rhs
    return _find_unmatched_grouping(node, left, right) or _find_unmatched_grouping(
        node, right, left
    ), False


def _find_unmatched_grouping(node: Binary, side: Expr, other: Expr) -> str | None:
    """Return a label in `by (…)` on one side that the other side cannot have, or None."""
    labels, other_labels = derive_labels(side), derive_labels(other)
    for label in sorted(labels.possible or ()):
        if _is_matched(node, label) and other_labels.has(label) == "no" and is_grouped(side, label):
            return label
    return None


def _is_matched(node: Binary, label: str) -> bool:
    if any(map(may_contain_variable, node.labels)):
        return False
    return (label in node.labels) == (node.matching == "on")
