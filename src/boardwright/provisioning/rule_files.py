"""Writes rule files for Prometheus: one for each file of the project that declares rules.

Source: https://prometheus.io/docs/prometheus/latest/configuration/recording_rules/
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from boardwright.errors import DocumentError
from boardwright.provisioning.yaml_text import Block, encode_yaml
from boardwright.schema.rule_values import AlertRule, PromRule, RuleFile, RuleGroup

WIDTH = 10_000
"""The line length of rule files. Long expressions and URLs stay on one line, so that a text search
finds them.
"""

FOLDER = "prometheus/rules"
"""The directory for rule files in the output folder."""


def build_rule_file(groups: Iterable[RuleGroup]) -> dict[str, Any]:
    """Return the content of a Prometheus rule file, as a dict."""
    return {"groups": [build_group(group) for group in groups]}


def build_rule_file_path(file: RuleFile, folder: str) -> str:
    """Return the path of a rule file: `prometheus/rules/node.yml` for `rules/node.py`.

    Args:
        file: The rules that one file of the project declares.
        folder: The project's folder for rules, which is omitted from the path.
    """
    stem = file.source.removeprefix(f"{folder}/").rpartition(".")[0]
    return f"{FOLDER}/{stem.strip('/').replace('/', '.')}.yml"


def find_path_clashes(paths: Iterable[tuple[RuleFile, str]]) -> list[DocumentError]:
    """Return an error for each file whose rules have the same output path as the rules of an
    earlier file.

    Args:
        paths: The rules of each file that declares rules, with the path to which a build writes the
            rules.
    """
    first: dict[str, RuleFile] = {}
    return [
        DocumentError(
            f"the rules of this file would be written to {path}, which already contains "
            f"the rules of {first[path].source}",
            where=file.source,
            hint="Rename one of the two files.",
        )
        for file, path in paths
        if first.setdefault(path, file) is not file
    ]


def encode_rule_file(file: RuleFile) -> bytes:
    """Return the content of a rule file."""
    return encode_yaml(build_rule_file(file.groups), source=file.source, width=WIDTH)


def encode_group(group: RuleGroup) -> bytes:
    """Return one rule group as YAML, in the format that the API of a ruler (such as Mimir's)
    accepts.
    """
    return encode_yaml(build_group(group), source=None, width=WIDTH)


def build_group(group: RuleGroup) -> dict[str, Any]:
    """Return one rule group as a dict with the keys of a Prometheus rule file."""
    data: dict[str, Any] = {"name": group.name}
    if group.interval is not None:
        data["interval"] = group.interval
    if group.limit:
        data["limit"] = group.limit
    return {**data, **group.options, "rules": [_build_rule(rule) for rule in group.rules]}


def _build_rule(rule: PromRule) -> dict[str, Any]:
    if not isinstance(rule, AlertRule):
        data: dict[str, Any] = {"record": rule.name, "expr": _format_text(rule.expr)}
        return data | ({"labels": dict(rule.labels)} if rule.labels else {})
    data = {"alert": rule.name, "expr": _format_text(rule.expr)}
    if rule.for_ not in (None, "0s"):
        data["for"] = rule.for_
    if rule.keep_firing_for not in (None, "0s"):
        data["keep_firing_for"] = rule.keep_firing_for
    if rule.labels:
        data["labels"] = dict(rule.labels)
    return data | ({"annotations": _format_texts(rule.annotations)} if rule.annotations else {})


def _format_texts(texts: Mapping[str, str]) -> dict[str, str]:
    return {name: _format_text(text) for name, text in texts.items()}


def _format_text(text: str) -> str:
    return Block(text) if "\n" in text else text
