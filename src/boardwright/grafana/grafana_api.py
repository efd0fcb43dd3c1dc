"""Calls Grafana's HTTP API, and returns the answers as immutable values.

The module supports Grafana 10 to 13. The contract tests run with Grafana 10.1, 12.2 and 12.4.

Source: https://grafana.com/docs/grafana/latest/developers/http_api/
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from typing import Any

from boardwright.grafana.answers import AnswerFields, read_object_list
from boardwright.grafana.board_calls import BoardCalls
from boardwright.grafana.client import GrafanaClient
from boardwright.grafana.folder_resources import FolderResources, find_folders
from boardwright.grafana.grafana_errors import ForbiddenError
from boardwright.grafana.lookup import StoredResult
from boardwright.grafana.older_api import OlderApi
from boardwright.grafana.resources import BoardResources, find_resources
from boardwright.grafana.rule_calls import RuleCalls
from boardwright.grafana.stored_values import (
    ListedBoard,
    Organisation,
    SaveEntry,
    StoredDataSource,
    StoredFolder,
)
from boardwright.grafana.version import read_grafana_version
from boardwright.http.addresses import strip_url_secrets
from boardwright.notation.versions import Version

HISTORY = 10
"""Number of entries to read from the version history of a board, starting at the newest."""
PAGE = 1000
"""Maximum number of boards in one answer to a search."""
_BUILT_IN_SOURCE = "datasource"
"""The type of Grafana's built-in data sources, such as `-- Grafana --`."""
_FULL_LISTS_SINCE: Version = (11, 0)
"""Since this version, Grafana's list of alert rules contains the order and the provenance of the
rules.
"""

_LIST_VERSIONS: tuple[Version, ...] = ((12, 4),)
"""The versions of Grafana in which the `resourceVersion` of the list of boards changes with each
save of a board, as `tests/contract/test_unread_boards.py` shows.
"""


class Grafana:
    """Calls the HTTP API of one Grafana.

    Args:
        namespace: The namespace in the URLs of `/apis`, such as `default`; None if unknown.
        version: Version of Grafana; empty if unknown.

    Attributes:
        is_whole: Whether boardwright uses only `/apis` for boards and folders; see
            `board_calls.WHOLE_SINCE`.
        has_list_version: Whether the `resourceVersion` of the list of boards changes with each save
            of a board.
        older: The object that calls the older API for boards and folders.
        boards: The object that reads and writes single boards.
        rules: The object that reads and writes alert rules.
    """

    def __init__(
        self, client: GrafanaClient, *, namespace: str | None = None, version: str = ""
    ) -> None:
        self._client = client
        self.older = OlderApi(client)
        self.boards = BoardCalls(self.older, lambda: self.resources, version=version)
        whole = self.is_whole = self.boards.is_whole
        self.has_list_version = read_grafana_version(version) in _LIST_VERSIONS
        self._resources = StoredResult(
            lambda: namespace and find_resources(client, namespace=namespace, must_know=whole)
        )
        self._folder_resources = StoredResult(
            lambda: namespace and find_folders(client, namespace=namespace)
        )
        self.url = client.url
        self.who = client.who
        self.rules = RuleCalls(
            client, full_lists=read_grafana_version(version) >= _FULL_LISTS_SINCE
        )

    @property
    def resources(self) -> BoardResources | None:
        """The object that reads and writes boards with `/apis`; None if Grafana does not have this
        API.
        """
        return self._resources.get() or None

    @property
    def _folders(self) -> FolderResources | OlderApi:
        return (self.is_whole and self._folder_resources.get()) or self.older

    def read_version(self) -> str:
        """Return the version of Grafana; empty if Grafana does not report its version."""
        health = self._wrap_answer(self._client.get("/api/health"))
        health.require("database", str)
        return health.get("version", str, "")

    def read_organisation(self) -> Organisation:
        """Return the current organisation of the account."""
        organisation = self._wrap_answer(self._client.get("/api/org"))
        return Organisation(
            id=organisation.require("id", int), name=organisation.require("name", str)
        )

    def read_data_sources(self) -> tuple[StoredDataSource, ...]:
        """Return the data sources that the account may query, sorted by name.

        An account without the permission to list data sources gets the data sources from
        `/api/frontend/settings`, which Grafana's web interface also requests.

        Raises:
            ForbiddenError: The account may request neither the list nor the settings.
        """
        try:
            found = read_object_list(self._client.get("/api/datasources"), url=self.url)
        except ForbiddenError:
            settings = self._wrap_answer(self._client.get("/api/frontend/settings"))
            listed = settings.get_object("datasources").data.values()
            found = [
                each
                for each in map(self._wrap_answer, listed)
                if each.get("uid", str, "") and each.get("type", str, "") != _BUILT_IN_SOURCE
            ]
        sources = [
            StoredDataSource(
                uid=each.require("uid", str),
                name=each.require("name", str),
                type=each.require("type", str),
                is_default=each.get("isDefault", bool, False),
                url=strip_url_secrets(each.get("url", str, "")),
            )
            for each in found
        ]
        return tuple(sorted(sources, key=lambda source: (source.name, source.uid)))

    def read_folder(self, uid: str) -> StoredFolder | None:
        """Return a folder; None if the folder does not exist or the account may not see it.

        If the account may not see all folders, Grafana also answers 403 for a folder that does not
        exist.
        """
        return self._folders.read_folder(uid)

    def iter_folders(self) -> Iterator[StoredFolder]:
        """Yield each folder that the account may see; none if Grafana lacks `/apis` for folders."""
        folders = self._folders
        if isinstance(folders, FolderResources):
            yield from folders.iter_folders()

    def lacks_folder(self, uid: str) -> bool:
        """Return whether a folder does not exist; False if the account may not see the folder."""
        return self._folders.lacks_folder(uid)

    def create_folder(self, uid: str, *, title: str, parent_uid: str | None) -> None:
        """Create a folder.

        Raises:
            ConflictError: A folder with this uid already exists.
        """
        folders = self._folders
        try:
            folders.create_folder(uid, title=title, parent_uid=parent_uid)
        except ForbiddenError:
            if folders is self.older:
                raise
            # The older API also refuses the request, and its error names the missing permission.
            self.older.create_folder(uid, title=title, parent_uid=parent_uid)

    def read_folder_branch(self, uid: str) -> tuple[StoredFolder, ...]:
        """Return the parents of a folder, from the top level down, and then the folder itself.

        The result is empty if the folder does not exist or the account may not see it.
        """
        return self._folders.read_folder_branch(uid)

    def read_last_save(self, uid: str) -> SaveEntry | None:
        """Return the save that created the newest version of a board; None if it has no history.

        Grafana 12.4 also lists saves that changed nothing. A save that changed nothing has the same
        version number as the previous save. If several saves have the newest version number, the
        method returns the oldest of them.
        """
        data = self._client.get(f"/api/dashboards/uid/{uid}/versions", limit=HISTORY)
        # Grafana 10 answers with the list itself.
        items = (
            data if isinstance(data, list) else self._wrap_answer(data).require("versions", list)
        )
        if not items:
            return None
        saves = read_object_list(items, url=self.url)
        newest = max(reversed(saves), key=lambda entry: entry.require("version", int))
        return SaveEntry(
            version=newest.require("version", int),
            by=newest.get("createdBy", str, ""),
            at=newest.get("created", str, ""),
            message=newest.get("message", str, ""),
        )

    def search(
        self, *, tag: str | None = None, page: int = 1, limit: int = PAGE
    ) -> list[ListedBoard]:
        """Return one page of the list of boards that the account may see.

        Args:
            tag: Tag of the boards to list; None for all boards.
            page: Number of the page, starting at 1.
            limit: Number of boards per page. A page with fewer boards is the last page.
        """
        tags = {"tag": tag} if tag else {}
        data = self._client.get("/api/search", type="dash-db", limit=limit, page=page, **tags)
        return [
            ListedBoard(
                uid=each.require("uid", str),
                folder_uid=each.get("folderUid", str, ""),
            )
            for each in read_object_list(data, url=self.url)
        ]

    def search_all(self, *, tag: str | None = None) -> Iterator[ListedBoard]:
        """Yield all boards that the account may see.

        Args:
            tag: Tag of the boards to list; None for all boards.
        """
        seen: set[str] = set()
        for number in count(1):
            boards = self.search(tag=tag, page=number)
            new = [board for board in boards if board.uid not in seen]
            yield from new
            seen.update(board.uid for board in new)
            if len(boards) < PAGE or not new:
                return

    def _wrap_answer(self, data: Any) -> AnswerFields:
        return AnswerFields(data, url=self.url)
