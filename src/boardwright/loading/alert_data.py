"""Recognises groups of Grafana alert rules that are declared as dicts in the format of Grafana's
API, or as `RuleGroup` of the Foundation SDK.
"""

from __future__ import annotations

from typing import Any

from boardwright.loading.sdk_objects import read_sdk_name
from boardwright.schema.alerting.alert_group_json import (
    is_prometheus_rule,
    is_rule_json,
    list_rules_json,
)


def is_rule_data(value: object) -> bool:
    """Return whether a value is one alert rule: a `Rule` of the SDK, or a dict in the format of
    Grafana's API.
    """
    if isinstance(value, dict):
        return is_rule_json(value)
    return read_sdk_name(value) == "alerting.Rule"


def is_group_data(value: object) -> bool:
    """Return whether a value is an alert group in the format of Grafana's API."""
    if not isinstance(value, dict):
        return read_sdk_name(value) == "alerting.RuleGroup"
    return any(map(is_rule_data, list_rules_json(value)))


def list_group_rules(group: Any) -> list[Any]:
    """Return the rules of an alert group, which may be a dict or an object."""
    return list_rules_json(group) if isinstance(group, dict) else group.rules or []


def is_prometheus_group(value: object) -> bool:
    """Return whether a value is a group of rules in the format of Prometheus's rule files."""
    return isinstance(value, dict) and any(map(is_prometheus_rule, list_rules_json(value)))
