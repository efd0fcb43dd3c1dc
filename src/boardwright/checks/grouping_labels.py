"""Decides whether the result of an expression is grouped by a label."""

from __future__ import annotations

from boardwright.promql import Aggregation, Binary, Call, Expr, Text
from boardwright.promql.function_table import BUCKET_FUNCTIONS, LABEL_FUNCTIONS
from boardwright.promql.result_labels import CHOOSING


def is_grouped(node: Expr, label: str) -> bool:
    """Return whether an expression returns separate series for each value of a label.

    For `or`, both operands must be grouped by the label. For `and` and `unless`, the left operand
    must be grouped. For other binary operations, one grouped operand is enough, because Prometheus
    combines only series with the same value of the label. A result is not grouped by a label that
    `label_replace` or `label_join` sets.
    """
    part = node.bare
    if isinstance(part, Aggregation):
        if part.op in CHOOSING:
            return is_grouped(part.expr, label)
        if part.grouping == "without":
            return label not in part.labels and is_grouped(part.expr, label)
        return part.grouping == "by" and label in part.labels and not _sets_label(part.expr, label)
    if isinstance(part, Binary):
        return _is_operation_grouped(part, label)
    if isinstance(part, Call) and _changes_label(part, label):
        return False
    return any(is_grouped(child, label) for child in part.children)


def _is_operation_grouped(part: Binary, label: str) -> bool:
    sides = [is_grouped(side, label) for side in (part.lhs, part.rhs)]
    if part.op == "or":
        return all(sides)
    return sides[0] if part.op in {"and", "unless"} else any(sides)


def _sets_label(node: Expr, label: str) -> bool:
    calls = (part for part in node.walk() if isinstance(part, Call))
    return any(call.name in LABEL_FUNCTIONS and _changes_label(call, label) for call in calls)


def _changes_label(call: Call, label: str) -> bool:
    if call.name in BUCKET_FUNCTIONS:
        return label == "le"
    if call.name not in LABEL_FUNCTIONS:
        return call.name in {"absent", "absent_over_time", "scalar", "vector"}
    target = call.args[1].bare if len(call.args) > 1 else None
    return not isinstance(target, Text) or target.variable or target.value == label
