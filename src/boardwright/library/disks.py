"""Disks: throughput, operations, latency, and how busy they are."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from grafanalib import formatunits as units

from boardwright.library.lines import timeseries
from boardwright.library.queries import query
from boardwright.library.scope import EVERYTHING, Scope
from boardwright.promql import irate, nre, rate

if TYPE_CHECKING:
    from grafanalib.core import TimeSeries

    from boardwright.promql import Operand
    from boardwright.promql.durations import DurationLike

REAL_DISKS = nre("loop.*|ram.*|zram.*|sr.*|fd.*|dm-.*|md.*")
"""Disks themselves: what is built of them (LVM, RAID, encryption) would count twice."""

LEGEND = "{{instance}} {{device}}"
READS, WRITES = "reads", "writes"


def _on_disk(scope: Scope) -> Scope:
    return scope.where(device=REAL_DISKS)


def busy(*, scope: Scope = EVERYTHING, window: DurationLike | None = None) -> Operand:
    """Return the share of time in which a disk had something to do, from 0 to 1.

    A disk that works on many requests at once (NVMe, RAID) can do more at 1 still.
    """
    return irate(_on_disk(scope).metric("node_disk_io_time_seconds_total"), window)


def queue(*, scope: Scope = EVERYTHING, window: DurationLike | None = None) -> Operand:
    """Return how many requests were in a disk's queue, on average."""
    return irate(_on_disk(scope).metric("node_disk_io_time_weighted_seconds_total"), window)


def throughput(
    *, scope: Scope = EVERYTHING, window: DurationLike | None = None
) -> dict[str, Operand]:
    """Return bytes per second read and written."""
    disk = _on_disk(scope)
    return {
        READS: irate(disk.metric("node_disk_read_bytes_total"), window),
        WRITES: irate(disk.metric("node_disk_written_bytes_total"), window),
    }


def operations(
    *, scope: Scope = EVERYTHING, window: DurationLike | None = None
) -> dict[str, Operand]:
    """Return reads and writes per second."""
    disk = _on_disk(scope)
    return {
        READS: irate(disk.metric("node_disk_reads_completed_total"), window),
        WRITES: irate(disk.metric("node_disk_writes_completed_total"), window),
    }


def latency(*, scope: Scope = EVERYTHING, window: DurationLike | None = None) -> dict[str, Operand]:
    """Return the mean seconds that a read and a write took; nothing while there was none."""
    disk = _on_disk(scope)

    def mean(time: str, count: str) -> Operand:
        return rate(disk.metric(time), window) / rate(disk.metric(count), window)

    return {
        READS: mean("node_disk_read_time_seconds_total", "node_disk_reads_completed_total"),
        WRITES: mean("node_disk_write_time_seconds_total", "node_disk_writes_completed_total"),
    }


def throughput_panel(
    *,
    title: str = "Disk throughput",
    scope: Scope = EVERYTHING,
    window: DurationLike | None = None,
    datasource: str | None = None,
) -> TimeSeries:
    """Return a graph of `throughput`."""
    return _both(throughput, title, units.BYTES_SEC_IEC, scope, window, datasource)


def operations_panel(
    *,
    title: str = "Disk operations",
    scope: Scope = EVERYTHING,
    window: DurationLike | None = None,
    datasource: str | None = None,
) -> TimeSeries:
    """Return a graph of `operations`."""
    return _both(operations, title, units.IO_OPS_PER_SEC, scope, window, datasource)


def latency_panel(
    *,
    title: str = "Disk latency",
    scope: Scope = EVERYTHING,
    window: DurationLike | None = None,
    datasource: str | None = None,
) -> TimeSeries:
    """Return a graph of `latency`."""
    return _both(latency, title, units.SECONDS, scope, window, datasource)


def _both(
    question: Callable[..., dict[str, Operand]],
    title: str,
    unit: str,
    scope: Scope,
    window: DurationLike | None,
    datasource: str | None,
) -> TimeSeries:
    return timeseries(
        title=title,
        queries=[
            query(expr, f"{LEGEND} {way}")
            for way, expr in question(scope=scope, window=window).items()
        ],
        unit=unit,
        minimum=0,
        datasource=datasource,
    )
