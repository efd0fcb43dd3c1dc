"""Grafana's calls that we use, and what they answer, as values.

Written against Grafana 12.2, and tried on 12.4 and 10.1 by the contract's tests; the calls are
those of 10 to 13. Source: https://grafana.com/docs/grafana/latest/developers/http_api/ and recorded
exchanges with 12.2.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator, Mapping
from itertools import count
from typing import Any, TypeVar

from boardwright.grafana.address import page
from boardwright.grafana.answers import need
from boardwright.grafana.client import Client
from boardwright.grafana.creating import Creator
from boardwright.grafana.errors import ForbiddenError, FormError, NotFoundError, RefusedError
from boardwright.grafana.refusals import V2, V2_HINT
from boardwright.grafana.resources import BoardResources, find_resources
from boardwright.grafana.rule_calls import RuleCalls
from boardwright.grafana.stored import (
    Found,
    Organisation,
    Save,
    StoredBoard,
    StoredFolder,
    without_servers_own,
)
from boardwright.grafana.version import Version, version_numbers
from boardwright.schema.envelopes import IN_FOLDER

T = TypeVar("T")
NOT_ACCEPTABLE = 406
_RESOURCE = re.compile(r"/apis/dashboard\.grafana\.app/v\w+/namespaces/[\w-]+/dashboards(?=/)")
PAGE = 1000
"""Boards that one answer of a search lists."""
_FULL_LISTS_SINCE: Version = (11, 0)
"""Since which version the list of alert rules has their order and provenance: 10.1's has not."""


class Grafana:
    """The calls.

    Args:
        client: What sends them.
        namespace: The organisation in the words of `/apis`; None where it is not known.
        version: Grafana's version, as it told.

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
        """Boards as resources; None for a Grafana that has none. It is asked once."""
        if self._namespace is None:
            return None
        with self._finding:
            if not self._found:
                self._found.append(find_resources(self._client, namespace=self._namespace))
        return self._found[0]

    def health(self) -> str:
        """Return Grafana's version; empty when it does not tell."""
        data = self._client.get("/api/health")
        self._need(data, "database", str)
        return str(data.get("version", ""))

    def organisation(self) -> Organisation:
        """Return the organisation that the account works in."""
        data = self._client.get("/api/org")
        return Organisation(id=self._need(data, "id", int), name=self._need(data, "name", str))

    def folder(self, uid: str) -> StoredFolder | None:
        """Return the folder of that uid; None when it is not there, or hidden.

        To an account that may not read every folder, Grafana answers 403 for one that is not
        there as well, so that nothing is given away.
        """
        try:
            data = self._client.get(f"/api/folders/{uid}")
        except (NotFoundError, ForbiddenError):
            return None
        return StoredFolder(uid=self._need(data, "uid", str), title=self._need(data, "title", str))

    def lacks_folder(self, uid: str) -> bool:
        """Return whether a folder is surely not there; one that is hidden may be."""
        try:
            self._client.get(f"/api/folders/{uid}")
        except NotFoundError:
            return True
        except ForbiddenError:
            return False
        return False

    def create_folder(self, uid: str, *, title: str, parent_uid: str | None) -> None:
        """Make a folder.

        Raises:
            ConflictError: There is one of that uid.
        """
        parent = {"parentUid": parent_uid} if parent_uid else {}
        self._client.post("/api/folders", {"uid": uid, "title": title, **parent})

    def folder_path(self, uid: str) -> str | None:
        """Return the titles of a folder and its holders, joined by `/`; None where it is hidden."""
        try:
            data = self._client.get(f"/api/folders/{uid}")
        except (NotFoundError, ForbiddenError):
            return None
        parents = data.get("parents") or []
        return "/".join(self._need(each, "title", str) for each in (*parents, data))

    def resource(self, uid: str) -> Mapping[str, Any] | None:
        """Return a board as the resource that it is stored as; None when there is none.

        Unlike `board`, it has those of schema v2 as well: of them, Grafana's older call only tells
        (with a 406) where they are.
        """
        try:
            data = self._client.get(f"/api/dashboards/uid/{uid}")
        except NotFoundError:
            return None
        except RefusedError as error:
            named = _RESOURCE.search(error.message) if error.status == NOT_ACCEPTABLE else None
            if named is None:
                raise
            found: Mapping[str, Any] = self._client.get(f"{named[0]}/{uid}")
            return found
        meta = self._need(data, "meta", dict)
        folder = {IN_FOLDER: str(meta.get("folderUid") or "")}
        return {
            "kind": "Dashboard",
            "metadata": {"name": uid, "annotations": folder},
            "spec": self._need(data, "dashboard", dict),
        }

    def board(self, uid: str) -> StoredBoard | None:
        """Return the board of that uid, or None when there is none."""
        try:
            data = self._client.get(f"/api/dashboards/uid/{uid}")
        except NotFoundError:
            return None
        except RefusedError as error:
            if error.status == NOT_ACCEPTABLE:
                raise FormError(V2, hint=V2_HINT) from None
            raise
        body, meta = self._need(data, "dashboard", dict), self._need(data, "meta", dict)
        if meta.get("isFolder") is True:  # Grafana 10 gives folders as well
            return None
        provisioned = meta.get("provisioned") is True
        return StoredBoard(
            uid=uid,
            body=body,
            version=self._need(body, "version", int),
            folder_uid=str(meta.get("folderUid") or ""),
            provider_file=str(meta.get("provisionedExternalId", "")) if provisioned else None,
            url=page(self.url, str(meta.get("url") or f"/d/{uid}")),
        )

    def create(self, body: Mapping[str, Any], *, folder_uid: str, message: str) -> str:
        """Create a board the quickest way there is, and return the address of its page.

        Args:
            body: The dashboard JSON.
            folder_uid: The folder it goes to.
            message: For the version history.

        Raises:
            ConflictError: Something of that uid is there, and was left as it is.
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
            version: The version it replaces; None when there is none.
            message: For the version history.

        Raises:
            ConflictError: What is there now is not that version, and was left as it is.
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
        return page(self.url, self._need(data, "url", str))

    def delete(self, uid: str) -> None:
        """Delete a board, whatever its version.

        Raises:
            NotFoundError: It is gone already.
        """
        self._client.delete(f"/api/dashboards/uid/{uid}")

    def last_save(self, uid: str) -> Save | None:
        """Return the newest entry of a board's version history; None when there is none."""
        data = self._client.get(f"/api/dashboards/uid/{uid}/versions", limit=1)
        # Grafana 10 answers with the list itself.
        listed = data if isinstance(data, list) else self._need(data, "versions", list)
        if not listed:
            return None
        newest = max(listed, key=lambda entry: self._need(entry, "version", int))
        return Save(
            version=newest["version"],
            by=str(newest.get("createdBy") or ""),
            at=str(newest.get("created") or ""),
            message=str(newest.get("message") or ""),
        )

    def search(self, *, tag: str | None = None, page: int = 1, limit: int = PAGE) -> list[Found]:
        """Return one page of the boards that the account sees.

        Args:
            tag: Only boards that carry it; None for all.
            page: Which page, from 1.
            limit: How many a page; a page with fewer is the last one.
        """
        tags = {"tag": tag} if tag else {}
        data = self._client.get("/api/search", type="dash-db", limit=limit, page=page, **tags)
        if not isinstance(data, list):
            self._need(data, "uid", str)
        return [
            Found(
                uid=self._need(each, "uid", str),
                title=str(each.get("title") or ""),
                folder_uid=str(each.get("folderUid") or ""),
            )
            for each in data
        ]

    def search_all(self, *, tag: str | None = None) -> Iterator[Found]:
        """Yield every board that the account sees, or those of a tag, page by page."""
        for number in count(1):
            found = self.search(tag=tag, page=number)
            yield from found
            if len(found) < PAGE:
                return

    def _need(self, data: Any, key: str, kind: type[T]) -> T:
        return need(data, key, kind, url=self.url)
