"""Converts Prometheus alert rules to Grafana-managed alert rules.

If the PromQL of an alert is one comparison with a number, such as `a > 5`, then `a` becomes a query
and `> 5` becomes a Grafana expression. Grafana then stores the value of `a` at every evaluation.
Any other PromQL becomes one query. As in Prometheus, each series in the query's result fires an
alert, even a series with the value 0.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from boardwright.errors import DocumentError
from boardwright.notation.template_actions import ACTION, TEXT
from boardwright.promql.bounds import Bound, list_bounds
from boardwright.promql.expression import read_expression
from boardwright.promql.lexical import format_number
from boardwright.promql.operators import SET_OPERATORS, Binary
from boardwright.schema.alerting.alerts import AlertDocument
from boardwright.schema.alerting.declared_rule import (
    DeclaredExpression,
    DeclaredQuery,
    DeclaredRule,
    build_query_board,
)
from boardwright.schema.document import ORIGIN, Document, Json, Origin
from boardwright.schema.rule_values import AlertRule, RuleGroup

_EVALUATORS = {">": "gt", "<": "lt"}
_EVERY_SERIES = "is_number($A) || is_nan($A) || is_inf($A)"
_RANGE = 600
"""Start of a query's time range, in seconds before now.

Grafana requires a time range even for instant queries.
"""

_VALUE = re.compile(rf"{TEXT.pattern}|(\$value\b|(?<![\w)\]])\.Value\b)", TEXT.flags)
"""Matches a quoted text, or the alert's value, such as `$value`, as group 1."""
_PROMETHEUS_DATA = re.compile(
    r"(\$external(?:Labels|URL)\b|\.External(?:Labels|URL)\b|\bquery(?=\s+[\"`]))"
)
"""Matches variables and functions that only Prometheus's templates support."""


def iter_managed_groups(groups: Sequence[RuleGroup], folder: str | None) -> Iterator[AlertDocument]:
    """Yield a Grafana alert group for each Prometheus rule group that contains alerts.

    Args:
        groups: The rule groups that one file declares.
        folder: The title of the Grafana folder; None for the project's default folder.

    Raises:
        DocumentError: A label or annotation contains a template that Grafana does not support.
    """
    titles = _choose_titles([rule for group in groups for rule in _list_alerts(group)])
    for group in groups:
        if alerts := _list_alerts(group):
            yield _build_document(replace(group, rules=tuple(alerts)), alerts, titles, folder)


def _list_alerts(group: RuleGroup) -> list[AlertRule]:
    return [rule for rule in group.rules if isinstance(rule, AlertRule)]


def _choose_titles(alerts: Sequence[AlertRule]) -> dict[int, str]:
    """Return the title of each alert, by `id(alert)`.

    Grafana requires different titles. If several alerts have the same name, their titles also
    contain the labels.
    """
    count = Counter(alert.name for alert in alerts)
    return {
        id(alert): alert.name
        if count[alert.name] == 1
        else f"{alert.name} ({_format_labels(alert)})"
        for alert in alerts
    }


def _format_labels(alert: AlertRule) -> str:
    return ", ".join(f"{name}={value}" for name, value in sorted(alert.labels.items()))


def _build_document(
    group: RuleGroup, alerts: Sequence[AlertRule], titles: Mapping[int, str], folder: str | None
) -> AlertDocument:
    body = build_query_board(group.name, [(alert.name, [_build_target(alert)]) for alert in alerts])
    for panel, alert in zip(body["panels"], alerts, strict=True):
        panel[ORIGIN] = Origin(place=alert.place)
    return AlertDocument(
        name=group.name,
        place=group.place,
        folder=folder,
        interval=group.interval,
        rules=tuple(_build_rule(alert, titles[id(alert)]) for alert in alerts),
        queries=Document(body=body, place=group.place, name=group.name, form="dict"),
    )


def _build_target(alert: AlertRule) -> Json:
    bound = _find_only_bound(alert)
    expr = alert.expr if bound is None else str(bound.value)
    return {"refId": "A", "expr": expr, "instant": True, "range": False}


def _find_only_bound(alert: AlertRule) -> Bound | None:
    """Return the comparison with a number if it is the alert's whole PromQL, or else None."""
    tree = read_expression(alert.expr).tree
    if tree is None or (isinstance(tree.bare, Binary) and tree.bare.op in SET_OPERATORS):
        return None
    return next(iter(list_bounds(tree)), None)


def _build_rule(alert: AlertRule, title: str) -> DeclaredRule:
    expression = _build_expression(_find_only_bound(alert))
    return DeclaredRule(
        place=alert.place,
        title=title,
        condition="B",
        steps=(
            DeclaredQuery(name="A", target=0, start=_RANGE, end=0),
            DeclaredExpression(name="B", model=expression),
        ),
        wait=alert.for_,
        keep_firing=alert.keep_firing_for,
        no_data_state="OK",
        error_state="Error",
        annotations=_translate_texts(alert, alert.annotations),
        labels=_translate_texts(alert, alert.labels),
        alert=alert.key,
    )


def _build_expression(bound: Bound | None) -> Json:
    if bound is None:
        return {"refId": "B", "type": "math", "expression": _EVERY_SERIES}
    if bound.op not in _EVALUATORS:
        expression = f"$A {bound.op} {format_number(bound.limit)}"
        return {"refId": "B", "type": "math", "expression": expression}
    evaluator = {"type": _EVALUATORS[bound.op], "params": [bound.limit]}
    return {
        "refId": "B",
        "type": "threshold",
        "expression": "A",
        "conditions": [{"evaluator": evaluator}],
    }


def _translate_texts(alert: AlertRule, texts: Mapping[str, str]) -> dict[str, str]:
    return {name: _translate_text(alert, name, text) for name, text in texts.items()}


def _translate_text(alert: AlertRule, name: str, text: str) -> str:
    for action in ACTION.findall(text):
        if match := _PROMETHEUS_DATA.search(TEXT.sub('""', action)):
            raise DocumentError(
                f"the template of {name} uses {match[1]}, which Grafana's templates do not support",
                where=f'{alert.place}, alert "{alert.name}"',
                hint='Use only $labels and $value in the template, or remove "grafana" from '
                "alerts_in in boardwright.toml.",
            )
    return ACTION.sub(_translate_action, text)


def _translate_action(action: re.Match[str]) -> str:
    """Replace `$value` by the value of query A.

    In Grafana, `$value` is a text that lists the values of all queries.
    """
    return _VALUE.sub(lambda match: "$values.A.Value" if match[1] else match[0], action[0])
