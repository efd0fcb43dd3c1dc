"""Prometheus 101: explains CPU usage from a raw counter to a percentage, one step per panel."""

from typing import Any

from grafanalib.core import (
    GRAPH_TOOLTIP_MODE_SHARED_CROSSHAIR,
    Dashboard,
    Templating,
    Time,
)

from boardwright.library import Scope, across, board_link, label_variable, network, row, text
from boardwright.library import cpu_panels as cpu
from boardwright.promql import metric

folder = "Prometheus 101"

DEVICE = "$device"
minute = Scope().with_window("1m")  # explicit, because the texts refer to it


def lesson(content: str, *graphs: Any, height: int = 10) -> list[Any]:
    """Return a row of the board: text on the left, the graphs that it explains on the right."""
    left = across([text(content)], columns=8, height=height)
    return [*left, *across(graphs, columns=16, height=height)]


WELCOME = """
    Prometheus asks every target for its numbers at a steady interval, keeps them, and does
    arithmetic with them. This page goes from the raw counters of a machine to the graphs that
    people rely on, one step a panel. Every query can be seen and changed in its panel's menu, under
    *Edit* or *Explore*; changes that are not saved do no harm.
"""

COUNTER = """
    ### A counter only rises

    A network card of this machine has received this many bytes since it was started.

    The height of the line has little meaning, because it depends on the start. Its **slope** has:
    steep is busy, flat is idle.

    If the line ever falls, the counter started again at zero, usually because the machine was
    restarted. A value that goes up and down, such as free memory, is a **gauge** instead and is
    shown directly.
"""

IRATE = """
    ### `irate`: the current rate

    `irate(x[1m])` takes the **last two samples** of the last minute and returns the rise from one
    to the other, per second. Times 8, bytes are bits, the unit of network links.

    `[1m]` is not an average. It only limits how old the two samples may be. With a scrape every
    10 s there are six in a minute, so a **missed scrape** does no harm: the samples on both sides
    of the gap are taken, and the rise between them is divided by the time between them.

    A **reset** does no harm either. Where a sample is lower than the one before, the counter must
    have begun again at zero, and `irate` and `rate` count on from there.
"""

BOTH = """
    ### `rate` and `irate` of the same traffic

    **`rate(x[5m])`** looks at the **whole range**: the rise from its first sample to its last, per
    second. A burst of ten seconds becomes a low hill as long as the range: lower than the burst
    was, and there long after it is over.
    **`irate(x[5m])`** looks at the **last two samples**, however long the range: the three lines
    are one.

    | for | take | because |
    |---|---|---|
    | graphs of fast counters | `irate` | it shows short peaks at their height, and their end |
    | alerts | `rate` | one quiet scrape does not end them, one busy scrape does not start them |
    | trends over hours and days | `rate` | `irate` sees two samples of each step and no others |

    For a trend, take a range no shorter than the step between two points of the graph. And always
    the rate first, then the sum: `sum(rate(x[5m]))`. A rate of a sum cannot see its parts' resets.
"""

CPU_COUNTER = """
    ### CPU time is a counter, too

    The kernel counts how many seconds each CPU has spent in each **mode**:

    | mode | the CPU was |
    |---|---|
    | `user` | running programs |
    | `nice` | running programs of low priority |
    | `system` | in the kernel, working for them |
    | `irq`, `softirq` | serving interrupts |
    | `iowait` | idle, while a task waited for a disk |
    | `steal` | kept waiting by the hypervisor, which ran another machine |
    | `idle` | doing nothing |
"""

PER_CPU = """
    ### Seconds per second are a share

    A CPU is always in exactly one mode, so its modes together grow by one second per second.

    `irate` of a mode is therefore the share of the time that the CPU spends in it, from 0 to 1. A
    line at 30 % means: three tenths of the time.

    There is a line for each CPU and mode. On a large machine these are hundreds, which nobody can
    read: they have to be put together.
"""

SUM = """
    ### Summed: how many CPUs

    `sum by (mode)` adds up the CPUs and keeps the label `mode`. The result counts CPUs: 2.5 is two
    and a half CPUs' worth of time.

    All modes together make the number of CPUs, so this graph has another top on each machine.
"""

AVERAGE = """
    ### Averaged: which part of the machine

    `avg by (mode)` divides by the number of CPUs, and counts them itself. The modes make 100 % on
    every machine.

    Why not divide the sum by 8? Because that is right on a machine with eight CPUs, and wrong on
    the next. With four CPUs the graph never rises above one half, with sixteen it goes to twice the
    machine, and the graph does not show the mistake. A number that is true for one machine does not
    belong in a query.
"""

USAGE = """
    ### Usage: all time that is not idle

    Whatever is not `idle` counts as used, so usage in % is 100 less the idle share. The query needs
    one mode, and no list of the others that might be incomplete.

    That makes `iowait` and `steal` part of the usage. The CPU did no work in them, and yet the
    programs had to wait. The graph after the next one distinguishes them.

    With several machines this is the average over all of them. `by (instance, mode)` keeps them
    apart.
"""

NOW = """
    ### The same, at a glance

    The same query as a gauge and as a stat. Below 70 % both are green, from 90 % on they are red.

    A gauge suits a value with a natural maximum. A stat with a sparkline needs less room and shows
    more: whether the number is rising.
"""

STACKED = """
    ### CPU usage by mode

    `avg without (cpu)` averages over the CPUs and keeps every **other** label, such as `mode` and
    `instance`, whereas `by (mode)` keeps the one and drops all others.

    Without `idle`, the top of the stack is the usage, and the colours show its parts: much
    `system` is the kernel, much `iowait` a slow disk, much `steal` a crowded host.

    The axis ends at 100 %, so that an idle machine looks idle.
"""

INTERVAL = """
    ### Why one scrape interval

    Everything here is scraped every 10 s. One interval for all targets, from 10 to 60 s:

    - A range must hold two samples at least, or there is no rate; four leave room for missed ones.
      With one interval, one range is right everywhere.
    - Rates over different intervals smooth peaks differently, and cannot be compared.
    - Below 10 s the cost rises and little is gained. Far above 60 s short peaks are never seen, and
      a series without a sample for five minutes counts as gone.
"""

panels = [
    *across([text(WELCOME)], height=3),
    *row(
        "Network: a counter and its rates",
        [
            *lesson(COUNTER, network.received_counter_panel(device=DEVICE)),
            *lesson(IRATE, network.traffic_panel(device=DEVICE, scope=minute), height=12),
            *across([text(BOTH)], height=11),
            *across(
                network.rate_and_irate_panels(device=DEVICE, ranges=("1m", "5m", "15m")), height=9
            ),
        ],
    ),
    *row(
        "CPU: from a counter to usage",
        [
            *lesson(CPU_COUNTER, cpu.cpu_seconds_panel(), height=12),
            *lesson(PER_CPU, cpu.cpu_by_mode_panel(scope=minute)),
            *lesson(SUM, cpu.cpu_sum_panel(scope=minute), height=8),
            *lesson(AVERAGE, cpu.cpu_avg_panel(scope=minute)),
            *lesson(USAGE, cpu.cpu_usage_panel(scope=minute)),
            *lesson(
                NOW,
                cpu.cpu_usage_gauge(title="CPU usage as a gauge", scope=minute),
                cpu.cpu_usage_stat(title="CPU usage as a stat", scope=minute),
                height=8,
            ),
            *lesson(STACKED, cpu.cpu_modes_panel(scope=minute)),
            *across([text(INTERVAL)], height=8),
        ],
    ),
]

dashboard = Dashboard(
    title="Prometheus 101",
    uid="prometheus-101",
    description="From a raw counter to CPU usage, one step a panel.",
    tags=["prometheus", "teaching"],
    timezone="browser",
    refresh="10s",
    time=Time("now-30m", "now"),
    graphTooltip=GRAPH_TOOLTIP_MODE_SHARED_CROSSHAIR,
    links=[board_link("Nodes", "node"), board_link("Stack", "stack")],
    templating=Templating(
        list=[
            label_variable(
                "device",
                metric(network.RECEIVED, device=network.REAL_DEVICES),
                label="Network device",
            )
        ]
    ),
    panels=panels,
)
