"""Reading and writing boards: as resources, or through the older API where there are none.

The choice of the API: `docs/adr/0033-stored-schema.md`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from boardwright.grafana.attempts import PATIENCE
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
from boardwright.grafana.resources import AS_STORED, BoardResources, no_v2_error
from boardwright.grafana.stored_values import StoredBoard
from boardwright.grafana.version import Version, version_numbers
from boardwright.http.request_errors import RequestError
from boardwright.schema.envelopes import is_v2

NOT_ACCEPTABLE = 406
"""The status with which 12.2's older API refuses a board of schema v2."""

WHOLE_SINCE: Version = (12, 3)
"""The first version whose resources are used for everything.

Up to 12.2 the older API reads and saves boards of the classic schema without loss, and refuses the
others; later ones silently convert boards of schema v2.
"""

_CREATES_SINCE: Version = (12, 2)
_GONE = re.compile("should not be set on objects to be created")
"""12.4's refusal of a save over a board that no longer exists."""


class BoardCalls:
    """The calls about single boards.

    Args:
        older: The older API.
        find: Returns the API of boards as resources, if this Grafana has it.
        version: Grafana's version; empty when it does not report one.

    Attributes:
        is_whole: Whether boards are read and saved as resources.
    """

    def __init__(
        self, older: OlderApi, find: Callable[[], BoardResources | None], *, version: str
    ) -> None:
        self._older, self._find = older, find
        numbers = version_numbers(version)
        self.is_whole = numbers >= WHOLE_SINCE
        self._failures = 0 if version and numbers >= _CREATES_SINCE else PATIENCE

    def board(self, uid: str) -> StoredBoard | None:
        """Return a board in the schema in which it is stored, or None when there is none."""
        if self.is_whole and (resources := self._find()):
            return self._read(resources, uid)
        try:
            return self._older.board(uid)
        except RefusedError as error:
            if error.status != NOT_ACCEPTABLE:
                raise
        return self._need_resources().board(uid)

    def create(self, body: Mapping[str, Any], *, folder_uid: str, message: str) -> str:
        """Create a board, and return the address of its page; see `Grafana.create`."""
        if is_v2(body):
            return self._need_resources().create(body, folder_uid=folder_uid, message=message)
        url = self._create_resource(body, folder_uid=folder_uid, message=message)
        return url or self._older.save(body, folder_uid=folder_uid, version=None, message=message)

    def replace(
        self, stored: StoredBoard, body: Mapping[str, Any], *, folder_uid: str, message: str
    ) -> str:
        """Save a board over the one that was read; see `Grafana.replace`."""
        try:
            return self._replace(stored, body, folder_uid=folder_uid, message=message)
        except BrokenError as error:
            if not _GONE.search(error.message):
                raise
        return self.create(body, folder_uid=folder_uid, message=message)

    def delete(self, stored: StoredBoard) -> None:
        """Delete a board; see `Grafana.delete`."""
        if stored.resource_version and (resources := self._find()):
            resources.delete(stored)
        else:
            self._older.delete(stored.uid)

    def _read(self, resources: BoardResources, uid: str) -> StoredBoard | None:
        try:
            return resources.board(uid)
        except ForbiddenError:
            self._older.board(uid)  # its refusal names the missing permission
            raise

    def _replace(
        self, stored: StoredBoard, body: Mapping[str, Any], *, folder_uid: str, message: str
    ) -> str:
        resources = self._need_resources() if is_v2(body) else self._find()
        if resources is not None and stored.resource_version:
            try:
                return resources.replace(stored, body, folder_uid=folder_uid, message=message)
            except (InvalidError, ForbiddenError, NotFoundError):
                if is_v2(body):
                    raise  # the older API accepts more, and explains better, but has v1 only
        return self._older.save(
            body, folder_uid=folder_uid, version=stored.version, message=message
        )

    def _need_resources(self) -> BoardResources:
        resources = self._find()
        if resources is None:
            raise no_v2_error()
        return resources

    def _create_resource(
        self, body: Mapping[str, Any], *, folder_uid: str, message: str
    ) -> str | None:
        """Create a board as a resource; None where it was refused.

        After several failures in a row that have other causes than the board, it is not tried.
        """
        resources = self._find() if self._failures < PATIENCE else None
        if resources is None or resources.version != AS_STORED:
            return None
        try:
            url = resources.create(body, folder_uid=folder_uid, message=message)
        except (LoginError, ThrottledError):
            raise
        except (ConflictError, InvalidError):  # of this board only
            return None
        except RequestError as error:
            self._failures += 1
            if error.passing:
                raise
            return None
        self._failures = 0
        return url
