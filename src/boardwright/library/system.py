"""What belongs to the machine as a whole: load, file descriptors, clock, pressure, being up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grafanalib import formatunits as units

from boardwright.library.figures import stat
from boardwright.library.limits import used_share_panel
from boardwright.library.lines import timeline, timeseries
from boardwright.library.mappings import UP_OR_DOWN, words
from boardwright.library.overrides import by_regex, dashes
from boardwright.library.queries import query
from boardwright.library.scope import EVERYTHING, Scope
from boardwright.library.steps import thresholds
from boardwright.promql import count, min_, rate, sum_, timestamp

if TYPE_CHECKING:
    from grafanalib.core import Stat, StateTimeline, TimeSeries

    from boardwright.promql import Operand
    from boardwright.promql.durations import DurationLike


def cores(*, scope: Scope = EVERYTHING) -> Operand:
    """Return the number of CPUs of each machine."""
    return count(scope.metric("node_cpu_seconds_total", mode="idle"), without=("cpu", "mode"))


def load_per_core(*, scope: Scope = EVERYTHING) -> Operand:
    """Return the load of the last minute for each CPU: above 1, tasks wait."""
    return scope.metric("node_load1") / cores(scope=scope)


def uptime(*, scope: Scope = EVERYTHING) -> Operand:
    """Return the seconds since each machine started."""
    return scope.metric("node_time_seconds") - scope.metric("node_boot_time_seconds")


def clock_difference(*, scope: Scope = EVERYTHING) -> Operand:
    """Return how far each machine's clock is ahead of Prometheus' own, in seconds."""
    clock = scope.metric("node_time_seconds")
    return clock - timestamp(clock)


def down(*, scope: Scope = EVERYTHING) -> Operand:
    """Return how many targets could not be scraped."""
    return sum_(1 - scope.metric("up"))


def pressure(
    *, scope: Scope = EVERYTHING, window: DurationLike | None = None
) -> dict[str, Operand]:
    """Return the share of time in which some task waited for CPU, memory or a disk (Linux PSI)."""
    return {
        resource: rate(scope.metric(f"node_pressure_{resource}_waiting_seconds_total"), window)
        for resource in ("cpu", "memory", "io")
    }


def load_panel(
    *, title: str = "Load against cores", scope: Scope = EVERYTHING, datasource: str | None = None
) -> TimeSeries:
    """Return load over 1, 5 and 15 minutes below a dashed line at the number of CPUs."""
    loads = {"1m": "node_load1", "5m": "node_load5", "15m": "node_load15"}
    queries = [
        query(scope.metric(name), f"{{{{instance}}}} {length}") for length, name in loads.items()
    ]
    return timeseries(
        title=title,
        queries=[*queries, query(cores(scope=scope), "{{instance}} cores")],
        unit=units.SHORT,
        minimum=0,
        overrides=[by_regex(".* cores", dashes())],
        description="Tasks that run, or wait for a CPU or a disk. Above the cores, some wait.",
        datasource=datasource,
    )


def pressure_panel(
    *,
    title: str = "Pressure",
    scope: Scope = EVERYTHING,
    window: DurationLike | None = None,
    datasource: str | None = None,
) -> TimeSeries:
    """Return a graph of `pressure`: the first look when a machine is slow."""
    exprs = pressure(scope=scope, window=window)
    return timeseries(
        title=title,
        queries=[query(expr, f"{{{{instance}}}} {name}") for name, expr in exprs.items()],
        unit=units.PERCENT_UNIT,
        minimum=0,
        description="Share of time in which at least one task stood still for want of it.",
        datasource=datasource,
    )


def file_descriptors_panel(
    *, title: str = "File descriptors", scope: Scope = EVERYTHING, datasource: str | None = None
) -> TimeSeries:
    """Return the share of the kernel's file descriptors that are open."""
    return used_share_panel(
        "node_filefd_allocated",
        "node_filefd_maximum",
        title=title,
        scope=scope,
        description="Of the whole machine. A single process meets its own limit much earlier.",
        datasource=datasource,
    )


def clock_panel(
    *, title: str = "Clock", scope: Scope = EVERYTHING, datasource: str | None = None
) -> TimeSeries:
    """Return how far the clock is off: against Prometheus, and as the kernel is told by NTP."""
    return timeseries(
        title=title,
        queries=[
            query(clock_difference(scope=scope), "{{instance}} ahead of Prometheus"),
            query(scope.metric("node_timex_offset_seconds"), "{{instance}} offset by NTP"),
        ],
        unit=units.SECONDS,
        description="The first line includes up to the time that a scrape takes.",
        datasource=datasource,
    )


def clock_synchronised_panel(
    *, title: str = "Clock kept by NTP", scope: Scope = EVERYTHING, datasource: str | None = None
) -> StateTimeline:
    """Return when the kernel's clock was kept in time by an NTP daemon."""
    return timeline(
        title=title,
        queries=[query(scope.metric("node_timex_sync_status"), "{{instance}}")],
        mappings=words({1: ("kept in time", "green"), 0: ("on its own", "orange")}),
        description="Virtual machines may get their time from the host and need no NTP.",
        datasource=datasource,
    )


def up_panel(
    *, title: str = "Up", scope: Scope = EVERYTHING, datasource: str | None = None
) -> StateTimeline:
    """Return when each target could be scraped."""
    return timeline(
        title=title,
        queries=[query(scope.metric("up"), "{{job}} {{instance}}")],
        mappings=UP_OR_DOWN,
        description="Down: Prometheus got no answer. The target, its exporter or the network.",
        datasource=datasource,
    )


def down_stat(
    *, title: str = "Down", scope: Scope = EVERYTHING, datasource: str | None = None
) -> Stat:
    """Return the number of targets that cannot be scraped."""
    return stat(
        title=title,
        queries=[query(down(scope=scope), "down")],
        unit=units.SHORT,
        steps=thresholds(red=1),
        description="Targets that Prometheus knows and cannot scrape.",
        datasource=datasource,
    )


def uptime_stat(
    *, title: str = "Uptime", scope: Scope = EVERYTHING, datasource: str | None = None
) -> Stat:
    """Return the time since the machine started; of several, the shortest."""
    return stat(
        title=title,
        queries=[query(min_(uptime(scope=scope)), "uptime")],
        unit=units.SECONDS,
        steps=thresholds("orange", green=600),
        sparkline=False,
        description="Of several machines, that of the one which started last.",
        datasource=datasource,
    )
