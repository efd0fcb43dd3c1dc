"""Reads Prometheus rule files, and returns their rules as values of `boardwright.rules`.

Source: https://prometheus.io/docs/prometheus/latest/configuration/recording_rules/
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import yaml

from boardwright.errors import DeclarationError
from boardwright.found.server_files import find_child_node, place_of_node
from boardwright.notation.url_secrets import LOGIN_HINT, find_secret_fault
from boardwright.schema.document import Place
from boardwright.schema.rule_values import (
    AlertRule,
    PromRule,
    RecordingRule,
    RuleGroup,
)

_OPTIONS = frozenset(
    {"align_evaluation_time_on_interval", "evaluation_delay", "partial_response_strategy"}
    | {"labels", "query_offset", "source_tenants"}
)
"""Keys of a rule group that Prometheus, Mimir or Thanos read. boardwright only copies them."""
_OF_A_GROUP = frozenset({"name", "rules", "interval", "limit"})
_OF_A_RECORDING = frozenset({"record", "expr", "labels"})
_OF_AN_ALERT = frozenset({"alert", "expr", "labels", "annotations", "for", "keep_firing_for"})


class _TextLoader(yaml.SafeLoader):
    """Reads every YAML scalar as text, as Prometheus does for labels: `severity: 1` gives `"1"`."""


_TextLoader.yaml_implicit_resolvers = {
    first: [(tag, regexp) for tag, regexp in found if tag == "tag:yaml.org,2002:merge"]
    for first, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def read_rule_file(content: bytes, *, place: Place) -> tuple[RuleGroup, ...]:
    """Return the rule groups in a rule file, with the line of each rule.

    Raises:
        DeclarationError: The file is not a Prometheus rule file, or contains a key that Prometheus
            does not accept.
    """
    try:
        text = content.decode()
        node = yaml.compose(text, Loader=yaml.SafeLoader)
        texts, data = yaml.load(text, Loader=_TextLoader), yaml.safe_load(text)  # noqa: S506 - safe
    except (yaml.YAMLError, UnicodeDecodeError, ValueError, RecursionError) as error:
        raise DeclarationError(f"the file is not YAML: {error}", where=place) from None
    groups = texts.get("groups") if isinstance(texts, dict) else None
    if not isinstance(groups, list):
        raise DeclarationError(
            "the file is not a Prometheus rule file: it has no list `groups`",
            where=place,
            hint="Move the file out of the rules folder, or add it to `exclude` in"
            " boardwright.toml.",
        )
    nodes = find_child_node(node, "groups").value
    return tuple(
        _read_group(group, data["groups"][at], nodes[at], place) for at, group in enumerate(groups)
    )


def _read_group(group: Any, data: Any, node: Any, file: Place) -> RuleGroup:
    place = place_of_node(node, file)
    if not isinstance(group, dict) or not isinstance(group.get("name"), str):
        raise DeclarationError("the rule group has no name", where=place)
    rules = group.get("rules") or []
    if not isinstance(rules, list):
        raise DeclarationError(f'group "{group["name"]}": `rules` is not a list', where=place)
    for key in data:
        if key not in _OF_A_GROUP | _OPTIONS:
            raise DeclarationError(
                f"unknown key {key!r} in a rule group",
                where=place,
                hint=f"Allowed keys: {', '.join(sorted(_OF_A_GROUP | _OPTIONS))}.",
            )
    if not group["name"].strip():
        raise DeclarationError("the rule group has no name", where=place)
    labels = _read_texts(group, "labels", place)
    _refuse_secrets(labels, "label", f'group "{group["name"]}"', place)
    nodes = find_child_node(node, "rules")
    return RuleGroup(
        name=group["name"],
        rules=tuple(
            _read_rule(rule, place_of_node(nodes.value[at], file)) for at, rule in enumerate(rules)
        ),
        interval=group.get("interval") or None,
        limit=_read_limit(data.get("limit"), place),
        options={key: value for key, value in data.items() if key not in _OF_A_GROUP},
        place=place,
    )


def _read_limit(limit: Any, place: Place) -> int:
    if limit is None or (isinstance(limit, int) and not isinstance(limit, bool)):
        return limit or 0
    raise DeclarationError(f"limit is {limit!r}, not a number", where=place)


def _read_rule(rule: Any, place: Place) -> PromRule:
    if not isinstance(rule, dict) or ("record" in rule) == ("alert" in rule):
        raise DeclarationError(
            "this is neither a recording rule nor an alert rule",
            where=place,
            hint="Write either `record` or `alert`, and `expr`.",
        )
    _refuse_keys(rule, _OF_A_RECORDING if "record" in rule else _OF_AN_ALERT, place)
    expr = rule.get("expr")
    if not isinstance(expr, str) or not expr.strip():
        raise DeclarationError("the rule has no expression (`expr`)", where=place)
    labels = _read_texts(rule, "labels", place)
    if "record" in rule:
        _refuse_secrets(labels, "label", f'recording rule "{rule["record"]}"', place)
        return RecordingRule(name=rule["record"], expr=expr, labels=labels, place=place)
    annotations = _read_texts(rule, "annotations", place)
    _refuse_secrets(labels, "label", f'alert "{rule["alert"]}"', place)
    _refuse_secrets(annotations, "annotation", f'alert "{rule["alert"]}"', place)
    return AlertRule(
        name=rule["alert"],
        expr=expr,
        for_=rule.get("for") or "0s",
        keep_firing_for=rule.get("keep_firing_for") or None,
        labels=labels,
        annotations=annotations,
        place=place,
    )


def _refuse_secrets(texts: Mapping[str, str], noun: str, named: str, place: Place) -> None:
    if fault := find_secret_fault(texts, noun):
        raise DeclarationError(f"{named}: {fault}", where=place, hint=LOGIN_HINT)


def _refuse_keys(rule: Mapping[str, Any], known: frozenset[str], place: Place) -> None:
    for key in rule:
        if key not in known:
            raise DeclarationError(
                f"unknown key {key!r} in a rule",
                where=place,
                hint=f"Allowed keys: {', '.join(sorted(known))}.",
            )


def _read_texts(rule: Mapping[str, Any], key: str, place: Place) -> dict[str, str]:
    texts = rule.get(key) or {}
    if not isinstance(texts, dict) or not all(isinstance(each, str) for each in texts.values()):
        raise DeclarationError(
            f"the value of {key} is not a mapping of names to texts", where=place
        )
    return dict(sorted(texts.items()))
