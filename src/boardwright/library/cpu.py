"""PromQL expressions for CPU time, from the raw counter to the CPU usage.

`node_cpu_seconds_total` counts the seconds that each CPU has spent in each mode. The counters of
one CPU together increase by one second per second, so `irate` of a counter is the share of time
that the CPU spends in the counter's mode. The average over all CPUs is the share for the whole
machine, whatever its number of CPUs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from boardwright.library.queries import label_names
from boardwright.library.scope import EVERYTHING, Scope
from boardwright.promql import avg, irate, ne, paren, sum_

if TYPE_CHECKING:
    from boardwright.library.queries import LabelNames
    from boardwright.promql import Operand, Selector

SECONDS_TOTAL = "node_cpu_seconds_total"


def seconds(*, scope: Scope = EVERYTHING) -> Selector:
    """Return the raw counter of CPU seconds for each CPU and mode."""
    return scope.metric(SECONDS_TOTAL)


def by_cpu_and_mode(*, scope: Scope = EVERYTHING) -> Operand:
    """Return the share (0 to 1) of time that each CPU spends in each mode."""
    return irate(seconds(scope=scope), scope.window)


def sum_by_mode(*, scope: Scope = EVERYTHING) -> Operand:
    """Return the share of time that the CPUs spend in each mode, summed over all CPUs.

    A sum of 1.5 means that on average 1.5 CPUs are in the mode.
    """
    return sum_(by_cpu_and_mode(scope=scope), by="mode")


def avg_by_mode(*, scope: Scope = EVERYTHING) -> Operand:
    """Return the share (0 to 1) of time spent in each mode, averaged over all CPUs."""
    return avg(by_cpu_and_mode(scope=scope), by="mode")


def usage_percent(*, scope: Scope = EVERYTHING, by: LabelNames = "mode") -> Operand:
    """Return the percentage (0 to 100) of time in which the CPUs are not idle.

    Args:
        scope: The labels that select the machines.
        by: The labels by which the result is grouped, as in PromQL's `by (…)`. If `mode` is one of
            the labels, its value is always `idle`, because the usage is computed from the idle
            time.
    """
    idle = irate(scope.metric(SECONDS_TOTAL, mode="idle"), scope.window)
    return 100 - paren(avg(idle, by=label_names(by)) * 100)


def busy_modes(*, scope: Scope = EVERYTHING, without: LabelNames = "cpu") -> Operand:
    """Return the share (0 to 1) of time in each mode except idle.

    In a stacked graph, the top of the stack is the CPU usage.

    Args:
        scope: The labels that select the machines.
        without: The labels that the average removes, as in PromQL's `without (…)`.
    """
    busy = irate(scope.metric(SECONDS_TOTAL, mode=ne("idle")), scope.window)
    return avg(busy, without=label_names(without))


def usage(*, scope: Scope = EVERYTHING) -> Operand:
    """Return the share (0 to 1) of time in which the CPUs of each machine are not idle."""
    idle = irate(scope.metric(SECONDS_TOTAL, mode="idle"), scope.window)
    return 1 - avg(idle, without=("cpu", "mode"))
