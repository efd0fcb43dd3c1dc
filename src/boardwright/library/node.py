"""Rows for a board about machines, with the metrics of node-exporter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from grafanalib import formatunits as units

from boardwright.library import cpu, disks, filesystems, memory, network, system
from boardwright.library.cpu_panels import cpu_modes_panel
from boardwright.library.definitions import RowDefinition
from boardwright.library.figures import stat
from boardwright.library.queries import query
from boardwright.library.rows import across
from boardwright.library.scope import EVERYTHING, Scope
from boardwright.library.steps import thresholds
from boardwright.library.use import use_row
from boardwright.promql import max_

if TYPE_CHECKING:
    from collections.abc import Callable

    from grafanalib.core import Threshold

    from boardwright.promql import Operand

SHARE = thresholds(orange=0.8, red=0.9)

WORST: list[tuple[str, Callable[..., Operand], str, list[Threshold]]] = [
    ("CPU usage", cpu.usage, units.PERCENT_UNIT, SHARE),
    ("Load per core", system.load_per_core, units.SHORT, thresholds(orange=1, red=2)),
    ("Memory used", memory.used, units.PERCENT_UNIT, SHARE),
    ("Fullest file system", filesystems.used, units.PERCENT_UNIT, SHARE),
]
"""The title, expression, unit and thresholds of each stat panel in the overview."""


def overview(*, scope: Scope = EVERYTHING) -> list[Any]:
    """Return stat panels about all machines, which fill one line of the board.

    If the scope selects several machines, each panel shows the value of the worst machine.
    """
    numbers = [
        stat(
            title=title,
            queries=[query(max_(expression(scope=scope)), title)],
            unit=unit,
            steps=steps,
            description="The panel shows the value of the worst machine.",
            datasource=scope.datasource,
        )
        for title, expression, unit, steps in WORST
    ]
    down = system.down_stat(title="Machines down", scope=scope)
    return across([down, *numbers, system.uptime_stat(scope=scope)], height=4)


def cpu_row(*, scope: Scope = EVERYTHING, collapsed: bool = False) -> list[Any]:
    """Return a row about the CPUs: usage, load per core, CPU time by mode, load and cores."""
    return use_row(
        "CPU",
        utilisation=cpu.usage(scope=scope),
        saturation=system.load_per_core(scope=scope),
        descriptions=(
            "Share of time in which the machine's CPUs are not idle.",
            "Load of the last minute per CPU. If it is above 1, tasks wait for a CPU or a disk.",
            None,
        ),
        more=[
            cpu_modes_panel(scope=scope, without=("cpu", "instance")),
            system.load_panel(scope=scope),
        ],
        collapsed=collapsed,
        datasource=scope.datasource,
    )


def memory_row(*, scope: Scope = EVERYTHING, collapsed: bool = False) -> list[Any]:
    """Return a row about memory: used share, swap traffic, killed processes, kinds of use."""
    return use_row(
        "Memory",
        utilisation=memory.used(scope=scope),
        saturation=memory.swapping(scope=scope),
        saturation_unit=units.COUNTS_PER_SEC,
        errors=memory.oom_kills(scope=scope),
        errors_unit=units.SHORT,
        descriptions=(
            "Memory that is not available to programs. Cache that the kernel can free counts as "
            "available.",
            "Memory pages that the kernel writes to swap and reads from swap, per second. Steady "
            "traffic means that the machine has too little memory.",
            "Processes that the kernel killed to free memory, in the hour before each point.",
        ),
        more=[memory.memory_panel(scope=scope), memory.swap_panel(scope=scope)],
        collapsed=collapsed,
        datasource=scope.datasource,
    )


def disk_row(*, scope: Scope = EVERYTHING, collapsed: bool = False) -> list[Any]:
    """Return a row about disks: busy time, queue, throughput, operations and latency."""
    return use_row(
        "Disk",
        utilisation=disks.busy(scope=scope),
        saturation=disks.queue(scope=scope),
        legend=disks.LEGEND,
        descriptions=(
            "Share of time in which a disk is busy. NVMe and RAID can do more work even at 100 %.",
            "Average number of requests in the queue.",
            None,
        ),
        more=[
            disks.throughput_panel(scope=scope),
            disks.operations_panel(scope=scope),
            disks.latency_panel(scope=scope),
        ],
        collapsed=collapsed,
        datasource=scope.datasource,
    )


filesystem_row = RowDefinition(
    "File systems",
    lambda scope: [
        filesystems.filesystems_panel(scope=scope),
        filesystems.filesystems_over_time_panel(scope=scope),
        filesystems.free_tomorrow_panel(scope=scope),
        filesystems.inodes_panel(scope=scope),
        filesystems.read_only_stat(scope=scope),
    ],
    per_line=3,
)

network_row = RowDefinition(
    "Network",
    lambda scope: [
        network.traffic_panel(legend="{{instance}} {{device}}", scope=scope),
        network.failures_panel(scope=scope),
        network.retransmits_panel(scope=scope),
        network.connections_panel(scope=scope),
    ],
)

system_row = RowDefinition(
    "System",
    lambda scope: [
        system.pressure_panel(scope=scope),
        system.file_descriptors_panel(scope=scope),
        system.up_panel(scope=scope),
        system.clock_panel(scope=scope),
        system.clock_synchronised_panel(scope=scope),
    ],
    per_line=3,
)
