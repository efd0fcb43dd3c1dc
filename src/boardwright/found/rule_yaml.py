"""Reads Prometheus rule files.

Source: https://prometheus.io/docs/prometheus/latest/configuration/recording_rules/
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from boardwright.errors import DeclarationError
from boardwright.found.yaml_nodes import find_child_node, find_node_place, parse_yaml
from boardwright.notation.similar_names import list_names, suggest_name
from boardwright.notation.url_secrets import LOGIN_HINT, find_secret_fault
from boardwright.schema.alerting.rule_file_form import (
    ALERT_KEYS,
    GROUP_KEYS,
    NAME_KEYS,
    OPTION_KEYS,
    RECORDING_KEYS,
    RuleEntry,
    RuleGroupEntry,
)
from boardwright.schema.document import Place
from boardwright.schema.json_object import ensure_object
from boardwright.schema.rule_values import (
    AlertRule,
    PromRule,
    RecordingRule,
    RuleGroup,
)


def read_rule_file(content: bytes, *, place: Place) -> tuple[RuleGroup, ...]:
    """Return the rule groups in a rule file, with the line of each rule.

    Raises:
        DeclarationError: The file is not a Prometheus rule file, or contains a key that Prometheus
            does not accept.
    """
    file = parse_yaml(content, place)
    groups = file.texts.get("groups") if isinstance(file.texts, dict) else None
    if not isinstance(groups, list):
        raise DeclarationError(
            "the file is not a Prometheus rule file: it has no list `groups`",
            where=place,
            hint="Move the file out of the rules folder, or add it to `exclude` in"
            " boardwright.toml.",
        )
    nodes, data = find_child_node(file.node, "groups").value, file.data["groups"]
    return tuple(_read_group(group, data[at], nodes[at], place) for at, group in enumerate(groups))


def _read_group(texts: Any, data: Any, node: Any, file: Place) -> RuleGroup:
    """Return a rule group.

    Args:
        texts: The parsed group, with every YAML scalar as text.
        data: The parsed group, with YAML numbers and booleans as Python numbers and booleans.
        node: The YAML node of the group.
        file: Name of the file.
    """
    place, group = find_node_place(node, file), RuleGroupEntry(ensure_object(texts))
    if not isinstance(group.name, str):
        raise DeclarationError("the rule group has no name", where=place)
    rules = group.rules or []
    if not isinstance(rules, list):
        raise DeclarationError(f'group "{group.name}": `rules` is not a list', where=place)
    _refuse_unknown_keys(data, GROUP_KEYS | OPTION_KEYS, "rule group", place)
    if not group.name.strip():
        raise DeclarationError("the rule group has no name", where=place)
    labels = _require_texts(group.labels, "labels", place)
    _refuse_secrets(labels, "label", f'group "{group.name}"', place)
    nodes = find_child_node(node, "rules")
    typed = RuleGroupEntry(data)
    return RuleGroup(
        name=group.name,
        rules=tuple(
            _read_rule(rule, find_node_place(nodes.value[at], file))
            for at, rule in enumerate(rules)
        ),
        interval=group.interval or None,
        limit=_require_limit(typed.limit, place),
        options=typed.options,
        place=place,
    )


def _require_limit(limit: Any, place: Place) -> int:
    if limit is None or (isinstance(limit, int) and not isinstance(limit, bool)):
        return limit or 0
    raise DeclarationError(f"the limit of the rule group is {limit!r}, not an integer", where=place)


def _read_rule(data: Any, place: Place) -> PromRule:
    rule = RuleEntry(ensure_object(data))
    if rule.is_recording == rule.is_alert:
        raise DeclarationError(
            "the rule must contain exactly one of the keys `record` and `alert`",
            where=place,
            hint="Write either `record` or `alert`, and `expr`.",
        )
    keys = RECORDING_KEYS if rule.is_recording else ALERT_KEYS
    _refuse_unknown_keys(rule.raw, keys | NAME_KEYS, "rule", place)
    if not isinstance(rule.expr, str) or not rule.expr.strip():
        raise DeclarationError("the rule has no expression (`expr`)", where=place)
    labels = _require_texts(rule.labels, "labels", place)
    if rule.is_recording:
        _refuse_secrets(labels, "label", f'recording rule "{rule.name}"', place)
        return RecordingRule(name=rule.name, expr=rule.expr, labels=labels, place=place)
    annotations = _require_texts(rule.annotations, "annotations", place)
    _refuse_secrets(labels, "label", f'alert "{rule.name}"', place)
    _refuse_secrets(annotations, "annotation", f'alert "{rule.name}"', place)
    return AlertRule(
        name=rule.name,
        expr=rule.expr,
        for_=rule.wait or "0s",
        keep_firing_for=rule.keep_firing_for or None,
        labels=labels,
        annotations=annotations,
        place=place,
    )


def _refuse_secrets(texts: Mapping[str, str], noun: str, subject: str, place: Place) -> None:
    if fault := find_secret_fault(texts, noun):
        raise DeclarationError(f"{subject}: {fault}", where=place, hint=LOGIN_HINT)


def _refuse_unknown_keys(
    keys: Iterable[str], known: frozenset[str], noun: str, place: Place
) -> None:
    for key in keys:
        if key not in known:
            otherwise = list_names("Allowed keys", sorted(known))
            raise DeclarationError(
                f"unknown key {key!r} in a {noun}",
                where=place,
                hint=suggest_name(str(key), known, otherwise=otherwise),
            )


def _require_texts(texts: Any, key: str, place: Place) -> dict[str, str]:
    texts = texts or {}
    if not isinstance(texts, dict) or not all(isinstance(text, str) for text in texts.values()):
        raise DeclarationError(
            f"the value of `{key}` is not a mapping of names to strings", where=place
        )
    return dict(sorted(texts.items()))
