"""Reads groups of Grafana alert rules that are declared as dicts in the format of Grafana's API, or
as `RuleGroup` of the Foundation SDK.

Source: https://grafana.com/docs/grafana/latest/developers/http_api/alerting_provisioning/
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from boardwright.errors import DeclarationError
from boardwright.loading.sdk_objects import read_sdk_name
from boardwright.schema.alerts import FILED_MISSING_EVALUATIONS, MISSING_EVALUATIONS
from boardwright.schema.datasource_references import EXPRESSION
from boardwright.schema.document import ORIGIN, Place

EXPRESSIONS = frozenset({EXPRESSION["uid"], "-100"})
"""Data source uids of server-side expressions: the current uid, and the uid of Grafana 8."""

_KEPT = ("isPaused", "notification_settings")
"""Fields of an alert rule that are sent to Grafana unchanged."""


def is_rule_data(value: object) -> bool:
    """Return whether a value is one alert rule: a `Rule` of the SDK, or a dict in the format of
    Grafana's API.
    """
    if isinstance(value, dict):
        return {"condition", "data"} <= value.keys()
    return read_sdk_name(value) == "alerting.Rule"


def is_group_data(value: object) -> bool:
    """Return whether a value is an alert group in the format of Grafana's API."""
    if not isinstance(value, dict):
        return read_sdk_name(value) == "alerting.RuleGroup"
    rules = value.get("rules")
    return isinstance(rules, list) and any(map(is_rule_data, rules))


def list_group_rules(group: Any) -> list[Any]:
    """Return the rules of an alert group, which may be a dict or an object."""
    return (group.get("rules") if isinstance(group, dict) else group.rules) or []


def is_prometheus_group(value: object) -> bool:
    """Return whether a value is a group of rules in the format of Prometheus's rule files."""
    rules = value.get("rules") if isinstance(value, dict) else None
    return isinstance(rules, list) and any(
        isinstance(rule, dict) and "expr" in rule and ("alert" in rule or "record" in rule)
        for rule in rules
    )


def build_board_from_data(data: Mapping[str, Any], place: Place) -> dict[str, Any]:
    """Return an alert group in the shape of a board with one panel for each rule, so that the
    compiler can process it like a board. The panel contains the rule's queries.

    Args:
        data: The alert group as JSON data.
        place: File and line of the group's declaration, for errors.

    Raises:
        DeclarationError: The group has no name, or contains a value that is not a rule.
    """
    name = data.get("name") or data.get("title")
    if not isinstance(name, str):
        raise DeclarationError("this group of alert rules has no name", where=place)
    rules = [_read_rule(rule, place) for rule in data.get("rules") or ()]
    return {
        "title": name,
        "panels": [
            {"id": number, "type": "timeseries", "title": rule["title"], "targets": targets}
            for number, (rule, targets) in enumerate(rules, start=1)
        ],
        "alerts": {
            "folder": data.get("folder"),
            "interval": data.get("interval") or "1m",
            "rules": [rule for rule, _ in rules],
        },
    }


def _read_rule(rule: Any, place: Place) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    if not isinstance(rule, dict) or not isinstance(rule.get("data"), list):
        raise DeclarationError(
            "this group of alert rules contains a rule without `data`", where=place
        )
    if rule.get("record"):
        raise DeclarationError(
            f'rule "{rule.get("title")}": Grafana\'s own recording rules are not supported',
            where=place,
            hint="Record the expression in Prometheus instead: boardwright.rules.record(...).",
        )
    queries = [each for each in rule["data"] if each.get("datasourceUid") not in EXPRESSIONS]
    numbers = {id(query): number for number, query in enumerate(queries)}
    fields = {
        "title": rule.get("title"),
        "uid": rule.get("uid") or "",
        "evaluateFor": rule.get("for") or "0s",
        "keepFiringFor": rule.get("keep_firing_for"),
        "missingEvaluations": rule.get(MISSING_EVALUATIONS, rule.get(FILED_MISSING_EVALUATIONS)),
        "noDataAlertState": rule.get("noDataState") or "NoData",
        "errorAlertState": rule.get("execErrState") or "Error",
        "annotations": rule.get("annotations") or {},
        "labels": rule.get("labels") or {},
        "dashboard_uid": "",
        "panel_id": "",
        "condition": rule.get("condition"),
        "steps": [numbers.get(id(each), _build_expression(each)) for each in rule["data"]],
        "names": [each.get("refId") for each in rule["data"]],
        "ranges": {each.get("refId"): _read_time_range(each) for each in queries},
        "kept": {key: rule[key] for key in _KEPT if key in rule},
    }
    return fields, [_build_target(query) for query in queries]


def _read_time_range(query: Mapping[str, Any]) -> list[int]:
    given = query.get("relativeTimeRange") or {}
    return [given.get("from", 600), given.get("to", 0)]


def _build_expression(step: Mapping[str, Any]) -> dict[str, Any]:
    model = {key: value for key, value in _read_model(step).items() if key != "datasource"}
    return {**model, "refId": step.get("refId")}


def _build_target(query: Mapping[str, Any]) -> dict[str, Any]:
    source = {"uid": query.get("datasourceUid")}
    return {"datasource": source, **_read_model(query), "refId": query.get("refId")}


def _read_model(step: Mapping[str, Any]) -> dict[str, Any]:
    model = step.get("model") or {}
    return {key: value for key, value in model.items() if key != ORIGIN}


def find_group_folder(
    data: Mapping[str, Any], find_folder: Callable[[], str | None], place: Place
) -> str | None:
    """Return the title of the Grafana folder for an alert group; None for the project's default
    folder.

    Raises:
        DeclarationError: The group contains only the uid of its Grafana folder, and the module
            declares no title for this folder.
    """
    folder = data.get("folder") or find_folder()
    if folder is None and data.get("folderUid"):
        raise DeclarationError(
            f"this group of alert rules sets its folder by the uid {data['folderUid']!r}, "
            "which is not supported",
            where=place,
            hint='Set the title of the folder in the module instead, such as folder = "Alerts".',
        )
    return folder
