"""cAdvisor's metrics of containers, by name, or by `id` where there are no names.

On a host with a container runtime each container has a `name`; series without a name belong to the
control groups around it: slices, services, `/` for the whole machine. Where a host has no named
series of a metric, these groups are shown by their `id`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from boardwright.library.scope import EVERYTHING, Scope
from boardwright.promql import changes, increase, irate, label_replace, match, rate, sum_, time

if TYPE_CHECKING:
    from collections.abc import Callable

    from boardwright.promql import Matcher, Operand, Selector
    from boardwright.promql.operators import DurationLike

CONTAINER = "container"
"""The label that `by_container` sets: the container's name, or its `id`."""

BY = ("instance", CONTAINER)
LEGEND = "{{instance}} {{container}}"


class Series(Protocol):
    """Returns a selector of one of cAdvisor's metrics."""

    def __call__(self, name: str, /) -> Selector:
        """Return the metric's series of the selected containers."""
        ...


def by_container(expression: Callable[[Series], Operand], *, scope: Scope = EVERYTHING) -> Operand:
    """Return an expression for every container, with the label `container`.

        by_container(lambda series: irate(series("container_cpu_usage_seconds_total")))

    Args:
        expression: Returns the expression for a selector. It is called twice, for series with and
            without a name, and must keep the labels `job`, `instance`, `id` and `name`.
        scope: The containers; a matcher of `name` applies to both.
    """

    def labelled(label: str, named: Matcher) -> Operand:
        series = expression(lambda metric: scope.metric(metric, named))
        return label_replace(series, CONTAINER, "$1", label, "(.+)")

    with_name = labelled("name", match("name", "!=", ""))
    return (with_name | labelled("id", match("name", "=", ""))).on("job", "instance")


def cpu(*, scope: Scope = EVERYTHING) -> Operand:
    """Return the number of CPUs that each container keeps busy."""
    return _sum(lambda of: irate(of("container_cpu_usage_seconds_total"), scope.window), scope)


def throttled(*, scope: Scope = EVERYTHING) -> Operand:
    """Return the share of periods in which a container used up its CPU limit, from 0 to 1.

    Containers without a CPU limit have no such periods and no line.
    """
    return by_container(
        lambda of: (
            rate(of("container_cpu_cfs_throttled_periods_total"), scope.window)
            / rate(of("container_cpu_cfs_periods_total"), scope.window)
        ),
        scope=scope,
    )


def waiting(resource: str, *, scope: Scope = EVERYTHING) -> Operand:
    """Return the share of time in which a task of a container waited (Linux PSI), 0 to 1.

    Args:
        resource: `cpu`, `memory` or `io`.
        scope: The containers and the window.
    """
    counter = f"container_pressure_{resource}_waiting_seconds_total"
    return by_container(lambda of: rate(of(counter), scope.window), scope=scope)


def working_set(*, scope: Scope = EVERYTHING) -> Operand:
    """Return the working set in bytes, which the memory limit applies to."""
    return _sum(lambda of: of("container_memory_working_set_bytes"), scope)


def memory_of_limit(*, scope: Scope = EVERYTHING) -> Operand:
    """Return the used share of a container's memory limit, 0 to 1; nothing without a limit."""
    return by_container(
        lambda of: (
            of("container_memory_working_set_bytes") / (of("container_spec_memory_limit_bytes") > 0)
        ),
        scope=scope,
    )


def oom_events(*, scope: Scope = EVERYTHING, window: DurationLike = "1h") -> Operand:
    """Return the number of times that a container ran out of memory within the window."""
    return _sum(lambda of: increase(of("container_oom_events_total"), window), scope)


def traffic(counter: str, *, scope: Scope = EVERYTHING) -> Operand:
    """Return the traffic of a counter of bytes in bits per second, over all interfaces."""
    return _sum(lambda of: irate(of(counter), scope.window), scope) * 8


def per_second(counter: str, *, scope: Scope = EVERYTHING) -> Operand:
    """Return the increase of a counter per second, over all devices or interfaces."""
    return _sum(lambda of: rate(of(counter), scope.window), scope)


def disk_used(*, scope: Scope = EVERYTHING) -> Operand:
    """Return the bytes of a container's own layer on disk, without volumes."""
    return _sum(lambda of: of("container_fs_usage_bytes"), scope)


def restarts(*, scope: Scope = EVERYTHING, window: DurationLike = "1h") -> Operand:
    """Return the number of restarts of a container within the window."""
    return _sum(lambda of: changes(of("container_start_time_seconds"), window), scope)


def age(*, scope: Scope = EVERYTHING) -> Operand:
    """Return the seconds since a container was started."""
    started = by_container(lambda of: of("container_start_time_seconds"), scope=scope)
    return time() - started


def seen(*, scope: Scope = EVERYTHING) -> Operand:
    """Return the time when each container was last seen: one series each."""
    return by_container(lambda of: of("container_last_seen"), scope=scope)


def _sum(expression: Callable[[Series], Operand], scope: Scope) -> Operand:
    return sum_(by_container(expression, scope=scope), by=BY)
