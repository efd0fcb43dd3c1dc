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
    """Return whether a value is an alert rule as a dict in the format of Grafana's API, or as a
    `Rule` of the Foundation SDK.
    """
    if isinstance(value, dict):
        return is_rule_json(value)
    return read_sdk_name(value) == "alerting.Rule"


def is_group_data(value: object) -> bool:
    """Return whether a value is an alert group as a dict in the format of Grafana's API, or as a
    `RuleGroup` of the Foundation SDK.
    """
    if not isinstance(value, dict):
        return read_sdk_name(value) == "alerting.RuleGroup"
    return any(map(is_rule_data, list_rules_json(value)))


def list_group_rules(group: Any) -> list[Any]:
    """Return the rules of an alert group, which may be a dict or an object."""
    return list_rules_json(group) if isinstance(group, dict) else group.rules or []


def is_prometheus_group(value: object) -> bool:
    """Return whether a value is a dict in the format of a rule group in Prometheus's rule files."""
    return isinstance(value, dict) and any(map(is_prometheus_rule, list_rules_json(value)))
