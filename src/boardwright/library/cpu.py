"""CPU time, from the raw counter to usage: the seven panels that teach `irate` and averages.

`node_cpu_seconds_total` counts the seconds that each CPU has spent in each mode. A CPU's modes grow
by one second per second together, so `irate` of a mode is the share of time spent in it, and the
average over CPUs is the machine's share, on a machine with any number of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from boardwright.library.queries import label_names
from boardwright.library.scope import EVERYTHING, Scope
from boardwright.promql import avg, irate, ne, paren, sum_

if TYPE_CHECKING:
    from boardwright.library.queries import Labels
    from boardwright.promql import Operand, Selector
    from boardwright.promql.durations import DurationLike

SECONDS_TOTAL = "node_cpu_seconds_total"


def seconds(*, scope: Scope = EVERYTHING) -> Selector:
    """Return the raw counter, by CPU and mode."""
    return scope.metric(SECONDS_TOTAL)


def by_cpu_and_mode(*, scope: Scope = EVERYTHING, window: DurationLike | None = None) -> Operand:
    """Return the share of time that each CPU spends in each mode, from 0 to 1."""
    return irate(seconds(scope=scope), window)


def sum_by_mode(*, scope: Scope = EVERYTHING, window: DurationLike | None = None) -> Operand:
    """Return how many CPUs' worth of time goes into each mode."""
    return sum_(by_cpu_and_mode(scope=scope, window=window), by="mode")


def avg_by_mode(*, scope: Scope = EVERYTHING, window: DurationLike | None = None) -> Operand:
    """Return the share of all CPUs' time that goes into each mode, from 0 to 1."""
    return avg(by_cpu_and_mode(scope=scope, window=window), by="mode")


def usage_percent(
    *, scope: Scope = EVERYTHING, by: Labels = "mode", window: DurationLike | None = None
) -> Operand:
    """Return the share of time that the CPUs are not idle, from 0 to 100.

    Args:
        scope: Which machines.
        by: The labels to keep; `mode` is always `idle`.
        window: Two samples must lie within it; the project's window otherwise.
    """
    idle = irate(scope.metric(SECONDS_TOTAL, mode="idle"), window)
    return 100 - paren(avg(idle, by=label_names(by)) * 100)


def busy_modes(
    *,
    scope: Scope = EVERYTHING,
    without: Labels = "cpu",
    window: DurationLike | None = None,
) -> Operand:
    """Return the share of time in each mode but idle: stacked, they are the usage.

    Args:
        scope: Which machines.
        without: The labels to average over.
        window: Two samples must lie within it; the project's window otherwise.
    """
    busy = irate(scope.metric(SECONDS_TOTAL, mode=ne("idle")), window)
    return avg(busy, without=label_names(without))


def usage(*, scope: Scope = EVERYTHING, window: DurationLike | None = None) -> Operand:
    """Return the share of time that each machine's CPUs are not idle, from 0 to 1."""
    idle = irate(scope.metric(SECONDS_TOTAL, mode="idle"), window)
    return 1 - avg(idle, without=("cpu", "mode"))
