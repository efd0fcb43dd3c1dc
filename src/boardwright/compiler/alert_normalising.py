"""Converts alert rules to a normal form. Two rules that Grafana treats alike have equal normal
forms.
"""

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
"""Keys that Grafana's server sets. They describe where a rule is stored, and when and how the rule
was last changed.
"""


def normalise_rule(rule: AlertRuleJson) -> Json:
    """Return the normal form of a rule. The queries of the rule are stored under `targets`, as in a
    panel.

    Values that Grafana or its editor adds are removed. The annotation in which boardwright records
    the rule that it sent is removed as well. An unknown key stays, unless its value is null.
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
    """Return whether every query is a JSON object. Grafana does not require this."""
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
