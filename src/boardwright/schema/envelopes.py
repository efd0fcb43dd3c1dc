"""Finds the board in the JSON formats in which Grafana and other tools store boards. A bare board
is the JSON object of the board itself. An envelope contains the board under the key `dashboard`. A
Kubernetes resource contains the board under the key `spec`.

The functions recognise a format by the keys `dashboard` and `spec`. The functions do not use the
key `apiVersion`, because each format allows the key but does not require it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from boardwright.errors import NotABoardError
from boardwright.frozen import frozen
from boardwright.schema.document import SERVER_KEYS, Board, Json
from boardwright.schema.resource import Resource, build_metadata, build_resource

CLASSIC_KEYS = frozenset({"panels", "rows", "schemaVersion", "templating"})
INNER_KEYS = ("dashboard", "spec")
"""JSON from Grafana's HTTP API contains the board under `dashboard`, and a resource under `spec`.
"""

DEPTH = 3
"""boardwright accepts a board that is nested in at most this number of JSON objects."""


@frozen
class EnvelopedBoard:
    """A board that was read from an envelope or resource.

    Attributes:
        body: The board, of schema v1 or v2.
        uid: The uid in the metadata of the resource; empty if the metadata contains no uid.
        prefix: The keys that lead from the top of the JSON to the board.
    """

    body: Board
    uid: str = ""
    prefix: tuple[str, ...] = ()


def unwrap_board(data: Any, where: object = None) -> Board:
    """Return the board inside parsed JSON. If the board has no uid, it gets the uid from the
    metadata of the resource.

    Args:
        data: The parsed JSON.
        where: Name of the file, which the error message shows.

    Raises:
        NotABoardError: The JSON is not a dashboard.
    """
    enveloped = open_envelopes(data, where)
    return add_default_uid(enveloped.body, enveloped.uid)


def open_envelopes(data: Any, where: object = None) -> EnvelopedBoard:
    """Return the board inside parsed JSON, with its uid and the keys that lead to it.

    The JSON is a bare board, an object `{"dashboard": ...}` as in Grafana's HTTP API, or a resource
    of `dashboard.grafana.app` or grizzly. The function does not convert a board of schema v2 to v1.

    Args:
        data: The parsed JSON.
        where: Name of the file, which the error message shows.

    Raises:
        NotABoardError: The JSON is not a dashboard.
    """
    uid = ""
    prefix: tuple[str, ...] = ()
    for _ in range(DEPTH):
        if not isinstance(data, dict):
            raise _build_error(f"the JSON is {_name_json_type(data)}, not a dashboard", where)
        if is_v2(data):
            return EnvelopedBoard(body=data, uid=uid, prefix=prefix)
        inner = next((key for key in INNER_KEYS if isinstance(data.get(key), dict)), None)
        if inner is None or is_classic(data):
            return EnvelopedBoard(body=_require_board(data, where), uid=uid, prefix=prefix)
        uid = uid or _read_resource_name(data, where)
        data, prefix = data[inner], (*prefix, inner)
    raise _build_error(f"the dashboard is inside more than {DEPTH} nested objects", where)


_API = "dashboard.grafana.app"
_V1_VERSIONS = ("v0alpha1", "v1alpha1", "v1beta1", "v1")
_V2_VERSIONS = ("v2alpha1", "v2beta1", "v2")
_GRIZZLY_API = "grizzly.grafana.com/"


def looks_like_board(data: Mapping[str, Any]) -> bool:
    """Return whether a JSON object without a `kind` is probably a board, or an envelope with the
    key `dashboard` that contains a board.
    """
    inner = data.get("dashboard")
    return _has_keys_of_board(data) or (isinstance(inner, dict) and _has_keys_of_board(inner))


def _has_keys_of_board(data: Mapping[str, Any]) -> bool:
    if isinstance(data.get("elements"), dict) and "layout" in data:
        return True
    return any(isinstance(data.get(key), list) for key in ("panels", "rows")) or (
        "title" in data and "schemaVersion" in data
    )


def contains_board(data: Any) -> bool:
    """Return whether JSON is a board of schema v1 or v2, or an envelope around such a board."""
    layers = [data, *(data.get(key) for key in INNER_KEYS)] if isinstance(data, dict) else []
    return any(isinstance(each, dict) and (is_classic(each) or is_v2(each)) for each in layers)


@frozen
class WrittenFolder:
    """The Grafana folder of a board, as the envelope or resource of the board names it.

    Attributes:
        uid: The uid of the folder; empty if the JSON contains no uid.
        title: The title of the folder; empty if the JSON contains no title.
    """

    uid: str = ""
    title: str = ""


def read_written_folder(data: Json) -> WrittenFolder:
    """Return the Grafana folder of the board in a resource, or in an answer of the API
    `/api/dashboards`.
    """
    resource = Resource(data)
    if resource.kind == "Dashboard":
        return WrittenFolder(uid=resource.folder_uid)
    return WrittenFolder(
        uid=resource.text("folderUid") or resource.text("meta", "folderUid"),
        title=resource.text("meta", "folderTitle"),
    )


def iter_resource_remarks(board: Any, api_version: Any, namespace: Any) -> Iterator[str]:
    """Yield remarks about an unknown `apiVersion` and an ignored namespace of a resource.

    Args:
        board: The `spec` of the resource, as JSON or as an object of Grafana's Foundation SDK.
        api_version: The `apiVersion` of the resource. The function ignores a value that is not
            text.
        namespace: The namespace in the resource's metadata. The function ignores a value that is
            not text.
    """
    if isinstance(api_version, str) and not _is_known_version(board, api_version):
        schema = "v2" if is_v2(board) else "v1"
        read_as = f"schema {schema}" if isinstance(board, Mapping) else "a Foundation SDK object"
        yield (
            f"boardwright does not know the apiVersion {api_version!r:.80} of this board's "
            f"resource, and reads the board as {read_as}"
        )
    if isinstance(namespace, str) and namespace not in ("", "default"):
        yield (
            f"deploy ignores the namespace {namespace!r} of this board's resource, and uses the "
            "setting namespace in [grafana]"
        )


def _is_known_version(board: Any, api_version: str) -> bool:
    versions: tuple[str, ...] = (*_V1_VERSIONS, *_V2_VERSIONS)
    if isinstance(board, Mapping):
        versions = _V2_VERSIONS if is_v2(board) else _V1_VERSIONS
    known = {"", *(f"{_API}/{version}" for version in versions)}
    return api_version in known or api_version.startswith(_GRIZZLY_API)


def wrap_in_resource(
    body: Board,
    *,
    uid: str,
    version: str,
    folder_uid: str = "",
    annotations: Mapping[str, str] | None = None,
) -> Json:
    """Return a board as a resource of the API `dashboard.grafana.app`.

    Args:
        body: The board. The `spec` omits the keys `uid`, `id` and `version`.
        uid: The uid of the board, which becomes the name of the resource.
        version: The version of the API, such as `v1beta1` or `v2`.
        folder_uid: Uid of the Grafana folder that contains the board; empty for the top level.
        annotations: Annotations of the resource in addition to the folder uid.
    """
    spec = {key: body[key] for key in body if key != "uid" and key not in SERVER_KEYS}
    metadata = build_metadata(uid, annotations=annotations, folder_uid=folder_uid)
    return build_resource(f"{_API}/{version}", "Dashboard", metadata, spec)


def is_v2(data: Mapping[str, Any]) -> bool:
    """Return whether an object is a board of Grafana's schema v2."""
    return isinstance(data.get("elements"), dict) and isinstance(data.get("layout"), dict)


def is_classic(data: Board) -> bool:
    """Return whether an object is a board of the classic schema, of any schema version."""
    return not CLASSIC_KEYS.isdisjoint(data)


def is_board_data(value: Mapping[Any, Any]) -> bool:
    """Return whether a dict is a board, or an envelope that contains a board.

    A dict without a title is not a board, and a dict with a `type` is a panel or a row.
    """
    data = dict(value)
    inner = next((data[key] for key in INNER_KEYS if isinstance(data.get(key), dict)), None)
    if inner is not None and not is_classic(data):
        return is_v2(inner) or is_classic(inner)
    return is_v2(data) or (is_classic(data) and "type" not in data and "title" in data)


def _require_board(data: Board, where: object) -> Board:
    if is_classic(data) or ("title" in data and "kind" not in data):
        return data
    raise _build_error("the JSON has no panels and no title: it is not a dashboard", where)


def _read_resource_name(envelope: Json, where: object) -> str:
    kind = envelope.get("kind", "Dashboard")
    if kind != "Dashboard":
        raise _build_error(f"the JSON is a {kind!r:.40}, not a Dashboard", where)
    return Resource(envelope).name


def with_text_uid(board: Board, default: str) -> Board:
    """Return a board whose uid is text: its own uid, or `default` if it has no uid."""
    return {**board, "uid": str(board.get("uid") or default)}


def add_default_uid(board: Board, uid: str) -> Board:
    """Set the uid of a board that has no uid. An empty `uid` has no effect."""
    return {**board, "uid": uid} if uid and not board.get("uid") else board


def _name_json_type(data: Any) -> str:
    names = {list: "a list", str: "text", bool: "true or false", type(None): "null"}
    return names.get(type(data), "a number")


def _build_error(what: str, where: object) -> NotABoardError:
    return NotABoardError(what, where=where, hint="Use a dashboard that was exported from Grafana.")
