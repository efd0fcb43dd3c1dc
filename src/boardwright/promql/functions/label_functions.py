"""Labels, order, and conversions between vectors and scalars."""

from __future__ import annotations

from boardwright.promql.calls import call
from boardwright.promql.selectors import select

TYPE_CHECKING = False
if TYPE_CHECKING:
    from boardwright.promql.calls import Call, TextLike
    from boardwright.promql.matchers import Matcher, ValueLike
    from boardwright.promql.operators import Operand, OperandLike


def label_replace(
    v: Operand, dst: TextLike, replacement: TextLike, src: TextLike, regex: TextLike
) -> Call:
    """Set the label `dst` to `replacement` where `regex` matches the label `src`.

    `$1` in the replacement is the first capture. Series that do not match stay as they are.
    """
    return call("label_replace", v, dst, replacement, src, regex)


def label_join(v: Operand, dst: TextLike, separator: TextLike, *src: TextLike) -> Call:
    """Set the label `dst` to the values of the labels `src`, joined by `separator`."""
    return call("label_join", v, dst, separator, *src)


def info(v: Operand, /, *matchers: Matcher, **labels: ValueLike) -> Call:
    """Add the labels of matching info series, by default `target_info`; experimental.

    Args:
        v: The series to add labels to.
        *matchers: Which info series, and which of their labels, as in `metric(…)`.
        **labels: The same.
    """
    chosen = select(None, matchers, labels)
    return call("info", v, chosen) if chosen.matchers else call("info", v)


def absent(v: Operand) -> Call:
    """Return 1 when the vector is empty, else nothing."""
    return call("absent", v)


def sort(v: Operand) -> Call:
    """Return the series by ascending value; for instant queries."""
    return call("sort", v)


def sort_desc(v: Operand) -> Call:
    """Return the series by descending value; for instant queries."""
    return call("sort_desc", v)


def sort_by_label(v: Operand, *labels: TextLike) -> Call:
    """Return the series in ascending natural order of these labels; experimental."""
    return call("sort_by_label", v, *labels)


def sort_by_label_desc(v: Operand, *labels: TextLike) -> Call:
    """Return the series in descending natural order of these labels; experimental."""
    return call("sort_by_label_desc", v, *labels)


def scalar(v: Operand) -> Call:
    """Return the value of the only series as a scalar, NaN when there is not just one."""
    return call("scalar", v)


def vector(s: OperandLike) -> Call:
    """Return a scalar as an instant vector of one series without labels."""
    return call("vector", s)
