"""The calls of Grafana's HTTP API that we use, with their answers as values.

Written against Grafana 12.2, and tested on 12.4 and 10.1 by the contract tests; versions 10 to 13
have these calls. Source: https://grafana.com/docs/grafana/latest/developers/http_api/ and recorded
exchanges with 12.2.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator, Mapping
from itertools import count
from typing import Any
from urllib.parse import urlsplit

from boardwright.grafana.answers import Fields, listed_fields
from boardwright.grafana.client import Client
from boardwright.grafana.creating import Creator
from boardwright.grafana.grafana_errors import (
    ForbiddenError,
    FormError,
    NotFoundError,
    RefusedError,
)
from boardwright.grafana.refusals import V2, V2_HINT
from boardwright.grafana.resources import BoardResources, find_resources
from boardwright.grafana.rule_calls import RuleCalls
from boardwright.grafana.stored_values import (
    ListedBoard,
    Organisation,
    Save,
    StoredBoard,
    StoredDataSource,
    StoredFolder,
    without_servers_own,
)
from boardwright.grafana.version import Version, version_numbers
from boardwright.http.addresses import public_url
from boardwright.schema.envelopes import IN_FOLDER

NOT_ACCEPTABLE = 406
_RESOURCE = re.compile(r"/apis/dashboard\.grafana\.app/v\w+/namespaces/[\w-]+/dashboards(?=/)")
PAGE = 1000
"""The number of boards in one answer of a search."""
_BUILT_IN_SOURCE = "datasource"
"""The type of `-- Grafana --` and its like, in the settings of the web interface."""
_FULL_LISTS_SINCE: Version = (11, 0)
"""The first version whose list of alert rules has their order and provenance; 10.1's has not."""


def page_url(url: str, path: str) -> str:
    """Return the address of a page of Grafana.

    Args:
        url: Grafana's address, which may have a sub-path.
        path: The page's path in Grafana's answer: from the host's root, with or without the
            sub-path.
    """
    parts = urlsplit(url)
    base = parts.path.rstrip("/")
    path = path if path.startswith(f"{base}/") else base + path
    return f"{parts.scheme}://{parts.netloc}{path}"


class Grafana:
    """The calls.

    Args:
        client: Sends the requests.
        namespace: The organisation's name in `/apis`; None where it is not known.
        version: Grafana's version.

    Attributes:
        rules: The calls about alert rules.
    """

    def __init__(self, client: Client, *, namespace: str | None = None, version: str = "") -> None:
        self._client = client
        self._namespace = namespace
        self._found: list[BoardResources | None] = []
        self._finding = threading.Lock()
        self._creator = Creator(lambda: self.resources, version=version)
        self.url = client.url
        self.who = client.who
        self.rules = RuleCalls(client, full_lists=version_numbers(version) >= _FULL_LISTS_SINCE)

    @property
    def resources(self) -> BoardResources | None:
        """The API of boards as resources; None for a Grafana without it. Looked up once."""
        if self._namespace is None:
            return None
        with self._finding:
            if not self._found:
                self._found.append(find_resources(self._client, namespace=self._namespace))
        return self._found[0]

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

        To an account that may not read every folder, Grafana answers 403 for one that does not
        exist as well, to give nothing away.
        """
        found = self._folder_fields(uid)
        return None if found is None else _stored_folder(found)

    def lacks_folder(self, uid: str) -> bool:
        """Return whether a folder certainly does not exist; a hidden one may."""
        try:
            self._client.get(f"/api/folders/{uid}")
        except NotFoundError:
            return True
        except ForbiddenError:
            return False
        return False

    def create_folder(self, uid: str, *, title: str, parent_uid: str | None) -> None:
        """Create a folder.

        Raises:
            ConflictError: There is one with that uid.
        """
        parent = {"parentUid": parent_uid} if parent_uid else {}
        self._client.post("/api/folders", {"uid": uid, "title": title, **parent})

    def folder_branch(self, uid: str) -> tuple[StoredFolder, ...]:
        """Return a folder and the folders that hold it, from the top; none where it is hidden."""
        found = self._folder_fields(uid)
        return () if found is None else tuple(map(_stored_folder, (*found.each("parents"), found)))

    def _folder_fields(self, uid: str) -> Fields | None:
        """Return the fields of a folder; None when it does not exist, or is hidden."""
        try:
            return self._fields(self._client.get(f"/api/folders/{uid}"))
        except (NotFoundError, ForbiddenError):
            return None

    def resource(self, uid: str) -> Mapping[str, Any] | None:
        """Return a board as the resource that Grafana stores; None when there is none.

        Unlike `board`, it also reads boards of schema v2: for them, Grafana's older API only
        answers (with status 406) where they are.
        """
        try:
            found = self._fields(self._client.get(f"/api/dashboards/uid/{uid}"))
        except NotFoundError:
            return None
        except RefusedError as error:
            named = _RESOURCE.search(error.message) if error.status == NOT_ACCEPTABLE else None
            if named is None:
                raise
            return self._fields(self._client.get(f"{named[0]}/{uid}")).data
        folder_uid = found.need_inner("meta").get("folderUid", str, "")
        return {
            "kind": "Dashboard",
            "metadata": {"name": uid, "annotations": {IN_FOLDER: folder_uid}},
            "spec": found.need("dashboard", dict),
        }

    def board(self, uid: str) -> StoredBoard | None:
        """Return the board with that uid, or None when there is none."""
        try:
            found = self._fields(self._client.get(f"/api/dashboards/uid/{uid}"))
        except NotFoundError:
            return None
        except RefusedError as error:
            if error.status == NOT_ACCEPTABLE:
                raise FormError(V2, hint=V2_HINT) from None
            raise
        body, meta = found.need_inner("dashboard"), found.need_inner("meta")
        if meta.get("isFolder", bool, False):  # Grafana 10 returns folders as well
            return None
        provisioned = meta.get("provisioned", bool, False)
        return StoredBoard(
            uid=uid,
            body=body.data,
            version=body.need("version", int),
            folder_uid=meta.get("folderUid", str, ""),
            provider_file=meta.get("provisionedExternalId", str, "") if provisioned else None,
            url=page_url(self.url, meta.get("url", str, "") or f"/d/{uid}"),
        )

    def create(self, body: Mapping[str, Any], *, folder_uid: str, message: str) -> str:
        """Create a board by the fastest API there is, and return the address of its page.

        Args:
            body: The dashboard JSON.
            folder_uid: The folder it goes to.
            message: The message for the version history.

        Raises:
            ConflictError: There is something with that uid; it was left as it is.
        """
        url = self._creator.create(body, folder_uid=folder_uid, message=message)
        return url or self.save(body, folder_uid=folder_uid, version=None, message=message)

    def save(
        self, body: Mapping[str, Any], *, folder_uid: str, version: int | None, message: str
    ) -> str:
        """Create a board, or save over one, and return the address of its page.

        Args:
            body: The dashboard JSON.
            folder_uid: The folder it goes to.
            version: The version that it replaces; None for a new board.
            message: The message for the version history.

        Raises:
            ConflictError: The stored board is not that version; it was left as it is.
        """
        named = {} if version is None else {"version": version}
        dashboard = without_servers_own(body)
        data = self._client.post(
            "/api/dashboards/db",
            {
                "dashboard": dashboard | named,
                "folderUid": folder_uid,
                "message": message,
                "overwrite": False,
            },
        )
        return page_url(self.url, self._fields(data).need("url", str))

    def delete(self, uid: str) -> None:
        """Delete a board, whatever its version.

        Raises:
            NotFoundError: It no longer exists.
        """
        self._client.delete(f"/api/dashboards/uid/{uid}")

    def last_save(self, uid: str) -> Save | None:
        """Return the newest entry of a board's version history; None when there is none."""
        data = self._client.get(f"/api/dashboards/uid/{uid}/versions", limit=1)
        # Grafana 10 answers with the list itself.
        items = data if isinstance(data, list) else self._fields(data).need("versions", list)
        if not items:
            return None
        saves = listed_fields(items, url=self.url)
        newest = max(saves, key=lambda entry: entry.need("version", int))
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


def _stored_folder(found: Fields) -> StoredFolder:
    return StoredFolder(uid=found.need("uid", str), title=found.need("title", str))
