"""Finds boards in JSON or YAML data: dashboard JSON, API answers, and Kubernetes resources."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from boardwright.errors import BoardwrightError, DeclarationError, NotABoardError
from boardwright.found.found_board import FoundBoard
from boardwright.found.json_files import parse_json
from boardwright.found.packed_boards import unpack_board
from boardwright.provisioning.providers import Folder
from boardwright.schema.document import Board, Json, Place
from boardwright.schema.envelopes import unwrap_board
from boardwright.schema.json_object import ensure_list, ensure_object
from boardwright.schema.resource import IN_FOLDER

FindTitle = Callable[[str], str | None]
"""A function that takes the uid of a Grafana folder, and returns the title of the folder, or None
if the title is unknown.
"""

_FOLDERS = frozenset({"Folder", "DashboardFolder", "GrafanaFolder"})
_DIRECTORY = "k8s-sidecar-target-directory"


def find_manifest_boards(
    data: Any, *, name: str, origin: str, find_title: FindTitle
) -> Iterator[FoundBoard]:
    """Yield the boards in a document; nothing if the document contains no board.

    Args:
        data: The parsed document.
        name: Name of the file, without a suffix.
        origin: Name of the file for messages.
        find_title: Function that returns the title of a Grafana folder by its uid.
    """
    kind = data.get("kind") if isinstance(data, dict) else None
    if kind == "ConfigMap":
        yield from _read_config_map(data, origin)
    elif kind == "GrafanaDashboard":
        yield _read_operator_board(data, origin)
    elif isinstance(kind, str) and kind.endswith("List") and isinstance(data.get("items"), list):
        for item in data["items"]:
            yield from find_manifest_boards(item, name=name, origin=origin, find_title=find_title)
    elif kind is None or kind == "Dashboard":
        yield _read_board(data, name, origin, find_title)


def find_declared_folders(data: Any) -> Iterator[tuple[str, str]]:
    """Yield uid and title of each Grafana folder that a document declares."""
    kind = data.get("kind") if isinstance(data, dict) else None
    if isinstance(kind, str) and kind in _FOLDERS:
        spec, metadata = ensure_object(data.get("spec")), ensure_object(data.get("metadata"))
        uid, title = metadata.get("name"), spec.get("title")
        if isinstance(uid, str) and isinstance(title, str):
            yield uid, title
    elif isinstance(kind, str) and kind.endswith("List"):
        for item in ensure_list(data.get("items")):
            yield from find_declared_folders(item)


def _read_board(data: Any, name: str, origin: str, find_title: FindTitle) -> FoundBoard:
    try:
        body = unwrap_board(data, origin)
    except NotABoardError as error:
        return FoundBoard(name=name, origin=origin, error=error)
    found = FoundBoard(name=name, origin=origin, body=body)
    if data.get("kind") == "Dashboard":
        metadata = ensure_object(data.get("metadata"))
        uid = ensure_object(metadata.get("annotations")).get(IN_FOLDER) or metadata.get("folder")
        return _add_folder_title(found, uid, find_title)
    meta = ensure_object(data.get("meta"))
    uid, title = data.get("folderUid") or meta.get("folderUid"), meta.get("folderTitle")
    if isinstance(title, str) and title and isinstance(uid, str) and uid:
        return replace(found, folder=title, folders=(Folder(title=title, uid=uid),))
    return _add_folder_title(found, uid, find_title)


def _add_folder_title(found: FoundBoard, uid: Any, find_title: FindTitle) -> FoundBoard:
    """Return the board with the title of its folder. The board's resource contains only the
    folder's uid.
    """
    if not isinstance(uid, str) or uid in {"", "general"}:
        return found
    title = find_title(uid)
    if title is None:
        note = (
            f"the board is in the folder with the uid {uid!r}, but no input file contains the "
            "title of this folder"
        )
        return replace(found, is_placed=False, notes=(note,))
    return replace(found, folder=title, folders=(Folder(title=title, uid=uid),))


def _read_config_map(data: Json, origin: str) -> Iterator[FoundBoard]:
    """Yield the boards in a ConfigMap. The boards are under keys that end with `.json`, and may be
    compressed with gzip.
    """
    resource = _describe_resource(data, origin)
    folder = _read_annotated_folder(ensure_object(data.get("metadata")))
    for key, text in sorted(ensure_object(data.get("data")).items()):
        if key.endswith(".json"):
            yield _read_board_text(text, key, f"{resource}, {key}", folder)
    for key, text in sorted(ensure_object(data.get("binaryData")).items()):
        if key.endswith((".json", ".json.gz", ".gz")):
            yield _read_board_text(text, key, f"{resource}, {key}", folder, is_packed=True)


def _read_operator_board(data: Json, origin: str) -> FoundBoard:
    """Return the board in a `GrafanaDashboard` resource of grafana-operator."""
    resource, spec = _describe_resource(data, origin), ensure_object(data.get("spec"))
    name = str(ensure_object(data.get("metadata")).get("name") or "dashboard")
    folder = spec.get("folder")
    title = folder if isinstance(folder, str) and folder else None
    if isinstance(spec.get("gzipJson"), str):
        found = _read_board_text(spec["gzipJson"], name, resource, title, is_packed=True)
    elif isinstance(spec.get("json"), str):
        found = _read_board_text(spec["json"], name, resource, title)
    else:
        return FoundBoard(name=name, origin=resource, error=_build_elsewhere_error(spec, resource))
    uid = spec.get("uid")
    if found.body is None or not isinstance(uid, str):
        return found
    return replace(found, name=name, body={**found.body, "uid": uid})


def _build_elsewhere_error(spec: Json, resource: str) -> BoardwrightError:
    named = ", ".join(sorted(spec.keys() - {"instanceSelector", "folder", "resyncPeriod"}))
    return DeclarationError(
        "the resource does not contain the JSON of the dashboard (fields of the resource: "
        f"{named or 'none'})",
        where=resource,
        hint="Import the dashboard from its source, or from the Grafana that the operator manages.",
    )


def _read_board_text(
    text: Any, key: str, where: str, folder: str | None, *, is_packed: bool = False
) -> FoundBoard:
    name = key.removesuffix(".gz").removesuffix(".json")
    place = Place(file=where)
    try:
        if not isinstance(text, str):
            raise DeclarationError("the value of this key is not a string", where=where)
        content = unpack_board(text, place=place) if is_packed else text.encode()
        body: Board = unwrap_board(parse_json(content, place=place), where)
    except BoardwrightError as error:
        return FoundBoard(name=name, origin=where, error=error)
    return FoundBoard(name=name, origin=where, body=body, folder=folder)


def _read_annotated_folder(metadata: Json) -> str | None:
    """Return the folder in which Grafana's sidecar would put the boards of a ConfigMap."""
    for table in (
        ensure_object(metadata.get("annotations")),
        ensure_object(metadata.get("labels")),
    ):
        folder = table.get("grafana_folder")
        if isinstance(folder, str) and folder.strip():
            return folder.strip().strip("/")
    directory = ensure_object(metadata.get("annotations")).get(_DIRECTORY)
    last = directory.rstrip("/").rpartition("/")[2] if isinstance(directory, str) else ""
    return last or None


def _describe_resource(data: Json, origin: str) -> str:
    name = ensure_object(data.get("metadata")).get("name") or "without a name"
    return f"{origin}, {data['kind']} {name}"
