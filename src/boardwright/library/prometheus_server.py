"""Prometheus' own health: series, ingestion, queries, rules, alerts on their way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grafanalib import formatunits as units

from boardwright.library.distributions import quantiles_panel
from boardwright.library.figures import stat
from boardwright.library.lines import timeseries
from boardwright.library.mappings import YES_OR_NO
from boardwright.library.queries import query
from boardwright.library.rates import per_second
from boardwright.library.ratios import error_ratio
from boardwright.library.scope import EVERYTHING, Scope
from boardwright.library.steps import thresholds
from boardwright.promql import max_, min_, rate, sum_

if TYPE_CHECKING:
    from grafanalib.core import Stat, TimeSeries

    from boardwright.promql import Operand
    from boardwright.promql.durations import DurationLike

WINDOW = "5m"
"""Of rates and quantiles here: what is rare needs more than a minute to show."""


def series_stat(
    *, title: str = "Series", scope: Scope = EVERYTHING, datasource: str | None = None
) -> Stat:
    """Return how many series are in memory."""
    return stat(
        title=title,
        queries=[query(sum_(scope.metric("prometheus_tsdb_head_series")), "series")],
        unit=units.SHORT,
        description="Series in the head block: what Prometheus' memory grows with.",
        datasource=datasource,
    )


def samples_stat(
    *,
    title: str = "Samples per second",
    scope: Scope = EVERYTHING,
    window: DurationLike | None = WINDOW,
    datasource: str | None = None,
) -> Stat:
    """Return how many samples are taken in per second."""
    expr = per_second("prometheus_tsdb_head_samples_appended_total", scope=scope, window=window)
    return stat(
        title=title,
        queries=[query(expr, "samples")],
        unit=units.COUNTS_PER_SEC,
        datasource=datasource,
    )


def configuration_stat(
    *, title: str = "Configuration loaded", scope: Scope = EVERYTHING, datasource: str | None = None
) -> Stat:
    """Return whether the newest configuration is in use."""
    expr = min_(scope.metric("prometheus_config_last_reload_successful"))
    return stat(
        title=title,
        queries=[query(expr, "loaded")],
        unit=units.SHORT,
        steps=thresholds("red", green=1),
        mappings=YES_OR_NO,
        sparkline=False,
        description="No: the last reload failed, and Prometheus runs on the one before.",
        datasource=datasource,
    )


def series_panel(
    *, title: str = "Head series", scope: Scope = EVERYTHING, datasource: str | None = None
) -> TimeSeries:
    """Return how many series are in memory, over time."""
    return timeseries(
        title=title,
        queries=[query(scope.metric("prometheus_tsdb_head_series"), "{{instance}}")],
        unit=units.SHORT,
        minimum=0,
        description="It falls when the head block is written to disk, every two hours.",
        datasource=datasource,
    )


def query_duration_panel(
    *,
    title: str = "Query duration",
    scope: Scope = EVERYTHING,
    datasource: str | None = None,
) -> TimeSeries:
    """Return the 90th and 99th percentile of each part of a query, as Prometheus tells them."""
    slowest = {"p90": "0.9", "p99": "0.99"}
    name = "prometheus_engine_query_duration_seconds"
    return timeseries(
        title=title,
        queries=[
            query(scope.metric(name, quantile=value), f"{percentile} {{{{slice}}}}")
            for percentile, value in slowest.items()
        ],
        unit=units.SECONDS,
        minimum=0,
        description="inner_eval: the work itself. queue_time: too many queries at once.",
        datasource=datasource,
    )


def api_duration_panel(
    *,
    title: str = "HTTP requests, p99",
    scope: Scope = EVERYTHING,
    window: DurationLike | None = WINDOW,
    datasource: str | None = None,
) -> TimeSeries:
    """Return the 99th percentile of the time that each HTTP handler takes."""
    return quantiles_panel(
        "prometheus_http_request_duration_seconds",
        title=title,
        quantiles=(0.99,),
        by="handler",
        scope=scope,
        window=window,
        description="/api/v1/query and query_range are what boards wait for.",
        datasource=datasource,
    )


def rule_evaluations_panel(
    *,
    title: str = "Rule evaluations",
    scope: Scope = EVERYTHING,
    window: DurationLike | None = WINDOW,
    datasource: str | None = None,
) -> TimeSeries:
    """Return how many rules are evaluated per second."""
    count = "prometheus_rule_evaluation_duration_seconds_count"
    expr = per_second(count, scope=scope, by="instance", window=window)
    return timeseries(
        title=title,
        queries=[query(expr, "{{instance}}")],
        unit=units.COUNTS_PER_SEC,
        minimum=0,
        datasource=datasource,
    )


def rule_failures_panel(
    *,
    title: str = "Failed rule evaluations",
    scope: Scope = EVERYTHING,
    window: DurationLike | None = WINDOW,
    datasource: str | None = None,
) -> TimeSeries:
    """Return the share of evaluations that failed: such a rule is silent, whatever happens."""
    expr = error_ratio(
        "prometheus_rule_evaluation_duration_seconds_count",
        errors="prometheus_rule_evaluation_failures_total",
        scope=scope,
        by="instance",
        window=window,
    )
    return timeseries(
        title=title,
        queries=[query(expr, "{{instance}}")],
        unit=units.PERCENT_UNIT,
        minimum=0,
        steps=thresholds(red=0.001),
        description="A rule that fails alerts no one. Its error is on Prometheus' page of rules.",
        datasource=datasource,
    )


def slow_groups(*, scope: Scope = EVERYTHING) -> Operand:
    """Return the share of its interval that each group of rules takes; above 1 it skips some."""
    took = scope.metric("prometheus_rule_group_last_duration_seconds")
    return max_(took / scope.metric("prometheus_rule_group_interval_seconds"), by="rule_group")


def rule_groups_panel(
    *,
    title: str = "Rule groups against their interval",
    scope: Scope = EVERYTHING,
    datasource: str | None = None,
) -> TimeSeries:
    """Return a graph of `slow_groups`."""
    return timeseries(
        title=title,
        queries=[query(slow_groups(scope=scope), "{{rule_group}}")],
        unit=units.PERCENT_UNIT,
        minimum=0,
        steps=thresholds(orange=0.5, red=1),
        description="A group that takes longer than its interval leaves evaluations out.",
        datasource=datasource,
    )


def notifications_panel(
    *,
    title: str = "Alerts that Prometheus could not send",
    scope: Scope = EVERYTHING,
    window: DurationLike | None = WINDOW,
    datasource: str | None = None,
) -> TimeSeries:
    """Return the alerts that were dropped on their way to Alertmanager, and those that wait."""
    dropped = rate(scope.metric("prometheus_notifications_dropped_total"), window)
    return timeseries(
        title=title,
        queries=[
            query(dropped, "{{instance}} dropped per second"),
            query(scope.metric("prometheus_notifications_queue_length"), "{{instance}} queued"),
        ],
        unit=units.SHORT,
        minimum=0,
        description="Dropped alerts reach no one.",
        datasource=datasource,
    )
