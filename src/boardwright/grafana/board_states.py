"""The versions with which Grafana's answers show that nobody has written a board.

Grafana's unified storage gives each write of a board a new `resourceVersion`: the time in
microseconds. The list of boards has a `resourceVersion`, too. Each write or deletion of a board, in
any organisation, makes this number larger.

Grafana's older storage, which a Grafana 12.4 may still use, numbers the versions of each board: 1,
2, 3. A board that someone deleted and created again has the same uid and the same numbers as
before. The list's number changes only once a second. So these numbers are not used.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from boardwright.frozen import frozen

Schema = Literal["v1", "v2"]
"""`v1` is the classic schema of Grafana; `v2` is the schema with `elements` and `layout`."""

_DIGITS = 16
"""Number of digits of a time in microseconds since 1970."""


def is_unified_version(resource_version: str) -> bool:
    """Return whether Grafana's unified storage assigned a `resourceVersion`."""
    return len(resource_version) >= _DIGITS and resource_version.isdecimal()


@frozen
class KnownState:
    """The state of a stored board at the time at which it was read.

    Attributes:
        object_uid: Identifier that Grafana assigned when the board was created.
        resource_version: A text that changes each time the board is written, through any of
            Grafana's APIs.
        schema: The schema in which the board is stored.
        folder_uid: Uid of the board's folder; empty if the board is not in a folder.
        list_version: The `resourceVersion` that Grafana's list of boards had before the board was
            read; empty if unknown.
    """

    object_uid: str
    resource_version: str
    schema: Schema
    folder_uid: str = ""
    list_version: str = ""

    @property
    def save(self) -> tuple[str, str]:
        """The values that Grafana changes each time the board is saved or created again."""
        return self.object_uid, self.resource_version

    def is_current(self, list_version: str) -> bool:
        """Return whether Grafana's list of boards still has the version that it had before this
        board was read. In this case, nobody has written any board since then.
        """
        return bool(list_version) and list_version == self.list_version

    def read_after(self, list_version: str) -> KnownState:
        """Return the state of a board that was read after the list had `list_version`.

        The version of the list is larger than the versions of all boards that were saved before.
        For a board that was saved later, the result has no `list_version`.
        """
        was_saved_before = is_unified_version(list_version) and (
            int(self.resource_version) < int(list_version)
        )
        covered = list_version if was_saved_before else ""
        return self if covered == self.list_version else replace(self, list_version=covered)


@frozen
class BoardMetadata:
    """The metadata of a stored board, from a list that does not contain the JSON of the boards.

    Attributes:
        uid: Uid of the board.
        object_uid: Identifier that Grafana assigned when the board was created.
        resource_version: A text that changes each time the board is written, through any of
            Grafana's APIs.
    """

    uid: str
    object_uid: str
    resource_version: str

    def is_in(self, state: KnownState) -> bool:
        """Return whether nobody has saved the board since `state` was read."""
        return (self.object_uid, self.resource_version) == state.save


@frozen
class UnreadBoard:
    """A stored board whose body was not read because its metadata shows no change.

    Attributes:
        uid: Uid of the board.
        url: URL of the board's page.
        state: The state in which the body of the board was last read.
    """

    uid: str
    url: str
    state: KnownState

    @property
    def folder_uid(self) -> str:
        """Uid of the board's folder; empty if the board is not in a folder."""
        return self.state.folder_uid
