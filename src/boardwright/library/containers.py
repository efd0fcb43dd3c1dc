"""The rows of a board about containers, from cAdvisor."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from boardwright.library import cadvisor_panels as panels
from boardwright.library.rows import across, row
from boardwright.library.scope import EVERYTHING, Scope

if TYPE_CHECKING:
    from boardwright.promql.durations import DurationLike


def overview(*, scope: Scope = EVERYTHING, datasource: str | None = None) -> list[Any]:
    """Return a line of numbers over all containers."""
    return across(panels.container_stats(scope=scope, datasource=datasource), height=4)


def cpu_row(
    *,
    scope: Scope = EVERYTHING,
    window: DurationLike | None = None,
    collapsed: bool = False,
    datasource: str | None = None,
) -> list[Any]:
    """Return a row: CPUs busy, throttling by a limit, time spent waiting."""
    return row(
        "CPU",
        [
            panels.container_cpu_panel(scope=scope, window=window, datasource=datasource),
            panels.container_throttling_panel(scope=scope, window=window, datasource=datasource),
            panels.container_waiting_panel(
                "cpu", title="Waiting for a CPU", scope=scope, window=window, datasource=datasource
            ),
        ],
        collapsed=collapsed,
    )


def memory_row(
    *,
    scope: Scope = EVERYTHING,
    window: DurationLike | None = None,
    collapsed: bool = False,
    datasource: str | None = None,
) -> list[Any]:
    """Return a row: memory in use, against its limit, kills, time spent waiting."""
    return row(
        "Memory",
        [
            panels.container_memory_panel(scope=scope, datasource=datasource),
            panels.container_memory_limit_panel(scope=scope, datasource=datasource),
            panels.container_oom_panel(scope=scope, datasource=datasource),
            panels.container_waiting_panel(
                "memory",
                title="Waiting for memory",
                scope=scope,
                window=window,
                datasource=datasource,
            ),
        ],
        collapsed=collapsed,
    )


def restarts_row(
    *, scope: Scope = EVERYTHING, collapsed: bool = False, datasource: str | None = None
) -> list[Any]:
    """Return a row: what was started anew, and how long everything runs."""
    return row(
        "Restarts",
        [
            panels.container_restarts_panel(scope=scope, datasource=datasource),
            panels.container_age_panel(scope=scope, datasource=datasource),
        ],
        collapsed=collapsed,
    )


def network_row(
    *,
    scope: Scope = EVERYTHING,
    window: DurationLike | None = None,
    collapsed: bool = False,
    datasource: str | None = None,
) -> list[Any]:
    """Return a row: traffic, errors and drops."""
    return row(
        "Network",
        [
            panels.container_traffic_panel(scope=scope, window=window, datasource=datasource),
            panels.container_network_failures_panel(
                scope=scope, window=window, datasource=datasource
            ),
        ],
        collapsed=collapsed,
    )


def disk_row(
    *,
    scope: Scope = EVERYTHING,
    window: DurationLike | None = None,
    collapsed: bool = False,
    datasource: str | None = None,
) -> list[Any]:
    """Return a row: space on disk, throughput, time spent waiting."""
    return row(
        "File system",
        [
            panels.container_disk_panel(scope=scope, datasource=datasource),
            panels.container_disk_traffic_panel(scope=scope, window=window, datasource=datasource),
            panels.container_waiting_panel(
                "io", title="Waiting for a disk", scope=scope, window=window, datasource=datasource
            ),
        ],
        collapsed=collapsed,
    )
