"""CPU time, from the raw counter to usage: the expressions that explain `irate` and averages.

`node_cpu_seconds_total` counts the seconds that each CPU has spent in each mode. The modes of a CPU
together grow by one second per second, so `irate` of a mode is the share of time spent in it. The
average over CPUs is the machine's share, whatever the number of its CPUs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from boardwright.library.queries import label_names
from boardwright.library.scope import EVERYTHING, Scope
from boardwright.promql import avg, irate, ne, paren, sum_

if TYPE_CHECKING:
    from boardwright.library.queries import Labels
    from boardwright.promql import Operand, Selector

SECONDS_TOTAL = "node_cpu_seconds_total"


def seconds(*, scope: Scope = EVERYTHING) -> Selector:
    """Return the raw counter in seconds, by CPU and mode."""
    return scope.metric(SECONDS_TOTAL)


def by_cpu_and_mode(*, scope: Scope = EVERYTHING) -> Operand:
    """Return the share of time that each CPU spends in each mode, from 0 to 1."""
    return irate(seconds(scope=scope), scope.window)


def sum_by_mode(*, scope: Scope = EVERYTHING) -> Operand:
    """Return the time spent in each mode, in CPUs."""
    return sum_(by_cpu_and_mode(scope=scope), by="mode")


def avg_by_mode(*, scope: Scope = EVERYTHING) -> Operand:
    """Return the share of all CPUs' time spent in each mode, from 0 to 1."""
    return avg(by_cpu_and_mode(scope=scope), by="mode")


def usage_percent(*, scope: Scope = EVERYTHING, by: Labels = "mode") -> Operand:
    """Return the share of time that the CPUs are not idle, from 0 to 100.

    Args:
        scope: The machines.
        by: The labels to keep; `mode` is always `idle`.
    """
    idle = irate(scope.metric(SECONDS_TOTAL, mode="idle"), scope.window)
    return 100 - paren(avg(idle, by=label_names(by)) * 100)


def busy_modes(*, scope: Scope = EVERYTHING, without: Labels = "cpu") -> Operand:
    """Return the share of time in each mode except idle, from 0 to 1; stacked, the usage.

    Args:
        scope: The machines.
        without: The labels to average over.
    """
    busy = irate(scope.metric(SECONDS_TOTAL, mode=ne("idle")), scope.window)
    return avg(busy, without=label_names(without))


def usage(*, scope: Scope = EVERYTHING) -> Operand:
    """Return the share of time that each machine's CPUs are not idle, from 0 to 1."""
    idle = irate(scope.metric(SECONDS_TOTAL, mode="idle"), scope.window)
    return 1 - avg(idle, without=("cpu", "mode"))
