"""The two sides of an operation have different labels, so that no series match.

## Reported cases
Arithmetic, comparisons and `and` between vectors: one side has a label, by its matchers or in its
`by (...)`, that the other side has aggregated away, and no `on` or `ignoring` excludes the label.
Only certain mismatches are reported; `or`, `unless` and operations with a number never are.

## Why
Prometheus matches series whose labels are equal. Where none are, the result is empty, without an
error.

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

from boardwright.checks import (
    AnnotationView,
    Binary,
    Expr,
    Expression,
    Finding,
    QueryView,
    VariableView,
    labels_of,
    mismatch,
    rule,
)
from boardwright.checks.grouping import is_grouped
from boardwright.promql import Kind

_KEEPING = frozenset(
    {"abs", "clamp_max", "clamp_min", "delta", "increase", "irate", "rate", "round"}
)
"""The most frequent functions that keep all labels except the name."""

LOOKS_AT = (QueryView, AnnotationView, VariableView)


@rule(id="sides-never-match", group="queries", severity="error", looks_at=LOOKS_AT)
def check(query: QueryView | AnnotationView | VariableView) -> Iterator[Finding]:
    expression = query.expression
    if expression is None or not expression.binaries or not _may_drop_labels(expression):
        return
    reported: list[Binary] = []
    for operation in expression.binaries:
        label = _find_unmatched_label(operation)
        if label and not any(inner in reported for inner in operation.walk()):
            reported.append(operation)
            yield _finding(expression, operation, label)


def _may_drop_labels(expression: Expression) -> bool:
    """Return quickly whether any part of an expression may lack a label; most have none."""
    return (
        bool(expression.aggregations)
        or any(call.name not in _KEEPING for call in expression.calls)
        or any(operation.matching for operation in expression.binaries)
        or any(not m.value for selector in expression.selectors for m in selector.matchers)
    )


def _finding(expression: Expression, operation: Binary, label: str) -> Finding:
    left = labels_of(operation.lhs).has(label) != "no"
    side, other = ("left", "right") if left else ("right", "left")
    return Finding(
        what=f"no series of the two sides of {operation.op!r} match: the {side} side has the label"
        f" {label!r}, and the {other} side does not",
        fix="Keep the same labels on both sides, or list the labels to match in on (...).",
        span=expression.word_span(operation),
        node=operation,
    )


def _find_unmatched_label(node: Binary) -> str | None:
    """Return a label that one side has, the other lacks, and that has to be equal."""
    matches_vectors = node.lhs.kind is node.rhs.kind is Kind.VECTOR
    if node.has_fill or node.op in {"or", "unless"} or not matches_vectors:
        return None
    certain = mismatch(node)
    if certain is not None:
        return certain.label
    return _grouped_apart(node, node.lhs, node.rhs) or _grouped_apart(node, node.rhs, node.lhs)


def _grouped_apart(node: Binary, side: Expr, other: Expr) -> str | None:
    """Return a label of `by (…)` on one side that the other side cannot have."""
    found, lacking = labels_of(side), labels_of(other)
    for label in sorted(found.possible or ()):
        if _is_matched(node, label) and lacking.has(label) == "no" and is_grouped(side, label):
            return label
    return None


def _is_matched(node: Binary, label: str) -> bool:
    if any("$" in name or "[[" in name for name in node.labels):
        return False
    return (label in node.labels) == (node.matching == "on")
