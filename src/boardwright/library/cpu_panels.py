"""Panels about CPU time. The module `cpu` contains the PromQL expressions of these panels."""

from __future__ import annotations

from grafanalib import formatunits as units

from boardwright.library import cpu
from boardwright.library.definitions import PanelDefinition
from boardwright.library.figures import gauge, stat
from boardwright.library.lines import timeseries
from boardwright.library.options import Options
from boardwright.library.queries import query
from boardwright.library.steps import thresholds

BUSY = thresholds(orange=70, red=90)
"""Thresholds of the CPU usage in percent.

Above 70 %, a machine has little reserve for a peak. Above 90 %, tasks have to wait for a CPU.
"""

USAGE: Options = {
    "queries": lambda scope, by, legend: [query(cpu.usage_percent(scope=scope, by=by), legend)],
    "parameters": {"by": "mode", "legend": "usage"},
    "unit": units.PERCENT_FORMAT,
    "steps": BUSY,
}

cpu_seconds_panel = PanelDefinition(
    timeseries,
    title="CPU time counter",
    queries=lambda scope: [query(cpu.seconds(scope=scope), "cpu {{cpu}} {{mode}}")],
    unit=units.SECONDS,
    description="Seconds that each CPU has spent in each mode since the machine started. Only the "
    "slope of the lines has a meaning.",
)

cpu_by_mode_panel = PanelDefinition(
    timeseries,
    title="CPU time per CPU and mode",
    queries=lambda scope: [query(cpu.by_cpu_and_mode(scope=scope), "cpu {{cpu}} {{mode}}")],
    unit=units.PERCENT_UNIT,
    minimum=0,
    maximum=1,
    description="The lines of all modes of one CPU add up to 100 %.",
)

cpu_sum_panel = PanelDefinition(
    timeseries,
    title="CPUs busy, summed by mode",
    queries=lambda scope: [query(cpu.sum_by_mode(scope=scope), "{{mode}}")],
    unit=units.SHORT,
    minimum=0,
    description="Number of CPUs in each mode. The lines add up to the number of all CPUs.",
)

cpu_avg_panel = PanelDefinition(
    timeseries,
    title="CPU time, averaged by mode",
    queries=lambda scope: [query(cpu.avg_by_mode(scope=scope), "{{mode}}")],
    unit=units.PERCENT_UNIT,
    minimum=0,
    maximum=1,
    description="The lines of all modes add up to 100 %, whatever the number of CPUs.",
)

cpu_usage_panel = PanelDefinition(
    timeseries,
    title="CPU usage",
    minimum=0,
    maximum=100,
    description="100 % minus the idle time, averaged over all CPUs.",
    **USAGE,
)

cpu_usage_gauge = PanelDefinition(gauge, title="CPU usage now", **USAGE)

cpu_usage_stat = PanelDefinition(stat, title="CPU usage now", decimals=1, **USAGE)

cpu_modes_panel = PanelDefinition(
    timeseries,
    title="CPU usage by mode",
    queries=lambda scope, without: [
        query(cpu.busy_modes(scope=scope, without=without), "{{mode}}")
    ],
    parameters={"without": "cpu"},
    unit=units.PERCENT_UNIT,
    stacked=True,
    minimum=0,
    maximum=1,
    description="The top of the stack is the CPU usage. The rest up to 100 % is idle time.",
)
