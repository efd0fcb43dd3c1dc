"""Reads and writes rule groups in the format of Prometheus's rule files. The API of a ruler, such
as Mimir's, has the same format.

Source: https://prometheus.io/docs/prometheus/latest/configuration/recording_rules/
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from boardwright.notation.durations import normalise_duration
from boardwright.schema.document import Json
from boardwright.schema.json_object import JsonObject
from boardwright.schema.rule_values import AlertRule, PromRule, RecordingRule, RuleGroup

GROUP_KEYS = frozenset({"name", "rules", "interval", "limit"})
"""The keys of a rule group that boardwright interprets."""

OPTION_KEYS = frozenset(
    {"align_evaluation_time_on_interval", "evaluation_delay", "partial_response_strategy"}
    | {"labels", "query_offset", "source_tenants"}
)
"""The keys of a rule group that Prometheus, Mimir or Thanos interprets. boardwright only copies
these keys.
"""

NAME_KEYS = frozenset({"record", "alert"})
"""The keys that can contain the name of a rule. For Prometheus, an empty name is the same as a
missing key.
"""

RECORDING_KEYS = frozenset({"record", "expr", "labels"})
"""The keys that a recording rule can have."""

ALERT_KEYS = frozenset({"alert", "expr", "labels", "annotations", "for", "keep_firing_for"})
"""The keys that an alert rule can have."""


class RuleGroupEntry(JsonObject):
    """A rule group in a rule file. A property of the type `Any` is the value as the file contains
    it, or None if the file does not contain it.
    """

    @property
    def name(self) -> Any:
        """The name of the group."""
        return self.raw.get("name")

    @property
    def interval(self) -> Any:
        """The time between two evaluations."""
        return self.raw.get("interval")

    @property
    def limit(self) -> Any:
        """The largest number of series or alerts that one rule may produce."""
        return self.raw.get("limit")

    @property
    def labels(self) -> Any:
        """The labels that the group adds to all its rules."""
        return self.raw.get("labels")

    @property
    def rules(self) -> Any:
        """The rules of the group."""
        return self.raw.get("rules")

    @property
    def options(self) -> Json:
        """The keys of the group that boardwright only copies, such as `query_offset`, with their
        values.
        """
        return {key: value for key, value in self.raw.items() if key not in GROUP_KEYS}


class RuleEntry(JsonObject):
    """A rule in a rule file. A property of the type `Any` is the value as the file contains it, or
    None if the file does not contain it.
    """

    @property
    def is_recording(self) -> bool:
        """Whether the rule is a recording rule, because `record` contains a name."""
        return self.raw.get("record") not in (None, "")

    @property
    def is_alert(self) -> bool:
        """Whether the rule is an alert rule, because `alert` contains a name."""
        return self.raw.get("alert") not in (None, "")

    @property
    def name(self) -> Any:
        """The name of the recorded series or of the alert."""
        return self.raw["record"] if self.is_recording else self.raw.get("alert")

    @property
    def has_expr(self) -> bool:
        """Whether the rule has the key `expr`, even if its value is empty."""
        return "expr" in self.raw

    @property
    def expr(self) -> Any:
        """The PromQL expression."""
        return self.raw.get("expr")

    @property
    def labels(self) -> Any:
        """The labels that the rule adds to its result."""
        return self.raw.get("labels")

    @property
    def annotations(self) -> Any:
        """The annotations of an alert rule."""
        return self.raw.get("annotations")

    @property
    def wait(self) -> Any:
        """How long the expression of an alert rule must have a result before the alert fires
        (`for`).
        """
        return self.raw.get("for")

    @property
    def keep_firing_for(self) -> Any:
        """How long an alert keeps firing after its expression has no result anymore."""
        return self.raw.get("keep_firing_for")


def encode_rule_group(group: RuleGroup) -> Json:
    """Return a rule group as JSON data, without settings that have their default value."""
    data: Json = {"name": group.name}
    if group.interval is not None:
        data["interval"] = group.interval
    if group.limit:
        data["limit"] = group.limit
    return {**data, **group.options, "rules": [_encode_rule(rule) for rule in group.rules]}


def _encode_rule(rule: PromRule) -> Json:
    labels = {"labels": dict(rule.labels)} if rule.labels else {}
    if isinstance(rule, RecordingRule):
        return {"record": rule.name, "expr": rule.expr, **labels}
    durations = {"for": rule.for_, "keep_firing_for": rule.keep_firing_for}
    return {
        "alert": rule.name,
        "expr": rule.expr,
        **{key: text for key, text in durations.items() if text not in (None, "0s")},
        **labels,
        **({"annotations": dict(rule.annotations)} if rule.annotations else {}),
    }


def decode_rule_group(data: Mapping[str, Any]) -> RuleGroup:
    """Return the rule group that a rule file or the answer of a ruler's API describes.

    Raises:
        LookupError, TypeError, AttributeError: The data is not a rule group.
    """
    group = RuleGroupEntry(data)
    return RuleGroup(
        name=str(data["name"]),
        rules=tuple(map(_decode_rule, group.rules or ())),
        interval=None if group.interval is None else str(group.interval),
        limit=int(group.limit or 0),
        options=group.options,
    )


def _decode_rule(data: Mapping[str, Any]) -> PromRule:
    rule, expr = RuleEntry(data), str(data["expr"])
    labels = _decode_texts(rule.labels)
    if rule.is_recording:
        return RecordingRule(name=str(data["record"]), expr=expr, labels=labels)
    return AlertRule(
        name=str(data["alert"]),
        expr=expr,
        for_=str(rule.wait or "0s"),
        keep_firing_for=str(rule.keep_firing_for) if rule.keep_firing_for else None,
        labels=labels,
        annotations=_decode_texts(rule.annotations),
    )


def _decode_texts(texts: Mapping[str, Any] | None) -> dict[str, str]:
    return {str(name): str(text) for name, text in (texts or {}).items()}


def encode_in_grafana_form(rule: PromRule, *, uid: str) -> Json:
    """Return a Prometheus rule with the keys of Grafana's API for alert rules. With these keys, the
    same code can compare Prometheus rules and Grafana rules.

    Args:
        rule: The rule. The result contains the same text for equal durations, such as `60s` and
            `1m`.
        uid: The uid of the rule.
    """
    data: Json = {"uid": uid, "title": rule.name, "expr": rule.expr, "labels": dict(rule.labels)}
    if isinstance(rule, AlertRule):
        data["for"] = normalise_duration(rule.for_ or "0s")
        data["annotations"] = dict(rule.annotations)
        if rule.keep_firing_for:
            data["keep_firing_for"] = normalise_duration(rule.keep_firing_for)
    return data
