"""Reads and writes boards with the API group `/apis/dashboard.grafana.app`, which Grafana 10 and 11
do not have.

boardwright reads each board in the schema in which Grafana stores it. If a client requests a board
of schema v2 in schema v1, Grafana converts the board. Grafana then drops tabs, automatic grids and
the conditions for showing panels, without a warning.

Creating a board with `/apis` takes half as long as with `/api/dashboards/db`, because Grafana
creates no permissions for the board. The permissions of the folder apply to the board.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from boardwright.frozen import frozen
from boardwright.grafana.answers import AnswerFields
from boardwright.grafana.api_groups import iter_items, read_versions
from boardwright.grafana.board_states import BoardMetadata
from boardwright.grafana.client import GrafanaClient
from boardwright.grafana.grafana_errors import (
    FormError,
    NotFoundError,
)
from boardwright.grafana.resource_items import (
    MESSAGE,
    BoardItem,
    build_board_url,
    is_v2_version,
    read_metadata,
    read_resource_item,
    read_resource_name,
    read_resource_version,
)
from boardwright.grafana.stored_values import StoredBoard
from boardwright.schema.document import Json
from boardwright.schema.envelopes import is_v2, wrap_in_resource
from boardwright.schema.resource import build_delete_options, with_resource_version
from boardwright.schema.v2.v2beta1 import to_v2beta1

GROUP = "dashboard.grafana.app"
AS_STORED = "v0alpha1"
VERSIONS = (AS_STORED, "v1beta1", "v1")
"""API versions for schema v1, in order of preference. Only v0alpha1 returns a board unchanged; in
the other versions, Grafana migrates the board to the newest `schemaVersion`.
"""
V2_VERSIONS = ("v2", "v2beta1")
"""The API versions for schema v2 that boardwright supports, in order of preference."""

_METADATA_ONLY = (
    "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1, application/json"
)
"""The value of the `Accept` header to request a list of Kubernetes resources without `spec`."""


@frozen
class BoardResources:
    """Reads and writes the boards of one Grafana with `/apis/dashboard.grafana.app`.

    Attributes:
        namespace: The namespace in the URLs of `/apis`, such as `default`.
        served: The API versions that Grafana supports.
        preferred: The API version that Grafana prefers; empty if Grafana prefers none.
    """

    client: GrafanaClient
    namespace: str
    served: tuple[str, ...]
    preferred: str = ""

    @property
    def version(self) -> str:
        """The API version to use for boards of schema v1."""
        return next(each for each in VERSIONS if each in self.served)

    @property
    def v2_version(self) -> str | None:
        """The API version to use for boards of schema v2; None if Grafana cannot save them."""
        return next((each for each in V2_VERSIONS if each in self.served), None)

    @property
    def prefers_v2(self) -> bool:
        """Whether Grafana prefers schema v2 and can save boards of schema v2."""
        return is_v2_version(self.preferred) and self.v2_version is not None

    def iter_boards(self) -> Iterator[StoredBoard | str]:
        """Yield each board in the schema in which Grafana stores it.

        If Grafana lists a board only in another schema, the method yields the uid of the board.

        Raises:
            ServerError: A page of the list could not be read, so boards are missing.
        """
        others: dict[str, BoardItem] = {}
        for item in self._iter_items(self.version):
            if item.is_as_stored and item.board is not None:
                yield item.board
            else:
                others[item.uid] = item
        of_v2 = [uid for uid, item in others.items() if is_v2_version(item.stored_version)]
        if of_v2 and self.v2_version is not None:
            for item in self._iter_items(self.v2_version):
                if item.uid in others and item.is_as_stored and item.board is not None:
                    del others[item.uid]
                    yield item.board
        yield from others

    def read_list_version(self) -> str:
        """Return the `resourceVersion` of the list of boards; empty if the list has none.

        Raises:
            ServerError: Grafana did not answer, or refused the request.
        """
        answer = self.client.get(self._build_path(self.version), accept=_METADATA_ONLY, limit=1)
        return read_resource_version(AnswerFields(answer, url=self.client.url))

    def iter_metadata(self) -> Iterator[BoardMetadata]:
        """Yield the metadata of each board.

        Raises:
            ServerError: A page of the list could not be read, so boards are missing.
        """
        for item in iter_items(self.client, self._build_path(self.version), accept=_METADATA_ONLY):
            yield read_metadata(item)

    def read_board(self, uid: str) -> StoredBoard | None:
        """Return a board in the schema in which Grafana stores it; None if it does not exist.

        Raises:
            FormError: Grafana stores the board in an API version that it does not support or cannot
                convert.
        """
        first = self._read_item(uid, self.version)
        if first is None:
            return None
        if first.is_as_stored:
            return first.board
        second = self._read_item(uid, self._choose_served_version(first.stored_version))
        if second is None:
            return None
        if not _are_contradictory(first, second):
            return self._require_board(second)
        # One of the two answers has an outdated status. A request in a third API version shows
        # which one.
        third = self._read_item(uid, self._choose_third_version(first, second))
        is_first = third is not None and not is_v2_version(third.stored_version)
        return self._require_board(first if is_first else second)

    def create(self, body: Mapping[str, Any], *, folder_uid: str, message: str) -> str:
        """Create a board, and return the URL of its page. See `BoardCalls.create`."""
        uid, version = str(body["uid"]), self._choose_version(body)
        resource = _build_resource(body, version, folder_uid, message)
        answer = self.client.post(self._build_path(version), resource)
        return self._read_page_url(answer, uid)

    def replace(
        self, stored: StoredBoard, body: Mapping[str, Any], *, folder_uid: str, message: str
    ) -> str:
        """Save over an existing board, and return the URL of its page. See `BoardCalls.replace`.

        The method keeps the annotations that other programs have added to the board.
        """
        version = self._choose_version(body)
        resource = _build_resource(body, version, folder_uid, message, more=stored.annotations)
        resource = with_resource_version(resource, stored.resource_version)
        path = f"{self._build_path(version)}/{stored.uid}"
        return self._read_page_url(self.client.put(path, resource), stored.uid)

    def delete(self, stored: StoredBoard) -> None:
        """Delete a board.

        Args:
            stored: The board as boardwright read it from Grafana.

        Raises:
            NotFoundError: The board no longer exists.
            ConflictError: Someone changed the board after boardwright read it. Grafana did not
                delete the board.
        """
        options = build_delete_options(stored.resource_version)
        self.client.delete(f"{self._build_path(self.version)}/{stored.uid}", options)

    def _iter_items(self, version: str) -> Iterator[BoardItem]:
        for item in iter_items(self.client, self._build_path(version)):
            yield read_resource_item(item, version=version, url=self.client.url)

    def _read_item(self, uid: str, version: str) -> BoardItem | None:
        url = self.client.url
        try:
            data = self.client.get(f"{self._build_path(version)}/{uid}")
        except NotFoundError:
            return None
        return read_resource_item(AnswerFields(data, url=url), version=version, url=url)

    def _choose_served_version(self, stored_version: str) -> str:
        """Return a supported API version that has the same schema as `stored_version`."""
        if not is_v2_version(stored_version):
            return stored_version if stored_version in self.served else self.version
        version = self.v2_version or stored_version
        if version in self.served:
            return version
        raise FormError(
            f"Grafana stores the board in the API version {stored_version}, but does not support "
            "this API version"
        )

    def _choose_third_version(self, first: BoardItem, second: BoardItem) -> str:
        requested = {first.version, second.version}
        return next((each for each in self.served if each not in requested), first.version)

    def _require_board(self, item: BoardItem) -> StoredBoard:
        if item.board is None:
            raise FormError(
                f"Grafana cannot convert the board from the API version {item.stored_version} to "
                f"{item.version}"
            )
        return item.board

    def _choose_version(self, body: Mapping[str, Any]) -> str:
        if not is_v2(body):
            return self.version
        if self.v2_version is None:
            raise build_no_v2_error()
        return self.v2_version

    def _build_path(self, version: str) -> str:
        return f"/apis/{GROUP}/{version}/namespaces/{self.namespace}/dashboards"

    def _read_page_url(self, answer: Any, uid: str) -> str:
        read_resource_name(
            AnswerFields(answer, url=self.client.url)
        )  # other answers raise an error
        return build_board_url(self.client.url, uid)


def find_resources(
    client: GrafanaClient, *, namespace: str, must_know: bool = False
) -> BoardResources | None:
    """Return the object that calls `/apis/dashboard.grafana.app`; None if Grafana lacks this API.

    Args:
        namespace: The namespace in the URLs of `/apis`, such as `default`.
        must_know: Whether to raise an error after a temporary failure. If `must_know` is False, the
            result is None after a temporary failure.
    """
    versions = read_versions(client, GROUP, must_know=must_know)
    if not any(each in versions.served for each in VERSIONS):
        return None
    return BoardResources(
        client=client, namespace=namespace, served=versions.served, preferred=versions.preferred
    )


def build_no_v2_error() -> FormError:
    """Return the error for a board of schema v2 in a Grafana that cannot save schema v2."""
    return FormError(
        "this Grafana cannot save boards of schema v2: it serves neither v2 nor v2beta1",
        hint='Set schema = "v1" for this Grafana in boardwright.toml, or use Grafana 12.4 or'
        " newer.",
    )


def _are_contradictory(first: BoardItem, second: BoardItem) -> bool:
    """Return whether two answers disagree about the schema in which Grafana stores a board."""
    return not second.is_as_stored and is_v2_version(first.version) != is_v2_version(second.version)


def _build_resource(
    body: Mapping[str, Any],
    version: str,
    folder_uid: str,
    message: str,
    *,
    more: Mapping[str, str] | None = None,
) -> Json:
    body = to_v2beta1({**body}) if version == "v2beta1" else {**body}
    return wrap_in_resource(
        body,
        uid=str(body["uid"]),
        version=version,
        folder_uid=folder_uid,
        annotations={**(more or {}), MESSAGE: message},
    )
