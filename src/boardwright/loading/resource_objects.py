"""Reads boards that are declared as Kubernetes resources: objects with an API version, a kind,
metadata, and the board as `spec`.

A module declares a resource as a `resource.Manifest` of the Foundation SDK, as a builder of a
manifest, or as a dict.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from boardwright.frozen import frozen
from boardwright.loading.sdk_objects import is_builder, read_sdk_name, unwrap_builder
from boardwright.schema.resource import read_resource_parts

_DASHBOARD = "Dashboard"


@frozen
class DeclaredResource:
    """A Kubernetes resource that a module declares.

    Attributes:
        spec: The content of the resource, for example a board, as an object or a dict.
        uid: The uid in the metadata; empty if the metadata contains no uid.
        kind: The kind of the resource, such as `Dashboard`.
        api_version: The `apiVersion` of the resource; empty if the resource has none.
        namespace: The namespace in the metadata; empty if the metadata contains no namespace.
    """

    spec: Any
    uid: str
    kind: str
    api_version: str = ""
    namespace: str = ""

    @property
    def is_board(self) -> bool:
        """Whether the resource is a dashboard."""
        return self.kind == _DASHBOARD


def read_resource(value: Any) -> DeclaredResource | None:
    """Return a value as a resource; None if the value is not a resource."""
    if read_sdk_name(value) == "resource.Manifest":
        manifest = unwrap_builder(value)
        return _build_resource(
            manifest.spec, manifest.metadata, manifest.kind, manifest.api_version
        )
    parts = read_resource_parts(value) if isinstance(value, Mapping) else None
    if parts is None:
        return None
    return _build_resource(parts.spec, parts.metadata, parts.kind, parts.api_version)


def _build_resource(spec: Any, metadata: Any, kind: Any, api_version: Any) -> DeclaredResource:
    metadata = metadata.build() if is_builder(metadata) else metadata
    return DeclaredResource(
        spec=spec,
        uid=_read_metadata(metadata, "name"),
        kind=str(kind or _DASHBOARD),
        api_version=str(api_version or ""),
        namespace=_read_metadata(metadata, "namespace"),
    )


def _read_metadata(metadata: Any, key: str) -> str:
    value = metadata.get(key) if isinstance(metadata, Mapping) else getattr(metadata, key, "")
    return str(value or "")
