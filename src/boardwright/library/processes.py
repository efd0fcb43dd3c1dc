"""Panels about a process with a Prometheus client library: CPU, memory, file descriptors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grafanalib import formatunits as units

from boardwright.library.limits import used_share_panel
from boardwright.library.lines import timeseries
from boardwright.library.queries import query
from boardwright.library.scope import EVERYTHING, Scope
from boardwright.promql import irate

if TYPE_CHECKING:
    from grafanalib.core import TimeSeries


LEGEND = "{{job}} {{instance}}"


def process_panels(
    *,
    name: str = "Process",
    scope: Scope = EVERYTHING,
) -> list[TimeSeries]:
    """Return three graphs about the CPU, memory and file descriptors of a process.

    Args:
        name: The text with which the titles of the panels begin.
        scope: The labels (usually `job`), the window and the data source.
    """
    busy = irate(scope.metric("process_cpu_seconds_total"), scope.window)
    return [
        timeseries(
            title=f"{name}: CPUs busy",
            queries=[query(busy, LEGEND)],
            unit=units.SHORT,
            minimum=0,
            description="The value 1 means that one CPU is always busy.",
            datasource=scope.datasource,
        ),
        timeseries(
            title=f"{name}: memory",
            queries=[query(scope.metric("process_resident_memory_bytes"), LEGEND)],
            unit=units.BYTES_IEC,
            minimum=0,
            description="Resident memory is the memory of the process that is in RAM.",
            datasource=scope.datasource,
        ),
        used_share_panel(
            "process_open_fds",
            "process_max_fds",
            title=f"{name}: file descriptors",
            scope=scope,
            legend=LEGEND,
            description="At 100 %, the process cannot open files or accept connections.",
        ),
    ]
