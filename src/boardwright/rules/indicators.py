"""Indicators: which share of events is bad, over any window.

An indicator that counts events gives the budget of many windows exactly, because each event has the
same weight. A ratio that Prometheus does not have as two counters weights each moment alike.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

from boardwright.frozen import frozen
from boardwright.notation.durations import milliseconds
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
from boardwright.promql.lexical import number_text
from boardwright.promql.operators import Operand
from boardwright.promql.selectors import Selector
from boardwright.rules.rule_texts import refuse_rule

if TYPE_CHECKING:
    from boardwright.promql.operators import Labels

OverWindow: TypeAlias = Callable[[str], Operand]
"""From a window such as `5m` to an expression."""

Counted: TypeAlias = "Selector | str | OverWindow"
"""Events: a counter, PromQL text with `{{.window}}`, or a function of the window."""

TEMPLATES = ("{{.window}}", "{{ .window }}")
"""The window in PromQL text, as Sloth writes it."""


@frozen(eq=False)
class Indicator:
    """The bad events and all events per second, or their ratio.

    Attributes:
        errors: The bad events; None for an indicator that is a ratio.
        events: All events; None for an indicator that is a ratio.
        ratio: The bad share of events, from 0 to 1.
    """

    errors: OverWindow | None
    events: OverWindow | None
    ratio: OverWindow


def event_indicator(errors: OverWindow, events: OverWindow) -> Indicator:
    """Return an indicator of counted events.

    A counter of errors often has no series before the first error. This counts as no errors, so
    that a service without errors has its whole budget.
    """

    def count_errors(window: str) -> Operand:
        return errors(window) | events(window) * 0

    return Indicator(
        errors=count_errors,
        events=events,
        ratio=lambda window: count_errors(window) / events(window),
    )


def good_indicator(good: OverWindow, events: OverWindow) -> Indicator:
    """Return an indicator of counted good events; without any such series there is no result."""

    def count_errors(window: str) -> Operand:
        return events(window) - good(window)

    return Indicator(
        errors=count_errors,
        events=events,
        ratio=lambda window: count_errors(window) / events(window),
    )


def ratio_indicator(ratio: OverWindow) -> Indicator:
    """Return an indicator of a ratio; moments without events (NaN) have no result."""
    return Indicator(errors=None, events=None, ratio=lambda window: ratio(window) >= 0)


def over_window(counted: Counted, argument: str, by: Labels) -> OverWindow:
    """Return the events per second of a counter, a template or a function.

    Args:
        counted: A counter, PromQL text, or a function.
        argument: The argument's name, for errors.
        by: The labels to keep of a counter.

    Raises:
        DeclarationError: The text has no window, or it is none of these.
        PromqlError: The text is not PromQL.
    """
    if isinstance(counted, Selector):
        return lambda window: sum_(rate(counted, window), by=by or None)
    if isinstance(counted, str):
        return _of_text(counted, argument, by)
    if callable(counted):
        return counted
    raise refuse_rule(
        f"{argument} is {argument_text(counted)}, not a counter",
        'Give the counter, metric("http_requests_total", job="shop"), or a function of the window.',
    )


def argument_text(given: object) -> str:
    """Return an argument for an error: an expression as its text, another value as its type."""
    return str(given) if isinstance(given, Expr) else type(given).__name__


def _of_text(text: str, argument: str, by: Labels) -> OverWindow:
    if not any(each in text for each in TEMPLATES):
        tree = raw(text).tree
        if isinstance(tree, Selector):
            return over_window(tree, argument, by)
        raise refuse_rule(
            f"{argument} has no window: {text}",
            "Name a counter, or write {{.window}} in place of the window: rate(x[{{.window}}]).",
        )

    def over(window: str) -> Operand:
        filled = text
        for each in TEMPLATES:
            filled = filled.replace(each, window)
        return raw(filled)

    over("5m")
    return over


def latency_indicator(
    histogram: Selector, under: str | float, *, native: bool, by: Labels
) -> Indicator:
    """Return an indicator of a histogram: observations above a limit are bad.

    Args:
        histogram: The histogram's name without `_bucket`, and its labels.
        under: The limit, a duration; or a number in the histogram's unit.
        native: Whether it is a native histogram; a classic one needs a bucket with this limit.
        by: The labels to keep.

    Raises:
        DeclarationError: The limit is not a duration or a number above 0.
    """
    limit = _limit(under, histogram)
    if native:
        return _native_latency(histogram, limit, by)
    base = (histogram.name or "").removesuffix("_bucket")
    text = number_text(limit)
    # Prometheus 3 and OpenMetrics write whole numbers with a fraction: le="1.0".
    bound = re(f"{text}|{text}\\.0") if text.isdigit() else text
    buckets = replace(histogram, name=f"{base}_bucket").where(le=bound)
    counts = replace(histogram, name=f"{base}_count")
    return good_indicator(
        lambda window: sum_(rate(buckets, window), by=by or None),
        lambda window: sum_(rate(counts, window), by=by or None),
    )


def _native_latency(histogram: Selector, limit: float, by: Labels) -> Indicator:
    def observations(window: str) -> Operand:
        return sum_(rate(histogram, window), by=by or None)

    def good(window: str) -> Operand:
        # The fraction is NaN without observations, and NaN is not part of a sum over 30 days.
        share = histogram_fraction(0, limit, observations(window))
        return histogram_count(observations(window)) * (
            (share >= 0) | histogram_count(observations(window))
        )

    return good_indicator(good, lambda window: histogram_count(observations(window)))


def _limit(under: str | float, histogram: Selector) -> float:
    """Return a limit in the unit of the histogram: seconds, unless its name ends otherwise."""
    if isinstance(under, int | float) and not isinstance(under, bool) and under > 0:
        return float(under)
    length = milliseconds(under) if isinstance(under, str) else None
    if length is None:
        raise refuse_rule(f"under is {under!r}", 'Write a duration above 0: under="300ms".')
    name = (histogram.name or "").removesuffix("_bucket")
    return float(length) if name.endswith(("_milliseconds", "_ms")) else length / 1000


def availability_indicator(up: Selector, *, by: Labels) -> Indicator:
    """Return an indicator of a gauge that is 1 or 0: samples of 0 are bad."""
    return good_indicator(
        lambda window: sum_(sum_over_time(up, window), by=by or None),
        lambda window: sum_(count_over_time(up, window), by=by or None),
    )
