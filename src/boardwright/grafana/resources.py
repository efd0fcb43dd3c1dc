"""Boards as resources: `/apis/dashboard.grafana.app`, where a server has it.

A list of 203 boards of 30 panels takes three requests and 0.8 s on 12.2, one request each takes
203 and 1.0 to 1.5 s. Pages are cut by Grafana at about 2 MB, whatever the limit.

A board is created in half the time that `/api/dashboards/db` takes, since it gets no permissions
of its own: those of its folder are what counts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from boardwright.frozen import frozen
from boardwright.grafana.address import page, shown
from boardwright.grafana.answers import need
from boardwright.grafana.client import Client
from boardwright.grafana.errors import (
    LoginError,
    NotGrafanaError,
    NotJsonError,
    RefusedError,
    ThrottledError,
)
from boardwright.grafana.stored import StoredBoard
from boardwright.schema.envelopes import IN_FOLDER, dashboard_resource

GROUP = "dashboard.grafana.app"
AS_STORED = "v0alpha1"
VERSIONS = (AS_STORED, "v1beta1", "v1")
"""In the order they are taken: v0alpha1 gives bodies as they are stored, the others migrate."""

_SAID = "grafana.app/message"
_LIMIT = 500
_PROVIDERS = "classic-file-provisioning"


@frozen
class BoardResources:
    """The boards of one Grafana, in a version of its API.

    Attributes:
        client: What sends.
        namespace: The organisation, in the words of this API.
        version: The version of the API.
    """

    client: Client
    namespace: str
    version: str

    def boards(self) -> Iterator[StoredBoard | str]:
        """Yield each board, or the uid of one whose body this list does not have.

        Raises:
            ServerError: A page could not be read: what came before is not all.
        """
        following = ""
        while True:
            more = {"continue": following} if following else {}
            data = self.client.get(self._path, limit=_LIMIT, **more)
            items = _need(data, "items", self.client.url)
            yield from (_board(item, self.client.url) for item in items or ())
            following = _need(data, "metadata", self.client.url).get("continue") or ""
            if not following:
                return

    def create(self, body: Mapping[str, Any], *, folder_uid: str, message: str) -> str:
        """Create a board in a folder, and return the address of its page.

        Args:
            body: The dashboard JSON.
            folder_uid: The folder it goes to.
            message: For the version history, where Grafana writes none of its own.

        Raises:
            ConflictError: There is a board of that uid, or a folder.
            ServerError: This API does not take it, or there is other trouble.
        """
        uid, said = str(body["uid"]), {IN_FOLDER: folder_uid, _SAID: message}
        resource = dashboard_resource({**body}, uid=uid, version=self.version, annotations=said)
        made = self.client.post(self._path, resource)
        need(need(made, "metadata", dict, url=self.client.url), "name", str, url=self.client.url)
        return page(self.client.url, f"/d/{uid}")

    @property
    def _path(self) -> str:
        return f"/apis/{GROUP}/{self.version}/namespaces/{self.namespace}/dashboards"


def find_resources(client: Client, *, namespace: str) -> BoardResources | None:
    """Return the resources that a Grafana has; None for one that has none, as 10 and 11."""
    try:
        data = client.get(f"/apis/{GROUP}")
    except (LoginError, ThrottledError):
        raise
    except (RefusedError, NotGrafanaError):
        return None
    listed = data.get("versions") if isinstance(data, dict) else None
    served = {each.get("version") for each in listed or () if isinstance(each, dict)}
    version = next((each for each in VERSIONS if each in served), None)
    if version is None:
        return None
    return BoardResources(client=client, namespace=namespace, version=version)


def _board(item: Any, url: str) -> StoredBoard | str:
    metadata, spec = _need(item, "metadata", url), item.get("spec")
    uid = str(metadata.get("name") or "")
    conversion = (item.get("status") or {}).get("conversion") or {}
    if not isinstance(spec, dict) or conversion.get("failed"):
        return uid
    annotations = metadata.get("annotations") or {}
    return StoredBoard(
        uid=uid,
        body={**spec, "uid": uid},
        version=int(metadata.get("generation") or 0),
        folder_uid=str(annotations.get(IN_FOLDER) or ""),
        provider_file=_provider_file(annotations),
        url=page(url, f"/d/{uid}"),
        stored_version=str(conversion.get("storedVersion") or ""),
    )


def _provider_file(annotations: Mapping[str, Any]) -> str | None:
    if annotations.get("grafana.app/managedBy") != _PROVIDERS:
        return None
    return str(annotations.get("grafana.app/sourcePath") or "")


def _need(data: Any, key: str, url: str) -> Any:
    if not isinstance(data, dict) or key not in data:
        raise NotJsonError(
            f"the answer is JSON, but no list of Grafana's: it has no {key!r}", where=shown(url)
        )
    return data[key]
