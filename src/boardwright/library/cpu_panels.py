"""The panels of `cpu`: graphs, a gauge and a stat."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grafanalib import formatunits as units

from boardwright.library import cpu
from boardwright.library.figures import gauge, stat
from boardwright.library.lines import timeseries
from boardwright.library.queries import query
from boardwright.library.scope import EVERYTHING, Scope
from boardwright.library.steps import thresholds

if TYPE_CHECKING:
    from grafanalib.core import GaugePanel, Stat, TimeSeries

    from boardwright.library.queries import Labels
    from boardwright.promql.durations import DurationLike

BUSY = thresholds(orange=70, red=90)
"""From 70 % of the CPUs' time a machine has little left for a peak, from 90 % work waits."""


def cpu_seconds_panel(
    *, title: str = "CPU time counter", scope: Scope = EVERYTHING, datasource: str | None = None
) -> TimeSeries:
    """Return a graph of the raw counter, a line for each CPU and mode."""
    return timeseries(
        title=title,
        queries=[query(cpu.seconds(scope=scope), "cpu {{cpu}} {{mode}}")],
        unit=units.SECONDS,
        description="Seconds since the machine started. Only the slope of the lines says anything.",
        datasource=datasource,
    )


def cpu_by_mode_panel(
    *,
    title: str = "CPU time per CPU and mode",
    scope: Scope = EVERYTHING,
    window: DurationLike | None = None,
    datasource: str | None = None,
) -> TimeSeries:
    """Return a graph of the share of time that each CPU spends in each mode."""
    expr = cpu.by_cpu_and_mode(scope=scope, window=window)
    return timeseries(
        title=title,
        queries=[query(expr, "cpu {{cpu}} {{mode}}")],
        unit=units.PERCENT_UNIT,
        minimum=0,
        maximum=1,
        description="The modes of one CPU add up to 100 %.",
        datasource=datasource,
    )


def cpu_sum_panel(
    *,
    title: str = "CPUs busy, summed by mode",
    scope: Scope = EVERYTHING,
    window: DurationLike | None = None,
    datasource: str | None = None,
) -> TimeSeries:
    """Return a graph of how many CPUs' worth of time goes into each mode."""
    return timeseries(
        title=title,
        queries=[query(cpu.sum_by_mode(scope=scope, window=window), "{{mode}}")],
        unit=units.SHORT,
        minimum=0,
        description="In CPUs: the modes add up to the number of CPUs.",
        datasource=datasource,
    )


def cpu_avg_panel(
    *,
    title: str = "CPU time, averaged by mode",
    scope: Scope = EVERYTHING,
    window: DurationLike | None = None,
    datasource: str | None = None,
) -> TimeSeries:
    """Return a graph of the share of all CPUs' time that goes into each mode."""
    return timeseries(
        title=title,
        queries=[query(cpu.avg_by_mode(scope=scope, window=window), "{{mode}}")],
        unit=units.PERCENT_UNIT,
        minimum=0,
        maximum=1,
        description="The modes add up to 100 %, however many CPUs there are.",
        datasource=datasource,
    )


def cpu_usage_panel(
    *,
    title: str = "CPU usage",
    scope: Scope = EVERYTHING,
    by: Labels = "mode",
    legend: str = "usage",
    window: DurationLike | None = None,
    datasource: str | None = None,
) -> TimeSeries:
    """Return a graph of usage in %: everything that is not idle."""
    return timeseries(
        title=title,
        queries=[query(cpu.usage_percent(scope=scope, by=by, window=window), legend)],
        unit=units.PERCENT_FORMAT,
        minimum=0,
        maximum=100,
        steps=BUSY,
        description="100 % less the idle time, averaged over all CPUs.",
        datasource=datasource,
    )


def cpu_usage_gauge(
    *,
    title: str = "CPU usage now",
    scope: Scope = EVERYTHING,
    by: Labels = "mode",
    legend: str = "usage",
    window: DurationLike | None = None,
    datasource: str | None = None,
) -> GaugePanel:
    """Return a dial of usage in %."""
    return gauge(
        title=title,
        queries=[query(cpu.usage_percent(scope=scope, by=by, window=window), legend)],
        unit=units.PERCENT_FORMAT,
        steps=BUSY,
        datasource=datasource,
    )


def cpu_usage_stat(
    *,
    title: str = "CPU usage now",
    scope: Scope = EVERYTHING,
    by: Labels = "mode",
    legend: str = "usage",
    window: DurationLike | None = None,
    datasource: str | None = None,
) -> Stat:
    """Return usage in % as a number over its course."""
    return stat(
        title=title,
        queries=[query(cpu.usage_percent(scope=scope, by=by, window=window), legend)],
        unit=units.PERCENT_FORMAT,
        decimals=1,
        steps=BUSY,
        datasource=datasource,
    )


def cpu_modes_panel(
    *,
    title: str = "CPU usage by mode",
    scope: Scope = EVERYTHING,
    without: Labels = "cpu",
    window: DurationLike | None = None,
    datasource: str | None = None,
) -> TimeSeries:
    """Return the busy modes stacked from 0 to 100 %: what the CPUs do when they are not idle."""
    expr = cpu.busy_modes(scope=scope, without=without, window=window)
    return timeseries(
        title=title,
        queries=[query(expr, "{{mode}}")],
        unit=units.PERCENT_UNIT,
        stacked=True,
        minimum=0,
        maximum=1,
        description="The top of the stack is the usage; what is left to 100 % is idle time.",
        datasource=datasource,
    )
