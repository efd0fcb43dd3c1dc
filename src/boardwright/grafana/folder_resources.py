"""Reads and creates folders with the API group `/apis/folder.grafana.app`."""

from __future__ import annotations

from collections.abc import Iterator

from boardwright.frozen import frozen
from boardwright.grafana.answers import AnswerFields
from boardwright.grafana.api_groups import is_absent, iter_items, read_versions
from boardwright.grafana.client import GrafanaClient
from boardwright.grafana.grafana_errors import ForbiddenError, NotFoundError
from boardwright.grafana.resource_items import read_resource_name
from boardwright.grafana.stored_values import StoredFolder
from boardwright.schema.resource import build_folder_resource

GROUP = "folder.grafana.app"
VERSIONS = ("v1", "v1beta1")
"""Versions of the API group that boardwright supports, in order of preference."""

_GRANT = {"grafana.app/grant-permissions": "default"}
"""Annotation of a new folder, so that Grafana sets the same permissions as `/api/folders` does."""


@frozen
class FolderResources:
    """Reads and creates the folders of one Grafana with `/apis/folder.grafana.app`.

    Attributes:
        namespace: The namespace in the URLs of `/apis`, such as `default`.
        version: Version of the API group.
    """

    client: GrafanaClient
    namespace: str
    version: str

    def read_folder(self, uid: str) -> StoredFolder | None:
        """Return a folder; None if the folder does not exist or the account may not see it."""
        try:
            fields = self._read_fields(uid)
        except (NotFoundError, ForbiddenError):
            return None
        return StoredFolder(uid=uid, title=fields.require_object("spec").require("title", str))

    def iter_folders(self) -> Iterator[StoredFolder]:
        """Yield each folder that the account may see.

        Raises:
            ServerError: A page of the list could not be read, so folders are missing.
        """
        for item in iter_items(self.client, self._path):
            yield StoredFolder(
                uid=read_resource_name(item),
                title=item.require_object("spec").require("title", str),
            )

    def lacks_folder(self, uid: str) -> bool:
        """Return whether a folder does not exist; False if the account may not see the folder."""
        return is_absent(lambda: self._read_fields(uid))

    def create_folder(self, uid: str, *, title: str, parent_uid: str | None) -> None:
        """Create a folder.

        Raises:
            ConflictError: A folder with this uid already exists.
        """
        version = f"{GROUP}/{self.version}"
        folder = build_folder_resource(
            uid, title, api_version=version, parent_uid=parent_uid, annotations=_GRANT
        )
        self.client.post(self._path, folder)

    def read_folder_branch(self, uid: str) -> tuple[StoredFolder, ...]:
        """Return the parents of a folder, from the top level down, and then the folder itself.

        The result is empty if the folder does not exist or the account may not see it.
        """
        try:
            data = self.client.get(f"{self._path}/{uid}/parents")
        except (NotFoundError, ForbiddenError):
            return ()
        return tuple(
            StoredFolder(uid=each.require("name", str), title=each.require("title", str))
            for each in AnswerFields(data, url=self.client.url).get_objects("items")
        )

    def _read_fields(self, uid: str) -> AnswerFields:
        return AnswerFields(self.client.get(f"{self._path}/{uid}"), url=self.client.url)

    @property
    def _path(self) -> str:
        return f"/apis/{GROUP}/{self.version}/namespaces/{self.namespace}/folders"


def find_folders(client: GrafanaClient, *, namespace: str) -> FolderResources | None:
    """Return the object that calls `/apis/folder.grafana.app`; None if Grafana lacks this API.

    Raises:
        ServerError: Because of a temporary failure, it is unknown whether Grafana has the API
            group.
    """
    versions = read_versions(client, GROUP, must_know=True)
    version = next((each for each in VERSIONS if each in versions.served), None)
    if version is None:
        return None
    return FolderResources(client=client, namespace=namespace, version=version)
