"""The panels of `cadvisor`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grafanalib import formatunits as units

from boardwright.library import cadvisor
from boardwright.library.cadvisor import LEGEND
from boardwright.library.figures import bars, stat
from boardwright.library.lines import timeseries
from boardwright.library.queries import query
from boardwright.library.scope import EVERYTHING, Scope
from boardwright.library.steps import thresholds
from boardwright.promql import count, max_, sum_

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grafanalib.core import BarGauge, Stat, Threshold, TimeSeries

    from boardwright.promql import Operand
    from boardwright.promql.durations import DurationLike

SHARE = thresholds(orange=0.8, red=0.9)
"""Of a limit."""


def container_stats(*, scope: Scope = EVERYTHING, datasource: str | None = None) -> list[Stat]:
    """Return four numbers over all containers: how many, restarts, kills, the fullest memory."""
    hour = thresholds(orange=1, red=3)
    return [
        _number("Containers", count(cadvisor.seen(scope=scope)), (), datasource),
        _number("Restarts, last hour", sum_(cadvisor.restarts(scope=scope)), hour, datasource),
        _number(
            "Out of memory, last hour", sum_(cadvisor.oom_events(scope=scope)), hour, datasource
        ),
        stat(
            title="Nearest to its memory limit",
            queries=[query(max_(cadvisor.memory_of_limit(scope=scope)), "of limit")],
            unit=units.PERCENT_UNIT,
            steps=SHARE,
            description="The container with the largest share. At 100 % the kernel kills in it.",
            datasource=datasource,
        ),
    ]


def container_cpu_panel(
    *,
    title: str = "CPUs busy",
    scope: Scope = EVERYTHING,
    window: DurationLike | None = None,
    datasource: str | None = None,
) -> TimeSeries:
    """Return how many CPUs each container keeps busy."""
    return timeseries(
        title=title,
        queries=[query(cadvisor.cpu(scope=scope, window=window), LEGEND)],
        unit=units.SHORT,
        minimum=0,
        description="1 is one CPU, all of the time.",
        datasource=datasource,
    )


def container_throttling_panel(
    *,
    title: str = "CPU throttling",
    scope: Scope = EVERYTHING,
    window: DurationLike | None = None,
    datasource: str | None = None,
) -> TimeSeries:
    """Return the share of periods in which each container was held at its CPU limit."""
    return timeseries(
        title=title,
        queries=[query(cadvisor.throttled(scope=scope, window=window), LEGEND)],
        unit=units.PERCENT_UNIT,
        minimum=0,
        maximum=1,
        steps=thresholds(orange=0.25, red=0.5),
        description="Share of periods cut short by the CPU limit. No limit, no line.",
        datasource=datasource,
    )


def container_waiting_panel(
    resource: str,
    *,
    title: str,
    scope: Scope = EVERYTHING,
    window: DurationLike | None = None,
    datasource: str | None = None,
) -> TimeSeries:
    """Return the share of time in which each container waited for `cpu`, `memory` or `io`."""
    return timeseries(
        title=title,
        queries=[query(cadvisor.waiting(resource, scope=scope, window=window), LEGEND)],
        unit=units.PERCENT_UNIT,
        minimum=0,
        description="Share of time in which at least one of its tasks stood still for want of it.",
        datasource=datasource,
    )


def container_memory_panel(
    *, title: str = "Memory in use", scope: Scope = EVERYTHING, datasource: str | None = None
) -> TimeSeries:
    """Return the working set of each container."""
    return timeseries(
        title=title,
        queries=[query(cadvisor.working_set(scope=scope), LEGEND)],
        unit=units.BYTES_IEC,
        minimum=0,
        description="The working set: what is in use, without the cache that can be given up.",
        datasource=datasource,
    )


def container_memory_limit_panel(
    *, title: str = "Memory against limit", scope: Scope = EVERYTHING, datasource: str | None = None
) -> TimeSeries:
    """Return the share of its memory limit that each container uses."""
    return timeseries(
        title=title,
        queries=[query(cadvisor.memory_of_limit(scope=scope), LEGEND)],
        unit=units.PERCENT_UNIT,
        minimum=0,
        maximum=1,
        steps=SHARE,
        description="At 100 % the kernel kills in the container. No limit, no line.",
        datasource=datasource,
    )


def container_oom_panel(
    *,
    title: str = "Killed for want of memory",
    scope: Scope = EVERYTHING,
    datasource: str | None = None,
) -> TimeSeries:
    """Return how often the kernel killed in each container, within the last hour of each point."""
    return timeseries(
        title=title,
        queries=[query(cadvisor.oom_events(scope=scope), LEGEND)],
        unit=units.SHORT,
        minimum=0,
        description="Within the hour before each point.",
        datasource=datasource,
    )


def container_traffic_panel(
    *,
    title: str = "Network traffic",
    scope: Scope = EVERYTHING,
    window: DurationLike | None = None,
    datasource: str | None = None,
) -> TimeSeries:
    """Return received and sent bits per second of each container."""
    counters = {
        "received": "container_network_receive_bytes_total",
        "sent": "container_network_transmit_bytes_total",
    }
    exprs = {
        way: cadvisor.traffic(counter, scope=scope, window=window)
        for way, counter in counters.items()
    }
    return _named(title, exprs, units.BITS_SEC, datasource, "")


def container_network_failures_panel(
    *,
    title: str = "Network errors and drops",
    scope: Scope = EVERYTHING,
    window: DurationLike | None = None,
    datasource: str | None = None,
) -> TimeSeries:
    """Return packets per second that were broken or dropped, for each container."""
    counters = {
        "receive errors": "container_network_receive_errors_total",
        "transmit errors": "container_network_transmit_errors_total",
        "receive drops": "container_network_receive_packets_dropped_total",
        "transmit drops": "container_network_transmit_packets_dropped_total",
    }
    exprs = {
        name: cadvisor.per_second(counter, scope=scope, window=window)
        for name, counter in counters.items()
    }
    return _named(
        title, exprs, units.PACKETS_SEC, datasource, "A healthy network's lines lie at 0."
    )


def container_disk_panel(
    *, title: str = "Space on disk", scope: Scope = EVERYTHING, datasource: str | None = None
) -> TimeSeries:
    """Return the bytes that each container's own layer takes."""
    return timeseries(
        title=title,
        queries=[query(cadvisor.disk_used(scope=scope), LEGEND)],
        unit=units.BYTES_IEC,
        minimum=0,
        description="What a container wrote into its own layer; volumes are not counted.",
        datasource=datasource,
    )


def container_disk_traffic_panel(
    *,
    title: str = "Disk throughput",
    scope: Scope = EVERYTHING,
    window: DurationLike | None = None,
    datasource: str | None = None,
) -> TimeSeries:
    """Return the bytes per second that each container reads and writes."""
    counters = {
        "reads": "container_fs_reads_bytes_total",
        "writes": "container_fs_writes_bytes_total",
    }
    exprs = {
        way: cadvisor.per_second(counter, scope=scope, window=window)
        for way, counter in counters.items()
    }
    return _named(title, exprs, units.BYTES_SEC_IEC, datasource, "")


def container_age_panel(
    *, title: str = "Running since", scope: Scope = EVERYTHING, datasource: str | None = None
) -> BarGauge:
    """Return the time since each container was started: a short bar has just begun."""
    return bars(
        title=title,
        queries=[query(cadvisor.age(scope=scope), LEGEND, instant=True)],
        unit=units.SECONDS,
        steps=thresholds("orange", blue=600),
        description="Orange in its first ten minutes. A container made anew begins again, too.",
        datasource=datasource,
    )


def container_restarts_panel(
    *, title: str = "Restarts", scope: Scope = EVERYTHING, datasource: str | None = None
) -> TimeSeries:
    """Return how often each container was started anew, within the last hour of each point."""
    return timeseries(
        title=title,
        queries=[query(cadvisor.restarts(scope=scope), LEGEND)],
        unit=units.SHORT,
        minimum=0,
        steps=thresholds(orange=1, red=3),
        description="Within the hour before each point. A container made anew is another one.",
        datasource=datasource,
    )


def _number(title: str, expr: Operand, steps: Sequence[Threshold], datasource: str | None) -> Stat:
    return stat(
        title=title,
        queries=[query(expr, title)],
        unit=units.SHORT,
        decimals=0,
        steps=steps,
        datasource=datasource,
    )


def _named(
    title: str, exprs: dict[str, Operand], unit: str, datasource: str | None, description: str
) -> TimeSeries:
    return timeseries(
        title=title,
        queries=[query(expr, f"{LEGEND} {name}") for name, expr in exprs.items()],
        unit=unit,
        minimum=0,
        description=description or None,
        datasource=datasource,
    )
