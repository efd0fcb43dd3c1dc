"""PromQL expressions for containers, with the metrics of cAdvisor.

Every result has the label `container`. The value of this label is the container's `name`, or the
container's `id` if the host reports no names.

On a host with a container runtime, each container has the label `name`. Series without this label
belong to other control groups, such as slices, services, and `/` for the whole machine. If no
series of a host has the label `name`, the results contain all control groups of the host.
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
"""The label that `by_container` adds: the container's name, or its `id` if it has no name."""

BY = ("instance", CONTAINER)
LEGEND = "{{instance}} {{container}}"


class Series(Protocol):
    """A function that returns a selector for one of cAdvisor's metrics."""

    def __call__(self, name: str, /) -> Selector:
        """Return a selector for the metric `name` and the containers in the scope."""
        ...


def by_container(expression: Callable[[Series], Operand], *, scope: Scope = EVERYTHING) -> Operand:
    """Return an expression for every container, with the label `container`.

        by_container(lambda series: irate(series("container_cpu_usage_seconds_total")))

    Args:
        expression: Function that receives a `Series` function and returns an expression.
            `by_container` calls `expression` once for series with the label `name`, and once for
            series without this label. The result of `expression` must keep the labels `job`,
            `instance`, `id` and `name`.
        scope: The labels that select the containers. A matcher for the label `name` applies in both
            calls of `expression`.
    """

    def label_container(label: str, named: Matcher) -> Operand:
        series = expression(lambda metric: scope.metric(metric, named))
        return label_replace(series, CONTAINER, "$1", label, "(.+)")

    with_name = label_container("name", match("name", "!=", ""))
    return (with_name | label_container("id", match("name", "=", ""))).on("job", "instance")


def cpu(*, scope: Scope = EVERYTHING) -> Operand:
    """Return the number of CPUs that each container keeps busy."""
    return _sum_by_container(
        lambda series: irate(series("container_cpu_usage_seconds_total"), scope.window), scope
    )


def throttled(*, scope: Scope = EVERYTHING) -> Operand:
    """Return the share (0 to 1) of scheduling periods in which a container used up its CPU limit.

    The result has no series for a container without a CPU limit.
    """
    return by_container(
        lambda series: (
            rate(series("container_cpu_cfs_throttled_periods_total"), scope.window)
            / rate(series("container_cpu_cfs_periods_total"), scope.window)
        ),
        scope=scope,
    )


def waiting(resource: str, *, scope: Scope = EVERYTHING) -> Operand:
    """Return the share (0 to 1) of time in which a task of a container waited for a resource.

    The kernel measures the waiting time as pressure stall information (PSI).

    Args:
        resource: Name of the resource: `cpu`, `memory` or `io`.
        scope: The labels that select the containers, and the window.
    """
    counter = f"container_pressure_{resource}_waiting_seconds_total"
    return by_container(lambda series: rate(series(counter), scope.window), scope=scope)


def working_set(*, scope: Scope = EVERYTHING) -> Operand:
    """Return the working set of each container in bytes.

    The working set is the memory in use, without cache that the kernel can free.
    """
    return _sum_by_container(lambda series: series("container_memory_working_set_bytes"), scope)


def memory_of_limit(*, scope: Scope = EVERYTHING) -> Operand:
    """Return the used share (0 to 1) of each container's memory limit.

    The result has no series for a container without a memory limit.
    """
    return by_container(
        lambda series: (
            series("container_memory_working_set_bytes")
            / (series("container_spec_memory_limit_bytes") > 0)
        ),
        scope=scope,
    )


def oom_events(*, scope: Scope = EVERYTHING, window: DurationLike = "1h") -> Operand:
    """Return how often each container ran out of memory within the window."""
    return _sum_by_container(
        lambda series: increase(series("container_oom_events_total"), window), scope
    )


def traffic(counter: str, *, scope: Scope = EVERYTHING) -> Operand:
    """Return the traffic of each container in bits per second, summed over all interfaces.

    Args:
        counter: Name of a counter of bytes.
        scope: The labels that select the containers, and the window.
    """
    return _sum_by_container(lambda series: irate(series(counter), scope.window), scope) * 8


def per_second(counter: str, *, scope: Scope = EVERYTHING) -> Operand:
    """Return the increase of a counter per second for each container.

    The expression adds up all devices or network interfaces of a container.
    """
    return _sum_by_container(lambda series: rate(series(counter), scope.window), scope)


def disk_used(*, scope: Scope = EVERYTHING) -> Operand:
    """Return the bytes that each container uses on disk in its writable layer, without volumes."""
    return _sum_by_container(lambda series: series("container_fs_usage_bytes"), scope)


def restarts(*, scope: Scope = EVERYTHING, window: DurationLike = "1h") -> Operand:
    """Return how often each container was restarted within the window."""
    return _sum_by_container(
        lambda series: changes(series("container_start_time_seconds"), window), scope
    )


def age(*, scope: Scope = EVERYTHING) -> Operand:
    """Return the seconds since each container was started."""
    started = by_container(lambda series: series("container_start_time_seconds"), scope=scope)
    return time() - started


def seen(*, scope: Scope = EVERYTHING) -> Operand:
    """Return one series for each container: the time at which cAdvisor last saw the container."""
    return by_container(lambda series: series("container_last_seen"), scope=scope)


def _sum_by_container(expression: Callable[[Series], Operand], scope: Scope) -> Operand:
    return sum_(by_container(expression, scope=scope), by=BY)
