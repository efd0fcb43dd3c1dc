"""PromQL expressions and panels about file systems: used space and inodes, and a forecast."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grafanalib import formatunits as units

from boardwright.library import limits
from boardwright.library.definitions import PanelDefinition
from boardwright.library.figures import bars, stat
from boardwright.library.lines import timeseries
from boardwright.library.options import Options
from boardwright.library.queries import query
from boardwright.library.scope import EVERYTHING, Scope
from boardwright.library.steps import thresholds
from boardwright.promql import clamp_min, max_, nre, predict_linear, sum_

if TYPE_CHECKING:
    from boardwright.promql import Operand
    from boardwright.promql.operators import DurationLike

REAL_TYPES = nre("tmpfs|ramfs|devtmpfs|overlay|squashfs|iso9660|nsfs|fuse\\..*|autofs")
"""Matches the types of file systems that store their data on a disk."""

FULL = thresholds(orange=0.8, red=0.9)
LEGEND = "{{instance}} {{mountpoint}}"
DAY = 86_400
BY_MOUNT = ("instance", "mountpoint")

SHARE: Options = {"unit": units.PERCENT_UNIT, "steps": FULL}


def _select_disk(scope: Scope) -> Scope:
    return scope.where(fstype=REAL_TYPES)


def used(*, scope: Scope = EVERYTHING) -> Operand:
    """Return the share (0 to 1) of each file system that ordinary users cannot use."""
    disk = _select_disk(scope)
    free = disk.metric("node_filesystem_avail_bytes") / disk.metric("node_filesystem_size_bytes")
    return max_(1 - free, by=BY_MOUNT)


def inodes_used(*, scope: Scope = EVERYTHING) -> Operand:
    """Return the share (0 to 1) of inodes in use.

    The result has no series for file systems without a fixed number of inodes.
    """
    disk = _select_disk(scope)
    free = disk.metric("node_filesystem_files_free") / (disk.metric("node_filesystem_files") > 0)
    return max_(1 - free, by=BY_MOUNT)


def free_tomorrow(*, scope: Scope = EVERYTHING, window: DurationLike = "6h") -> Operand:
    """Return a forecast of the bytes that are free on each file system in 24 hours.

    The forecast continues the trend within the window. A negative value means that the file system
    will be full in less than 24 hours.
    """
    available = _select_disk(scope).metric("node_filesystem_avail_bytes")
    return predict_linear(available, DAY, window)


def read_only(*, scope: Scope = EVERYTHING) -> Operand:
    """Return the number of read-only file systems.

    After a disk error, Linux makes a file system read-only.
    """
    return sum_(_select_disk(scope).metric("node_filesystem_readonly"))


filesystems_panel = PanelDefinition(
    bars,
    title="File systems",
    queries=lambda scope: [query(used(scope=scope), LEGEND, instant=True)],
    maximum=1,
    description="Space that only root may use counts as used.",
    **SHARE,
)

filesystems_over_time_panel = PanelDefinition(
    timeseries,
    title="File systems over time",
    queries=lambda scope: [query(used(scope=scope), LEGEND)],
    **limits.SHARE,
)

free_tomorrow_panel = PanelDefinition(
    timeseries,
    title="Free space in 24 h",
    queries=lambda scope: [query(clamp_min(free_tomorrow(scope=scope), 0), LEGEND)],
    unit=units.BYTES_IEC,
    minimum=0,
    description="The forecast continues the trend of the last 6 h. 0 means that the file system "
    "will be full.",
)

inodes_panel = PanelDefinition(
    timeseries,
    title="Inodes",
    queries=lambda scope: [query(inodes_used(scope=scope), LEGEND)],
    description="At 100 %, programs cannot create files, even if there is free space.",
    **limits.SHARE,
)

read_only_stat = PanelDefinition(
    stat,
    title="Read-only",
    queries=lambda scope: [query(read_only(scope=scope), "read-only")],
    unit=units.SHORT,
    steps=thresholds(red=1),
    sparkline=False,
    description="After a disk error, Linux makes a file system read-only. Look at the kernel log.",
)
