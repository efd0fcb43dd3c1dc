"""PromQL expressions and panels about disks: throughput, operations, latency and busy time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from grafanalib import formatunits as units
from grafanalib.core import Target

from boardwright.library.definitions import PanelDefinition
from boardwright.library.lines import timeseries
from boardwright.library.queries import query
from boardwright.library.scope import EVERYTHING, Scope
from boardwright.promql import irate, nre, rate

if TYPE_CHECKING:
    from boardwright.promql import Operand

REAL_DISKS = nre("loop.*|ram.*|zram.*|sr.*|fd.*|dm-.*|md.*")
"""Matches only physical disks.

Devices of LVM, RAID and encryption do not match, because their traffic would be counted twice.
"""

LEGEND = "{{instance}} {{device}}"
READS, WRITES = "reads", "writes"


def _select_disk(scope: Scope) -> Scope:
    return scope.where(device=REAL_DISKS)


def busy(*, scope: Scope = EVERYTHING) -> Operand:
    """Return the share (0 to 1) of time in which a disk was busy.

    NVMe disks and RAID systems serve several requests at the same time, so they can do more work
    even at a share of 1.
    """
    return irate(_select_disk(scope).metric("node_disk_io_time_seconds_total"), scope.window)


def queue(*, scope: Scope = EVERYTHING) -> Operand:
    """Return the average number of requests in the queue of each disk."""
    return irate(
        _select_disk(scope).metric("node_disk_io_time_weighted_seconds_total"), scope.window
    )


def throughput(*, scope: Scope = EVERYTHING) -> dict[str, Operand]:
    """Return two expressions: the bytes that each disk reads and writes per second."""
    disk = _select_disk(scope)
    return {
        READS: irate(disk.metric("node_disk_read_bytes_total"), scope.window),
        WRITES: irate(disk.metric("node_disk_written_bytes_total"), scope.window),
    }


def operations(*, scope: Scope = EVERYTHING) -> dict[str, Operand]:
    """Return two expressions: the number of reads and of writes of each disk per second."""
    disk = _select_disk(scope)
    return {
        READS: irate(disk.metric("node_disk_reads_completed_total"), scope.window),
        WRITES: irate(disk.metric("node_disk_writes_completed_total"), scope.window),
    }


def latency(*, scope: Scope = EVERYTHING) -> dict[str, Operand]:
    """Return two expressions: the average duration of a read and of a write, in seconds.

    While a disk has no reads or no writes, the duration is NaN, and a graph has a gap.
    """
    disk = _select_disk(scope)

    def divide_duration(time: str, count: str) -> Operand:
        return rate(disk.metric(time), scope.window) / rate(disk.metric(count), scope.window)

    return {
        READS: divide_duration(
            "node_disk_read_time_seconds_total", "node_disk_reads_completed_total"
        ),
        WRITES: divide_duration(
            "node_disk_write_time_seconds_total", "node_disk_writes_completed_total"
        ),
    }


def _query_directions(
    expressions: Callable[..., dict[str, Operand]],
) -> Callable[[Scope], Sequence[Target]]:
    """Return a function that takes a scope and returns the queries for reads and writes."""
    return lambda scope: [
        query(expr, f"{LEGEND} {name}") for name, expr in expressions(scope=scope).items()
    ]


throughput_panel = PanelDefinition(
    timeseries,
    title="Disk throughput",
    queries=_query_directions(throughput),
    unit=units.BYTES_SEC_IEC,
    minimum=0,
)

operations_panel = PanelDefinition(
    timeseries,
    title="Disk operations",
    queries=_query_directions(operations),
    unit=units.IO_OPS_PER_SEC,
    minimum=0,
)

latency_panel = PanelDefinition(
    timeseries,
    title="Disk latency",
    queries=_query_directions(latency),
    unit=units.SECONDS,
    minimum=0,
)
