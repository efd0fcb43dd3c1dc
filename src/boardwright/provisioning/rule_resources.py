"""Writes Kubernetes resources with rules for Prometheus: one for each file of the project that
declares rules.

A `PrometheusRule` is a resource of prometheus-operator. For a Prometheus without
prometheus-operator, the resource is a ConfigMap that contains a rule file.

Source: https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1.PrometheusRule
"""

from __future__ import annotations

from boardwright.errors import DocumentError
from boardwright.provisioning.board_file import BoardFile
from boardwright.provisioning.kubernetes import DATA_LIMIT, ROOT, Kubernetes
from boardwright.provisioning.rule_files import (
    WIDTH,
    build_rule_file,
    build_rule_file_path,
    encode_rule_file,
)
from boardwright.provisioning.yaml_text import YamlBlock, encode_yaml
from boardwright.schema.document import Json, Place
from boardwright.schema.resource import build_resource
from boardwright.schema.rule_values import RuleFile


def build_prometheus_rule(file: RuleFile, folder: str, settings: Kubernetes) -> BoardFile:
    """Return the `PrometheusRule` with the rules that one file of the project declares.

    Args:
        file: The rules that one file of the project declares.
        folder: The project's folder for rules, which is omitted from the names of resources.
        settings: The settings of Kubernetes resources.

    Raises:
        DocumentError: The rules are too large for one resource.
    """
    name = _name_resource(file, folder)
    metadata = settings.build_metadata(f"rules-{name}", labels=settings.rule_labels)
    spec = build_rule_file(file.groups)
    resource = build_resource("monitoring.coreos.com/v1", "PrometheusRule", metadata, spec)
    return _build_resource_file(f"{ROOT}/prometheusrules/{name}.yaml", resource, file)


def build_rule_configmap(file: RuleFile, folder: str, settings: Kubernetes) -> BoardFile:
    """Return a ConfigMap that contains a rule file with the rules of one file. The arguments are
    the same as for `build_prometheus_rule`.
    """
    name = _name_resource(file, folder)
    metadata = settings.build_metadata(f"rules-{name}", labels=settings.rule_labels)
    data = {f"{name}.yml": YamlBlock(encode_rule_file(file).decode())}
    resource = {**build_resource("v1", "ConfigMap", metadata), "data": data}
    return _build_resource_file(f"{ROOT}/configmaps/rules/{name}.yaml", resource, file)


def _name_resource(file: RuleFile, folder: str) -> str:
    return build_rule_file_path(file, folder).rpartition("/")[2].removesuffix(".yml")


def _build_resource_file(path: str, resource: Json, file: RuleFile) -> BoardFile:
    content = encode_yaml(resource, source=file.source, width=WIDTH)
    if len(content) > DATA_LIMIT:
        raise DocumentError(
            f"the rules have {len(content):,} bytes, which is more than the 1 MiB that a "
            "Kubernetes resource may have",
            where=Place(file=file.source),
            hint="Declare some of the rules in another file.",
        )
    return BoardFile(path=path, content=content)
