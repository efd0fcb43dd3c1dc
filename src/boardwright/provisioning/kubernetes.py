"""Names, labels and size limits of the Kubernetes resources that a build writes, and the file
`kustomization.yaml`, which lists the resources.

Source: https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import field
from types import MappingProxyType
from typing import Any

from boardwright.errors import DocumentError
from boardwright.frozen import frozen
from boardwright.notation.slugs import cut_slug
from boardwright.provisioning.yaml_text import encode_yaml
from boardwright.schema.board_result import BoardResult
from boardwright.schema.board_schema import BoardSchema, encode_board_file
from boardwright.schema.canonical import parse_canonical_json
from boardwright.schema.document import Json, Note
from boardwright.schema.resource import Resource, add_default_metadata, build_metadata

ROOT = "kubernetes"
"""Name of the folder for Kubernetes resources in the output folder."""

DATA_LIMIT = 1024 * 1024
"""The largest size in bytes that Kubernetes allows for all values of a ConfigMap together."""

APPLY_LIMIT = 256 * 1024
"""The largest size in bytes that Kubernetes allows for all annotations of a resource together.
`kubectl apply` stores the whole resource in an annotation.
"""

_LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration"
_NAME_LENGTH = 63
_LABEL_LENGTH = 63
_NAME = re.compile(r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?")


@frozen
class Kubernetes:
    """Settings of the Kubernetes resources.

    Attributes:
        project: Name of the project. The names of all resources begin with the project's name.
        namespace: The Kubernetes namespace of the resources; empty for the current namespace of
            `kubectl`.
        label: Name of the label on each ConfigMap. The Grafana sidecar reads ConfigMaps with this
            label.
        label_value: Value of the label `label`.
        folder_annotation: Name of the annotation that contains the Grafana folder of a board for
            the sidecar.
        instance_selector: Labels of the `Grafana` resources to which grafana-operator adds the
            boards.
        rule_labels: Labels of each `PrometheusRule`. prometheus-operator reads the resources with
            the labels in its `ruleSelector`.
    """

    project: str
    namespace: str = ""
    label: str = "grafana_dashboard"
    label_value: str = "1"
    folder_annotation: str = "grafana_folder"
    instance_selector: Mapping[str, str] = field(
        default_factory=lambda: MappingProxyType({"dashboards": "grafana"})
    )
    rule_labels: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    def build_metadata(
        self,
        uid: str,
        *,
        labels: Mapping[str, str] = MappingProxyType({}),
        annotations: Mapping[str, str] = MappingProxyType({}),
    ) -> Json:
        """Return the metadata of the resource for the board or folder with the uid `uid`."""
        ours = {
            "app.kubernetes.io/managed-by": "boardwright",
            "app.kubernetes.io/part-of": self.project[:_LABEL_LENGTH].rstrip("-_"),
        }
        return build_metadata(
            name_resource(self.project, uid),
            namespace=self.namespace,
            labels=dict(sorted({**ours, **labels}.items())),
            annotations=dict(sorted(annotations.items())),
        )


def name_resource(project: str, uid: str) -> str:
    """Return a valid Kubernetes name that is different for each uid.

    A Kubernetes name may contain neither capital letters nor underscores. If a uid contains capital
    letters or underscores, or is long, the name contains a digest of the uid. For example, the uids
    `Node` and `node` get different names.
    """
    prefix = project.replace("_", "-")
    name = f"{prefix}-{uid}"
    if len(name) <= _NAME_LENGTH and _NAME.fullmatch(name):
        return name
    digest = hashlib.sha256(uid.encode()).hexdigest()[:8]
    return f"{cut_slug(name, _NAME_LENGTH - 9)}-{digest}"


def encode_readable_board(board: BoardResult, schema: BoardSchema = "v1") -> bytes:
    """Return the JSON of a board for a Kubernetes resource, indented unless the board is large."""
    whole = encode_board_file(board, schema)
    if len(whole) <= APPLY_LIMIT // 2:
        return whole
    data = parse_canonical_json(whole)
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return text.encode("utf-8", "surrogatepass") + b"\n"


def check_resource_size(
    resource: Mapping[str, Any], text: bytes, board: BoardResult
) -> tuple[Note, ...]:
    """Return a note if a resource is too large for `kubectl apply`, otherwise an empty tuple.

    Args:
        resource: The resource that contains the text of the board.
        text: The JSON of the board.
        board: The board.

    Raises:
        DocumentError: The board is too large for any Kubernetes resource.
    """
    if len(text) > DATA_LIMIT:
        raise DocumentError(
            f'the board "{board.title}" has {len(text):,} bytes, but a Kubernetes resource may '
            "not have more than the 1 MiB of a ConfigMap",
            where=board.place,
            hint="Split the board into two boards. Or do not use Kubernetes resources: build the "
            "target `provisioning`, or run `boardwright deploy`.",
        )
    size = measure_applied_size(resource)
    if size <= APPLY_LIMIT:
        return ()
    what = (
        f'the Kubernetes resource of the board "{board.title}" has {size:,} bytes, but'
        " `kubectl apply` can store at most 256 KiB in an annotation. Use"
        " `kubectl apply --server-side`, or the option ServerSideApply=true of Argo CD"
    )
    return (Note(what=what, place=board.place),)


def measure_applied_size(resource: Mapping[str, Any]) -> int:
    """Return the total size of a resource's annotations after `kubectl apply`, in bytes.

    `kubectl` adds the namespace to the resource, and stores the resource's JSON in an annotation.
    For a resource without a namespace, the function assumes the namespace `default`. Go's JSON
    encoder writes `<`, `>` and `&` as six bytes each.
    """
    annotations = Resource(resource).annotations
    stored = add_default_metadata(resource, annotations=annotations, namespace="default")
    text = json.dumps(stored, ensure_ascii=False, separators=(",", ":"))
    written = len(text.encode("utf-8", "surrogatepass")) + 1
    written += 5 * sum(text.count(sign) for sign in "<>&")
    own = sum(len(key.encode()) + len(value.encode()) for key, value in annotations.items())
    return len(_LAST_APPLIED) + written + own


def build_kustomization(paths: Iterable[str]) -> dict[str, bytes]:
    """Return the path and content of `kustomization.yaml`.

    Args:
        paths: Paths of all files that the build writes, relative to the output folder.
    """
    inside = (path.removeprefix(f"{ROOT}/") for path in paths if path.startswith(f"{ROOT}/"))
    data = {
        "apiVersion": "kustomize.config.k8s.io/v1beta1",
        "kind": "Kustomization",
        "resources": sorted(inside),
    }
    return {f"{ROOT}/kustomization.yaml": encode_yaml(data)}
