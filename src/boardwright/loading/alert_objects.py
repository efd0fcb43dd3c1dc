"""Recognises and reads grafanalib's groups of alert rules."""

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
"""The name that grafanalib gives to the condition of a rule in the form of Grafana 8."""


def is_group(value: object) -> bool:
    """Return whether a value is an `AlertGroup` object of grafanalib."""
    return is_core_object(value, "AlertGroup")


def is_rule(value: object) -> bool:
    """Return whether a value is an alert rule object of grafanalib, such as `AlertRulev9`."""
    return is_core_object(value, "AlertRulev9") or is_core_object(value, "AlertRulev8")


def iter_groups(value: Any) -> Iterator[tuple[str, Any]]:
    """Yield each alert group with its path inside the value. The value is an alert group, whose
    path is empty, or an `AlertFileBasedProvisioning` of grafanalib, whose groups have paths such as
    `.groups[0]`.
    """
    if is_group(value) or is_group_data(value):
        yield "", value
    elif is_core_object(value, "AlertFileBasedProvisioning"):
        yield from ((f".groups[{i}]", group) for i, group in enumerate(value.groups))


def build_board_from_group(group: Any) -> Board:
    """Return a board with the queries of a group's rules, as objects. The key `alerts` of the board
    contains the other attributes of the group and its rules, so that one conversion to JSON
    converts all parts of the group.
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
    """Read an alert group that `build_board_from_group` returned and that was converted to JSON.

    Args:
        alerts: The value of the board's key `alerts`.
        queries: The other parts of the board.
        places: File and line of each rule's declaration.
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
    """Return the attributes of a rule. `steps` has one item for each query and expression: the
    index of a query among the rule's queries, or the settings of an expression. `names` has the
    refIds of the queries and expressions.
    """
    queries = count()
    items = _list_steps(rule)
    steps = [item if isinstance(item, Mapping) else next(queries) for _, item in items]
    names = [name for name, _ in items]
    condition = getattr(rule, "condition", V8_CONDITION)
    fields = {name: getattr(rule, name) for name in RULE_FIELDS}
    return {**fields, "condition": condition, "steps": steps, "names": names}


def _list_steps(rule: Any) -> list[tuple[Any, Any]]:
    """Return the queries of a rule as objects and the rule's expressions as dicts, each with its
    refId, in their declared order.
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
    """Return a Grafana expression, such as `reduce` or `math`, as a dict with only the keys that
    expressions of its type use.
    """
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
