"""Prometheus's rule files: one for each declaring file.

Source: https://prometheus.io/docs/prometheus/latest/configuration/recording_rules/
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from boardwright.provisioning.yaml_text import Block, yaml_text
from boardwright.schema.rule_values import AlertRule, PromRule, RuleFile, RuleGroup

WIDTH = 10_000
"""Columns of a line: an expression or a URL stays on one line, to be copied and found."""

FOLDER = "prometheus/rules"
"""The folder of the rule files in the tree."""


def rule_file(groups: Iterable[RuleGroup]) -> dict[str, Any]:
    """Return the data of a rule file."""
    return {"groups": [_group(group) for group in groups]}


def rule_file_path(file: RuleFile, folder: str) -> str:
    """Return the path of a rule file in the tree: `rules/node.py` is `prometheus/rules/node.yml`.

    Args:
        file: The rules.
        folder: The folder of declaring files with rules, which the path leaves out.
    """
    stem = file.source.removeprefix(f"{folder}/").rpartition(".")[0]
    return f"{FOLDER}/{stem.strip('/').replace('/', '.')}.yml"


def rule_file_bytes(file: RuleFile) -> bytes:
    """Return the content of a rule file."""
    return yaml_text(rule_file(file.groups), source=file.source, width=WIDTH)


def _group(group: RuleGroup) -> dict[str, Any]:
    data: dict[str, Any] = {"name": group.name}
    if group.interval is not None:
        data["interval"] = group.interval
    if group.limit:
        data["limit"] = group.limit
    return {**data, **group.options, "rules": [_rule(rule) for rule in group.rules]}


def _rule(rule: PromRule) -> dict[str, Any]:
    if not isinstance(rule, AlertRule):
        data: dict[str, Any] = {"record": rule.name, "expr": _text(rule.expr)}
        return data | ({"labels": dict(rule.labels)} if rule.labels else {})
    data = {"alert": rule.name, "expr": _text(rule.expr)}
    if rule.for_ not in (None, "0s"):
        data["for"] = rule.for_
    if rule.keep_firing_for not in (None, "0s"):
        data["keep_firing_for"] = rule.keep_firing_for
    if rule.labels:
        data["labels"] = dict(rule.labels)
    return data | ({"annotations": _texts(rule.annotations)} if rule.annotations else {})


def _texts(texts: Mapping[str, str]) -> dict[str, str]:
    return {name: _text(text) for name, text in texts.items()}


def _text(text: str) -> str:
    """Return text of several lines as a block."""
    return Block(text) if "\n" in text else text
