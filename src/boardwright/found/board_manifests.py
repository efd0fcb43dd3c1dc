"""Finds boards in JSON or YAML data: dashboard JSON, API answers, and Kubernetes resources."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from boardwright.errors import BoardwrightError, DeclarationError, NotABoardError
from boardwright.found.found_board import FoundBoard
from boardwright.found.json_files import parse_json
from boardwright.found.packed_boards import unpack_board
from boardwright.provisioning.providers import BoardFolder
from boardwright.schema.document import Board, Place
from boardwright.schema.envelopes import (
    WrittenFolder,
    add_default_uid,
    read_written_folder,
    unwrap_board,
)
from boardwright.schema.json_object import ensure_object
from boardwright.schema.resource import ConfigMap, OperatorDashboard, Resource

FindTitle = Callable[[str], str | None]
"""A function that takes the uid of a Grafana folder, and returns the title of the folder, or None
if the title is unknown.
"""

_FOLDERS = frozenset({"Folder", "DashboardFolder", "GrafanaFolder"})
_FOLDER_ANNOTATION = "grafana_folder"
_DIRECTORY = "k8s-sidecar-target-directory"


def find_manifest_boards(
    data: Any, *, name: str, origin: str, find_title: FindTitle
) -> Iterator[FoundBoard]:
    """Yield the boards in a JSON or YAML document.

    Args:
        data: The parsed document.
        name: Name of the file, without a suffix.
        origin: Name of the file for messages.
        find_title: Function that returns the title of a Grafana folder by its uid.
    """
    resource = Resource(ensure_object(data))
    kind = resource.kind
    if kind == "ConfigMap":
        yield from _read_config_map(ConfigMap(data), origin)
    elif kind == "GrafanaDashboard":
        yield _read_operator_board(OperatorDashboard(data), origin)
    elif kind.endswith("List"):
        for item in resource.listed_items:
            yield from find_manifest_boards(item, name=name, origin=origin, find_title=find_title)
    elif kind in ("", "Dashboard"):
        yield _read_board(data, name, origin, find_title)


def find_declared_folders(data: Any) -> Iterator[tuple[str, str]]:
    """Yield the uid and title of each Grafana folder that is declared in a document."""
    resource = Resource(ensure_object(data))
    if resource.kind in _FOLDERS and resource.name and resource.title:
        yield resource.name, resource.title
    elif resource.kind.endswith("List"):
        for item in resource.listed_items:
            yield from find_declared_folders(item)


def _read_board(data: Any, name: str, origin: str, find_title: FindTitle) -> FoundBoard:
    try:
        body = unwrap_board(data, origin)
    except NotABoardError as error:
        return FoundBoard(name=name, origin=origin, error=error)
    board = FoundBoard(name=name, origin=origin, body=body)
    return _assign_written_folder(board, read_written_folder(data), find_title)


def convert_stored_board(
    body: Mapping[str, Any], *, uid: str, folder_uid: str, origin: str, find_title: FindTitle
) -> FoundBoard:
    """Return a board that was downloaded from Grafana as a `FoundBoard`.

    Args:
        body: The JSON of the board.
        uid: The uid of the board.
        folder_uid: The uid of the board's Grafana folder; empty if the board is not in a folder.
        origin: URL of the board.
        find_title: Function that returns the title of a Grafana folder by its uid.
    """
    try:
        board = add_default_uid(unwrap_board(body, origin), uid)
    except NotABoardError as error:
        return FoundBoard(name=uid, origin=origin, error=error)
    found = FoundBoard(name=uid, origin=origin, body=board)
    return _assign_written_folder(found, WrittenFolder(uid=folder_uid), find_title)


def _assign_written_folder(
    found: FoundBoard, folder: WrittenFolder, find_title: FindTitle
) -> FoundBoard:
    """Return the board with its Grafana folder.

    Args:
        found: The board.
        folder: The folder that the document contains. Often only its uid is known.
        find_title: Function that returns the title of a Grafana folder by its uid.
    """
    uid = folder.uid
    if uid == "" or (uid == "general" and not folder.title):
        return found
    title = folder.title or find_title(uid)
    if title is None:
        note = (
            f"the board is in the folder with the uid {uid!r}, but no input file contains the "
            "title of this folder"
        )
        return replace(found, is_placed=False, notes=(note,))
    return replace(found, folder=title, folders=(BoardFolder(title=title, uid=uid),))


def _read_config_map(config_map: ConfigMap, origin: str) -> Iterator[FoundBoard]:
    """Yield the boards in a ConfigMap. A board is the value of a key that ends with `.json` or
    `.gz`. Values in `binaryData` may be compressed with gzip.
    """
    where = _describe_resource(config_map, origin)
    folder = _read_annotated_folder(config_map)
    for key, text in sorted(config_map.texts.items()):
        if key.endswith(".json"):
            yield _read_board_text(text, key, f"{where}, {key}", folder)
    for key, text in sorted(config_map.encoded_bytes.items()):
        if key.endswith((".json", ".json.gz", ".gz")):
            yield _read_board_text(text, key, f"{where}, {key}", folder, is_packed=True)


def _read_operator_board(resource: OperatorDashboard, origin: str) -> FoundBoard:
    """Return the board in a `GrafanaDashboard` resource of grafana-operator."""
    where, folder = _describe_resource(resource, origin), resource.folder_title
    name = str(resource.name or "dashboard")
    if resource.packed_board is not None:
        board = _read_board_text(resource.packed_board, name, where, folder, is_packed=True)
    elif resource.board_text is not None:
        board = _read_board_text(resource.board_text, name, where, folder)
    else:
        return FoundBoard(name=name, origin=where, error=_build_missing_json_error(resource, where))
    if board.body is None or resource.board_uid is None:
        return board
    return replace(board, name=name, body={**board.body, "uid": resource.board_uid})


def _build_missing_json_error(resource: OperatorDashboard, where: str) -> BoardwrightError:
    settings = {"instanceSelector", "folder", "resyncPeriod"}
    fields = ", ".join(sorted(resource.spec.keys() - settings))
    return DeclarationError(
        "the resource does not contain the JSON of a dashboard (fields of `spec`: "
        f"{fields or 'none'})",
        where=where,
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


def _read_annotated_folder(config_map: ConfigMap) -> str | None:
    """Return the Grafana folder into which the Kubernetes sidecar of Grafana puts the boards of a
    ConfigMap.
    """
    for table in (config_map.annotations, config_map.labels):
        folder = table.get(_FOLDER_ANNOTATION)
        if isinstance(folder, str) and folder.strip():
            return folder.strip().strip("/")
    directory = config_map.annotations.get(_DIRECTORY)
    last = directory.rstrip("/").rpartition("/")[2] if isinstance(directory, str) else ""
    return last or None


def _describe_resource(resource: Resource, origin: str) -> str:
    return f"{origin}, {resource.kind} {resource.name or 'without a name'}"
