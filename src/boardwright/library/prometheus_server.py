"""Panels about Prometheus itself: series, ingestion, queries, rules, and alerts that were not sent.

Rates and quantiles use the window of the scope. The default window is 5 minutes, because one minute
is too short for rare events.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from grafanalib import formatunits as units

from boardwright.library.definitions import PanelDefinition
from boardwright.library.figures import stat
from boardwright.library.histograms import quantile
from boardwright.library.lines import timeseries
from boardwright.library.mappings import YES_OR_NO
from boardwright.library.queries import query
from boardwright.library.rates import per_second
from boardwright.library.ratios import error_ratio
from boardwright.library.scope import EVERYTHING, Scope
from boardwright.library.steps import thresholds
from boardwright.promql import max_, min_, rate, sum_

if TYPE_CHECKING:
    from boardwright.promql import Operand

WINDOW = "5m"
EVALUATIONS = "prometheus_rule_evaluation_duration_seconds_count"
QUERY_DURATION = "prometheus_engine_query_duration_seconds"


def with_default_window(scope: Scope) -> Scope:
    """Return the scope with a window of 5 minutes, unless the scope already has a window."""
    return scope if scope.window is not None else scope.with_window(WINDOW)


def failed_rules(*, scope: Scope = EVERYTHING) -> Operand:
    """Return the share (0 to 1) of rule evaluations that failed."""
    return error_ratio(
        EVALUATIONS,
        errors="prometheus_rule_evaluation_failures_total",
        scope=with_default_window(scope),
        by="instance",
    )


def slow_groups(*, scope: Scope = EVERYTHING) -> Operand:
    """Return the duration of each rule group's last evaluation, divided by the group's interval.

    If the result is above 1, the group skips evaluations.
    """
    duration = scope.metric("prometheus_rule_group_last_duration_seconds")
    return max_(duration / scope.metric("prometheus_rule_group_interval_seconds"), by="rule_group")


def _sum_rates(counter: str, scope: Scope, **options: Any) -> Operand:
    return per_second(counter, scope=with_default_window(scope), **options)


def _drop_rate(scope: Scope) -> Operand:
    window = with_default_window(scope).window
    return rate(scope.metric("prometheus_notifications_dropped_total"), window)


series_stat = PanelDefinition(
    stat,
    title="Series",
    queries=lambda scope: [query(sum_(scope.metric("prometheus_tsdb_head_series")), "series")],
    unit=units.SHORT,
    description="Number of series in the head block, which Prometheus keeps in memory.",
)

samples_stat = PanelDefinition(
    stat,
    title="Samples per second",
    queries=lambda scope: [
        query(_sum_rates("prometheus_tsdb_head_samples_appended_total", scope), "samples")
    ],
    unit=units.COUNTS_PER_SEC,
)

configuration_stat = PanelDefinition(
    stat,
    title="Configuration loaded",
    queries=lambda scope: [
        query(min_(scope.metric("prometheus_config_last_reload_successful")), "loaded")
    ],
    unit=units.SHORT,
    steps=thresholds("red", green=1),
    mappings=YES_OR_NO,
    sparkline=False,
    description="If the last reload failed, Prometheus keeps the previous configuration.",
)

series_panel = PanelDefinition(
    timeseries,
    title="Head series",
    queries=lambda scope: [query(scope.metric("prometheus_tsdb_head_series"), "{{instance}}")],
    unit=units.SHORT,
    minimum=0,
    description="The number falls every two hours, when Prometheus writes the head block to disk.",
)

query_duration_panel = PanelDefinition(
    timeseries,
    title="Query duration",
    queries=lambda scope: [
        query(scope.metric(QUERY_DURATION, quantile="0.9"), "p90 {{slice}}"),
        query(scope.metric(QUERY_DURATION, quantile="0.99"), "p99 {{slice}}"),
    ],
    unit=units.SECONDS,
    minimum=0,
    description="inner_eval is the time of the evaluation itself. A long queue_time means that "
    "too many queries run at the same time.",
)

api_duration_panel = PanelDefinition(
    timeseries,
    title="HTTP requests, p99",
    queries=lambda scope: [
        query(
            quantile(
                0.99,
                "prometheus_http_request_duration_seconds",
                scope=with_default_window(scope),
                by="handler",
            ),
            "p99 {{handler}}",
        )
    ],
    unit=units.SECONDS,
    minimum=0,
    description="Grafana's boards wait for the handlers /api/v1/query and /api/v1/query_range.",
)

rule_evaluations_panel = PanelDefinition(
    timeseries,
    title="Rule evaluations",
    queries=lambda scope: [query(_sum_rates(EVALUATIONS, scope, by="instance"), "{{instance}}")],
    unit=units.COUNTS_PER_SEC,
    minimum=0,
)

rule_failures_panel = PanelDefinition(
    timeseries,
    title="Failed rule evaluations",
    queries=lambda scope: [query(failed_rules(scope=scope), "{{instance}}")],
    unit=units.PERCENT_UNIT,
    minimum=0,
    steps=thresholds(red=0.001),
    description="A rule that fails sends no alert. Prometheus shows the error on its page Rules.",
)

rule_groups_panel = PanelDefinition(
    timeseries,
    title="Rule groups against their interval",
    queries=lambda scope: [query(slow_groups(scope=scope), "{{rule_group}}")],
    unit=units.PERCENT_UNIT,
    minimum=0,
    steps=thresholds(orange=0.5, red=1),
    description="A group that takes longer than its interval misses evaluations.",
)

notifications_panel = PanelDefinition(
    timeseries,
    title="Alerts that Prometheus could not send",
    queries=lambda scope: [
        query(_drop_rate(scope), "{{instance}} dropped per second"),
        query(scope.metric("prometheus_notifications_queue_length"), "{{instance}} queued"),
    ],
    unit=units.SHORT,
    minimum=0,
    description="Nobody is notified about a dropped alert.",
)
