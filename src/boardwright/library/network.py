"""Network traffic, errors and drops, by device."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from grafanalib import formatunits as units

from boardwright.library.lines import timeseries
from boardwright.library.queries import query
from boardwright.library.scope import EVERYTHING, Scope
from boardwright.library.steps import thresholds
from boardwright.promql import irate, nre, rate, sum_

if TYPE_CHECKING:
    from grafanalib.core import TimeSeries

    from boardwright.library.rates import Using
    from boardwright.promql import Operand, Selector
    from boardwright.promql.durations import DurationLike
    from boardwright.promql.matchers import ValueLike

RECEIVED = "node_network_receive_bytes_total"
SENT = "node_network_transmit_bytes_total"

REAL_DEVICES = nre("lo|veth.*|docker.*|br-.*|virbr.*|cni.*|flannel.*|cali.*|ifb.*|tap.*")
"""Devices that lead out of the machine: traffic through a bridge is not counted twice."""

RANGES = ("1m", "5m", "15m")


def received(*, device: ValueLike, scope: Scope = EVERYTHING) -> Selector:
    """Return the raw counter of received bytes."""
    return scope.metric(RECEIVED, device=device)


def bits(
    counter: str,
    *,
    device: ValueLike,
    scope: Scope = EVERYTHING,
    window: DurationLike | None = None,
    using: Using = irate,
) -> Operand:
    """Return the traffic that a counter of bytes counted, in bits per second.

    Args:
        counter: The metric's name: `RECEIVED` or `SENT`.
        device: The device, or `re(…)` of several.
        scope: Which machines.
        window: How far back to look; the project's window otherwise.
        using: `irate` for what just happened, `rate` for the mean over the window.
    """
    return using(scope.metric(counter, device=device), window) * 8


def received_counter_panel(
    *,
    device: ValueLike,
    title: str = "Bytes received: the counter",
    scope: Scope = EVERYTHING,
    datasource: str | None = None,
) -> TimeSeries:
    """Return a graph of the raw counter of received bytes."""
    return timeseries(
        title=title,
        queries=[query(received(device=device, scope=scope), "{{device}} received")],
        unit=units.BYTES_IEC,
        description="Bytes since the machine started. Only the slope of the line says anything.",
        datasource=datasource,
    )


def traffic_panel(
    *,
    device: ValueLike = REAL_DEVICES,
    title: str = "Traffic",
    legend: str = "{{device}}",
    scope: Scope = EVERYTHING,
    window: DurationLike | None = None,
    using: Using = irate,
    datasource: str | None = None,
) -> TimeSeries:
    """Return a graph of received and sent bits per second.

    Args:
        device: As for `bits`.
        title: The panel's title.
        legend: How a device is called; `received` or `sent` follows.
        scope: As for `bits`.
        window: As for `bits`.
        using: As for `bits`.
        datasource: The data source's name or uid; the project's default otherwise.
    """
    ways = {"received": RECEIVED, "sent": SENT}
    return timeseries(
        title=title,
        queries=[
            query(
                bits(counter, device=device, scope=scope, window=window, using=using),
                f"{legend} {way}",
            )
            for way, counter in ways.items()
        ],
        unit=units.BITS_SEC,
        minimum=0,
        datasource=datasource,
    )


def rate_beside_irate(
    *,
    device: ValueLike,
    ranges: Iterable[DurationLike] = RANGES,
    scope: Scope = EVERYTHING,
    datasource: str | None = None,
) -> list[TimeSeries]:
    """Return two graphs of the same received traffic over several ranges: `rate`, and `irate`.

    Args:
        device: As for `bits`.
        ranges: The ranges: each is a line of `rate`, and one of `irate`.
        scope: As for `bits`.
        datasource: The data source's name or uid; the project's default otherwise.
    """
    windows = tuple(ranges)
    return [
        timeseries(
            title=f"{name} of the same traffic",
            queries=[
                query(
                    bits(RECEIVED, device=device, scope=scope, window=window, using=using),
                    f"{name} [{window}]",
                )
                for window in windows
            ],
            unit=units.BITS_SEC,
            minimum=0,
            description=description,
            datasource=datasource,
        )
        for name, using, description in (
            ("rate", rate, "The mean over the range: the longer, the smoother and the later."),
            ("irate", irate, "The last two samples: all lines are the same, whatever the range."),
        )
    ]


def failures(
    *,
    scope: Scope = EVERYTHING,
    device: ValueLike = REAL_DEVICES,
    window: DurationLike | None = None,
) -> dict[str, Operand]:
    """Return packets per second that were broken or dropped, by machine and device.

    They are rare, so `rate` over the window is taken: `irate` would miss all but the last scrape's.
    """
    counters = {
        "receive errors": "node_network_receive_errs_total",
        "transmit errors": "node_network_transmit_errs_total",
        "receive drops": "node_network_receive_drop_total",
        "transmit drops": "node_network_transmit_drop_total",
    }
    return {
        name: sum_(rate(scope.metric(counter, device=device), window), by=("instance", "device"))
        for name, counter in counters.items()
    }


def failures_panel(
    *,
    title: str = "Network errors and drops",
    scope: Scope = EVERYTHING,
    device: ValueLike = REAL_DEVICES,
    window: DurationLike | None = None,
    datasource: str | None = None,
) -> TimeSeries:
    """Return a graph of `failures`: a healthy machine's lines lie at 0."""
    exprs = failures(scope=scope, device=device, window=window)
    return timeseries(
        title=title,
        queries=[
            query(expr, f"{{{{instance}}}} {{{{device}}}} {name}") for name, expr in exprs.items()
        ],
        unit=units.PACKETS_SEC,
        minimum=0,
        description="Errors point to cables and cards, drops to full buffers or a busy CPU.",
        datasource=datasource,
    )


def retransmits_panel(
    *,
    title: str = "TCP segments sent again",
    scope: Scope = EVERYTHING,
    window: DurationLike | None = None,
    datasource: str | None = None,
) -> TimeSeries:
    """Return the share of TCP segments that had to be sent again: loss on the way."""
    again = rate(scope.metric("node_netstat_Tcp_RetransSegs"), window)
    return timeseries(
        title=title,
        queries=[
            query(again / rate(scope.metric("node_netstat_Tcp_OutSegs"), window), "{{instance}}")
        ],
        unit=units.PERCENT_UNIT,
        minimum=0,
        steps=thresholds(orange=0.01, red=0.05),
        description="Packets are lost on the way, here or at the other end.",
        datasource=datasource,
    )


def connections_panel(
    *,
    title: str = "TCP connections",
    scope: Scope = EVERYTHING,
    datasource: str | None = None,
) -> TimeSeries:
    """Return how many TCP connections are open."""
    return timeseries(
        title=title,
        queries=[query(scope.metric("node_netstat_Tcp_CurrEstab"), "{{instance}}")],
        unit=units.SHORT,
        minimum=0,
        description="Established or waiting to be closed by the program.",
        datasource=datasource,
    )
