"""`alert(…)` and `group(…)`: alert rules and groups as values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, TypeAlias

from boardwright.rules.recorded_series import Recorded, recorded_rules
from boardwright.rules.rule_texts import (
    calling_place,
    check_annotations,
    check_labels,
    check_rule_name,
    read_expr,
    read_length,
    refuse_rule,
)
from boardwright.schema.rule_values import AlertRule, PromRule, RecordingRule, RuleGroup

if TYPE_CHECKING:
    from boardwright.promql.operators import OperandLike

RuleLike: TypeAlias = "Recorded | PromRule"
"""The arguments of `group`; of a recorded expression, the group takes the rule."""


def alert(
    name: str,
    expr: OperandLike | str,
    *,
    for_: str | float | None = None,
    keep_firing_for: str | float | None = None,
    severity: str | None = None,
    summary: str | None = None,
    description: str | None = None,
    runbook: str | None = None,
    labels: Mapping[str, str] | None = None,
    annotations: Mapping[str, str] | None = None,
) -> AlertRule:
    """Declare an alert rule.

    >>> from boardwright.promql import metric
    >>> alert("TargetDown", metric("up").eq(0), for_="5m", severity="critical").labels
    {'severity': 'critical'}

    Args:
        name: The name of the alert.
        expr: The condition, or its PromQL text; each series in its result is an alert.
        for_: How long the condition must hold. 0 fires at once; None waits for two evaluations, so
            one odd sample does not fire.
        keep_firing_for: How long the alert fires after the condition no longer holds.
        severity: The label `severity`.
        summary: The annotation `summary`: one line.
        description: The annotation `description`.
        runbook: The annotation `runbook_url`.
        labels: Further labels; values may be templates.
        annotations: Further annotations; values may be templates.

    Raises:
        DeclarationError: An argument that Prometheus does not accept, a Grafana variable in the
            expression, or a secret in a URL.
        PromqlError: It is not an expression.
    """
    check_rule_name(name, "an alert")
    named = f'alert "{name}"'
    found = read_expr(expr, named)
    texts = {"summary": summary, "description": description, "runbook_url": runbook}
    return AlertRule(
        name=name,
        expr=str(found),
        for_=read_length(for_, f"{named}: for_", zero=True),
        keep_firing_for=read_length(keep_firing_for, f"{named}: keep_firing_for", zero=True),
        labels=check_labels(_merge({"severity": severity}, labels, named), named),
        annotations=check_annotations(_merge(texts, annotations, named), named),
        uses=recorded_rules(found),
        place=calling_place(),
    )


def _merge(
    own: Mapping[str, str | None], others: Mapping[str, str] | None, named: str
) -> dict[str, str]:
    found = {name: value for name, value in own.items() if value is not None}
    for name in others or {}:
        if name in found:
            raise refuse_rule(f"{named}: {name} is given twice", "Keep one of them.")
    return {**found, **(others or {})}


def group(
    name: str, *rules: RuleLike, interval: str | float | None = None, limit: int = 0
) -> RuleGroup:
    """Declare a group: Prometheus evaluates its rules in this order, at one interval.

    Recorded series that a rule of the group uses and that were declared nowhere else join the
    group of the rule; they need not be listed.

    Args:
        name: The name of the group.
        *rules: Recorded expressions and alerts.
        interval: The time between two evaluations; None for the project's scrape interval.
        limit: The largest number of series or alerts of one rule; 0 for no limit.

    Raises:
        DeclarationError: An argument that Prometheus does not accept.
    """
    check_rule_name(name, "a rule group")
    named = f'group "{name}"'
    if isinstance(limit, bool) or not isinstance(limit, int) or limit < 0:
        raise refuse_rule(f"{named}: limit is {limit!r}", "Write a number; 0 for no limit.")
    return RuleGroup(
        name=name,
        rules=tuple(_rule(each, at, named) for at, each in enumerate(rules, start=1)),
        interval=read_length(interval, f"{named}: interval"),
        limit=limit,
        place=calling_place(),
    )


def _rule(given: object, at: int, named: str) -> PromRule:
    if isinstance(given, Recorded):
        return given.rule
    if isinstance(given, RecordingRule | AlertRule):
        return given
    raise refuse_rule(
        f"{named}: its rule number {at} is {type(given).__name__}, not a rule",
        "A group holds the results of record(...) and alert(...).",
    )
