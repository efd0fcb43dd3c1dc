"""Boards of answers of `/apis/dashboard.grafana.app`, and the version in which each is stored.

An answer in another version than the stored one names the stored one in
`status.conversion.storedVersion`. An answer in the stored version may still have the status of an
earlier save: 12.4 keeps it when `/api/dashboards/db`, or a save in the other schema, writes the
board. So one answer alone can be wrong about a board that it calls stored elsewhere.
"""

from __future__ import annotations

from boardwright.frozen import frozen
from boardwright.grafana.answers import Fields
from boardwright.grafana.stored_values import BoardMetadata, StoredBoard
from boardwright.schema.envelopes import IN_FOLDER

MESSAGE = "grafana.app/message"
"""The annotation with the message of a save for the version history."""

SERVERS_ANNOTATIONS = frozenset(
    {
        "grafana.app/createdBy",
        "grafana.app/updatedBy",
        "grafana.app/updatedTimestamp",
        IN_FOLDER,
        MESSAGE,
    }
)
"""Annotations that Grafana or each save sets again."""

_PROVIDERS = "classic-file-provisioning"


@frozen
class BoardItem:
    """One board of an answer.

    Attributes:
        uid: The uid.
        version: The version of the API that was asked.
        stored_version: The version in which the board is stored, according to this answer.
        board: The board; None where the conversion to `version` failed.
    """

    uid: str
    version: str
    stored_version: str
    board: StoredBoard | None

    @property
    def is_as_stored(self) -> bool:
        """Whether this answer has the board in the schema in which it is stored."""
        return self.board is not None and is_v2_version(self.version) == is_v2_version(
            self.stored_version
        )


def is_v2_version(version: str) -> bool:
    """Return whether a version of the API has boards of schema v2."""
    return version.startswith("v2")


def read_item(item: Fields, *, version: str, url: str) -> BoardItem:
    """Return the board of an answer.

    Args:
        item: The resource.
        version: The version of the API that was asked.
        url: Grafana's address.
    """
    metadata, spec = item.need_inner("metadata"), item.get("spec", dict, {})
    uid = metadata.get("name", str, "")
    conversion = item.inner("status").inner("conversion")
    stored_version = conversion.get("storedVersion", str, "") or version
    has_body = spec and not conversion.get("failed", bool, False)
    board = _stored_board(uid, metadata, spec, url, stored_version) if has_body else None
    return BoardItem(uid=uid, version=version, stored_version=stored_version, board=board)


def read_metadata(item: Fields, *, url: str) -> BoardMetadata:
    """Return the metadata of a board of an answer.

    Args:
        item: The resource, with or without its body.
        url: Grafana's address.
    """
    metadata = item.need_inner("metadata")
    uid = metadata.need("name", str)
    return BoardMetadata(
        uid=uid,
        object_uid=metadata.get("uid", str, ""),
        resource_version=metadata.get("resourceVersion", str, ""),
        folder_uid=metadata.inner("annotations").get(IN_FOLDER, str, ""),
        url=page_url(url, uid),
    )


def _stored_board(
    uid: str, metadata: Fields, spec: dict[str, object], url: str, stored_version: str
) -> StoredBoard:
    annotations = metadata.inner("annotations")
    return StoredBoard(
        uid=uid,
        body={**spec, "uid": uid},
        version=metadata.get("generation", int, 0),
        folder_uid=annotations.get(IN_FOLDER, str, ""),
        provider_file=_provider_file(annotations),
        url=page_url(url, uid),
        stored_version=stored_version,
        resource_version=metadata.get("resourceVersion", str, ""),
        object_uid=metadata.get("uid", str, ""),
        annotations={
            key: value
            for key, value in annotations.data.items()
            if isinstance(value, str) and key not in SERVERS_ANNOTATIONS
        },
    )


def _provider_file(annotations: Fields) -> str | None:
    if annotations.get("grafana.app/managedBy", str, "") != _PROVIDERS:
        return None
    return annotations.get("grafana.app/sourcePath", str, "")


def page_url(url: str, uid: str) -> str:
    """Return the address of a board's page."""
    return f"{url}/d/{uid}"
