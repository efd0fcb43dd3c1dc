"""Recognises grafanalib's groups of alert rules, and converts them to dicts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from boardwright.loading.alert_data import is_group_data
from boardwright.loading.grafanalib_objects import is_core_object

RULE_FIELDS = (
    "title",
    "uid",
    "evaluateFor",
    "noDataAlertState",
    "errorAlertState",
    "timeRangeFrom",
    "timeRangeTo",
    "annotations",
    "labels",
    "dashboard_uid",
    "panel_id",
)
V8_CONDITION = "CONDITION"
"""The name that grafanalib gives to the condition of a rule in the form of Grafana 8."""


def is_group(value: object) -> bool:
    """Return whether a value is an `AlertGroup` object of grafanalib."""
    return is_core_object(value, "AlertGroup")


def is_rule(value: object) -> bool:
    """Return whether a value is an alert rule object of grafanalib, such as `AlertRulev9`."""
    return is_core_object(value, "AlertRulev9") or is_core_object(value, "AlertRulev8")


def list_groups(value: Any) -> Iterator[tuple[str, Any]]:
    """Yield each alert group with its path inside the value. The value is an alert group, whose
    path is empty, or an `AlertFileBasedProvisioning` of grafanalib, whose groups have paths such as
    `.groups[0]`.
    """
    if is_group(value) or is_group_data(value):
        yield "", value
    elif is_core_object(value, "AlertFileBasedProvisioning"):
        yield from ((f".groups[{i}]", group) for i, group in enumerate(value.groups))


def build_board_from_group(group: Any) -> dict[str, Any]:
    """Return an alert group in the shape of a board that has one panel for each rule. The panel
    contains the rule's queries.
    """
    return {
        "title": group.name,
        "panels": [
            {
                "id": number,
                "type": "timeseries",
                "title": rule.title,
                "targets": [item for item in _list_steps(rule) if not isinstance(item, Mapping)],
            }
            for number, rule in enumerate(group.rules, start=1)
        ],
        "alerts": {
            "folder": group.folder,
            "interval": group.evaluateInterval,
            "rules": [_convert_rule(rule) for rule in group.rules],
        },
    }


def _convert_rule(rule: Any) -> dict[str, Any]:
    queries = iter(range(len(rule.triggers)))
    found = _list_steps(rule)
    steps = [item if isinstance(item, Mapping) else next(queries) for item in found]
    names = [item["refId"] if isinstance(item, Mapping) else item.refId for item in found]
    condition = getattr(rule, "condition", V8_CONDITION)
    fields = {name: getattr(rule, name) for name in RULE_FIELDS}
    return {**fields, "condition": condition, "steps": steps, "names": names}


def _list_steps(rule: Any) -> list[Any]:
    """Return the queries of a rule as objects and the rule's expressions as dicts, in their
    declared order.
    """
    if is_core_object(rule, "AlertRulev9"):
        return [
            _convert_expression(item) if is_core_object(item, "AlertExpression") else item
            for item in rule.triggers
        ]
    conditions = [
        _convert_condition(condition, target.refId) for target, condition in rule.triggers
    ]
    classic = {"refId": V8_CONDITION, "type": "classic_conditions", "conditions": conditions}
    return [*(target for target, _ in rule.triggers), classic]


def _convert_expression(item: Any) -> dict[str, Any]:
    """Return a Grafana expression, such as `reduce` or `math`, as a dict with only the keys that
    its type uses.
    """
    kind = item.expressionType
    data: dict[str, Any] = {"refId": item.refId, "type": kind, "hide": item.hide}
    if kind == "classic_conditions":
        names = [condition.target.refId if condition.target else item.expression
                 for condition in item.conditions]  # fmt: skip
        conditions = [
            _convert_condition(condition, name)
            for condition, name in zip(item.conditions, names, strict=True)
        ]
        return {**data, "conditions": conditions}
    data["expression"] = item.expression
    if kind == "reduce":
        data |= {"reducer": item.reduceFunction, "settings": _build_reduce_settings(item)}
    if kind == "resample":
        data["window"] = item.resampleWindow
        data |= {"downsampler": item.resampleDownsampler, "upsampler": item.resampleUpsampler}
    return data


def _build_reduce_settings(item: Any) -> dict[str, Any]:
    """Return the settings of a reduce expression for NaN and infinity, as in Grafana's JSON; an
    empty dict for Grafana's mode `strict`.
    """
    if item.reduceMode == "strict":
        return {"mode": ""}
    if item.reduceMode == "replaceNN":
        return {"mode": item.reduceMode, "replaceWithValue": item.reduceReplaceWith}
    return {"mode": item.reduceMode}


def _convert_condition(condition: Any, name: str) -> dict[str, Any]:
    evaluator = condition.evaluator
    return {
        "evaluator": {"type": evaluator.type, "params": evaluator.params},
        "operator": {"type": condition.operator},
        "query": {"params": [name]},
        "reducer": {"type": condition.reducerType, "params": []},
        "type": "query",
    }
