"""Reads YAML files of Prometheus and Grafana that the user passes to `boardwright check`.

The files are `prometheus.yml`, the rule files that `prometheus.yml` lists, PrometheusRule
resources, and Grafana's provisioning files of data sources.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from boardwright.checks.prometheus_rule import PrometheusRule
from boardwright.checks.settings import DataSourceFact
from boardwright.checks.views.project_view import Scrape
from boardwright.errors import DeclarationError
from boardwright.found.file_contents import read_content
from boardwright.found.yaml_nodes import (
    find_child_node,
    find_node_place,
    list_item_nodes,
    parse_yaml,
)
from boardwright.frozen import frozen
from boardwright.notation.durations import parse_milliseconds
from boardwright.promql.expression import read_expression
from boardwright.schema.alerting.rule_file_form import RuleEntry, RuleGroupEntry
from boardwright.schema.document import Place
from boardwright.schema.json_object import JsonObject, ensure_list, ensure_object
from boardwright.schema.resource import Resource

_KEYS = frozenset({"datasources", "global", "groups", "rule_files", "scrape_configs"})
"""The top-level keys by which boardwright recognises YAML files of Prometheus and Grafana."""

_RESOURCE = "PrometheusRule"
"""The kind of the Kubernetes resource whose `spec` has the format of a rule file."""


@frozen
class ServerFile:
    """A YAML file of Prometheus or Grafana.

    Attributes:
        place: Name of the file.
        data: The parsed file.
        scrapes: The settings in `global` of a `prometheus.yml`, and then each job in
            `scrape_configs`. The name of the settings in `global` is empty.
        datasources: The data sources in `datasources` of a provisioning file.
        rules: The valid rules in `groups` of a rule file. The source position of a rule is the line
            of its expression.
        rule_files: Paths and patterns in `rule_files` of a `prometheus.yml`.
    """

    place: Place
    data: Mapping[str, Any]
    scrapes: tuple[Scrape, ...]
    datasources: tuple[DataSourceFact, ...]
    rules: tuple[PrometheusRule, ...]
    rule_files: tuple[str, ...]


def read_server_file(path: Path, *, place: Place) -> ServerFile:
    """Read a YAML file of Prometheus or Grafana.

    Raises:
        DeclarationError: The file cannot be read, is not YAML, or is not a file of Prometheus or
            Grafana.
    """
    file = parse_yaml(read_content(path, place), place)
    node, data = file.node, file.data
    resource = Resource(ensure_object(data))
    is_resource = resource.kind == _RESOURCE
    if is_resource:
        node, data = find_child_node(node, "spec"), resource.spec
    if not isinstance(data, dict) or not _KEYS & data.keys():
        raise DeclarationError(
            "the file is neither a prometheus.yml, nor a Prometheus rule file, nor a file with"
            " Grafana's data sources",
            where=place,
            hint="Pass a prometheus.yml, a rule file, or a file of provisioning/datasources.",
        )
    texts: Mapping[str, Any] = {}
    if "groups" in data:
        texts = ensure_object(file.texts)
        texts = Resource(texts).spec if is_resource else texts
    return ServerFile(
        place=place,
        data=data,
        scrapes=tuple(_iter_scrapes(node, data, place)),
        datasources=tuple(_iter_datasources(node, data, place)),
        rules=tuple(_iter_rules(node, texts, place)),
        rule_files=tuple(map(str, ensure_list(data.get("rule_files")))),
    )


def _iter_scrapes(node: Any, data: Mapping[str, Any], place: Place) -> Iterator[Scrape]:
    if "scrape_configs" in data or "global" in data:
        section = find_child_node(node, "global")
        line = find_child_node(section, "scrape_interval") or section or node
        yield _read_scrape("", ensure_object(data.get("global")), find_node_place(line, place))
    for job, item in _pair_items(node, data, "scrape_configs"):
        yield _read_scrape(str(job.get("job_name") or "?"), job, find_node_place(item, place))


def _read_scrape(name: str, data: Mapping[str, Any], place: Place) -> Scrape:
    return Scrape(name=name, interval=JsonObject(data).text("scrape_interval") or None, place=place)


def _iter_datasources(node: Any, data: Mapping[str, Any], place: Place) -> Iterator[DataSourceFact]:
    for source, item in _pair_items(node, data, "datasources"):
        yield DataSourceFact(
            name=str(source.get("name") or ""),
            type=str(source.get("type") or ""),
            uid=str(source.get("uid") or ""),
            place=find_node_place(item, place),
            default=source.get("isDefault") is True,
            time_interval=JsonObject(source).text("jsonData", "timeInterval") or None,
        )


def _iter_rules(node: Any, texts: Mapping[str, Any], place: Place) -> Iterator[PrometheusRule]:
    for group, group_node in _pair_items(node, texts, "groups"):
        interval = RuleGroupEntry(group).interval
        for raw, item in _pair_items(group_node, group, "rules"):
            rule, line = RuleEntry(raw), find_child_node(item, "expr") or item
            if isinstance(rule.name, str) and rule.name and rule.has_expr:
                yield _read_rule(rule, interval, find_node_place(line, place))


def _read_rule(rule: RuleEntry, interval: Any, place: Place) -> PrometheusRule:
    return PrometheusRule(
        name=rule.name,
        records=rule.is_recording,
        expression=read_expression(_as_text(rule.expr)),
        place=place,
        labels=_as_texts(rule.labels),
        annotations=_as_texts(rule.annotations),
        wait=parse_milliseconds(_as_text(rule.wait or "0s")),
        interval=parse_milliseconds(_as_text(interval)) or None,
    )


def _as_text(value: Any) -> str:
    return "" if value is None else str(value)


def _as_texts(values: Any) -> dict[str, str]:
    return {str(name): _as_text(value) for name, value in ensure_object(values).items()}


def _pair_items(
    node: Any, data: Mapping[str, Any], key: str
) -> Iterator[tuple[Mapping[str, Any], Any]]:
    """Yield the mappings in the list under a key, each with its YAML node."""
    pairs = zip(ensure_list(data.get(key)), list_item_nodes(node, key), strict=False)
    return ((item, item_node) for item, item_node in pairs if isinstance(item, dict))
