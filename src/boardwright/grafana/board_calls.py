"""Reads and writes boards with Grafana's API `/apis`, or with the older API `/api/dashboards`.

`docs/adr/0033-stored-schema.md` explains when boardwright uses which API.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from boardwright.grafana.grafana_errors import (
    BrokenError,
    ConflictError,
    ForbiddenError,
    InvalidError,
    LoginError,
    NotFoundError,
    RefusedError,
    ThrottledError,
)
from boardwright.grafana.older_api import OlderApi
from boardwright.grafana.resources import AS_STORED, BoardResources, build_no_v2_error
from boardwright.grafana.stored_values import StoredBoard
from boardwright.grafana.version import read_grafana_version
from boardwright.http.attempts import MAX_CONSECUTIVE_FAILURES
from boardwright.http.request_errors import RequestError
from boardwright.notation.versions import Version
from boardwright.schema.envelopes import is_v2

NOT_ACCEPTABLE = 406
"""HTTP status of Grafana 12.2 when the older API is asked for a board of schema v2."""

WHOLE_SINCE: Version = (12, 3)
"""boardwright uses only `/apis` with this version of Grafana and newer versions.

Up to Grafana 12.2, the older API does not change boards of the classic schema, and refuses boards
of schema v2. In newer versions, the older API converts boards of schema v2 without a warning, and
the boards lose settings.
"""

_CREATES_SINCE: Version = (12, 2)
_GONE = re.compile("should not be set on objects to be created")
"""Matches the error message of Grafana 12.4 if someone has deleted the board to replace."""


class BoardCalls:
    """Reads, creates, replaces and deletes single boards.

    Args:
        older: The object that calls the older API, `/api/dashboards`.
        find: Function that returns the object that calls `/apis`, or None if Grafana does not have
            the API group for boards.
        version: Version of Grafana; empty if Grafana does not report its version.

    Attributes:
        is_whole: Whether boardwright uses only `/apis`; see `WHOLE_SINCE`.
    """

    def __init__(
        self, older: OlderApi, find: Callable[[], BoardResources | None], *, version: str
    ) -> None:
        self._older, self._find = older, find
        numbers = read_grafana_version(version)
        self.is_whole = numbers >= WHOLE_SINCE
        self._failures = 0 if version and numbers >= _CREATES_SINCE else MAX_CONSECUTIVE_FAILURES

    def read_board(self, uid: str) -> StoredBoard | None:
        """Return a board in the schema in which Grafana stores it; None if it does not exist."""
        if self.is_whole and (resources := self._find()):
            return self._read_resource(resources, uid)
        try:
            return self._older.read_board(uid)
        except RefusedError as error:
            if error.status != NOT_ACCEPTABLE:
                raise
        return self._require_resources().read_board(uid)

    def create(self, body: Mapping[str, Any], *, folder_uid: str, message: str) -> str:
        """Create a board, and return the URL of its page.

        Args:
            body: The dashboard JSON, in the classic schema or schema v2.
            folder_uid: Uid of the folder for the board.
            message: Message for the version history.

        Raises:
            ConflictError: Grafana already has an object with this uid. Grafana did not change the
                existing object.
            FormError: The board has schema v2, but Grafana cannot save boards of schema v2.
        """
        if is_v2(body):
            return self._require_resources().create(body, folder_uid=folder_uid, message=message)
        url = self._create_resource(body, folder_uid=folder_uid, message=message)
        return url or self._older.save(body, folder_uid=folder_uid, version=None, message=message)

    def replace(
        self, stored: StoredBoard, body: Mapping[str, Any], *, folder_uid: str, message: str
    ) -> str:
        """Save over an existing board, and return the URL of its page.

        If someone deleted the board after boardwright read it, the method creates the board again.

        Args:
            stored: The board as boardwright read it from Grafana.
            body: The dashboard JSON, in the classic schema or schema v2.
            folder_uid: Uid of the folder for the board.
            message: Message for the version history.

        Raises:
            ConflictError: Someone changed the board after boardwright read it. Grafana did not
                overwrite the board.
            FormError: The board has schema v2, but Grafana cannot save boards of schema v2.
        """
        try:
            return self._replace_board(stored, body, folder_uid=folder_uid, message=message)
        except BrokenError as error:
            if not _GONE.search(error.message):
                raise
        return self.create(body, folder_uid=folder_uid, message=message)

    def delete(self, stored: StoredBoard) -> None:
        """Delete a board.

        Args:
            stored: The board as boardwright read it from Grafana.

        Raises:
            NotFoundError: The board no longer exists.
            ConflictError: Someone changed the board after boardwright read it. Grafana did not
                delete the board. The older API does not make this check.
        """
        if stored.resource_version and (resources := self._find()):
            resources.delete(stored)
        else:
            self._older.delete(stored.uid)

    def _read_resource(self, resources: BoardResources, uid: str) -> StoredBoard | None:
        try:
            return resources.read_board(uid)
        except ForbiddenError:
            self._older.read_board(uid)  # raises an error that names the missing permission
            raise

    def _replace_board(
        self, stored: StoredBoard, body: Mapping[str, Any], *, folder_uid: str, message: str
    ) -> str:
        resources = self._require_resources() if is_v2(body) else self._find()
        if resources is not None and stored.resource_version:
            try:
                return resources.replace(stored, body, folder_uid=folder_uid, message=message)
            except (InvalidError, ForbiddenError, NotFoundError):
                if is_v2(body):
                    raise  # the older API, which is used below, cannot save schema v2
        return self._older.save(
            body, folder_uid=folder_uid, version=stored.version, message=message
        )

    def _require_resources(self) -> BoardResources:
        resources = self._find()
        if resources is None:
            raise build_no_v2_error()
        return resources

    def _create_resource(
        self, body: Mapping[str, Any], *, folder_uid: str, message: str
    ) -> str | None:
        """Create a board with `/apis`; return None if the caller must use the older API.

        After `MAX_CONSECUTIVE_FAILURES` failures that the board did not cause, the method no longer
        tries `/apis`.
        """
        resources = self._find() if self._failures < MAX_CONSECUTIVE_FAILURES else None
        if resources is None or resources.version != AS_STORED:
            return None
        try:
            url = resources.create(body, folder_uid=folder_uid, message=message)
        except (LoginError, ThrottledError):
            raise
        except (ConflictError, InvalidError):  # only this board caused the refusal
            return None
        except RequestError as error:
            self._failures += 1
            if error.temporary:
                raise
            return None
        self._failures = 0
        return url
