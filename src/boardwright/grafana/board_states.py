"""Decides from versions of boards whether someone has saved a board since boardwright read it.

Grafana's unified storage assigns a new `resourceVersion` to a board at each save: the time in
microseconds. The list of boards also has a `resourceVersion`. The `resourceVersion` of the list
increases when someone saves or deletes any board in any organisation.

Grafana 12.4 may still use the older storage. In the older storage, the versions of each board are
1, 2, 3 and so on. boardwright does not use the versions of the older storage, because they start
again at 1 if someone deletes a board and creates it again.
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
    """Return whether a `resourceVersion` comes from Grafana's unified storage."""
    return len(resource_version) >= _DIGITS and resource_version.isdecimal()


@frozen
class KnownState:
    """The version of a board when boardwright read the board from Grafana.

    Attributes:
        object_uid: The id that Grafana assigned when someone created the board.
        resource_version: The `resourceVersion`, which changes at each save of the board through any
            of Grafana's APIs.
        schema: The schema in which Grafana stores the board.
        folder_uid: Uid of the board's folder; empty if the board is not in a folder.
        list_version: The `resourceVersion` of Grafana's list of boards before boardwright read the
            board; empty if unknown.
    """

    object_uid: str
    resource_version: str
    schema: Schema
    folder_uid: str = ""
    list_version: str = ""

    @property
    def save(self) -> tuple[str, str]:
        """Two values, at least one of which changes if someone saves the board or recreates it."""
        return self.object_uid, self.resource_version

    def is_current(self, list_version: str) -> bool:
        """Return whether nobody has saved any board since boardwright read this board.

        Args:
            list_version: The current `resourceVersion` of Grafana's list of boards.
        """
        return bool(list_version) and list_version == self.list_version

    def read_after(self, list_version: str) -> KnownState:
        """Return the state with the attribute `list_version` set.

        If someone saved the board after the list had this version, the attribute is set to an empty
        string.

        Args:
            list_version: The `resourceVersion` of Grafana's list of boards before boardwright read
                the board.
        """
        was_saved_before = is_unified_version(list_version) and (
            int(self.resource_version) < int(list_version)
        )
        covered = list_version if was_saved_before else ""
        return self if covered == self.list_version else replace(self, list_version=covered)


@frozen
class BoardMetadata:
    """The metadata of a board in Grafana, without the dashboard JSON.

    Attributes:
        uid: Uid of the board.
        object_uid: The id that Grafana assigned when someone created the board.
        resource_version: The `resourceVersion`, which changes at each save of the board through any
            of Grafana's APIs.
    """

    uid: str
    object_uid: str
    resource_version: str

    def is_in(self, state: KnownState) -> bool:
        """Return whether the board still has the version in `state`."""
        return (self.object_uid, self.resource_version) == state.save


@frozen
class UnreadBoard:
    """A board in Grafana without its JSON.

    boardwright does not read the JSON again if nobody has saved the board since the last deploy.

    Attributes:
        uid: Uid of the board.
        url: URL of the board's page.
        state: The version of the board when boardwright last read its JSON.
    """

    uid: str
    url: str
    state: KnownState

    @property
    def folder_uid(self) -> str:
        """Uid of the board's folder; empty if the board is not in a folder."""
        return self.state.folder_uid
