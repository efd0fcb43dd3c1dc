"""Declares alerts and recording rules. Their PromQL expressions can also be used in panels.

>>> from boardwright.promql import avg, metric, rate
>>> from boardwright.rules import alert, group, record
>>> idle = metric("node_cpu_seconds_total", mode="idle")
>>> busy = record("instance:node_cpu_usage:ratio", 1 - avg(rate(idle), by="instance"))
>>> high = alert("HostCpuHigh", busy > 0.9, for_="15m", severity="warning")
>>> high.expr
'instance:node_cpu_usage:ratio > 0.9'

A panel with `Target(expr=busy)` queries the recorded series. If a module in `dashboards/` or
`rules/` has rules as module-level variables, boardwright builds and deploys these rules together
with the boards.
"""

from __future__ import annotations

from boardwright.rules.burn_rates import BurnRate, burn_rate
from boardwright.rules.recorded_series import Recorded, record
from boardwright.rules.rule_declarations import alert, group
from boardwright.rules.service_levels import ServiceLevel, slo
from boardwright.rules.slo_panels import slo_board
from boardwright.rules.slo_specs import read_slos
from boardwright.schema.rule_values import AlertRule, PromRule, RecordingRule, RuleGroup, RuleSource

__all__ = [
    "AlertRule",
    "BurnRate",
    "PromRule",
    "Recorded",
    "RecordingRule",
    "RuleGroup",
    "RuleSource",
    "ServiceLevel",
    "alert",
    "burn_rate",
    "group",
    "read_slos",
    "record",
    "slo",
    "slo_board",
]
