"""The aggregations of PromQL, such as `sum` and `topk`, as Python functions.

`avg(x, by="mode")` returns the same expression as `avg(x).by("mode")`. To group by several labels,
pass a tuple, as in `avg(x, by=("mode", "cpu"))`.
"""

from __future__ import annotations

from boardwright.promql.calls import build_aggregation

TYPE_CHECKING = False
if TYPE_CHECKING:
    from boardwright.promql.calls import Aggregation, TextLike
    from boardwright.promql.operators import Labels, Operand, OperandLike


def sum(v: Operand, *, by: Labels | None = None, without: Labels | None = None) -> Aggregation:
    """Return the sum of the series' values."""
    return build_aggregation("sum", v, by=by, without=without)


def avg(v: Operand, *, by: Labels | None = None, without: Labels | None = None) -> Aggregation:
    """Return the average of the series' values."""
    return build_aggregation("avg", v, by=by, without=without)


def min(v: Operand, *, by: Labels | None = None, without: Labels | None = None) -> Aggregation:
    """Return the smallest of the series' values."""
    return build_aggregation("min", v, by=by, without=without)


def max(v: Operand, *, by: Labels | None = None, without: Labels | None = None) -> Aggregation:
    """Return the largest of the series' values."""
    return build_aggregation("max", v, by=by, without=without)


def count(v: Operand, *, by: Labels | None = None, without: Labels | None = None) -> Aggregation:
    """Return the number of series."""
    return build_aggregation("count", v, by=by, without=without)


def group(v: Operand, *, by: Labels | None = None, without: Labels | None = None) -> Aggregation:
    """Return the value 1 for each group of series."""
    return build_aggregation("group", v, by=by, without=without)


def stddev(v: Operand, *, by: Labels | None = None, without: Labels | None = None) -> Aggregation:
    """Return the population standard deviation of the series' values."""
    return build_aggregation("stddev", v, by=by, without=without)


def stdvar(v: Operand, *, by: Labels | None = None, without: Labels | None = None) -> Aggregation:
    """Return the population variance of the series' values."""
    return build_aggregation("stdvar", v, by=by, without=without)


def topk(
    k: OperandLike, v: Operand, *, by: Labels | None = None, without: Labels | None = None
) -> Aggregation:
    """Return the `k` series with the largest values."""
    return build_aggregation("topk", k, v, by=by, without=without)


def bottomk(
    k: OperandLike, v: Operand, *, by: Labels | None = None, without: Labels | None = None
) -> Aggregation:
    """Return the `k` series with the smallest values."""
    return build_aggregation("bottomk", k, v, by=by, without=without)


def limitk(
    k: OperandLike, v: Operand, *, by: Labels | None = None, without: Labels | None = None
) -> Aggregation:
    """Return any `k` series, whatever their values are. This aggregation is experimental."""
    return build_aggregation("limitk", k, v, by=by, without=without)


def limit_ratio(
    ratio: OperandLike, v: Operand, *, by: Labels | None = None, without: Labels | None = None
) -> Aggregation:
    """Return a share of the series, whatever their values are. The ratio 0.3 returns about 30 % of
    the series. The ratio -0.3 returns the series that the ratio 0.7 omits. This aggregation is
    experimental.
    """
    return build_aggregation("limit_ratio", ratio, v, by=by, without=without)


def quantile(
    q: OperandLike, v: Operand, *, by: Labels | None = None, without: Labels | None = None
) -> Aggregation:
    """Return the `q`-quantile (0 to 1) of the series' values."""
    return build_aggregation("quantile", q, v, by=by, without=without)


def count_values(
    label: TextLike, v: Operand, *, by: Labels | None = None, without: Labels | None = None
) -> Aggregation:
    """Return for each value the number of series with this value. In the result, the value is in
    the label whose name is `label`.
    """
    return build_aggregation("count_values", label, v, by=by, without=without)


max_ = max
min_ = min
sum_ = sum
