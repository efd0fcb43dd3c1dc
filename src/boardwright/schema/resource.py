"""Reads and writes Kubernetes resources, the format of the objects in Grafana's API `/apis` and of
Kubernetes manifests.

A resource has an API version, a kind, metadata such as its name, and its content under `spec` (or
under `data`, in a ConfigMap).
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
    """One Kubernetes resource. A value of an unexpected type counts as missing."""

    @property
    def api_version(self) -> str:
        """The API group and its version, such as `dashboard.grafana.app/v1`; empty for none."""
        return self.text("apiVersion")

    @property
    def kind(self) -> str:
        """The kind of the resource, such as `Dashboard`; empty for none."""
        return self.text("kind")

    @property
    def name(self) -> str:
        """The name of the resource, which is the uid of a board or folder; empty for none."""
        return self.text("metadata", "name")

    @property
    def namespace(self) -> str:
        """The namespace of the resource; empty for none."""
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
        """The uid of the resource's Grafana folder; empty if the resource names no folder. Grafana
        writes the uid into an annotation, and grizzly into the metadata.
        """
        return self.text("metadata", "annotations", IN_FOLDER) or self.text("metadata", "folder")

    @property
    def spec(self) -> Json:
        """The content of the resource; empty if it has none."""
        return {**self.table("spec")}

    @property
    def title(self) -> str:
        """The title of the folder, if the resource is a folder; otherwise empty."""
        return self.text("spec", "title")

    @property
    def listed_items(self) -> list[Any]:
        """The resources in a resource of kind `List`, or of a kind such as `DashboardList`."""
        return ensure_list(self.raw.get("items"))


class ConfigMap(Resource):
    """A ConfigMap of Kubernetes."""

    @property
    def texts(self) -> Mapping[str, Any]:
        """Key -> text (`data`)."""
        return self.table("data")

    @property
    def encoded_bytes(self) -> Mapping[str, Any]:
        """Key -> content in base64 (`binaryData`)."""
        return self.table("binaryData")


class OperatorDashboard(Resource):
    """A `GrafanaDashboard` of grafana-operator.

    Source: https://grafana.github.io/grafana-operator/docs/api/#grafanadashboardspec
    """

    @property
    def board_text(self) -> str | None:
        """The JSON text of the board; None if the resource does not contain this text."""
        return self._read_text("json")

    @property
    def packed_board(self) -> str | None:
        """The JSON text of the board, compressed with gzip and encoded in base64; None if the
        resource does not contain this text.
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
        metadata: The metadata that `build_metadata` returns.
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
    """Return the metadata of a resource as JSON data. Empty values are omitted.

    Args:
        name: The name of the resource.
        namespace: The namespace of the resource.
        labels: The labels of the resource.
        annotations: The annotations of the resource.
        folder_uid: Uid of the Grafana folder that contains the board or folder, which becomes an
            annotation.
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
        annotations: Other annotations of the resource.
    """
    metadata = build_metadata(uid, annotations=annotations, folder_uid=parent_uid or "")
    return build_resource(api_version, "Folder", metadata, {"title": title})


def add_default_metadata(resource: Mapping[str, Any], **defaults: Any) -> Json:
    """Return a copy of a resource whose metadata also has these keys, unless the metadata already
    has them.
    """
    return {**resource, "metadata": {**defaults, **resource["metadata"]}}


def with_resource_version(resource: Json, version: str) -> Json:
    """Return a copy of a resource that a server saves only if the stored resource still has this
    version.
    """
    return {**resource, "metadata": {**resource["metadata"], "resourceVersion": version}}


def build_named_spec(name: str, spec: Any) -> Json:
    """Return the name and the content of a resource, without its API version and kind."""
    return {"metadata": build_metadata(name), "spec": spec}


@frozen
class ResourceParts:
    """The parts of a resource. Each part may be JSON data or an object of another library.

    Attributes:
        api_version: The API group and its version.
        kind: The kind of the resource.
        metadata: The metadata; None if they are missing.
        spec: The content of the resource.
    """

    api_version: Any
    kind: Any
    metadata: Any
    spec: Any


def read_resource_parts(data: Mapping[Any, Any]) -> ResourceParts | None:
    """Return the parts of a resource; None if the mapping is not a resource, because its API
    version, kind or content is missing.
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
    """Return the body of a request that deletes a resource only if it still has this version."""
    return {
        "kind": "DeleteOptions",
        "apiVersion": "v1",
        "preconditions": {"resourceVersion": version},
    }
