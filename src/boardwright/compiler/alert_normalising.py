"""Alert rules brought to one form, so that what means the same is the same; see `normalising`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from boardwright.compiler.alert_steps import USUAL
from boardwright.compiler.edit import Json, get, without
from boardwright.compiler.normal.default_removal import drop_defaults
from boardwright.compiler.normal.float_numbers import as_floats
from boardwright.schema import editor_defaults
from boardwright.schema.alerts import SENT, Rule
from boardwright.schema.datasource_references import EXPRESSION

SERVERS_OWN = ("id", "orgID", "folderUID", "ruleGroup", "updated", "provenance")
"""What a server says of a rule that is not the rule's: where it stands, and since when."""


def normalised_rule(rule: Rule) -> Json:
    """Return a rule in its normal form, its queries as the `targets` of a panel.

    What Grafana or its editor fills in is taken off, and our note of what was sent. A key that is
    not known here stays, unless it is null.
    """
    said: Json = {"for": "0s", **as_floats(dict(rule))}
    said = {key: value for key, value in said.items() if value is not None}
    said = without(said, *SERVERS_OWN)
    annotations = said.get("annotations") or {}
    if isinstance(annotations, dict):
        said["annotations"] = without(annotations, SENT)
    steps = said.pop("data", None) or []
    said["targets"] = [_target(step) for step in steps] if _are_objects(steps) else steps
    return drop_defaults(said, editor_defaults.ALERT_RULE)


def _are_objects(steps: Any) -> bool:
    """Return whether these are queries: Grafana stores what it gets, whatever that is."""
    return isinstance(steps, list) and all(isinstance(step, dict) for step in steps)


def _target(step: Mapping[str, Any]) -> Json:
    model = step.get("model")
    target = {**USUAL, **model} if isinstance(model, dict) else {}
    if "expr" in target:
        target = drop_defaults(target, editor_defaults.PROMQL)
    target = drop_defaults(target, editor_defaults.TARGET | editor_defaults.ALERT_QUERY)
    uid = step.get("datasourceUid")
    if uid != get(target, "datasource", "uid"):
        target["datasourceUid"] = uid
    if uid != EXPRESSION["uid"]:
        target["relativeTimeRange"] = step.get("relativeTimeRange")
    return {**target, "refId": step.get("refId")}
