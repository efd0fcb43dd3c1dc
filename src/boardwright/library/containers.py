"""Rows for a board about containers, with the metrics of cAdvisor."""

from __future__ import annotations

from typing import Any

from boardwright.library import cadvisor_panels as panels
from boardwright.library.definitions import RowDefinition
from boardwright.library.rows import across
from boardwright.library.scope import EVERYTHING, Scope


def overview(*, scope: Scope = EVERYTHING) -> list[Any]:
    """Return four stat panels about all containers, which fill one line of the board."""
    return across(panels.container_stats(scope=scope), height=4)


cpu_row = RowDefinition(
    "CPU",
    lambda scope: [
        panels.container_cpu_panel(scope=scope),
        panels.container_throttling_panel(scope=scope),
        panels.container_waiting_panel(resource="cpu", title="Waiting for a CPU", scope=scope),
    ],
)

memory_row = RowDefinition(
    "Memory",
    lambda scope: [
        panels.container_memory_panel(scope=scope),
        panels.container_memory_limit_panel(scope=scope),
        panels.container_oom_panel(scope=scope),
        panels.container_waiting_panel(resource="memory", title="Waiting for memory", scope=scope),
    ],
)

restarts_row = RowDefinition(
    "Restarts",
    lambda scope: [
        panels.container_restarts_panel(scope=scope),
        panels.container_age_panel(scope=scope),
    ],
)

network_row = RowDefinition(
    "Network",
    lambda scope: [
        panels.container_traffic_panel(scope=scope),
        panels.container_network_failures_panel(scope=scope),
    ],
)

disk_row = RowDefinition(
    "File system",
    lambda scope: [
        panels.container_disk_panel(scope=scope),
        panels.container_disk_traffic_panel(scope=scope),
        panels.container_waiting_panel(resource="io", title="Waiting for a disk", scope=scope),
    ],
)
