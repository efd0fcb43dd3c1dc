"""Grafana's current state, as immutable values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field
from functools import cached_property
from typing import Any, Literal

from boardwright.frozen import frozen
from boardwright.schema.canonical import canonical_json
from boardwright.schema.document import SERVERS_OWN
from boardwright.schema.envelopes import is_v2

Schema = Literal["v1", "v2"]
"""Grafana's classic schema, and the one with `elements` and `layout`."""

GroupKey = tuple[str, str]
"""The identity of a group of alert rules: its folder's uid and its name."""


def without_servers_own(body: Mapping[str, Any]) -> dict[str, Any]:
    """Return a board's JSON without the keys that Grafana sets on each save."""
    return {key: value for key, value in body.items() if key not in SERVERS_OWN}


@frozen
class Organisation:
    """The organisation that the account works in."""

    id: int
    name: str


@frozen
class StoredDataSource:
    """A data source of a Grafana.

    Attributes:
        uid: The uid.
        name: The name.
        type: The plugin's id.
        is_default: Whether it is the organisation's default.
        url: The address at which Grafana reaches it; empty where Grafana does not report it.
    """

    uid: str
    name: str
    type: str
    is_default: bool = False
    url: str = ""


@frozen
class StoredFolder:
    """A stored folder."""

    uid: str
    title: str


@frozen
class KnownState:
    """A state in which a stored board was read.

    Attributes:
        object_uid: The identity that Grafana gave the board when the board was created.
        resource_version: Changes with each write of the board, whatever API writes.
        schema: The schema in which the board was stored.
    """

    object_uid: str
    resource_version: str
    schema: Schema


@frozen
class BoardMetadata:
    """The metadata of a stored board: all that a list without bodies has of it.

    Attributes:
        uid: The uid.
        object_uid: The identity that Grafana gave the board when the board was created.
        resource_version: Changes with each write of the board, whatever API writes.
        folder_uid: The uid of its folder; empty for a board outside any folder.
        url: The address of its page.
    """

    uid: str
    object_uid: str
    resource_version: str
    folder_uid: str
    url: str

    def is_in(self, state: KnownState) -> bool:
        """Return whether the board is in a state in which it was read."""
        return bool(self.object_uid and self.resource_version) and (
            (self.object_uid, self.resource_version) == (state.object_uid, state.resource_version)
        )


@frozen
class UnreadBoard:
    """A stored board whose body was not read, since its metadata shows a known state.

    Attributes:
        uid: The uid.
        folder_uid: The uid of its folder; empty for a board outside any folder.
        url: The address of its page.
        state: The state.
    """

    uid: str
    folder_uid: str
    url: str
    state: KnownState


@frozen
class StoredBoard:
    """A stored board.

    Attributes:
        uid: The uid.
        body: The dashboard JSON in the schema in which it is stored, with the uid and the keys that
            the server adds: `id`, `version`.
        version: The version that a save of it must name.
        folder_uid: The uid of its folder; empty for a board outside any folder.
        provider_file: The file of a board of a file provider; None for other boards.
        url: The address of its page.
        stored_version: The version of the API in which it is stored; empty where it is not known.
        resource_version: The state of the resource, which a save of it must name; empty for a board
            that was not read as a resource.
        object_uid: The identity that Grafana gave the board when the board was created; empty for
            a board that was not read as a resource.
        annotations: The annotations of the resource that a save keeps.
    """

    uid: str
    body: Mapping[str, Any]
    version: int
    folder_uid: str
    provider_file: str | None
    url: str
    stored_version: str = ""
    resource_version: str = ""
    object_uid: str = ""
    annotations: Mapping[str, str] = field(default_factory=dict)

    @property
    def schema(self) -> Schema:
        """The schema in which it is stored."""
        return "v2" if is_v2(self.body) else "v1"

    @property
    def state(self) -> KnownState | None:
        """The state in which it was read; None for a board that was not read as a resource."""
        if not (self.object_uid and self.resource_version):
            return None
        return KnownState(
            object_uid=self.object_uid,
            resource_version=self.resource_version,
            schema=self.schema,
        )

    @property
    def own_body(self) -> dict[str, Any]:
        """The dashboard JSON without the keys that Grafana sets on each save."""
        return without_servers_own(self.body)

    @cached_property
    def text(self) -> bytes:
        """The canonical JSON of `own_body`."""
        return canonical_json(self.own_body)

    @property
    def title(self) -> str:
        """The board's title."""
        return str(self.body.get("title") or self.uid)

    @property
    def tags(self) -> tuple[str, ...]:
        """The board's tags."""
        tags = self.body.get("tags")
        return tuple(str(tag) for tag in tags) if isinstance(tags, list) else ()


@frozen
class StoredRule:
    """A stored alert rule.

    Attributes:
        uid: The uid.
        body: The rule, with the keys that the server adds.
        folder_uid: The folder of its group.
        group: The name of its group.
        interval: The seconds between two evaluations; None where it was not read.
        provenance: The origin: `api`, `file`, or empty for Grafana's editor.
    """

    uid: str
    body: Mapping[str, Any]
    folder_uid: str
    group: str
    interval: int | None = None
    provenance: str = ""

    @property
    def title(self) -> str:
        """The rule's title."""
        return str(self.body.get("title") or self.uid)

    @property
    def annotations(self) -> Mapping[str, Any]:
        """The rule's annotations."""
        found = self.body.get("annotations")
        return found if isinstance(found, dict) else {}

    @property
    def key(self) -> GroupKey:
        """The identity of its group."""
        return self.folder_uid, self.group


def rules_by_group(rules: Iterable[StoredRule]) -> Mapping[GroupKey, Sequence[StoredRule]]:
    """Return the rules of each group, in their order."""
    groups: dict[GroupKey, list[StoredRule]] = {}
    for rule in rules:
        groups.setdefault(rule.key, []).append(rule)
    return groups


@frozen
class ListedBoard:
    """A board in the results of a search; `folder_uid` is empty for one outside any folder."""

    uid: str
    title: str
    folder_uid: str


def sign_message(message: str, version: int) -> str:
    """Return the message of a save with the version that the save makes.

    Grafana 12.4 keeps the message in the board's annotations, and a later save through `/apis`
    keeps it: then it names another version than the one that the save made.
    """
    return f"{message}, version {version}"


@frozen
class Save:
    """An entry of a board's version history.

    Attributes:
        version: The version that it made.
        by: Who saved; empty when Grafana does not report it.
        at: The time, as Grafana writes it.
        message: The message of the save.
    """

    version: int
    by: str
    at: str
    message: str
