"""Classes for the boards, folders, data sources and rules in Grafana."""

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
"""The uid of the folder and the name of the group, which together identify an alert group."""


def drop_server_keys(body: Mapping[str, Any]) -> Json:
    """Return a board's JSON without the keys that Grafana sets at each save, such as `version`."""
    return {key: value for key, value in body.items() if key not in SERVER_KEYS}


@frozen
class Organisation:
    """The current organisation of the account in Grafana."""

    id: int
    name: str


@frozen
class StoredDataSource:
    """A data source that is configured in Grafana.

    Attributes:
        uid: Uid of the data source.
        name: Name of the data source.
        type: Id of the plugin, such as `prometheus`.
        is_default: Whether this is the default data source of the organisation.
        url: The URL in the settings of the data source; empty if Grafana does not report the URL.
    """

    uid: str
    name: str
    type: str
    is_default: bool = False
    url: str = ""


@frozen
class StoredFolder:
    """A folder in Grafana."""

    uid: str
    title: str


@frozen
class StoredBoard:
    """A board as boardwright read it from Grafana.

    Attributes:
        uid: Uid of the board.
        body: The dashboard JSON, in the schema in which Grafana stores the board. The JSON contains
            the uid.
        version: The version number, which the older API needs to detect conflicts.
        folder_uid: Uid of the board's folder; empty if the board is not in a folder.
        provider_file: Path of the board's file if a file provider manages the board, otherwise
            None.
        url: URL of the board's page.
        stored_version: The API version in which Grafana stores the board; empty if unknown.
        resource_version: The `resourceVersion`, which `/apis` needs to detect conflicts; empty if
            the board was read with the older API.
        object_uid: The id that Grafana assigned when someone created the board; empty if the board
            was read with the older API.
        annotations: Annotations that a save with `/apis` must contain, because Grafana would delete
            them otherwise.
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
        """The schema in which Grafana stores the board."""
        return "v2" if is_v2(self.body) else "v1"

    @property
    def in_grafana12(self) -> bool:
        """Whether Grafana stores the board in v2beta1, as Grafana 12 does for schema v2."""
        return self.stored_version == "v2beta1"

    @property
    def state(self) -> KnownState | None:
        """The version of the board; None if Grafana's unified storage does not contain the board.

        The value is also None if boardwright read the board with the older API.
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
        """The dashboard JSON without the keys that Grafana sets at each save, such as `version`."""
        return drop_server_keys(self.body)

    @lazy_property
    def text(self) -> bytes:
        """The JSON of `own_body` as text with sorted keys."""
        return encode_canonical_json(self.own_body)

    @property
    def title(self) -> str:
        """The title of the board; the uid if the board has no title."""
        return Dashboard(self.body).title or self.uid

    @property
    def tags(self) -> tuple[str, ...]:
        """The tags of the board."""
        return Dashboard(self.body).tags


@frozen
class StoredRule:
    """An alert rule as boardwright read it from Grafana.

    Attributes:
        uid: Uid of the rule.
        body: The rule as JSON data, with keys that Grafana adds, such as `updated`.
        folder_uid: Uid of the folder of the rule.
        group: Name of the group of the rule.
        interval: Seconds between two evaluations of the rule; None if unknown.
        provenance: `api` or `file`; empty if someone created the rule in Grafana's editor.
    """

    uid: str
    body: Mapping[str, Any]
    folder_uid: str
    group: str
    interval: int | None = None
    provenance: str = ""

    @property
    def view(self) -> GrafanaRule:
        """The rule as a `GrafanaRule`, which has typed properties."""
        return GrafanaRule(self.body)

    @property
    def title(self) -> str:
        """The title of the rule; the uid if the rule has no title."""
        return self.view.title or self.uid

    @property
    def annotations(self) -> Mapping[str, Any]:
        """The annotations of the rule."""
        return self.view.annotations

    @property
    def key(self) -> GroupKey:
        """The uid of the folder and the name of the group."""
        return self.folder_uid, self.group


def collect_rules_by_group(rules: Iterable[StoredRule]) -> Mapping[GroupKey, Sequence[StoredRule]]:
    """Return the rules of each group, in the order of `rules`."""
    groups: dict[GroupKey, list[StoredRule]] = {}
    for rule in rules:
        groups.setdefault(rule.key, []).append(rule)
    return groups


@frozen
class ListedBoard:
    """A board in the results of a search.

    Attributes:
        uid: Uid of the board.
        folder_uid: Uid of the board's folder; empty if the board is not in a folder.
    """

    uid: str
    folder_uid: str


def sign_message(message: str, version: int) -> str:
    """Return a message for the version history that contains the number of the new version.

    Grafana 12.4 stores the message in an annotation of the board, and keeps the annotation when
    someone else saves the board with `/apis`. If the number differs from the version of the board,
    the message belongs to an earlier save.

    Args:
        message: The message without the version number.
        version: The version number that Grafana assigns at this save.
    """
    return f"{message}, version {version}"


@frozen
class SaveEntry:
    """An entry in the version history of a board.

    Attributes:
        version: The version number of the board after the save.
        by: Name of the user who saved the board; empty if Grafana does not report the name.
        at: The time of the save, in Grafana's format.
        message: The message that the user or the deploy wrote.
    """

    version: int
    by: str
    at: str
    message: str
