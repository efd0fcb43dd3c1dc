"""Calls `/api/dashboards` and `/api/folders`, the only API for boards and folders in Grafana 10 and
11.

The contract tests run with Grafana 10.1, 12.2 and 12.4.

Source: https://grafana.com/docs/grafana/latest/developers/http_api/
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from boardwright.grafana.answers import AnswerFields
from boardwright.grafana.api_groups import is_absent
from boardwright.grafana.client import GrafanaClient
from boardwright.grafana.grafana_errors import ForbiddenError, NotFoundError
from boardwright.grafana.stored_values import StoredBoard, StoredFolder, drop_server_keys


def build_page_url(url: str, path: str) -> str:
    """Return the URL of a page of Grafana.

    Args:
        url: URL of Grafana, which may contain a sub-path.
        path: Path of the page from an answer of Grafana. Some versions of Grafana include the
            sub-path of `url` in this path, other versions do not.
    """
    parts = urlsplit(url)
    base = parts.path.rstrip("/")
    path = path if path.startswith(f"{base}/") else base + path
    return f"{parts.scheme}://{parts.netloc}{path}"


class OlderApi:
    """Reads and writes folders, and boards of the classic schema, with the older API."""

    def __init__(self, client: GrafanaClient) -> None:
        self._client = client
        self._url = client.url

    def read_folder(self, uid: str) -> StoredFolder | None:
        """Return a folder; None if the folder does not exist or the account may not see it."""
        found = self._read_folder_fields(uid)
        return None if found is None else _read_stored_folder(found)

    def lacks_folder(self, uid: str) -> bool:
        """Return whether a folder does not exist; False if the account may not see the folder."""
        return is_absent(lambda: self._client.get(f"/api/folders/{uid}"))

    def create_folder(self, uid: str, *, title: str, parent_uid: str | None) -> None:
        """Create a folder.

        Raises:
            ConflictError: A folder with this uid already exists.
        """
        parent = {"parentUid": parent_uid} if parent_uid else {}
        self._client.post("/api/folders", {"uid": uid, "title": title, **parent})

    def read_folder_branch(self, uid: str) -> tuple[StoredFolder, ...]:
        """Return the parents of a folder, from the top level down, and then the folder itself.

        The result is empty if the folder does not exist or the account may not see it.
        """
        found = self._read_folder_fields(uid)
        return (
            ()
            if found is None
            else tuple(map(_read_stored_folder, (*found.get_objects("parents"), found)))
        )

    def read_board(self, uid: str) -> StoredBoard | None:
        """Return a board; None if the board does not exist.

        For a board of schema v2, Grafana 12.2 answers with the HTTP status 406. Newer versions
        convert the board to the classic schema, and drop the settings that only schema v2 has.
        """
        try:
            answer = self._wrap_answer(self._client.get(f"/api/dashboards/uid/{uid}"))
        except NotFoundError:
            return None
        body, meta = answer.require_object("dashboard"), answer.require_object("meta")
        if meta.get("isFolder", bool, False):  # Grafana 10 returns folders as well
            return None
        provisioned = meta.get("provisioned", bool, False)
        return StoredBoard(
            uid=uid,
            body=body.data,
            version=body.require("version", int),
            folder_uid=meta.get("folderUid", str, ""),
            provider_file=meta.get("provisionedExternalId", str, "") if provisioned else None,
            url=build_page_url(self._url, meta.get("url", str, "") or f"/d/{uid}"),
        )

    def save(
        self, body: Mapping[str, Any], *, folder_uid: str, version: int | None, message: str
    ) -> str:
        """Create a board or save over an existing board, and return the URL of its page.

        Args:
            body: The dashboard JSON.
            folder_uid: Uid of the folder for the board.
            version: Version number of the board to replace; None to create a board.
            message: Message for the version history.

        Raises:
            ConflictError: Someone has created or changed the board, so that its version number
                differs from `version`. Grafana did not overwrite the board.
        """
        version_key = {} if version is None else {"version": version}
        data = self._client.post(
            "/api/dashboards/db",
            {
                "dashboard": drop_server_keys(body) | version_key,
                "folderUid": folder_uid,
                "message": message,
                "overwrite": False,
            },
        )
        return build_page_url(self._url, self._wrap_answer(data).require("url", str))

    def delete(self, uid: str) -> None:
        """Delete a board, even if someone changed it after boardwright read it.

        Raises:
            NotFoundError: The board does not exist.
        """
        self._client.delete(f"/api/dashboards/uid/{uid}")

    def _read_folder_fields(self, uid: str) -> AnswerFields | None:
        try:
            return self._wrap_answer(self._client.get(f"/api/folders/{uid}"))
        except (NotFoundError, ForbiddenError):
            return None

    def _wrap_answer(self, data: Any) -> AnswerFields:
        return AnswerFields(data, url=self._url)


def _read_stored_folder(found: AnswerFields) -> StoredFolder:
    return StoredFolder(uid=found.require("uid", str), title=found.require("title", str))
