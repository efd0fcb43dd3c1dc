"""The calls of Grafana's HTTP API that we use, with their answers as values.

Written against Grafana 12.2, and tested on 12.4 and 10.1 by the contract tests; versions 10 to 13
have these calls. Source: https://grafana.com/docs/grafana/latest/developers/http_api/ and recorded
exchanges with 12.2.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import count
from typing import Any

from boardwright.grafana.answers import Fields, listed_fields
from boardwright.grafana.board_calls import BoardCalls
from boardwright.grafana.client import Client
from boardwright.grafana.folder_resources import FolderResources, find_folders
from boardwright.grafana.grafana_errors import ForbiddenError
from boardwright.grafana.lookup import Lookup
from boardwright.grafana.older_api import OlderApi
from boardwright.grafana.resources import BoardResources, find_resources
from boardwright.grafana.rule_calls import RuleCalls
from boardwright.grafana.stored_values import (
    ListedBoard,
    Organisation,
    Save,
    StoredBoard,
    StoredDataSource,
    StoredFolder,
)
from boardwright.grafana.version import Version, version_numbers
from boardwright.http.addresses import public_url

HISTORY = 10
"""The number of saves that are read of a board's version history, newest first."""
PAGE = 1000
"""The number of boards in one answer of a search."""
_BUILT_IN_SOURCE = "datasource"
"""The type of `-- Grafana --` and its like, in the settings of the web interface."""
_FULL_LISTS_SINCE: Version = (11, 0)
"""The first version whose list of alert rules has their order and provenance; 10.1's has not."""


class Grafana:
    """The calls.

    Args:
        client: Sends the requests.
        namespace: The organisation's name in `/apis`; None where it is not known.
        version: Grafana's version.

    Attributes:
        is_whole: Whether boards and folders are read and saved as resources.
        older: The older API of boards and folders.
        rules: The calls about alert rules.
    """

    def __init__(self, client: Client, *, namespace: str | None = None, version: str = "") -> None:
        self._client = client
        self.older = OlderApi(client)
        self._boards = BoardCalls(self.older, lambda: self.resources, version=version)
        whole = self.is_whole = self._boards.is_whole
        self._resources = Lookup(
            lambda: namespace and find_resources(client, namespace=namespace, must_know=whole)
        )
        self._folder_resources = Lookup(
            lambda: namespace and find_folders(client, namespace=namespace)
        )
        self.url = client.url
        self.who = client.who
        self.rules = RuleCalls(client, full_lists=version_numbers(version) >= _FULL_LISTS_SINCE)

    @property
    def resources(self) -> BoardResources | None:
        """The API of boards as resources; None for a Grafana without it. Looked up once."""
        return self._resources.get() or None

    @property
    def _folders(self) -> FolderResources | OlderApi:
        return (self.is_whole and self._folder_resources.get()) or self.older

    def health(self) -> str:
        """Return Grafana's version; empty when it does not report one."""
        health = self._fields(self._client.get("/api/health"))
        health.need("database", str)
        return health.get("version", str, "")

    def organisation(self) -> Organisation:
        """Return the organisation that the account works in."""
        found = self._fields(self._client.get("/api/org"))
        return Organisation(id=found.need("id", int), name=found.need("name", str))

    def data_sources(self) -> tuple[StoredDataSource, ...]:
        """Return the data sources that the account may query, sorted by name.

        An account that may not list them still gets the ones that it may query, from the settings
        of the web interface.

        Raises:
            ForbiddenError: The account may read neither.
        """
        try:
            found = listed_fields(self._client.get("/api/datasources"), url=self.url)
        except ForbiddenError:
            settings = self._fields(self._client.get("/api/frontend/settings"))
            listed = settings.inner("datasources").data.values()
            found = [
                each
                for each in map(self._fields, listed)
                if each.get("uid", str, "") and each.get("type", str, "") != _BUILT_IN_SOURCE
            ]
        sources = [
            StoredDataSource(
                uid=each.need("uid", str),
                name=each.need("name", str),
                type=each.need("type", str),
                is_default=each.get("isDefault", bool, False),
                url=public_url(each.get("url", str, "")),
            )
            for each in found
        ]
        return tuple(sorted(sources, key=lambda source: (source.name, source.uid)))

    def folder(self, uid: str) -> StoredFolder | None:
        """Return the folder with that uid; None when it does not exist, or is hidden.

        Grafana answers 403 for a hidden folder, and for one that does not exist when the account
        may not read every folder.
        """
        return self._folders.folder(uid)

    def folders(self) -> Iterator[StoredFolder]:
        """Yield each folder that the account sees; none where folders are not resources."""
        folders = self._folders
        if isinstance(folders, FolderResources):
            yield from folders.folders()

    def lacks_folder(self, uid: str) -> bool:
        """Return whether a folder certainly does not exist; a hidden one may."""
        return self._folders.lacks_folder(uid)

    def create_folder(self, uid: str, *, title: str, parent_uid: str | None) -> None:
        """Create a folder.

        Raises:
            ConflictError: There is one with that uid.
        """
        folders = self._folders
        try:
            folders.create_folder(uid, title=title, parent_uid=parent_uid)
        except ForbiddenError:
            if folders is self.older:
                raise
            # Its refusal names the missing permission.
            self.older.create_folder(uid, title=title, parent_uid=parent_uid)

    def folder_branch(self, uid: str) -> tuple[StoredFolder, ...]:
        """Return a folder and the folders that hold it, from the top; none where it is hidden."""
        return self._folders.folder_branch(uid)

    def board(self, uid: str) -> StoredBoard | None:
        """Return a board in the schema in which it is stored, or None when there is none."""
        return self._boards.board(uid)

    def create(self, body: Mapping[str, Any], *, folder_uid: str, message: str) -> str:
        """Create a board by the fastest API there is, and return the address of its page.

        Args:
            body: The dashboard JSON, of either schema.
            folder_uid: The folder it goes to.
            message: The message for the version history.

        Raises:
            ConflictError: There is something with that uid; it was left as it is.
            FormError: It is of schema v2, which this Grafana does not save.
        """
        return self._boards.create(body, folder_uid=folder_uid, message=message)

    def replace(
        self, stored: StoredBoard, body: Mapping[str, Any], *, folder_uid: str, message: str
    ) -> str:
        """Save a board over the one that was read, and return the address of its page.

        One that no longer exists is created again.

        Args:
            stored: The board that was read.
            body: The dashboard JSON, of either schema.
            folder_uid: The folder it goes to.
            message: The message for the version history.

        Raises:
            ConflictError: The stored board is not the one that was read; it was left as it is.
            FormError: It is of schema v2, which this Grafana does not save.
        """
        return self._boards.replace(stored, body, folder_uid=folder_uid, message=message)

    def delete(self, stored: StoredBoard) -> None:
        """Delete a board that was read.

        As a resource, one that someone changed since is left as it is. The older API deletes a
        board whatever its version.

        Raises:
            NotFoundError: It no longer exists.
            ConflictError: Someone changed it in the meantime.
        """
        self._boards.delete(stored)

    def last_save(self, uid: str) -> Save | None:
        """Return the save that made the newest version of a board; None when there is none.

        Grafana 12.4 also lists saves that changed nothing: they have the number of the version that
        they left, and are newer than the one that made it.
        """
        data = self._client.get(f"/api/dashboards/uid/{uid}/versions", limit=HISTORY)
        # Grafana 10 answers with the list itself.
        items = data if isinstance(data, list) else self._fields(data).need("versions", list)
        if not items:
            return None
        saves = listed_fields(items, url=self.url)
        newest = max(reversed(saves), key=lambda entry: entry.need("version", int))
        return Save(
            version=newest.need("version", int),
            by=newest.get("createdBy", str, ""),
            at=newest.get("created", str, ""),
            message=newest.get("message", str, ""),
        )

    def search(
        self, *, tag: str | None = None, page: int = 1, limit: int = PAGE
    ) -> list[ListedBoard]:
        """Return one page of the boards that the account sees.

        Args:
            tag: Only boards with this tag; None for all.
            page: The number of the page, from 1.
            limit: The boards on a page; a page with fewer is the last one.
        """
        tags = {"tag": tag} if tag else {}
        data = self._client.get("/api/search", type="dash-db", limit=limit, page=page, **tags)
        return [
            ListedBoard(
                uid=each.need("uid", str),
                title=each.get("title", str, ""),
                folder_uid=each.get("folderUid", str, ""),
            )
            for each in listed_fields(data, url=self.url)
        ]

    def search_all(self, *, tag: str | None = None) -> Iterator[ListedBoard]:
        """Yield every board that the account sees, or those with a tag, page by page."""
        seen: set[str] = set()
        for number in count(1):
            found = self.search(tag=tag, page=number)
            new = [board for board in found if board.uid not in seen]
            yield from new
            seen.update(board.uid for board in new)
            if len(found) < PAGE or not new:
                return

    def _fields(self, data: Any) -> Fields:
        return Fields(data, url=self.url)
