"""Immutable values for the boards, folders, data sources and rules that are stored in Grafana."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field
from typing import Any

from boardwright.frozen import frozen
from boardwright.grafana.board_states import KnownState, Schema, is_unified_version
from boardwright.lazy import lazy_property
from boardwright.schema.alerting.grafana_rule import GrafanaRule
from boardwright.schema.canonical import encode_canonical_json
from boardwright.schema.dashboard import Dashboard
from boardwright.schema.document import SERVER_KEYS, Json
from boardwright.schema.envelopes import is_v2

GroupKey = tuple[str, str]
"""Identifies a group of alert rules: the uid of the group's folder, and the name of the group."""


def drop_server_keys(body: Mapping[str, Any]) -> Json:
    """Return a board's JSON without the keys that Grafana sets on each save."""
    return {key: value for key, value in body.items() if key not in SERVER_KEYS}


@frozen
class Organisation:
    """The Grafana organisation that the account is signed in to."""

    id: int
    name: str


@frozen
class StoredDataSource:
    """A data source that is configured in Grafana.

    Attributes:
        uid: Uid of the data source.
        name: Name of the data source.
        type: Id of the plugin.
        is_default: Whether this is the default data source of the organisation.
        url: The URL at which Grafana reaches the data source; empty if Grafana does not report the
            URL.
    """

    uid: str
    name: str
    type: str
    is_default: bool = False
    url: str = ""


@frozen
class StoredFolder:
    """A folder that is stored in Grafana."""

    uid: str
    title: str


@frozen
class StoredBoard:
    """A stored board.

    Attributes:
        uid: Uid of the board.
        body: Dashboard JSON in the schema in which Grafana stores the board. The JSON contains the
            uid, and the keys `id` and `version` that Grafana adds.
        version: The version that a request to save the board must contain.
        folder_uid: Uid of the board's folder; empty if the board is not in a folder.
        provider_file: Path of the board's file if a file provider manages the board; None for other
            boards.
        url: URL of the board's page.
        stored_version: The API version in which Grafana stores the board; empty if unknown.
        resource_version: The value that a request to save the board through `/apis` must contain;
            empty if the board was not read through `/apis`.
        object_uid: Identifier that Grafana assigned when the board was created; empty if the board
            was not read through `/apis`.
        annotations: Annotations of the board's Kubernetes resource. A request to save the board
            must contain these annotations, so that Grafana keeps them.
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
        """The schema in which the board is stored."""
        return "v2" if is_v2(self.body) else "v1"

    @property
    def in_grafana12(self) -> bool:
        """Whether the board is stored in v2beta1, as Grafana 12.4 stores boards of schema v2."""
        return self.stored_version == "v2beta1"

    @property
    def state(self) -> KnownState | None:
        """The state in which the board was read; None if the board was not read as a resource, or
        is not stored in Grafana's unified storage.
        """
        if not (self.object_uid and is_unified_version(self.resource_version)):
            return None
        return KnownState(
            object_uid=self.object_uid,
            resource_version=self.resource_version,
            schema=self.schema,
            folder_uid=self.folder_uid,
        )

    @property
    def own_body(self) -> Json:
        """The dashboard JSON without the keys that Grafana sets on each save, such as `version`."""
        return drop_server_keys(self.body)

    @lazy_property
    def text(self) -> bytes:
        """The canonical JSON of `own_body`."""
        return encode_canonical_json(self.own_body)

    @property
    def title(self) -> str:
        """The title of the board, or its uid if there is no title."""
        return Dashboard(self.body).title or self.uid

    @property
    def tags(self) -> tuple[str, ...]:
        """The board's tags."""
        return Dashboard(self.body).tags


@frozen
class StoredRule:
    """An alert rule that is stored in Grafana.

    Attributes:
        uid: Uid of the rule.
        body: The rule as JSON data, with the keys that the server adds.
        folder_uid: Uid of the folder that contains the rule's group.
        group: Name of the group that contains the rule.
        interval: Seconds between two evaluations of the rule; None if the interval was not read.
        provenance: How the rule came into Grafana: `api`, `file`, or empty if it was made in
            Grafana's editor.
    """

    uid: str
    body: Mapping[str, Any]
    folder_uid: str
    group: str
    interval: int | None = None
    provenance: str = ""

    @property
    def view(self) -> GrafanaRule:
        """The rule with typed properties."""
        return GrafanaRule(self.body)

    @property
    def title(self) -> str:
        """The title of the rule, or its uid if there is no title."""
        return self.view.title or self.uid

    @property
    def annotations(self) -> Mapping[str, Any]:
        """The rule's annotations."""
        return self.view.annotations

    @property
    def key(self) -> GroupKey:
        """The uid of the folder and the name of the group, which identify the group of the rule."""
        return self.folder_uid, self.group


def collect_rules_by_group(rules: Iterable[StoredRule]) -> Mapping[GroupKey, Sequence[StoredRule]]:
    """Return the rules of each group, in the order of `rules`."""
    groups: dict[GroupKey, list[StoredRule]] = {}
    for rule in rules:
        groups.setdefault(rule.key, []).append(rule)
    return groups


@frozen
class ListedBoard:
    """A board in the results of a search. `folder_uid` is empty if the board is not in a folder."""

    uid: str
    folder_uid: str


def sign_message(message: str, version: int) -> str:
    """Return a message for the version history, with the number of the version that the save
    creates.

    Grafana 12.4 stores the message in an annotation of the board. If someone later saves the board
    through `/apis`, the annotation stays. The number in the message then shows that the message
    belongs to an earlier version.
    """
    return f"{message}, version {version}"


@frozen
class SaveEntry:
    """An entry in the version history of a board.

    Attributes:
        version: The version that the save created.
        by: Name of the user who saved the board; empty if Grafana does not report the name.
        at: The time of the save, as text in Grafana's format.
        message: Message of the save.
    """

    version: int
    by: str
    at: str
    message: str
