"""Reads and writes Kubernetes resources, the format of the objects in Grafana's API `/apis` and of
Kubernetes manifests.

A resource has an API version, a kind, metadata such as its name, and its content under `spec` (or
under `data`, in a ConfigMap).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from boardwright.schema.document import Json
from boardwright.schema.json_object import JsonObject

IN_FOLDER = "grafana.app/folder"
"""The annotation that holds the uid of a resource's Grafana folder."""


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
        """The uid of the resource's Grafana folder; empty if the resource names no folder."""
        return self.text("metadata", "annotations", IN_FOLDER)

    @property
    def spec(self) -> Json:
        """The content of the resource; empty if it has none."""
        return {**self.table("spec")}


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
) -> Json:
    """Return the metadata of a resource as JSON data. Empty values are omitted.

    Args:
        name: The name of the resource.
        namespace: The namespace of the resource.
        labels: The labels of the resource.
        annotations: The annotations of the resource.
    """
    given = {"namespace": namespace, "labels": labels, "annotations": annotations}
    return {"name": name, **{key: value for key, value in given.items() if value}}


def with_resource_version(resource: Json, version: str) -> Json:
    """Return a copy of a resource that a server saves only if the stored resource still has this
    version.
    """
    return {**resource, "metadata": {**resource["metadata"], "resourceVersion": version}}
