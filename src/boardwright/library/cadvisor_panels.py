"""Panels about containers. The module `cadvisor` contains their PromQL expressions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from grafanalib import formatunits as units
from grafanalib.core import Target

from boardwright.library import cadvisor, limits
from boardwright.library.cadvisor import LEGEND
from boardwright.library.definitions import PanelDefinition
from boardwright.library.figures import bars, stat
from boardwright.library.lines import timeseries
from boardwright.library.options import Options
from boardwright.library.queries import query
from boardwright.library.scope import EVERYTHING, Scope
from boardwright.library.steps import thresholds
from boardwright.promql import count, max_, sum_

if TYPE_CHECKING:
    from grafanalib.core import Stat

    from boardwright.promql import Operand

SHARE = thresholds(orange=0.8, red=0.9)
"""Thresholds of a panel that shows the used share of a limit."""

LAST_HOUR = thresholds(orange=1, red=3)
COUNT: Options = {"unit": units.SHORT, "decimals": 0}


def _query_expression(expression: Callable[..., Operand]) -> Callable[[Scope], Sequence[Target]]:
    """Return a function that takes a scope and returns one query in a list."""
    return lambda scope: [query(expression(scope=scope), LEGEND)]


def _query_counters(
    expression: Callable[..., Operand], counters: dict[str, str]
) -> Callable[[Scope], Sequence[Target]]:
    """Return a function that takes a scope and returns one query for each counter.

    The keys of `counters` are the names in the legend.
    """
    return lambda scope: [
        query(expression(counter, scope=scope), f"{LEGEND} {name}")
        for name, counter in counters.items()
    ]


containers_stat = PanelDefinition(
    stat,
    title="Containers",
    queries=lambda scope: [query(count(cadvisor.seen(scope=scope)), "Containers")],
    **COUNT,
)

restarts_stat = PanelDefinition(
    stat,
    title="Restarts, last hour",
    queries=lambda scope: [query(sum_(cadvisor.restarts(scope=scope)), "Restarts, last hour")],
    steps=LAST_HOUR,
    **COUNT,
)

out_of_memory_stat = PanelDefinition(
    stat,
    title="Out of memory, last hour",
    queries=lambda scope: [
        query(sum_(cadvisor.oom_events(scope=scope)), "Out of memory, last hour")
    ],
    steps=LAST_HOUR,
    **COUNT,
)

memory_limit_stat = PanelDefinition(
    stat,
    title="Nearest to its memory limit",
    queries=lambda scope: [query(max_(cadvisor.memory_of_limit(scope=scope)), "of limit")],
    unit=units.PERCENT_UNIT,
    steps=SHARE,
    description="The container that uses the largest share of its memory limit. At 100 %, the "
    "kernel kills processes in the container.",
)


def container_stats(*, scope: Scope = EVERYTHING) -> list[Stat]:
    """Return four stat panels about all containers.

    The panels show the number of containers, restarts, out-of-memory events, and the container that
    is nearest to its memory limit.
    """
    panels = (containers_stat, restarts_stat, out_of_memory_stat, memory_limit_stat)
    return [panel(scope=scope) for panel in panels]


container_cpu_panel = PanelDefinition(
    timeseries,
    title="CPUs busy",
    queries=_query_expression(cadvisor.cpu),
    unit=units.SHORT,
    minimum=0,
    description="The value 1 means that one CPU is always busy.",
)

container_throttling_panel = PanelDefinition(
    timeseries,
    title="CPU throttling",
    queries=_query_expression(cadvisor.throttled),
    unit=units.PERCENT_UNIT,
    minimum=0,
    maximum=1,
    steps=thresholds(orange=0.25, red=0.5),
    description="Share of scheduling periods in which a container used up its CPU limit. A "
    "container without a limit has no line.",
)

container_waiting_panel = PanelDefinition(
    timeseries,
    title="Waiting",
    queries=lambda scope, resource: [query(cadvisor.waiting(resource, scope=scope), LEGEND)],
    parameters={"resource": "cpu"},
    unit=units.PERCENT_UNIT,
    minimum=0,
    description="Share of time in which at least one task of the container waited.",
)

container_memory_panel = PanelDefinition(
    timeseries,
    title="Memory in use",
    queries=_query_expression(cadvisor.working_set),
    unit=units.BYTES_IEC,
    minimum=0,
    description="The working set is the memory in use, without cache that the kernel can free.",
)

container_memory_limit_panel = PanelDefinition(
    timeseries,
    title="Memory against limit",
    queries=_query_expression(cadvisor.memory_of_limit),
    description="At 100 %, the kernel kills processes in the container. A container without a "
    "limit has no line.",
    **limits.SHARE,
)

container_oom_panel = PanelDefinition(
    timeseries,
    title="Out of memory",
    queries=_query_expression(cadvisor.oom_events),
    unit=units.SHORT,
    minimum=0,
    description="How often a container ran out of memory, in the hour before each point.",
)

container_traffic_panel = PanelDefinition(
    timeseries,
    title="Network traffic",
    queries=_query_counters(
        cadvisor.traffic,
        {
            "received": "container_network_receive_bytes_total",
            "sent": "container_network_transmit_bytes_total",
        },
    ),
    unit=units.BITS_SEC,
    minimum=0,
)

container_network_failures_panel = PanelDefinition(
    timeseries,
    title="Network errors and drops",
    queries=_query_counters(
        cadvisor.per_second,
        {
            "receive errors": "container_network_receive_errors_total",
            "transmit errors": "container_network_transmit_errors_total",
            "receive drops": "container_network_receive_packets_dropped_total",
            "transmit drops": "container_network_transmit_packets_dropped_total",
        },
    ),
    unit=units.PACKETS_SEC,
    minimum=0,
    description="On a healthy network, all lines are at 0.",
)

container_disk_panel = PanelDefinition(
    timeseries,
    title="Space on disk",
    queries=_query_expression(cadvisor.disk_used),
    unit=units.BYTES_IEC,
    minimum=0,
    description="Data that a container wrote into its own writable layer, without volumes.",
)

container_disk_traffic_panel = PanelDefinition(
    timeseries,
    title="Disk throughput",
    queries=_query_counters(
        cadvisor.per_second,
        {
            "reads": "container_fs_reads_bytes_total",
            "writes": "container_fs_writes_bytes_total",
        },
    ),
    unit=units.BYTES_SEC_IEC,
    minimum=0,
)

container_age_panel = PanelDefinition(
    bars,
    title="Running since",
    queries=lambda scope: [query(cadvisor.age(scope=scope), LEGEND, instant=True)],
    unit=units.SECONDS,
    steps=thresholds("orange", blue=600),
    description="A container is orange in its first ten minutes. A recreated container starts "
    "again at 0.",
)

container_restarts_panel = PanelDefinition(
    timeseries,
    title="Restarts",
    queries=_query_expression(cadvisor.restarts),
    unit=units.SHORT,
    minimum=0,
    steps=thresholds(orange=1, red=3),
    description="Number of restarts in the hour before each point. A recreated container does not "
    "count as restarted.",
)
