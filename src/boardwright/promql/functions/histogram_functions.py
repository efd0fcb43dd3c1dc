"""PromQL functions for native histograms, and for classic histograms, which have `…_bucket` series
with the label `le`.
"""

from __future__ import annotations

from boardwright.promql.calls import build_call

TYPE_CHECKING = False
if TYPE_CHECKING:
    from boardwright.promql.calls import Call, TextLike
    from boardwright.promql.operators import Operand, OperandLike


def histogram_quantile(q: OperandLike, v: Operand) -> Call:
    """Return the `q`-quantile (0 to 1) of each histogram.

    For a classic histogram, pass the sum of the buckets' rates. The sum must keep the label `le`,
    as in `histogram_quantile(0.9, sum(rate(metric("x_bucket")), by="le"))`.
    """
    return build_call("histogram_quantile", q, v)


def histogram_quantiles(v: Operand, label: TextLike, *q: OperandLike) -> Call:
    """Return up to ten quantiles of each histogram. In the result, the quantile is in the label
    whose name is `label`. This function is experimental.
    """
    return build_call("histogram_quantiles", v, label, *q)


def histogram_fraction(lower: OperandLike, upper: OperandLike, v: Operand) -> Call:
    """Return the share (0 to 1) of the observations that are between `lower` and `upper`."""
    return build_call("histogram_fraction", lower, upper, v)


def histogram_avg(v: Operand) -> Call:
    """Return the average of the observations of each native histogram."""
    return build_call("histogram_avg", v)


def histogram_count(v: Operand) -> Call:
    """Return the number of observations of each native histogram."""
    return build_call("histogram_count", v)


def histogram_sum(v: Operand) -> Call:
    """Return the sum of the observations of each native histogram."""
    return build_call("histogram_sum", v)


def histogram_stddev(v: Operand) -> Call:
    """Return the estimated standard deviation of the observations of each native histogram."""
    return build_call("histogram_stddev", v)


def histogram_stdvar(v: Operand) -> Call:
    """Return the estimated variance of the observations of each native histogram."""
    return build_call("histogram_stdvar", v)
