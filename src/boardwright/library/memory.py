"""PromQL expressions and panels about the memory and swap space of a machine."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grafanalib import formatunits as units

from boardwright.library.definitions import PanelDefinition
from boardwright.library.lines import timeseries
from boardwright.library.overrides import limit_line
from boardwright.library.queries import query
from boardwright.library.scope import EVERYTHING, Scope
from boardwright.promql import increase, irate, sum_

if TYPE_CHECKING:
    from boardwright.promql import Operand
    from boardwright.promql.operators import DurationLike


def used(*, scope: Scope = EVERYTHING) -> Operand:
    """Return the share (0 to 1) of memory that is not available to programs.

    The expression uses `MemAvailable`, the kernel's estimate of the memory that programs can still
    get. Cache that the kernel can free counts as available, so the share rises only if memory is
    really short.
    """
    available = scope.metric("node_memory_MemAvailable_bytes")
    return 1 - available / scope.metric("node_memory_MemTotal_bytes")


def swapping(*, scope: Scope = EVERYTHING) -> Operand:
    """Return the memory pages that the kernel writes to swap and reads from swap, per second."""
    out = irate(scope.metric("node_vmstat_pswpout"), scope.window)
    return out + irate(scope.metric("node_vmstat_pswpin"), scope.window)


def oom_kills(*, scope: Scope = EVERYTHING, window: DurationLike = "1h") -> Operand:
    """Return how many processes the kernel killed within the window to free memory."""
    return increase(scope.metric("node_vmstat_oom_kill"), window)


def parts(*, scope: Scope = EVERYTHING) -> dict[str, Operand]:
    """Return the bytes of memory for each kind of use, summed over all machines.

    The kinds of use are programs and kernel, cache, and free memory, which add up to the total
    memory. The kernel counts shared memory and tmpfs as cache, although it cannot free them. This
    function counts shared memory and tmpfs as memory of programs.
    """

    def sum_size(name: str) -> Operand:
        return scope.metric(f"node_memory_{name}_bytes")

    cache = sum_size("Cached") + sum_size("Buffers") + sum_size("SReclaimable") - sum_size("Shmem")
    return {
        "programs and kernel": sum_(sum_size("MemTotal") - sum_size("MemFree") - cache),
        "cache": sum_(cache),
        "free": sum_(sum_size("MemFree")),
    }


def swap(*, scope: Scope = EVERYTHING) -> dict[str, Operand]:
    """Return the used swap space and the whole swap space in bytes, summed over all machines."""
    total = sum_(scope.metric("node_memory_SwapTotal_bytes"))
    return {"used": total - sum_(scope.metric("node_memory_SwapFree_bytes")), "limit": total}


memory_panel = PanelDefinition(
    timeseries,
    title="Memory",
    queries=lambda scope: [
        *(query(expr, name) for name, expr in parts(scope=scope).items()),
        query(sum_(scope.metric("node_memory_MemTotal_bytes")), "total"),
    ],
    unit=units.BYTES_IEC,
    stacked=True,
    minimum=0,
    overrides=[limit_line("total")],
    description="The kernel frees cache when programs need memory, so a full stack is fine.",
)

swap_panel = PanelDefinition(
    timeseries,
    title="Swap",
    queries=lambda scope: [query(expr, name) for name, expr in swap(scope=scope).items()],
    unit=units.BYTES_IEC,
    minimum=0,
    overrides=[limit_line("limit")],
    description="Used swap is harmless as long as the kernel does not read it back.",
)
