"""Boards as resources: `/apis/dashboard.grafana.app`, where a server has it.

A list of 203 boards of 30 panels takes three requests and 0.8 s on 12.2; one request for each takes
203 and 1.0 to 1.5 s. Grafana ends a page at about 2 MB, whatever the limit.

A board is created in half the time of `/api/dashboards/db`, since it gets no permissions of its
own: those of its folder count.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from boardwright.frozen import frozen
from boardwright.grafana.answers import Fields
from boardwright.grafana.client import Client
from boardwright.grafana.grafana_errors import (
    LoginError,
    NotGrafanaError,
    RefusedError,
    ThrottledError,
)
from boardwright.grafana.stored_values import StoredBoard
from boardwright.http.addresses import public_url
from boardwright.schema.envelopes import IN_FOLDER, dashboard_resource

GROUP = "dashboard.grafana.app"
AS_STORED = "v0alpha1"
VERSIONS = (AS_STORED, "v1beta1", "v1")
"""In the order of preference: v0alpha1 returns bodies as stored, the others migrate them."""

_MESSAGE = "grafana.app/message"
_LIMIT = 500
_PROVIDERS = "classic-file-provisioning"


@frozen
class BoardResources:
    """The boards of one Grafana, in a version of its API.

    Attributes:
        client: Sends the requests.
        namespace: The organisation's name in this API.
        version: The version of the API.
    """

    client: Client
    namespace: str
    version: str

    def boards(self) -> Iterator[StoredBoard | str]:
        """Yield each board, or the uid of one whose body this list does not have.

        Raises:
            ServerError: A page could not be read: the boards before are not all.
        """
        following = ""
        seen: set[str] = set()
        while following not in seen:
            seen.add(following)
            more = {"continue": following} if following else {}
            data = self.client.get(self._path, limit=_LIMIT, **more)
            answer = Fields(data, url=self.client.url)
            metadata = answer.need_inner("metadata")
            yield from (_board(item, self.client.url) for item in answer.each("items"))
            following = metadata.get("continue", str, "")
            if not following:
                return
        raise NotGrafanaError("its list of boards never ends", where=public_url(self.client.url))

    def create(self, body: Mapping[str, Any], *, folder_uid: str, message: str) -> str:
        """Create a board in a folder, and return the address of its page.

        Args:
            body: The dashboard JSON.
            folder_uid: The folder it goes to.
            message: The message for the version history, where Grafana writes none of its own.

        Raises:
            ConflictError: There is a board or folder with that uid.
            ServerError: This API does not accept it, or another failure.
        """
        annotations = {_MESSAGE: message, **({IN_FOLDER: folder_uid} if folder_uid else {})}
        uid = str(body["uid"])
        resource = dashboard_resource(
            {**body}, uid=uid, version=self.version, annotations=annotations
        )
        made = self.client.post(self._path, resource)
        Fields(made, url=self.client.url).need_inner("metadata").need("name", str)
        return _page_url(self.client.url, uid)

    @property
    def _path(self) -> str:
        return f"/apis/{GROUP}/{self.version}/namespaces/{self.namespace}/dashboards"


def find_resources(client: Client, *, namespace: str) -> BoardResources | None:
    """Return the resources API of a Grafana; None for one without it, such as 10 and 11."""
    try:
        group = Fields(client.get(f"/apis/{GROUP}"), url=client.url)
        served = {each.get("version", str, "") for each in group.each("versions")}
    except (LoginError, ThrottledError):
        raise
    except (RefusedError, NotGrafanaError):
        return None
    version = next((each for each in VERSIONS if each in served), None)
    if version is None:
        return None
    return BoardResources(client=client, namespace=namespace, version=version)


def _board(item: Fields, url: str) -> StoredBoard | str:
    metadata, spec = item.need_inner("metadata"), item.get("spec", dict, {})
    uid = metadata.get("name", str, "")
    conversion = item.inner("status").inner("conversion")
    if not spec or conversion.get("failed", bool, False):
        return uid
    annotations = metadata.inner("annotations")
    return StoredBoard(
        uid=uid,
        body={**spec, "uid": uid},
        version=metadata.get("generation", int, 0),
        folder_uid=annotations.get(IN_FOLDER, str, ""),
        provider_file=_provider_file(annotations),
        url=_page_url(url, uid),
        stored_version=conversion.get("storedVersion", str, ""),
    )


def _provider_file(annotations: Fields) -> str | None:
    if annotations.get("grafana.app/managedBy", str, "") != _PROVIDERS:
        return None
    return annotations.get("grafana.app/sourcePath", str, "")


def _page_url(url: str, uid: str) -> str:
    return f"{url}/d/{uid}"
