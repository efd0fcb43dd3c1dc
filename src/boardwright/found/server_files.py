"""Reads the YAML files of Prometheus and Grafana that `boardwright check` checks.

The files are `prometheus.yml`, the rule files that `prometheus.yml` lists, PrometheusRule
resources, and Grafana's provisioning files of data sources.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import field
from pathlib import Path
from typing import Any

import yaml

from boardwright.errors import DeclarationError
from boardwright.found.file_contents import read_content
from boardwright.frozen import frozen
from boardwright.schema.document import Place
from boardwright.schema.json_object import ensure_object

_KEYS = frozenset({"datasources", "global", "groups", "rule_files", "scrape_configs"})
"""Top-level keys of YAML files. A file of Prometheus or Grafana has at least one of these keys."""

_RESOURCE = "PrometheusRule"
"""The Kubernetes resource whose `spec` is a rule file."""


@frozen
class Entry:
    """A scrape job, data source or rule in a file.

    Attributes:
        values: The keys and values of the entry.
        place: File and line of the entry.
        group: The parsed rule group that contains a rule; empty for scrape jobs and data sources.
    """

    values: Mapping[str, Any]
    place: Place
    group: Mapping[str, Any] = field(default_factory=dict)


@frozen
class ServerFile:
    """A YAML file of Prometheus or Grafana.

    Attributes:
        place: Name of the file.
        data: The parsed file.
        common: The section `global` of a `prometheus.yml`; None in other files.
        jobs: The jobs in `scrape_configs`.
        datasources: The data sources in `datasources` of a provisioning file.
        rules: The rules in `groups` of a rule file. The place of a rule is the line of its
            expression.
        rule_files: Paths and patterns in `rule_files` of a `prometheus.yml`.
    """

    place: Place
    data: Mapping[str, Any]
    common: Entry | None
    jobs: tuple[Entry, ...]
    datasources: tuple[Entry, ...]
    rules: tuple[Entry, ...]
    rule_files: tuple[str, ...]


def read_server_file(path: Path, *, place: Place) -> ServerFile:
    """Read a YAML file of Prometheus or Grafana.

    Raises:
        DeclarationError: The file cannot be read, is not YAML, or is a file of another kind.
    """
    try:
        text = read_content(path, place).decode()
        node = yaml.compose(text, Loader=yaml.SafeLoader)
        data = yaml.safe_load(text)
    except (yaml.YAMLError, UnicodeDecodeError, ValueError, RecursionError) as error:
        raise DeclarationError(f"the file is not YAML: {error}", where=place) from None
    if isinstance(data, dict) and data.get("kind") == _RESOURCE:
        node, data = find_child_node(node, "spec"), data.get("spec")
    if not isinstance(data, dict) or not _KEYS & data.keys():
        raise DeclarationError(
            "the file is neither a prometheus.yml, nor a Prometheus rule file, nor a file with"
            " Grafana's data sources",
            where=place,
            hint="Pass a prometheus.yml, a rule file, or a file of provisioning/datasources.",
        )
    named = data.get("rule_files")
    return ServerFile(
        place=place,
        data=data,
        common=_read_common_entry(node, data, place),
        jobs=tuple(_iter_entries(node, data, "scrape_configs", place)),
        datasources=tuple(_iter_entries(node, data, "datasources", place)),
        rules=tuple(_iter_rules(node, data, place)),
        rule_files=tuple(map(str, named)) if isinstance(named, list) else (),
    )


def _read_common_entry(node: Any, data: Mapping[str, Any], place: Place) -> Entry | None:
    if "scrape_configs" not in data and "global" not in data:
        return None
    found = find_child_node(node, "global")
    interval = find_child_node(found, "scrape_interval") or found or node
    return Entry(values=ensure_object(data.get("global")), place=place_of_node(interval, place))


def _iter_entries(node: Any, data: Mapping[str, Any], key: str, place: Place) -> Iterator[Entry]:
    items = data.get(key)
    found = find_child_node(node, key)
    if not isinstance(items, list) or not isinstance(found, yaml.SequenceNode):
        return
    for values, item in zip(items, found.value, strict=False):
        if isinstance(values, dict):
            yield Entry(values=values, place=place_of_node(item, place))


def _iter_rules(node: Any, data: Mapping[str, Any], place: Place) -> Iterator[Entry]:
    groups, nodes = data.get("groups"), find_child_node(node, "groups")
    if not isinstance(groups, list) or not isinstance(nodes, yaml.SequenceNode):
        return
    for group, found in zip(groups, nodes.value, strict=False):
        rules, each = (
            group.get("rules") if isinstance(group, dict) else None,
            find_child_node(found, "rules"),
        )
        if isinstance(rules, list) and isinstance(each, yaml.SequenceNode):
            for values, rule in zip(rules, each.value, strict=False):
                if isinstance(values, dict):
                    yield Entry(
                        values=values,
                        place=place_of_node(find_child_node(rule, "expr") or rule, place),
                        group=group,
                    )


def find_child_node(node: Any, key: str) -> Any:
    """Return the value node of a key in a YAML mapping; None if the key is missing."""
    pairs = node.value if isinstance(node, yaml.MappingNode) else ()
    return next((value for name, value in pairs if name.value == key), None)


def place_of_node(node: Any, place: Place) -> Place:
    """Return file and line of a YAML node."""
    return Place(file=place.file, line=node.start_mark.line + 1)
