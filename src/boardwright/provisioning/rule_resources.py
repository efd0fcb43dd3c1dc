"""Writes Kubernetes resources with Prometheus rules, one for each source file that declares rules.

prometheus-operator reads `PrometheusRule` resources. A Prometheus without prometheus-operator can
read rule files from ConfigMaps.

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
    """Return the `PrometheusRule` with the rules that one source file declares.

    Args:
        file: The rules that one source file declares.
        folder: The project's folder for rules, which is removed from the name of the resource.
        settings: The settings of Kubernetes resources.

    Raises:
        DocumentError: The rules are too large for a Kubernetes resource.
    """
    name = _name_resource(file, folder)
    metadata = settings.build_metadata(f"rules-{name}", labels=settings.rule_labels)
    spec = build_rule_file(file.groups)
    resource = build_resource("monitoring.coreos.com/v1", "PrometheusRule", metadata, spec)
    return _build_resource_file(f"{ROOT}/prometheusrules/{name}.yaml", resource, file)


def build_rule_configmap(file: RuleFile, folder: str, settings: Kubernetes) -> BoardFile:
    """Return a ConfigMap with a rule file. See `build_prometheus_rule` for the arguments."""
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
            f"the Kubernetes resource with the rules of this file has {len(content):,} bytes, "
            "but may not have more than 1 MiB",
            where=Place(file=file.source),
            hint="Move some of the rules to another file.",
        )
    return BoardFile(path=path, content=content)
