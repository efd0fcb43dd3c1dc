"""Converts the queries and expressions of an alert rule to JSON for Grafana's API.

Grafana saves a rule even if the rule refers to a refId that does not exist, and reports the error
only when it evaluates the rule. This module therefore checks the refIds.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from boardwright.compiler.alert_texts import build_alert_rule_error
from boardwright.compiler.edit import drop_keys
from boardwright.notation.variable_syntax import VARIABLE, read_variable_name
from boardwright.schema.alerting.alert_expression import AlertExpression
from boardwright.schema.alerting.alert_step import DEFAULT_INTERVAL, DEFAULT_POINTS
from boardwright.schema.alerting.declared_rule import (
    DeclaredExpression,
    DeclaredQuery,
    DeclaredRule,
)
from boardwright.schema.datasource_references import EXPRESSION, PROMQL_FAMILY
from boardwright.schema.document import Json

MODEL_DEFAULTS: Json = {"intervalMs": DEFAULT_INTERVAL, "maxDataPoints": DEFAULT_POINTS}
"""Default settings of a query or expression in an alert rule."""


def build_steps(rule: DeclaredRule, targets: Sequence[Json]) -> list[Json]:
    """Return the queries and expressions of a rule, for the key `data` in Grafana's API.

    Args:
        rule: The declared rule.
        targets: The compiled queries of the rule, in the order of their declaration.

    Raises:
        DocumentError: A refId is missing, repeated or unknown. A query contains a variable of a
            board. The condition returns a time series instead of single numbers. An expression
            other than the condition has a recovery threshold.
    """
    _check_names(rule)
    steps = [
        _build_expression_step(step)
        if isinstance(step, DeclaredExpression)
        else _build_query_step(rule, step, targets[step.target])
        for step in rule.steps
    ]
    _check_condition(rule, steps)
    return steps


def _build_query_step(rule: DeclaredRule, query: DeclaredQuery, target: Json) -> Json:
    source = str(target["datasource"].get("uid") or "")
    _refuse_variables(rule, target["refId"], [str(target.get("expr", "")), source])
    start, end = query.start, query.end
    if not start > end >= 0:
        raise build_alert_rule_error(
            rule,
            f"timeRangeFrom is {start} and timeRangeTo is {end}, but timeRangeFrom must be larger "
            "than timeRangeTo",
            "Both values are seconds before now. For the last five minutes, write "
            "timeRangeFrom=300 and timeRangeTo=0.",
        )
    return _build_step(target["refId"], source, start, end, drop_keys(target, "hide"))


def _build_expression_step(expression: DeclaredExpression) -> Json:
    model = {key: value for key, value in expression.model.items() if key != "hide" or value}
    return _build_step(
        expression.name, EXPRESSION["uid"], 0, 0, {**model, "datasource": dict(EXPRESSION)}
    )


def _build_step(name: str, source: str, start: int, end: int, model: Json) -> Json:
    return {
        "refId": name,
        "queryType": str(model.get("queryType") or ""),
        "relativeTimeRange": {"from": start, "to": end},
        "datasourceUid": source,
        "model": MODEL_DEFAULTS | model,
    }


def _refuse_variables(rule: DeclaredRule, name: str, texts: Iterable[str]) -> None:
    for text in texts:
        for match in VARIABLE.finditer(text):
            variable = read_variable_name(match)
            if not variable.startswith("__"):
                raise build_alert_rule_error(
                    rule,
                    f"query {name} uses the variable {match[0]}, but alert rules have no variables",
                    "Write a fixed value, or remove the matcher to get one alert for each "
                    "value of the label.",
                )


def _check_names(rule: DeclaredRule) -> None:
    """Require a different refId for each query and expression."""
    names = [step.name for step in rule.steps]
    if not all(names):
        raise build_alert_rule_error(
            rule,
            "a query or expression has no refId",
            "Give each query a refId: Target(..., refId='A').",
        )
    for name in names:
        if names.count(name) > 1:
            raise build_alert_rule_error(
                rule,
                f"two queries or expressions have the refId {name!r}",
                "Give each query and expression a different refId.",
            )


def _check_condition(rule: DeclaredRule, steps: Sequence[Json]) -> None:
    by_name = {step["refId"]: step["model"] for step in steps}
    for step in steps:
        for name in _list_used_names(step["model"]):
            if name == step["refId"]:
                what = f"expression {name} uses its own refId"
                raise _build_reference_error(rule, what, by_name)
            if name not in by_name:
                what = f"expression {step['refId']} uses {name!r}, which does not exist"
                raise _build_reference_error(rule, what, by_name)
    condition = rule.condition
    if condition not in by_name:
        what = f"the condition is {condition!r}, which does not exist"
        raise _build_reference_error(rule, what, by_name)
    if _returns_series(condition, by_name, frozenset()):
        raise build_alert_rule_error(
            rule,
            f"the condition {condition} returns a time series, but an alert needs a single number",
            "Make the query instant: Target(..., instant=True), or add a reduce expression.",
        )
    for name, model in by_name.items():
        if name != condition and _has_recovery(model):
            raise build_alert_rule_error(
                rule,
                f"expression {name} has a recovery threshold, but the condition of the "
                f"rule is expression {condition}",
                f'Set condition="{name}", because Grafana accepts a recovery threshold only in '
                "the condition of a rule.",
            )


def _has_recovery(model: Json) -> bool:
    if model["datasource"] != EXPRESSION or model.get("type") != "threshold":
        return False
    return any(condition.get("unloadEvaluator") for condition in model.get("conditions") or ())


def _build_reference_error(rule: DeclaredRule, what: str, known_names: Iterable[str]) -> Exception:
    names = ", ".join(known_names)
    hint = f"This rule has the refIds {names}." if names else "Add queries to `data`."
    return build_alert_rule_error(rule, what, hint)


def _list_used_names(model: Json) -> tuple[str, ...]:
    """Return the refIds that an expression uses; empty for a query."""
    return AlertExpression(model).used_ref_ids if model["datasource"] == EXPRESSION else ()


def _returns_series(name: str, models: Mapping[str, Json], seen: frozenset[str]) -> bool:
    """Return whether a query or expression returns a time series instead of single numbers."""
    model = models[name]
    if model["datasource"] != EXPRESSION:
        return model["datasource"].get("type") in PROMQL_FAMILY and model.get("range") is True
    if model["type"] in {"reduce", "classic_conditions"} or name in seen:
        return False
    return any(_returns_series(each, models, seen | {name}) for each in _list_used_names(model))
