"""Converts alert rules and rule files of a project to the form that the check rules examine."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from boardwright.checks.prometheus_rule import PrometheusRule, as_prometheus_rule
from boardwright.checks.settings import Settings
from boardwright.checks.views.project_view import ConfigurationView
from boardwright.promql.expression import read_expression
from boardwright.schema.alerting.alerts import CompiledGroup, CompiledRule
from boardwright.schema.datasource_references import PROMETHEUS
from boardwright.schema.document import Place
from boardwright.schema.rule_values import RuleFile


def collect_rule_places(
    groups: Sequence[CompiledGroup], files: Sequence[RuleFile]
) -> frozenset[Place]:
    """Return the file and line at which each alert and recording rule is declared."""
    managed = frozenset(rule.place for group in groups for rule in group.rules)
    return managed | {rule.place for file in files for each in file.groups for rule in each.rules}


def collect_file_rules(files: Sequence[RuleFile]) -> tuple[PrometheusRule, ...]:
    """Return the Prometheus rules that the given files declare."""
    return tuple(
        as_prometheus_rule(rule, group)
        for file in files
        for group in file.groups
        for rule in group.rules
    )


def iter_rule_file_views(
    files: Sequence[RuleFile], settings: Settings
) -> Iterator[ConfigurationView]:
    """Yield a view of each file that declares Prometheus rules."""
    for file in files:
        yield ConfigurationView(
            place=Place(file=file.source),
            scrapes=(),
            datasources=(),
            settings=settings,
            rules=collect_file_rules([file]),
        )


def iter_alert_views(
    groups: Sequence[CompiledGroup], settings: Settings
) -> Iterator[ConfigurationView]:
    """Yield a view of each Grafana alert group. The view contains one Prometheus rule for each
    Prometheus query of the group.
    """
    for group in groups:
        yield ConfigurationView(
            place=group.place,
            scrapes=(),
            datasources=(),
            settings=settings,
            rules=tuple(query for rule in group.rules for query in _iter_queries(rule)),
        )


def _iter_queries(rule: CompiledRule) -> Iterator[PrometheusRule]:
    """Yield the Prometheus queries of a Grafana alert rule. Invalid queries are omitted, because
    the compiler reports them.
    """
    for step in rule.steps:
        if step.datasource_type in PROMETHEUS:
            read = read_expression(step.expr)
            if read.error is None:
                yield PrometheusRule(
                    name=rule.title,
                    records=False,
                    expression=read,
                    place=rule.place,
                    managed=True,
                )
