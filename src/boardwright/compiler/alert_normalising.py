"""Converts alert rules to a normal form, so that rules with the same effect are equal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from boardwright.compiler.alert_steps import MODEL_DEFAULTS
from boardwright.compiler.edit import drop_keys, get_value
from boardwright.compiler.float_numbers import as_floats
from boardwright.compiler.normal.default_removal import drop_defaults
from boardwright.schema import editor_defaults
from boardwright.schema.alerting.alerts import SENT, AlertRuleJson
from boardwright.schema.datasource_references import EXPRESSION
from boardwright.schema.document import Json

SERVER_KEYS = ("id", "orgID", "folderUID", "ruleGroup", "updated", "provenance")
"""Keys that Grafana's server adds to each alert rule, such as `updated`, the time of the last
change.
"""


def normalise_rule(rule: AlertRuleJson) -> Json:
    """Return a copy of the rule without values that Grafana's server or editor adds.

    The result contains the rule's queries under the key `targets`, as in a panel. The function also
    removes null values and the annotation in which boardwright saves the digest of the deployed
    rule.
    """
    normal: Json = {"for": "0s", **as_floats(dict(rule))}
    normal = {key: value for key, value in normal.items() if value is not None}
    normal = drop_keys(normal, *SERVER_KEYS)
    annotations = normal.get("annotations") or {}
    if isinstance(annotations, dict):
        normal["annotations"] = drop_keys(annotations, SENT)
    steps = normal.pop("data", None) or []
    normal["targets"] = [_normalise_step(step) for step in steps] if _are_objects(steps) else steps
    return drop_defaults(normal, editor_defaults.ALERT_RULE)


def _are_objects(steps: Any) -> bool:
    """Return whether `steps` is a list of JSON objects."""
    return isinstance(steps, list) and all(isinstance(step, dict) for step in steps)


def _normalise_step(step: Mapping[str, Any]) -> Json:
    model = step.get("model")
    target = {**MODEL_DEFAULTS, **model} if isinstance(model, dict) else {}
    if "expr" in target:
        target = drop_defaults(target, editor_defaults.PROMQL)
    target = drop_defaults(target, editor_defaults.TARGET | editor_defaults.ALERT_QUERY)
    uid = step.get("datasourceUid")
    if uid != get_value(target, "datasource", "uid"):
        target["datasourceUid"] = uid
    if uid != EXPRESSION["uid"]:
        target["relativeTimeRange"] = step.get("relativeTimeRange")
    return {**target, "refId": step.get("refId")}
