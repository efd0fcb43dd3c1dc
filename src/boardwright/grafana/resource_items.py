"""Reads boards in answers of `/apis/dashboard.grafana.app`.

Grafana can convert a board to another API version than the one in which it stores the board. The
key `status.conversion.storedVersion` then contains the API version of the stored board. The value
of this key can be wrong. Grafana 12.4 does not update the value when someone saves the board with
`/api/dashboards/db`, or in another schema than before.
"""

from __future__ import annotations

from boardwright.frozen import frozen
from boardwright.grafana.answers import AnswerFields
from boardwright.grafana.board_states import BoardMetadata
from boardwright.grafana.stored_values import StoredBoard
from boardwright.schema.resource import IN_FOLDER

MESSAGE = "grafana.app/message"
"""Annotation of a board with the message for the version history."""

SERVERS_ANNOTATIONS = frozenset(
    {
        "grafana.app/createdBy",
        "grafana.app/updatedBy",
        "grafana.app/updatedTimestamp",
        IN_FOLDER,
        MESSAGE,
    }
)
"""Annotations that boardwright does not copy from the stored board when it saves a board, because
each save sets them again.
"""

_PROVIDERS = "classic-file-provisioning"


@frozen
class BoardItem:
    """A board in one answer of Grafana.

    Attributes:
        uid: Uid of the board.
        version: API version of the request and of the answer.
        stored_version: API version in which Grafana stores the board, according to the answer.
        board: The board; None if Grafana could not convert the board to `version`.
    """

    uid: str
    version: str
    stored_version: str
    board: StoredBoard | None

    @property
    def is_as_stored(self) -> bool:
        """Whether the answer contains the board in the schema in which Grafana stores it."""
        return self.board is not None and is_v2_version(self.version) == is_v2_version(
            self.stored_version
        )


def is_v2_version(version: str) -> bool:
    """Return whether an API version, such as `v2beta1`, is a version of schema v2."""
    return version.startswith("v2")


def read_resource_item(item: AnswerFields, *, version: str, url: str) -> BoardItem:
    """Return the board in a Kubernetes resource.

    Args:
        version: API version of the request.
    """
    metadata, spec = item.require_object("metadata"), item.get("spec", dict, {})
    uid = metadata.get("name", str, "")
    conversion = item.get_object("status").get_object("conversion")
    stored_version = conversion.get("storedVersion", str, "") or version
    has_body = spec and not conversion.get("failed", bool, False)
    board = _read_stored_board(uid, metadata, spec, url, stored_version) if has_body else None
    return BoardItem(uid=uid, version=version, stored_version=stored_version, board=board)


def read_metadata(item: AnswerFields) -> BoardMetadata:
    """Return the metadata of a board in a Kubernetes resource, which may lack `spec`."""
    return BoardMetadata(
        uid=read_resource_name(item),
        object_uid=item.require_object("metadata").get("uid", str, ""),
        resource_version=read_resource_version(item),
    )


def read_resource_name(item: AnswerFields) -> str:
    """Return the name of a Kubernetes resource: the uid of the board or folder."""
    return item.require_object("metadata").require("name", str)


def read_resource_version(item: AnswerFields) -> str:
    """Return the `resourceVersion` of a Kubernetes resource or list; empty if it has none."""
    return item.require_object("metadata").get("resourceVersion", str, "")


def _read_stored_board(
    uid: str, metadata: AnswerFields, spec: dict[str, object], url: str, stored_version: str
) -> StoredBoard:
    annotations = metadata.get_object("annotations")
    return StoredBoard(
        uid=uid,
        body={**spec, "uid": uid},
        version=metadata.get("generation", int, 0),
        folder_uid=annotations.get(IN_FOLDER, str, ""),
        provider_file=_read_provider_file(annotations),
        url=build_board_url(url, uid),
        stored_version=stored_version,
        resource_version=metadata.get("resourceVersion", str, ""),
        object_uid=metadata.get("uid", str, ""),
        annotations={
            key: value
            for key, value in annotations.data.items()
            if isinstance(value, str) and key not in SERVERS_ANNOTATIONS
        },
    )


def _read_provider_file(annotations: AnswerFields) -> str | None:
    if annotations.get("grafana.app/managedBy", str, "") != _PROVIDERS:
        return None
    return annotations.get("grafana.app/sourcePath", str, "")


def build_board_url(url: str, uid: str) -> str:
    """Return the URL of a board's page."""
    return f"{url}/d/{uid}"
