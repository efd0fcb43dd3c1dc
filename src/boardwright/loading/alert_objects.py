"""Recognises and reads alert groups that are declared as grafanalib objects."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import count
from typing import Any

from boardwright.loading.alert_data import is_group_data
from boardwright.loading.grafanalib_objects import is_core_object
from boardwright.schema.alerting.alert_expression import (
    build_alert_condition,
    build_alert_expression,
    build_reduction_settings,
)
from boardwright.schema.alerting.alert_group_json import GroupData
from boardwright.schema.alerting.declared_rule import (
    DeclaredExpression,
    DeclaredQuery,
    DeclaredRule,
    build_query_board,
)
from boardwright.schema.document import Board, Json, Place

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
"""The refId that grafanalib gives to the condition of an `AlertRulev8`."""


def is_group(value: object) -> bool:
    """Return whether a value is an `AlertGroup` object of grafanalib."""
    return is_core_object(value, "AlertGroup")


def is_rule(value: object) -> bool:
    """Return whether a value is an alert rule object of grafanalib, such as `AlertRulev9`."""
    return is_core_object(value, "AlertRulev9") or is_core_object(value, "AlertRulev8")


def iter_groups(value: Any) -> Iterator[tuple[str, Any]]:
    """Yield each alert group in a value, with the path of the group. The path of a value that is
    itself an alert group is empty. The path of a group in an `AlertFileBasedProvisioning` of
    grafanalib is, for example, `.groups[0]`.
    """
    if is_group(value) or is_group_data(value):
        yield "", value
    elif is_core_object(value, "AlertFileBasedProvisioning"):
        yield from ((f".groups[{i}]", group) for i, group in enumerate(value.groups))


def build_board_from_group(group: Any) -> Board:
    """Return a board that contains the query objects of all rules of a group. The key `alerts` of
    the board contains the other attributes of the group and its rules. Therefore, one conversion to
    JSON converts the whole group.
    """
    titled_targets = [
        (rule.title, [each for _, each in _list_steps(rule) if not isinstance(each, Mapping)])
        for rule in group.rules
    ]
    return {
        **build_query_board(group.name, titled_targets),
        "alerts": {
            "folder": group.folder,
            "interval": group.evaluateInterval,
            "rules": [_convert_rule(rule) for rule in group.rules],
        },
    }


def read_group_objects(alerts: Json, queries: Board, places: Sequence[Place]) -> GroupData:
    """Return the alert group from the JSON data of a board that `build_board_from_group` built.

    Args:
        alerts: The value of the board's key `alerts`.
        queries: The board without the key `alerts`.
        places: The file and line at which each rule is declared.
    """
    return GroupData(
        name=queries["title"],
        interval=alerts["interval"],
        rules=tuple(_read_rule(r, place) for r, place in zip(alerts["rules"], places, strict=True)),
        queries=queries,
    )


def _read_rule(fields: Json, place: Place) -> DeclaredRule:
    return DeclaredRule(
        place=place,
        title=fields["title"],
        uid=fields["uid"],
        condition=fields["condition"],
        steps=tuple(_read_steps(fields)),
        wait=fields["evaluateFor"],
        no_data_state=fields["noDataAlertState"],
        error_state=fields["errorAlertState"],
        annotations=fields["annotations"],
        labels=fields["labels"],
        board_uid=fields["dashboard_uid"],
        panel_id=fields["panel_id"],
    )


def _read_steps(fields: Json) -> Iterator[DeclaredQuery | DeclaredExpression]:
    start, end = fields["timeRangeFrom"], fields["timeRangeTo"]
    for step, name in zip(fields["steps"], fields["names"], strict=True):
        if isinstance(step, Mapping):
            yield DeclaredExpression(name=name, model={**step})
        else:
            yield DeclaredQuery(name=name, target=step, start=start, end=end)


def _convert_rule(rule: Any) -> Json:
    """Return the attributes of a rule. `steps` has one item for each query and expression of the
    rule. The item for a query is the query's index among the rule's queries. The item for an
    expression is a dict with the expression's settings. `names` contains the refIds in the same
    order.
    """
    queries = count()
    items = _list_steps(rule)
    steps = [item if isinstance(item, Mapping) else next(queries) for _, item in items]
    names = [name for name, _ in items]
    condition = getattr(rule, "condition", V8_CONDITION)
    fields = {name: getattr(rule, name) for name in RULE_FIELDS}
    return {**fields, "condition": condition, "steps": steps, "names": names}


def _list_steps(rule: Any) -> list[tuple[Any, Any]]:
    """Return the refId and the value of each query and expression of a rule, in declared order. A
    query is returned as an object, an expression as a dict.
    """
    if is_core_object(rule, "AlertRulev9"):
        return [
            (
                item.refId,
                _convert_expression(item) if is_core_object(item, "AlertExpression") else item,
            )
            for item in rule.triggers
        ]
    conditions = [
        _convert_condition(condition, target.refId) for target, condition in rule.triggers
    ]
    classic = build_alert_expression(V8_CONDITION, "classic_conditions", conditions=conditions)
    return [
        *((target.refId, target) for target, _ in rule.triggers),
        (V8_CONDITION, classic),
    ]


def _convert_expression(item: Any) -> Json:
    """Return a Grafana expression as a dict with the keys that its type, such as `reduce`, uses."""
    kind = item.expressionType
    settings: Json = {}
    if kind == "classic_conditions":
        names = [condition.target.refId if condition.target else item.expression
                 for condition in item.conditions]  # fmt: skip
        conditions = [
            _convert_condition(condition, name)
            for condition, name in zip(item.conditions, names, strict=True)
        ]
        settings = {"conditions": conditions}
    else:
        settings = {"expression": item.expression}
    if kind == "reduce":
        settings["reducer"] = item.reduceFunction
        settings["settings"] = build_reduction_settings(item.reduceMode, item.reduceReplaceWith)
    if kind == "resample":
        settings["window"] = item.resampleWindow
        settings["downsampler"] = item.resampleDownsampler
        settings["upsampler"] = item.resampleUpsampler
    return build_alert_expression(item.refId, kind, hide=item.hide, **settings)


def _convert_condition(condition: Any, name: str) -> Json:
    evaluator = condition.evaluator
    return build_alert_condition(
        name,
        comparison=evaluator.type,
        limits=evaluator.params,
        operator=condition.operator,
        reducer=condition.reducerType,
    )
