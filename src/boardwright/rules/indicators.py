"""Makes indicators for SLOs (service level objectives). An indicator contains the PromQL
expressions for the share of bad events.

An indicator with counters of events is exact over long windows, because each event has the same
weight. An indicator with only a ratio is less exact, because each moment has the same weight, even
if very few events happen at that moment.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

from boardwright.frozen import frozen
from boardwright.notation.durations import parse_range_milliseconds
from boardwright.promql import (
    count_over_time,
    histogram_count,
    histogram_fraction,
    rate,
    raw,
    re,
    sum_,
    sum_over_time,
)
from boardwright.promql.expr import Expr
from boardwright.promql.lexical import format_number
from boardwright.promql.operators import Operand
from boardwright.promql.selectors import Selector
from boardwright.rules.rule_texts import build_rule_declaration_error

if TYPE_CHECKING:
    from boardwright.promql.operators import Labels

OverWindow: TypeAlias = Callable[[str], Operand]
"""A function that takes a window, such as `5m`, and returns an expression."""

Counted: TypeAlias = "Selector | str | OverWindow"
"""How an author counts events: by a counter, by PromQL text with `{{.window}}`, or by a function
that takes a window.
"""

TEMPLATES = ("{{.window}}", "{{ .window }}")
"""The placeholders for the window in PromQL text. Sloth's specifications also contain them."""


@frozen(eq=False)
class Indicator:
    """The PromQL expressions for the bad events of an SLO. Each function takes a window.

    Attributes:
        errors: Function that returns the bad events per second; None if only the ratio is known.
        events: Function that returns all events per second; None if only the ratio is known.
        ratio: Function that returns the share (0 to 1) of bad events.
    """

    errors: OverWindow | None
    events: OverWindow | None
    ratio: OverWindow


def make_event_indicator(errors: OverWindow, events: OverWindow) -> Indicator:
    """Return an indicator for a counter of bad events and a counter of all events.

    Many counters of errors have no series before the first error. Therefore a missing series counts
    as zero errors.
    """

    def build_error_rate(window: str) -> Operand:
        return errors(window) | events(window) * 0

    return Indicator(
        errors=build_error_rate,
        events=events,
        ratio=lambda window: build_error_rate(window) / events(window),
    )


def make_good_indicator(good: OverWindow, events: OverWindow) -> Indicator:
    """Return an indicator for a counter of good events and a counter of all events.

    If the counter of good events has no series, the expressions have no result.
    """

    def build_error_rate(window: str) -> Operand:
        return events(window) - good(window)

    return Indicator(
        errors=build_error_rate,
        events=events,
        ratio=lambda window: build_error_rate(window) / events(window),
    )


def make_ratio_indicator(ratio: OverWindow) -> Indicator:
    """Return an indicator for a ratio of bad events to all events.

    If there are no events in a window, the ratio is NaN. The indicator omits such values.
    """
    return Indicator(errors=None, events=None, ratio=lambda window: ratio(window) >= 0)


def rate_over_window(counted: Counted, argument: str, by: Labels) -> OverWindow:
    """Return a function that takes a window and returns the events per second.

    Args:
        counted: A counter, PromQL text, or a function that takes a window.
        argument: Name of the argument, for error messages.
        by: The labels to keep, if `counted` is a counter.

    Raises:
        DeclarationError: The text contains no placeholder for the window, or `counted` has another
            type.
        PromqlError: The text is not PromQL.
    """
    if isinstance(counted, Selector):
        return lambda window: sum_(rate(counted, window), by=by or None)
    if isinstance(counted, str):
        return _parse_counted_text(counted, argument, by)
    if callable(counted):
        return counted
    raise build_rule_declaration_error(
        f"{argument} is {format_argument(counted)}, but must be a counter, PromQL text, or a "
        "function",
        'Write a counter, such as metric("http_requests_total", job="shop"), or a '
        "Python function that takes a window and returns an expression.",
    )


def format_argument(argument: object) -> str:
    """Return the text of an expression, or the name of the type of any other value."""
    return str(argument) if isinstance(argument, Expr) else type(argument).__name__


def _parse_counted_text(text: str, argument: str, by: Labels) -> OverWindow:
    if not any(template in text for template in TEMPLATES):
        tree = raw(text).tree
        if isinstance(tree, Selector):
            return rate_over_window(tree, argument, by)
        raise build_rule_declaration_error(
            f"{argument} is neither a counter nor PromQL with the placeholder {{{{.window}}}}: "
            f"{text}",
            "Write a counter, or write {{.window}} instead of a fixed window, such as "
            "rate(x[{{.window}}]).",
        )

    def fill_window(window: str) -> Operand:
        filled = text
        for template in TEMPLATES:
            filled = filled.replace(template, window)
        return raw(filled)

    fill_window("5m")
    return fill_window


def make_latency_indicator(
    histogram: Selector, under: str | float, *, native: bool, by: Labels
) -> Indicator:
    """Return an indicator for a histogram, in which observations above a limit are bad events.

    Args:
        histogram: Selector of the histogram, by its name without `_bucket`.
        under: The limit, as a duration or as a number in the unit of the histogram. A classic
            histogram must have a bucket with this limit.
        native: Whether the metric is a native histogram.
        by: The labels to keep in the result.

    Raises:
        DeclarationError: The limit is not a duration or a number above 0.
    """
    limit = _parse_limit(under, histogram)
    if native:
        return _make_native_latency(histogram, limit, by)
    base = (histogram.name or "").removesuffix("_bucket")
    text = format_number(limit)
    # Prometheus 3 and OpenMetrics write whole numbers with a decimal point: le="1.0".
    bound = re(f"{text}|{text}\\.0") if text.isdigit() else text
    buckets = replace(histogram, name=f"{base}_bucket").where(le=bound)
    counts = replace(histogram, name=f"{base}_count")
    return make_good_indicator(
        lambda window: sum_(rate(buckets, window), by=by or None),
        lambda window: sum_(rate(counts, window), by=by or None),
    )


def _make_native_latency(histogram: Selector, limit: float, by: Labels) -> Indicator:
    def rate_observations(window: str) -> Operand:
        return sum_(rate(histogram, window), by=by or None)

    def count_good(window: str) -> Operand:
        # Without observations, histogram_fraction is NaN. One NaN would make the sum over the
        # SLO's window NaN.
        share = histogram_fraction(0, limit, rate_observations(window))
        return histogram_count(rate_observations(window)) * (
            (share >= 0) | histogram_count(rate_observations(window))
        )

    return make_good_indicator(
        count_good, lambda window: histogram_count(rate_observations(window))
    )


def _parse_limit(under: str | float, histogram: Selector) -> float:
    """Return the limit as a number in the unit of the histogram.

    The unit is milliseconds if the histogram's name ends in `_milliseconds` or `_ms`, and otherwise
    seconds.
    """
    if isinstance(under, int | float) and not isinstance(under, bool) and under > 0:
        return float(under)
    length = parse_range_milliseconds(under) if isinstance(under, str) else None
    if length is None:
        raise build_rule_declaration_error(
            f"under= is {under!r}, but must be a duration or a number above 0",
            'Write a duration, such as under="300ms".',
        )
    name = (histogram.name or "").removesuffix("_bucket")
    return float(length) if name.endswith(("_milliseconds", "_ms")) else length / 1000


def make_availability_indicator(up: Selector, *, by: Labels) -> Indicator:
    """Return an indicator for a gauge with the values 1 and 0, such as `up`.

    Each sample is an event, and samples with the value 0 are bad events.
    """
    return make_good_indicator(
        lambda window: sum_(sum_over_time(up, window), by=by or None),
        lambda window: sum_(count_over_time(up, window), by=by or None),
    )
