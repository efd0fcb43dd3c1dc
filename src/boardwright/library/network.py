"""PromQL expressions and panels about network traffic, errors and drops."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from grafanalib import formatunits as units

from boardwright.library.definitions import PanelDefinition
from boardwright.library.lines import timeseries
from boardwright.library.queries import query
from boardwright.library.scope import EVERYTHING, Scope
from boardwright.library.steps import thresholds
from boardwright.promql import irate, nre, rate, sum_

if TYPE_CHECKING:
    from grafanalib.core import TimeSeries

    from boardwright.library.rates import Using
    from boardwright.promql import Operand, Selector
    from boardwright.promql.matchers import ValueLike
    from boardwright.promql.operators import DurationLike

RECEIVED = "node_network_receive_bytes_total"
SENT = "node_network_transmit_bytes_total"

REAL_DEVICES = nre("lo|veth.*|docker.*|br-.*|virbr.*|cni.*|flannel.*|cali.*|ifb.*|tap.*")
"""Matches network devices that connect the machine to other machines.

Bridges and virtual devices do not match, because their traffic would be counted twice.
"""

RANGES = ("1m", "5m", "15m")

FAILURES = {
    "receive errors": "node_network_receive_errs_total",
    "transmit errors": "node_network_transmit_errs_total",
    "receive drops": "node_network_receive_drop_total",
    "transmit drops": "node_network_transmit_drop_total",
}


def received(*, device: ValueLike, scope: Scope = EVERYTHING) -> Selector:
    """Return the counter of received bytes, without `rate` or `irate`."""
    return scope.metric(RECEIVED, device=device)


def bits(
    counter: str, *, device: ValueLike, scope: Scope = EVERYTHING, using: Using = irate
) -> Operand:
    """Return the traffic in bits per second, from a counter of bytes.

    Args:
        counter: Name of the counter: the constant `RECEIVED` or `SENT` of this module.
        device: Name of the device, or `re(...)` for several devices.
        scope: The labels that select the machines, and the window.
        using: `irate` for the current traffic, `rate` for the mean over the window.
    """
    return using(scope.metric(counter, device=device), scope.window) * 8


def failures(*, scope: Scope = EVERYTHING, device: ValueLike = REAL_DEVICES) -> dict[str, Operand]:
    """Return the number of broken or dropped packets per second, for each machine and device.

    Broken and dropped packets are rare, so the expressions use `rate`. `irate` would show only the
    packets between the last two scrapes.
    """
    return {
        name: sum_(
            rate(scope.metric(counter, device=device), scope.window), by=("instance", "device")
        )
        for name, counter in FAILURES.items()
    }


def retransmits(*, scope: Scope = EVERYTHING) -> Operand:
    """Return the share (0 to 1) of TCP segments that were sent again."""
    again = rate(scope.metric("node_netstat_Tcp_RetransSegs"), scope.window)
    return again / rate(scope.metric("node_netstat_Tcp_OutSegs"), scope.window)


def rate_and_irate_panels(
    *, device: ValueLike, ranges: Iterable[DurationLike] = RANGES, scope: Scope = EVERYTHING
) -> list[TimeSeries]:
    """Return two graphs of the received traffic: the first uses `rate`, the second uses `irate`.

    Args:
        device: Name of the device, or `re(...)` for several devices.
        ranges: The windows to compare. Each graph has one line for each window.
        scope: The labels that select the machines, and the data source.
    """
    windows = tuple(ranges)
    return [
        timeseries(
            title=f"Received traffic with {function_name}",
            queries=[
                query(
                    bits(RECEIVED, device=device, scope=scope.with_window(window), using=using),
                    f"{function_name} [{window}]",
                )
                for window in windows
            ],
            unit=units.BITS_SEC,
            minimum=0,
            description=description,
            datasource=scope.datasource,
        )
        for function_name, using, description in (
            (
                "rate",
                rate,
                "rate is the mean over the window. A longer window gives a smoother line, which "
                "shows changes later.",
            ),
            (
                "irate",
                irate,
                "irate uses only the last two samples in the window, so all lines are equal.",
            ),
        )
    ]


received_counter_panel = PanelDefinition(
    timeseries,
    title="Bytes received: the counter",
    queries=lambda scope, device: [
        query(received(device=device, scope=scope), "{{device}} received")
    ],
    parameters={"device": REAL_DEVICES},
    unit=units.BYTES_IEC,
    description="Bytes received since the machine started. Only the slope of the line has a "
    "meaning.",
)

traffic_panel = PanelDefinition(
    timeseries,
    title="Traffic",
    queries=lambda scope, device, legend, using: [
        query(bits(counter, device=device, scope=scope, using=using), f"{legend} {name}")
        for name, counter in (("received", RECEIVED), ("sent", SENT))
    ],
    parameters={"device": REAL_DEVICES, "legend": "{{device}}", "using": irate},
    unit=units.BITS_SEC,
    minimum=0,
)

failures_panel = PanelDefinition(
    timeseries,
    title="Network errors and drops",
    queries=lambda scope, device: [
        query(expr, f"{{{{instance}}}} {{{{device}}}} {name}")
        for name, expr in failures(scope=scope, device=device).items()
    ],
    parameters={"device": REAL_DEVICES},
    unit=units.PACKETS_SEC,
    minimum=0,
    description="Typical causes of errors are bad cables and network cards. Typical causes of "
    "drops are full buffers and a busy CPU.",
)

retransmits_panel = PanelDefinition(
    timeseries,
    title="TCP segments sent again",
    queries=lambda scope: [query(retransmits(scope=scope), "{{instance}}")],
    unit=units.PERCENT_UNIT,
    minimum=0,
    steps=thresholds(orange=0.01, red=0.05),
    description="TCP sends a segment again if the receiver does not confirm it.",
)

connections_panel = PanelDefinition(
    timeseries,
    title="TCP connections",
    queries=lambda scope: [query(scope.metric("node_netstat_Tcp_CurrEstab"), "{{instance}}")],
    unit=units.SHORT,
    minimum=0,
    description="Established connections, and connections that only the other end has closed.",
)
