"""The rows of a board about machines, from node-exporter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from grafanalib import formatunits as units

from boardwright.library import cpu, disks, filesystems, memory, network, system
from boardwright.library.cpu_panels import cpu_modes_panel
from boardwright.library.figures import stat
from boardwright.library.queries import query
from boardwright.library.rows import across, row
from boardwright.library.scope import EVERYTHING, Scope
from boardwright.library.steps import thresholds
from boardwright.library.use import use_row
from boardwright.promql import max_

if TYPE_CHECKING:
    from grafanalib.core import Stat

    from boardwright.promql import Operand
    from boardwright.promql.durations import DurationLike

SHARE = thresholds(orange=0.8, red=0.9)


def overview(
    *,
    scope: Scope = EVERYTHING,
    window: DurationLike | None = None,
    datasource: str | None = None,
) -> list[Any]:
    """Return a line of numbers: of several machines, each is that of the worst one.

    Args:
        scope: Which machines.
        window: Of the CPUs' `irate`; the project's window otherwise.
        datasource: The data source's name or uid; the project's default otherwise.
    """
    load = thresholds(orange=1, red=2)
    worst = [
        ("CPU usage", cpu.usage(scope=scope, window=window), units.PERCENT_UNIT, SHARE),
        ("Load per core", system.load_per_core(scope=scope), units.SHORT, load),
        ("Memory used", memory.used(scope=scope), units.PERCENT_UNIT, SHARE),
        ("Fullest file system", filesystems.used(scope=scope), units.PERCENT_UNIT, SHARE),
    ]
    numbers = [_worst(*each, datasource) for each in worst]
    down = system.down_stat(title="Machines down", scope=scope, datasource=datasource)
    started = system.uptime_stat(scope=scope, datasource=datasource)
    return across([down, *numbers, started], height=4)


def cpu_row(
    *,
    scope: Scope = EVERYTHING,
    window: DurationLike | None = None,
    collapsed: bool = False,
    datasource: str | None = None,
) -> list[Any]:
    """Return a row: usage, load for each core, the modes stacked, load against cores."""
    modes = cpu_modes_panel(
        scope=scope, without=("cpu", "instance"), window=window, datasource=datasource
    )
    return use_row(
        "CPU",
        utilisation=cpu.usage(scope=scope, window=window),
        saturation=system.load_per_core(scope=scope),
        descriptions=(
            "Everything that is not idle, averaged over the machine's CPUs.",
            "Load of the last minute for each CPU. Above 1, tasks wait for a CPU or a disk.",
            None,
        ),
        more=[modes, system.load_panel(scope=scope, datasource=datasource)],
        collapsed=collapsed,
        datasource=datasource,
    )


def memory_row(
    *,
    scope: Scope = EVERYTHING,
    window: DurationLike | None = None,
    collapsed: bool = False,
    datasource: str | None = None,
) -> list[Any]:
    """Return a row: use, traffic to swap and back, kills, what memory is used for, swap."""
    return use_row(
        "Memory",
        utilisation=memory.used(scope=scope),
        saturation=memory.swapping(scope=scope, window=window),
        saturation_unit=units.COUNTS_PER_SEC,
        errors=memory.oom_kills(scope=scope),
        errors_unit=units.SHORT,
        descriptions=(
            "What programs could not be given any more. Cache that can be given up is not counted.",
            "Pages per second to swap and back. Steady traffic: memory is too small.",
            "Processes that the kernel killed to get memory back, in the hour before each point.",
        ),
        more=[
            memory.memory_panel(scope=scope, datasource=datasource),
            memory.swap_panel(scope=scope, datasource=datasource),
        ],
        collapsed=collapsed,
        datasource=datasource,
    )


def filesystem_row(
    *,
    scope: Scope = EVERYTHING,
    collapsed: bool = False,
    datasource: str | None = None,
) -> list[Any]:
    """Return a row: how full, for how long still, inodes, and what can only be read."""
    panels = [
        filesystems.filesystems_panel(scope=scope, datasource=datasource),
        filesystems.filesystems_over_time_panel(scope=scope, datasource=datasource),
        filesystems.free_tomorrow_panel(scope=scope, datasource=datasource),
        filesystems.inodes_panel(scope=scope, datasource=datasource),
        filesystems.read_only_stat(scope=scope, datasource=datasource),
    ]
    return row("File systems", panels, per_line=3, collapsed=collapsed)


def disk_row(
    *,
    scope: Scope = EVERYTHING,
    window: DurationLike | None = None,
    collapsed: bool = False,
    datasource: str | None = None,
) -> list[Any]:
    """Return a row: how busy, the queue, throughput, operations, latency."""
    return use_row(
        "Disk",
        utilisation=disks.busy(scope=scope, window=window),
        saturation=disks.queue(scope=scope, window=window),
        legend=disks.LEGEND,
        descriptions=(
            "Share of time with something to do. NVMe and RAID can do more at 100 % still.",
            "Requests that were in the queue, on average.",
            None,
        ),
        more=[
            disks.throughput_panel(scope=scope, window=window, datasource=datasource),
            disks.operations_panel(scope=scope, window=window, datasource=datasource),
            disks.latency_panel(scope=scope, window=window, datasource=datasource),
        ],
        collapsed=collapsed,
        datasource=datasource,
    )


def network_row(
    *,
    scope: Scope = EVERYTHING,
    window: DurationLike | None = None,
    collapsed: bool = False,
    datasource: str | None = None,
) -> list[Any]:
    """Return a row: traffic, errors and drops, TCP segments sent again, tracked connections."""
    traffic = network.traffic_panel(
        legend="{{instance}} {{device}}", scope=scope, window=window, datasource=datasource
    )
    panels = [
        traffic,
        network.failures_panel(scope=scope, window=window, datasource=datasource),
        network.retransmits_panel(scope=scope, window=window, datasource=datasource),
        network.connections_panel(scope=scope, datasource=datasource),
    ]
    return row("Network", panels, collapsed=collapsed)


def system_row(
    *,
    scope: Scope = EVERYTHING,
    window: DurationLike | None = None,
    collapsed: bool = False,
    datasource: str | None = None,
) -> list[Any]:
    """Return a row: pressure, file descriptors, being up, and two panels of the clock."""
    panels = [
        system.pressure_panel(scope=scope, window=window, datasource=datasource),
        system.file_descriptors_panel(scope=scope, datasource=datasource),
        system.up_panel(scope=scope, datasource=datasource),
        system.clock_panel(scope=scope, datasource=datasource),
        system.clock_synchronised_panel(scope=scope, datasource=datasource),
    ]
    return row("System", panels, per_line=3, collapsed=collapsed)


def _worst(title: str, expr: Operand, unit: str, steps: list[Any], datasource: str | None) -> Stat:
    return stat(
        title=title,
        queries=[query(max_(expr), title)],
        unit=unit,
        steps=steps,
        description="Of several machines, that of the worst one.",
        datasource=datasource,
    )
