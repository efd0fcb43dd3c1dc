"""Creating boards as resources, which is faster, as long as that succeeds.

Source: `docs/adr/0020-created-as-resources.md`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from boardwright.grafana.attempts import PATIENCE
from boardwright.grafana.grafana_errors import (
    ConflictError,
    InvalidError,
    LoginError,
    ThrottledError,
)
from boardwright.grafana.resources import AS_STORED, BoardResources
from boardwright.grafana.version import Version, version_numbers
from boardwright.http.request_errors import RequestError

_SINCE: Version = (12, 2)
"""The oldest version on which it was tested."""


class Creator:
    """Creates boards as resources, until that fails several times in a row.

    Args:
        find: Returns the API of boards as resources, if this Grafana has it.
        version: Grafana's version.
    """

    def __init__(self, find: Callable[[], BoardResources | None], *, version: str) -> None:
        self._find = find
        tried = bool(version) and version_numbers(version) >= _SINCE
        self._failures = 0 if tried else PATIENCE

    def create(self, body: Mapping[str, Any], *, folder_uid: str, message: str) -> str | None:
        """Create a board, and return the address of its page; None where it was refused.

        Then the caller uses `/api/dashboards/db`, which accepts more and gives reasons.

        Args:
            body: The dashboard JSON.
            folder_uid: The folder it goes to.
            message: The message for the version history.

        Raises:
            ServerError: A failure that may pass, or a login that has ended.
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
