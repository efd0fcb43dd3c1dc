"""PromQL expressions and panels about a machine: load, file descriptors, clock and pressure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grafanalib import formatunits as units

from boardwright.library.definitions import PanelDefinition
from boardwright.library.figures import stat
from boardwright.library.limits import SHARE, used_share
from boardwright.library.lines import timeline, timeseries
from boardwright.library.mappings import UP_OR_DOWN, words
from boardwright.library.overrides import by_regex, dashes
from boardwright.library.queries import query
from boardwright.library.scope import EVERYTHING, Scope
from boardwright.library.steps import thresholds
from boardwright.promql import count, min_, rate, sum_, timestamp

if TYPE_CHECKING:
    from boardwright.promql import Operand


def cores(*, scope: Scope = EVERYTHING) -> Operand:
    """Return the number of CPUs of each machine."""
    return count(scope.metric("node_cpu_seconds_total", mode="idle"), without=("cpu", "mode"))


def load_per_core(*, scope: Scope = EVERYTHING) -> Operand:
    """Return the load of the last minute divided by the number of CPUs.

    If the result is above 1, tasks have to wait.
    """
    return scope.metric("node_load1") / cores(scope=scope)


def uptime(*, scope: Scope = EVERYTHING) -> Operand:
    """Return the seconds since each machine started."""
    return scope.metric("node_time_seconds") - scope.metric("node_boot_time_seconds")


def clock_difference(*, scope: Scope = EVERYTHING) -> Operand:
    """Return the seconds by which the clock of each machine is ahead of the clock of Prometheus."""
    clock = scope.metric("node_time_seconds")
    return clock - timestamp(clock)


def down(*, scope: Scope = EVERYTHING) -> Operand:
    """Return the number of targets that could not be scraped."""
    return sum_(1 - scope.metric("up"))


def pressure(*, scope: Scope = EVERYTHING) -> dict[str, Operand]:
    """Return the share (0 to 1) of time in which a task waited for CPU, memory or I/O.

    Source: https://docs.kernel.org/accounting/psi.html
    """
    return {
        resource: rate(
            scope.metric(f"node_pressure_{resource}_waiting_seconds_total"), scope.window
        )
        for resource in ("cpu", "memory", "io")
    }


load_panel = PanelDefinition(
    timeseries,
    title="Load against cores",
    queries=lambda scope: [
        query(scope.metric("node_load1"), "{{instance}} 1m"),
        query(scope.metric("node_load5"), "{{instance}} 5m"),
        query(scope.metric("node_load15"), "{{instance}} 15m"),
        query(cores(scope=scope), "{{instance}} cores"),
    ],
    unit=units.SHORT,
    minimum=0,
    overrides=[by_regex(".* cores", dashes())],
    description="Number of tasks that run, or wait for a CPU or a disk. If the load is higher than "
    "the number of cores, some tasks wait.",
)

pressure_panel = PanelDefinition(
    timeseries,
    title="Pressure",
    queries=lambda scope: [
        query(expr, f"{{{{instance}}}} {name}") for name, expr in pressure(scope=scope).items()
    ],
    unit=units.PERCENT_UNIT,
    minimum=0,
    description="Share of time in which at least one task waited for CPU, memory or I/O.",
)

file_descriptors_panel = PanelDefinition(
    timeseries,
    title="File descriptors",
    queries=lambda scope: [
        query(
            used_share("node_filefd_allocated", "node_filefd_maximum", scope=scope), "{{instance}}"
        )
    ],
    description="Open files of the whole machine, as a share of the machine's limit. A single "
    "process reaches its own limit much earlier.",
    **SHARE,
)

clock_panel = PanelDefinition(
    timeseries,
    title="Clock",
    queries=lambda scope: [
        query(clock_difference(scope=scope), "{{instance}} ahead of Prometheus"),
        query(scope.metric("node_timex_offset_seconds"), "{{instance}} offset by NTP"),
    ],
    unit=units.SECONDS,
    description="The difference to Prometheus can include the duration of a scrape.",
)

clock_synchronised_panel = PanelDefinition(
    timeline,
    title="Clock kept by NTP",
    queries=lambda scope: [query(scope.metric("node_timex_sync_status"), "{{instance}}")],
    mappings=words({1: ("kept in time", "green"), 0: ("on its own", "orange")}),
    description="A virtual machine that gets its time from the host needs no NTP.",
)

up_panel = PanelDefinition(
    timeline,
    title="Up",
    queries=lambda scope: [query(scope.metric("up"), "{{job}} {{instance}}")],
    mappings=UP_OR_DOWN,
    description="Down means that Prometheus could not scrape the target.",
)

down_stat = PanelDefinition(
    stat,
    title="Down",
    queries=lambda scope: [query(down(scope=scope), "down")],
    unit=units.SHORT,
    steps=thresholds(red=1),
    description="Number of targets that Prometheus cannot scrape.",
)

uptime_stat = PanelDefinition(
    stat,
    title="Uptime",
    queries=lambda scope: [query(min_(uptime(scope=scope)), "uptime")],
    unit=units.SECONDS,
    steps=thresholds("orange", green=600),
    sparkline=False,
    description="The panel shows the machine that started last.",
)
