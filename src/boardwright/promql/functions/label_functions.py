"""PromQL functions that change labels, sort series, or convert between vectors and scalars."""

from __future__ import annotations

from boardwright.promql.calls import build_call
from boardwright.promql.selectors import build_selector

TYPE_CHECKING = False
if TYPE_CHECKING:
    from boardwright.promql.calls import Call, TextLike
    from boardwright.promql.matchers import Matcher, ValueLike
    from boardwright.promql.operators import Operand, OperandLike


def label_replace(
    v: Operand, dst: TextLike, replacement: TextLike, src: TextLike, regex: TextLike
) -> Call:
    """Set the label `dst` to `replacement` in each series whose label `src` matches `regex`.

    In `replacement`, `$1` is the text that the first group of `regex` matches. Series whose label
    `src` does not match remain unchanged.
    """
    return build_call("label_replace", v, dst, replacement, src, regex)


def label_join(v: Operand, dst: TextLike, separator: TextLike, *src: TextLike) -> Call:
    """Set the label `dst` to the values of the labels `src`, joined by `separator`."""
    return build_call("label_join", v, dst, separator, *src)


def info(v: Operand, /, *matchers: Matcher, **labels: ValueLike) -> Call:
    """Add labels to each series. Prometheus copies the labels from the series `target_info` that
    has the same `job` and `instance`. This function is experimental.

    Args:
        v: The series to which the labels are added.
        *matchers: Matchers that select the labels to copy, as in `metric(…)`. A matcher on
            `__name__` selects other series than `target_info`.
        **labels: Matchers as keyword arguments, such as `env="prod"`.
    """
    info_selector = build_selector(None, matchers, labels)
    return build_call("info", v, info_selector) if info_selector.matchers else build_call("info", v)


def absent(v: Operand) -> Call:
    """Return one series with the value 1 if the vector is empty; otherwise an empty vector."""
    return build_call("absent", v)


def sort(v: Operand) -> Call:
    """Return the series sorted by value, smallest first. Range queries ignore the order."""
    return build_call("sort", v)


def sort_desc(v: Operand) -> Call:
    """Return the series sorted by value, largest first. Range queries ignore the order."""
    return build_call("sort_desc", v)


def sort_by_label(v: Operand, *labels: TextLike) -> Call:
    """Return the series sorted by these labels in natural order. This function is experimental."""
    return build_call("sort_by_label", v, *labels)


def sort_by_label_desc(v: Operand, *labels: TextLike) -> Call:
    """Return the series sorted by these labels in reverse natural order. This function is
    experimental.
    """
    return build_call("sort_by_label_desc", v, *labels)


def scalar(v: Operand) -> Call:
    """Return the value of a vector with one series as a scalar. If the vector has no series or
    several series, return NaN.
    """
    return build_call("scalar", v)


def vector(s: OperandLike) -> Call:
    """Return a scalar as an instant vector of one series without labels."""
    return build_call("vector", s)
