"""What cAdvisor tells of containers, by name, or by `id` where there are no names.

On a host with a container runtime each container has a `name`, and the series without one are the
control groups around it: slices, services, `/` for the whole machine. Where a host has no named
series of a metric, these groups are all there is, and are called by their `id`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from boardwright.library.scope import EVERYTHING, Scope
from boardwright.promql import changes, increase, irate, label_replace, match, rate, sum_, time

if TYPE_CHECKING:
    from collections.abc import Callable

    from boardwright.promql import Matcher, Operand, Selector
    from boardwright.promql.durations import DurationLike

CONTAINER = "container"
"""The label that `by_container` makes: the container's name, or else its `id`."""

BY = ("instance", CONTAINER)
LEGEND = "{{instance}} {{container}}"


class Series(Protocol):
    """Makes a selector of one of cAdvisor's metrics."""

    def __call__(self, name: str, /) -> Selector:
        """Return the metric's series of the containers that are asked for."""
        ...


def by_container(question: Callable[[Series], Operand], *, scope: Scope = EVERYTHING) -> Operand:
    """Return an answer for every container, with the label `container`.

        by_container(lambda series: irate(series("container_cpu_usage_seconds_total")))

    Args:
        question: What to ask. It is asked twice, of the series with and without a name, and its
            answers must keep the labels `job`, `instance`, `id` and `name`.
        scope: Which containers; what it says of `name` holds for both.
    """

    def answer(label: str, named: Matcher) -> Operand:
        series = question(lambda metric: scope.metric(metric, named))
        return label_replace(series, CONTAINER, "$1", label, "(.+)")

    with_name = answer("name", match("name", "!=", ""))
    return (with_name | answer("id", match("name", "=", ""))).on("job", "instance")


def cpu(*, scope: Scope = EVERYTHING, window: DurationLike | None = None) -> Operand:
    """Return how many CPUs each container keeps busy."""
    return _sum(lambda of: irate(of("container_cpu_usage_seconds_total"), window), scope)


def throttled(*, scope: Scope = EVERYTHING, window: DurationLike | None = None) -> Operand:
    """Return the share of periods in which a container had used up its CPU limit, from 0 to 1.

    Containers without a CPU limit have no such periods, and no line.
    """
    return by_container(
        lambda of: (
            rate(of("container_cpu_cfs_throttled_periods_total"), window)
            / rate(of("container_cpu_cfs_periods_total"), window)
        ),
        scope=scope,
    )


def waiting(
    resource: str, *, scope: Scope = EVERYTHING, window: DurationLike | None = None
) -> Operand:
    """Return the share of time in which some task of a container waited (Linux PSI), 0 to 1.

    Args:
        resource: What for: `cpu`, `memory` or `io`.
        scope: Which containers.
        window: How far back to look; the project's window otherwise.
    """
    counter = f"container_pressure_{resource}_waiting_seconds_total"
    return by_container(lambda of: rate(of(counter), window), scope=scope)


def working_set(*, scope: Scope = EVERYTHING) -> Operand:
    """Return the bytes of memory that a container cannot give up: what its limit is held to."""
    return _sum(lambda of: of("container_memory_working_set_bytes"), scope)


def memory_of_limit(*, scope: Scope = EVERYTHING) -> Operand:
    """Return the share of its memory limit that a container uses; nothing where it has none."""
    return by_container(
        lambda of: (
            of("container_memory_working_set_bytes") / (of("container_spec_memory_limit_bytes") > 0)
        ),
        scope=scope,
    )


def oom_events(*, scope: Scope = EVERYTHING, window: DurationLike = "1h") -> Operand:
    """Return how often the kernel killed in a container for want of memory, within the window."""
    return _sum(lambda of: increase(of("container_oom_events_total"), window), scope)


def traffic(
    counter: str, *, scope: Scope = EVERYTHING, window: DurationLike | None = None
) -> Operand:
    """Return what a counter of bytes says, in bits per second, over all of its interfaces."""
    return _sum(lambda of: irate(of(counter), window), scope) * 8


def per_second(
    counter: str, *, scope: Scope = EVERYTHING, window: DurationLike | None = None
) -> Operand:
    """Return how often a counter rises per second, over all of its devices or interfaces."""
    return _sum(lambda of: rate(of(counter), window), scope)


def disk_used(*, scope: Scope = EVERYTHING) -> Operand:
    """Return the bytes that a container's own layer takes on disk, volumes aside."""
    return _sum(lambda of: of("container_fs_usage_bytes"), scope)


def restarts(*, scope: Scope = EVERYTHING, window: DurationLike = "1h") -> Operand:
    """Return how often a container was started anew within the window."""
    return _sum(lambda of: changes(of("container_start_time_seconds"), window), scope)


def age(*, scope: Scope = EVERYTHING) -> Operand:
    """Return the seconds since a container was started."""
    started = by_container(lambda of: of("container_start_time_seconds"), scope=scope)
    return time() - started


def seen(*, scope: Scope = EVERYTHING) -> Operand:
    """Return when each container was last seen: a series for each."""
    return by_container(lambda of: of("container_last_seen"), scope=scope)


def _sum(question: Callable[[Series], Operand], scope: Scope) -> Operand:
    return sum_(by_container(question, scope=scope), by=BY)
