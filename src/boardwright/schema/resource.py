"""Reads and writes Kubernetes resources. Kubernetes manifests and Grafana's API `/apis` use this
format.

A resource has an API version, a kind and metadata such as its name. The content of a resource is
under `spec`, or under `data` in a ConfigMap.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from boardwright.frozen import frozen
from boardwright.schema.document import Json
from boardwright.schema.json_object import JsonObject, ensure_list

IN_FOLDER = "grafana.app/folder"
"""The annotation that contains the uid of the Grafana folder in which a resource is stored."""


class Resource(JsonObject):
    """One Kubernetes resource. If a value has an unexpected type, it counts as missing."""

    @property
    def api_version(self) -> str:
        """The API group and its version, such as `dashboard.grafana.app/v1`; empty if it is
        missing.
        """
        return self.text("apiVersion")

    @property
    def kind(self) -> str:
        """The kind of the resource, such as `Dashboard`; empty if it is missing."""
        return self.text("kind")

    @property
    def name(self) -> str:
        """The name of the resource: for a board or folder, its uid. The text is empty if the name
        is missing.
        """
        return self.text("metadata", "name")

    @property
    def namespace(self) -> str:
        """The namespace of the resource; empty if it is missing."""
        return self.text("metadata", "namespace")

    @property
    def labels(self) -> Mapping[str, Any]:
        """The labels of the resource, by name."""
        return self.table("metadata", "labels")

    @property
    def annotations(self) -> Mapping[str, Any]:
        """The annotations of the resource, by name."""
        return self.table("metadata", "annotations")

    @property
    def folder_uid(self) -> str:
        """The uid of the Grafana folder that contains the resource; empty if the resource names no
        folder. Grafana writes this uid into an annotation, and grizzly writes it into the metadata.
        """
        return self.text("metadata", "annotations", IN_FOLDER) or self.text("metadata", "folder")

    @property
    def spec(self) -> Json:
        """The content of the resource; empty if it has none."""
        return {**self.table("spec")}

    @property
    def title(self) -> str:
        """The `title` in the `spec`, such as the title of a folder; empty if it is missing."""
        return self.text("spec", "title")

    @property
    def listed_items(self) -> list[Any]:
        """The resources inside a resource of the kind `List` or a kind such as `DashboardList`."""
        return ensure_list(self.raw.get("items"))


class ConfigMap(Resource):
    """A ConfigMap of Kubernetes."""

    @property
    def texts(self) -> Mapping[str, Any]:
        """Key -> text, from the key `data` of the ConfigMap."""
        return self.table("data")

    @property
    def encoded_bytes(self) -> Mapping[str, Any]:
        """Key -> content in base64, from the key `binaryData` of the ConfigMap."""
        return self.table("binaryData")


class OperatorDashboard(Resource):
    """A Kubernetes resource of the kind `GrafanaDashboard`, which grafana-operator reads.

    Source: https://grafana.github.io/grafana-operator/docs/api/#grafanadashboardspec
    """

    @property
    def board_text(self) -> str | None:
        """The board as JSON text, from the key `json`; None if the key is missing."""
        return self._read_text("json")

    @property
    def packed_board(self) -> str | None:
        """The JSON text of the board, compressed with gzip and encoded in base64, from the key
        `gzipJson`; None if the key is missing.
        """
        return self._read_text("gzipJson")

    @property
    def board_uid(self) -> str | None:
        """The uid of the board; None if the resource does not set it."""
        return self._read_text("uid")

    @property
    def folder_title(self) -> str | None:
        """The title of the Grafana folder; None if the resource does not set it."""
        return self._read_text("folder") or None

    def _read_text(self, key: str) -> str | None:
        value = self.at("spec", key)
        return value if isinstance(value, str) else None


def build_resource(api_version: str, kind: str, metadata: Json, spec: Json | None = None) -> Json:
    """Return a Kubernetes resource as JSON data.

    Args:
        api_version: The API group and its version, such as `folder.grafana.app/v1`.
        kind: The kind of the resource, such as `Folder`.
        metadata: The metadata, as `build_metadata` returns them.
        spec: The content of the resource; None for a resource that has no `spec`.
    """
    head = {"apiVersion": api_version, "kind": kind, "metadata": metadata}
    return head if spec is None else {**head, "spec": spec}


def build_metadata(
    name: str,
    *,
    namespace: str = "",
    labels: Mapping[str, str] | None = None,
    annotations: Mapping[str, str] | None = None,
    folder_uid: str = "",
) -> Json:
    """Return the metadata of a resource as JSON data, without empty values.

    Args:
        name: The name of the resource.
        namespace: The namespace of the resource.
        labels: The labels of the resource.
        annotations: The annotations of the resource.
        folder_uid: Uid of the Grafana folder that contains the resource. The function stores this
            uid as an annotation.
    """
    within = {IN_FOLDER: folder_uid} if folder_uid else {}
    given = {
        "namespace": namespace,
        "labels": labels,
        "annotations": {**(annotations or {}), **within},
    }
    return {"name": name, **{key: value for key, value in given.items() if value}}


def build_folder_resource(
    uid: str,
    title: str,
    *,
    api_version: str,
    parent_uid: str | None,
    annotations: Mapping[str, str] | None = None,
) -> Json:
    """Return a folder of Grafana as a resource of the API `folder.grafana.app`.

    Args:
        uid: Uid of the folder.
        title: Title of the folder.
        api_version: API group and version, such as `folder.grafana.app/v1beta1`.
        parent_uid: Uid of the folder that contains this folder; None or empty for a top-level
            folder.
        annotations: Annotations of the resource in addition to the uid of the parent folder.
    """
    metadata = build_metadata(uid, annotations=annotations, folder_uid=parent_uid or "")
    return build_resource(api_version, "Folder", metadata, {"title": title})


def add_default_metadata(resource: Mapping[str, Any], **defaults: Any) -> Json:
    """Return a copy of a resource in which missing keys of the metadata have the values in
    `defaults`.
    """
    return {**resource, "metadata": {**defaults, **resource["metadata"]}}


def with_resource_version(resource: Json, version: str) -> Json:
    """Return a copy of a resource with a `resourceVersion`. The server saves the copy only if the
    version of the stored resource is still `version`.
    """
    return {**resource, "metadata": {**resource["metadata"], "resourceVersion": version}}


def build_named_spec(name: str, spec: Any) -> Json:
    """Return the `metadata` and `spec` of a resource, without its API version and kind."""
    return {"metadata": build_metadata(name), "spec": spec}


@frozen
class ResourceParts:
    """The top-level values of a resource. Each value may be JSON data or an object of another
    library.

    Attributes:
        api_version: The API group and its version.
        kind: The kind of the resource.
        metadata: The metadata; None if the resource has no metadata.
        spec: The content of the resource.
    """

    api_version: Any
    kind: Any
    metadata: Any
    spec: Any


def read_resource_parts(data: Mapping[Any, Any]) -> ResourceParts | None:
    """Return the top-level values of a resource; None if `apiVersion`, `kind` or `spec` is
    missing.
    """
    if not {"apiVersion", "kind", "spec"} <= data.keys():
        return None
    return ResourceParts(
        api_version=data["apiVersion"],
        kind=data["kind"],
        metadata=data.get("metadata"),
        spec=data["spec"],
    )


def build_delete_options(version: str) -> Json:
    """Return the body of a DELETE request. The server deletes the resource only if the version of
    the resource is still `version`.
    """
    return {
        "kind": "DeleteOptions",
        "apiVersion": "v1",
        "preconditions": {"resourceVersion": version},
    }
