"""File systems: how full they are, and when they will be full."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grafanalib import formatunits as units

from boardwright.library.figures import bars, stat
from boardwright.library.lines import timeseries
from boardwright.library.queries import query
from boardwright.library.scope import EVERYTHING, Scope
from boardwright.library.steps import thresholds
from boardwright.promql import max_, nre, predict_linear, sum_

if TYPE_CHECKING:
    from grafanalib.core import BarGauge, Stat, TimeSeries

    from boardwright.promql import Operand
    from boardwright.promql.durations import DurationLike

REAL_TYPES = nre("tmpfs|ramfs|devtmpfs|overlay|squashfs|iso9660|nsfs|fuse\\..*|autofs")
"""Types of file systems that keep something."""

FULL = thresholds(orange=0.8, red=0.9)
LEGEND = "{{instance}} {{mountpoint}}"
DAY = 86_400
BY_MOUNT = ("instance", "mountpoint")


def _on_disk(scope: Scope) -> Scope:
    return scope.where(fstype=REAL_TYPES)


def used(*, scope: Scope = EVERYTHING) -> Operand:
    """Return the share of each file system that only root could still use, or no one, 0 to 1."""
    disk = _on_disk(scope)
    free = disk.metric("node_filesystem_avail_bytes") / disk.metric("node_filesystem_size_bytes")
    return max_(1 - free, by=BY_MOUNT)


def inodes_used(*, scope: Scope = EVERYTHING) -> Operand:
    """Return the share of inodes in use, from 0 to 1; nothing for types without a fixed number."""
    disk = _on_disk(scope)
    free = disk.metric("node_filesystem_files_free") / (disk.metric("node_filesystem_files") > 0)
    return max_(1 - free, by=BY_MOUNT)


def free_tomorrow(*, scope: Scope = EVERYTHING, window: DurationLike = "6h") -> Operand:
    """Return the bytes free in a day if the last hours go on; below 0, it will be full."""
    available = _on_disk(scope).metric("node_filesystem_avail_bytes")
    return predict_linear(available, DAY, window)


def read_only(*, scope: Scope = EVERYTHING) -> Operand:
    """Return how many file systems can only be read: what Linux does after an error of a disk."""
    return sum_(_on_disk(scope).metric("node_filesystem_readonly"))


def filesystems_panel(
    *, title: str = "File systems", scope: Scope = EVERYTHING, datasource: str | None = None
) -> BarGauge:
    """Return a bar a file system, from empty to full."""
    return bars(
        title=title,
        queries=[query(used(scope=scope), LEGEND, instant=True)],
        unit=units.PERCENT_UNIT,
        maximum=1,
        steps=FULL,
        description="Space that only root may use counts as used.",
        datasource=datasource,
    )


def filesystems_over_time_panel(
    *,
    title: str = "File systems over time",
    scope: Scope = EVERYTHING,
    datasource: str | None = None,
) -> TimeSeries:
    """Return how full each file system is, over time."""
    return timeseries(
        title=title,
        queries=[query(used(scope=scope), LEGEND)],
        unit=units.PERCENT_UNIT,
        minimum=0,
        maximum=1,
        steps=FULL,
        datasource=datasource,
    )


def free_tomorrow_panel(
    *, title: str = "Free space in 24 h", scope: Scope = EVERYTHING, datasource: str | None = None
) -> TimeSeries:
    """Return the space that is left in a day if the last six hours go on."""
    return timeseries(
        title=title,
        queries=[query(free_tomorrow(scope=scope), LEGEND)],
        unit=units.BYTES_IEC,
        description="A straight line through the last 6 h, drawn on. Below 0: full by then.",
        datasource=datasource,
    )


def inodes_panel(
    *, title: str = "Inodes", scope: Scope = EVERYTHING, datasource: str | None = None
) -> TimeSeries:
    """Return how many of each file system's inodes are used."""
    return timeseries(
        title=title,
        queries=[query(inodes_used(scope=scope), LEGEND)],
        unit=units.PERCENT_UNIT,
        minimum=0,
        maximum=1,
        steps=FULL,
        description="At 100 % no file can be made, however much space there is.",
        datasource=datasource,
    )


def read_only_stat(
    *, title: str = "Read-only", scope: Scope = EVERYTHING, datasource: str | None = None
) -> Stat:
    """Return the number of file systems that can only be read."""
    return stat(
        title=title,
        queries=[query(read_only(scope=scope), "read-only")],
        unit=units.SHORT,
        steps=thresholds(red=1),
        sparkline=False,
        description="Linux mounts a file system read-only after an error: look at its kernel log.",
        datasource=datasource,
    )
