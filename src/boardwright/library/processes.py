"""What every process with a Prometheus client tells of itself: CPU, memory, file descriptors."""

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

    from boardwright.promql.durations import DurationLike

LEGEND = "{{job}} {{instance}}"


def process_panels(
    *,
    name: str = "Process",
    scope: Scope = EVERYTHING,
    window: DurationLike | None = None,
    datasource: str | None = None,
) -> list[TimeSeries]:
    """Return three graphs, for one line of a row.

    Args:
        name: What the panels' titles begin with.
        scope: Which processes: by `job`, mostly.
        window: Of the CPU's `irate`; the project's window otherwise.
        datasource: The data source's name or uid; the project's default otherwise.
    """
    busy = irate(scope.metric("process_cpu_seconds_total"), window)
    return [
        timeseries(
            title=f"{name}: CPUs busy",
            queries=[query(busy, LEGEND)],
            unit=units.SHORT,
            minimum=0,
            description="1 is one CPU, all of the time.",
            datasource=datasource,
        ),
        timeseries(
            title=f"{name}: memory",
            queries=[query(scope.metric("process_resident_memory_bytes"), LEGEND)],
            unit=units.BYTES_IEC,
            minimum=0,
            description="Resident: what really lies in memory.",
            datasource=datasource,
        ),
        used_share_panel(
            "process_open_fds",
            "process_max_fds",
            title=f"{name}: file descriptors",
            scope=scope,
            legend=LEGEND,
            description="At 100 % it can open no file and accept no connection.",
            datasource=datasource,
        ),
    ]
