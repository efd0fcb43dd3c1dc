"""The forms in which a board's JSON is kept: bare, in an envelope, as a resource.

They are told apart by what they hold, not by what they are called: Grafana 13's "Classic" export
may write a bare v2 board, and any of them may carry an `apiVersion` or none.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from boardwright.errors import NotABoardError
from boardwright.schema.document import SERVERS_OWN, Board

CLASSIC_KEYS = frozenset({"panels", "rows", "schemaVersion", "templating"})
INNER_KEYS = ("dashboard", "spec")
"""Where an envelope keeps the board: the HTTP API's `dashboard`, a resource's `spec`."""

IN_FOLDER = "grafana.app/folder"
"""The annotation of a resource that names its folder's uid."""

DEPTH = 3
"""Envelopes in envelopes deeper than this are taken for a mistake."""


def unwrap(data: Any, where: object = None) -> Board:
    """Return the board out of whatever holds it.

    Understood are a bare board, `{"dashboard": ...}` as the HTTP API and exports by it have, and
    resources with a `spec` (`dashboard.grafana.app` of any version, grizzly). The uid of a
    resource's metadata is used where the board has none. A board of schema v2 stays one: compiling
    brings it to the classic schema.

    Args:
        data: The parsed JSON.
        where: The file, for the error.

    Raises:
        NotABoardError: It is not a dashboard.
    """
    uid = None
    for _ in range(DEPTH):
        if not isinstance(data, dict):
            raise _refused(f"the JSON is {_name(data)}, not a dashboard", where)
        if is_v2(data):
            return _with_uid(data, uid)
        inner = next((data[key] for key in INNER_KEYS if isinstance(data.get(key), dict)), None)
        if inner is None or is_classic(data):
            return _with_uid(_bare(data, where), uid)
        uid = uid or _resource_name(data, where)
        data = inner
    raise _refused("the JSON holds envelopes in envelopes", where)


def dashboard_resource(
    body: Board, *, uid: str, version: str, annotations: Mapping[str, str]
) -> dict[str, Any]:
    """Return a board as a resource of `dashboard.grafana.app`.

    Args:
        body: The board; what the metadata say, or the server keeps, is left out of the `spec`.
        uid: Its uid.
        version: The version of the API.
        annotations: The annotations of its metadata.
    """
    return {
        "apiVersion": f"dashboard.grafana.app/{version}",
        "kind": "Dashboard",
        "metadata": {"name": uid, "annotations": {**annotations}},
        "spec": {key: body[key] for key in body if key != "uid" and key not in SERVERS_OWN},
    }


def is_v2(data: Board) -> bool:
    """Tell whether an object is a board of Grafana's schema v2."""
    return isinstance(data.get("elements"), dict) and isinstance(data.get("layout"), dict)


def is_classic(data: Board) -> bool:
    """Tell whether an object is a board of the classic schema, of any age."""
    return not CLASSIC_KEYS.isdisjoint(data)


def _bare(data: Board, where: object) -> Board:
    if is_classic(data) or ("title" in data and "kind" not in data):
        return data
    raise _refused("the JSON has no panels and no title: it is not a dashboard", where)


def _resource_name(envelope: Board, where: object) -> Any:
    kind = envelope.get("kind", "Dashboard")
    if kind != "Dashboard":
        raise _refused(f"the JSON is a {kind!r:.40}, not a Dashboard", where)
    metadata = envelope.get("metadata")
    return metadata.get("name") if isinstance(metadata, dict) else None


def _with_uid(board: Board, uid: Any) -> Board:
    return {**board, "uid": uid} if uid and not board.get("uid") else board


def _name(data: Any) -> str:
    names = {list: "a list", str: "text", bool: "true or false", type(None): "null"}
    return names.get(type(data), "a number")


def _refused(what: str, where: object) -> NotABoardError:
    return NotABoardError(what, where=where, hint="Give a dashboard as Grafana exports it.")
