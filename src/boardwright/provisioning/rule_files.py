"""Writes a rule file for Prometheus for each source file that declares rules.

Source: https://prometheus.io/docs/prometheus/latest/configuration/recording_rules/
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from boardwright.errors import DocumentError
from boardwright.provisioning.yaml_text import YamlBlock, encode_yaml
from boardwright.schema.alerting.rule_file_form import encode_rule_group
from boardwright.schema.document import Json
from boardwright.schema.rule_values import AlertRule, PromRule, RuleFile, RuleGroup

WIDTH = 10_000
"""The line length of rule files. Expressions and URLs are shorter, so each is written in one line.
"""

FOLDER = "prometheus/rules"
"""Directory for rule files in the output folder."""


def build_rule_file(groups: Iterable[RuleGroup]) -> Json:
    """Return the content of a Prometheus rule file, as a dict."""
    return {"groups": [_build_group(group) for group in groups]}


def build_rule_file_path(file: RuleFile, folder: str) -> str:
    """Return the path of a rule file: `prometheus/rules/node.yml` for `rules/node.py`.

    Args:
        file: The rules that one source file declares.
        folder: The project's folder for rules, which is removed from the path of the rule file.
    """
    stem = file.source.removeprefix(f"{folder}/").rpartition(".")[0]
    return f"{FOLDER}/{stem.strip('/').replace('/', '.')}.yml"


def find_path_clashes(paths: Iterable[tuple[RuleFile, str]]) -> list[DocumentError]:
    """Return an error for each source file with the same output path as an earlier source file.

    Args:
        paths: The rules of each source file, and the path to which a build writes the rules.
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
    """Return one rule group as YAML, in the format of the ruler API of Mimir and Cortex."""
    return encode_yaml(_build_group(group), source=None, width=WIDTH)


def _build_group(group: RuleGroup) -> Json:
    """Return a rule group as a dict, in which strings of several lines are `YamlBlock` values."""
    return encode_rule_group(replace(group, rules=tuple(map(_mark_blocks, group.rules))))


def _mark_blocks(rule: PromRule) -> PromRule:
    marked = replace(rule, expr=_mark_block(rule.expr))
    if not isinstance(marked, AlertRule):
        return marked
    return replace(marked, annotations=_mark_texts(marked.annotations))


def _mark_texts(texts: Mapping[str, str]) -> dict[str, str]:
    return {name: _mark_block(text) for name, text in texts.items()}


def _mark_block(text: str) -> str:
    return YamlBlock(text) if "\n" in text else text
