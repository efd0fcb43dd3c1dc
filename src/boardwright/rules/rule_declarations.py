"""The functions `alert(…)` and `group(…)`, which declare an alert and a group of rules."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, TypeAlias

from boardwright.rules.recorded_series import Recorded, list_recorded_rules
from boardwright.rules.rule_texts import (
    build_rule_declaration_error,
    check_annotations,
    check_labels,
    check_rule_name,
    find_calling_place,
    read_duration,
    read_expr,
)
from boardwright.schema.rule_values import AlertRule, PromRule, RecordingRule, RuleGroup

if TYPE_CHECKING:
    from boardwright.promql.operators import OperandLike

RuleLike: TypeAlias = "Recorded | PromRule"
"""The types of values that `group(…)` accepts as rules."""


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
    """Declare an alert.

    >>> from boardwright.promql import metric
    >>> alert("TargetDown", metric("up").eq(0), for_="5m", severity="critical").labels
    {'severity': 'critical'}

    Args:
        name: Name of the alert.
        expr: The condition, as an expression or as PromQL text. Each series in its result causes
            one alert.
        for_: How long the condition must be true before the alert fires. With 0, the alert fires at
            once. With None, the alert waits for two evaluations, so that it does not fire because
            of a single wrong sample.
        keep_firing_for: How long the alert keeps firing after the condition is no longer true.
        severity: Value of the label `severity`.
        summary: Text of the annotation `summary`.
        description: Text of the annotation `description`.
        runbook: URL for the annotation `runbook_url`.
        labels: Further labels. The values may be templates, such as `{{ $labels.job }}`.
        annotations: Further annotations. The values may be templates, such as `{{ $value }}`.

    Raises:
        DeclarationError: Prometheus does not accept an argument, the expression contains a Grafana
            variable, or a URL contains a secret.
        PromqlError: `expr` is not a PromQL expression.
    """
    check_rule_name(name, "an alert")
    subject = f'alert "{name}"'
    operand = read_expr(expr, subject)
    texts = {"summary": summary, "description": description, "runbook_url": runbook}
    return AlertRule(
        name=name,
        expr=str(operand),
        for_=read_duration(for_, f"{subject}: for_", allow_zero=True),
        keep_firing_for=read_duration(
            keep_firing_for, f"{subject}: keep_firing_for", allow_zero=True
        ),
        labels=check_labels(_merge_texts({"severity": severity}, labels, subject), subject),
        annotations=check_annotations(_merge_texts(texts, annotations, subject), subject),
        uses=list_recorded_rules(operand),
        place=find_calling_place(),
    )


def _merge_texts(
    own: Mapping[str, str | None], others: Mapping[str, str] | None, subject: str
) -> dict[str, str]:
    merged = {name: value for name, value in own.items() if value is not None}
    for name in others or {}:
        if name in merged:
            raise build_rule_declaration_error(
                f"{subject}: {name} is set by an argument and also in labels= or annotations=",
                f"Remove {name} from the mapping labels= or annotations=.",
            )
    return {**merged, **(others or {})}


def group(
    name: str, *rules: RuleLike, interval: str | float | None = None, limit: int = 0
) -> RuleGroup:
    """Declare a group of rules. Prometheus evaluates the rules one after the other.

    If an expression in the group contains a recorded series whose recording rule is in no group,
    boardwright adds this recording rule to the group.

    Args:
        name: Name of the group.
        *rules: The results of `record(…)` and `alert(…)`, in the order of their evaluation.
        interval: Time between two evaluations; None for the project's scrape interval.
        limit: The largest number of series or alerts that each rule may return; 0 for no limit.

    Raises:
        DeclarationError: Prometheus does not accept an argument.
    """
    check_rule_name(name, "a rule group")
    subject = f'group "{name}"'
    if isinstance(limit, bool) or not isinstance(limit, int) or limit < 0:
        raise build_rule_declaration_error(
            f"{subject}: limit is {limit!r}, but must be a whole number of at least 0",
            "Write the largest number of series that each rule may return, or 0 for no limit.",
        )
    return RuleGroup(
        name=name,
        rules=tuple(
            _convert_rule(rule, number, subject) for number, rule in enumerate(rules, start=1)
        ),
        interval=read_duration(interval, f"{subject}: interval"),
        limit=limit,
        place=find_calling_place(),
    )


def _convert_rule(rule: object, number: int, subject: str) -> PromRule:
    if isinstance(rule, Recorded):
        return rule.rule
    if isinstance(rule, RecordingRule | AlertRule):
        return rule
    raise build_rule_declaration_error(
        f"{subject}: rule number {number} is a value of type {type(rule).__name__}, which is not "
        "a rule",
        "Pass only results of record(...) and alert(...) as rules.",
    )
