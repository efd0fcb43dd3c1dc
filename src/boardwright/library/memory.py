"""Memory and swap of a machine."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grafanalib import formatunits as units

from boardwright.library.limits import used_and_limit_panel
from boardwright.library.lines import timeseries
from boardwright.library.overrides import limit_line
from boardwright.library.queries import query
from boardwright.library.scope import EVERYTHING, Scope
from boardwright.promql import increase, irate, sum_

if TYPE_CHECKING:
    from grafanalib.core import TimeSeries

    from boardwright.promql import Operand
    from boardwright.promql.durations import DurationLike


def used(*, scope: Scope = EVERYTHING) -> Operand:
    """Return the share of memory that programs could not be given, from 0 to 1.

    `MemAvailable` is the kernel's own estimate. It counts cache that can be given up as available,
    so this rises only when memory is truly short.
    """
    available = scope.metric("node_memory_MemAvailable_bytes")
    return 1 - available / scope.metric("node_memory_MemTotal_bytes")


def swapping(*, scope: Scope = EVERYTHING, window: DurationLike | None = None) -> Operand:
    """Return pages per second that go to swap and come back."""
    out = irate(scope.metric("node_vmstat_pswpout"), window)
    return out + irate(scope.metric("node_vmstat_pswpin"), window)


def oom_kills(*, scope: Scope = EVERYTHING, window: DurationLike = "1h") -> Operand:
    """Return how many processes the kernel killed within the window to get memory back."""
    return increase(scope.metric("node_vmstat_oom_kill"), window)


def parts(*, scope: Scope = EVERYTHING) -> dict[str, Operand]:
    """Return what memory is used for, in bytes, summed over machines; they add up to all of it.

    The kernel counts shared memory and tmpfs as cache, yet cannot give them up: here they belong
    to the programs.
    """

    def size(name: str) -> Operand:
        return scope.metric(f"node_memory_{name}_bytes")

    cache = size("Cached") + size("Buffers") + size("SReclaimable") - size("Shmem")
    return {
        "programs and kernel": sum_(size("MemTotal") - size("MemFree") - cache),
        "cache": sum_(cache),
        "free": sum_(size("MemFree")),
    }


def memory_panel(
    *, title: str = "Memory", scope: Scope = EVERYTHING, datasource: str | None = None
) -> TimeSeries:
    """Return what memory is used for, stacked below a line of all there is."""
    queries = [query(expr, name) for name, expr in parts(scope=scope).items()]
    total = query(sum_(scope.metric("node_memory_MemTotal_bytes")), "total")
    return timeseries(
        title=title,
        queries=[*queries, total],
        unit=units.BYTES_IEC,
        stacked=True,
        minimum=0,
        overrides=[limit_line("total")],
        description="Cache is given up when programs need it: a full stack alone is no problem.",
        datasource=datasource,
    )


def swap_panel(
    *, title: str = "Swap", scope: Scope = EVERYTHING, datasource: str | None = None
) -> TimeSeries:
    """Return the swap in use below a line of all there is; both are 0 on a machine without any."""
    total = sum_(scope.metric("node_memory_SwapTotal_bytes"))
    return used_and_limit_panel(
        total - sum_(scope.metric("node_memory_SwapFree_bytes")),
        total,
        title=title,
        unit=units.BYTES_IEC,
        description="Used swap is harmless as long as nothing is read back: see the traffic.",
        datasource=datasource,
    )
