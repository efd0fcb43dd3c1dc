"""Boards in JSON or YAML data: bare, in envelopes, in Kubernetes resources of any operator."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from boardwright.errors import BoardwrightError, DeclarationError, NotABoardError
from boardwright.found.found_board import Found
from boardwright.found.json_files import parse
from boardwright.found.packed_boards import unpacked
from boardwright.schema.document import Board, Place
from boardwright.schema.envelopes import IN_FOLDER, unwrap

Json = dict[str, Any]
FolderTitle = Callable[[str], str | None]
"""Gives a folder's title by its uid; None where it is not known."""

_OPERATORS = ("json", "gzipJson")
_FOLDERS = frozenset({"Folder", "DashboardFolder", "GrafanaFolder"})
_DIRECTORY = "k8s-sidecar-target-directory"


def boards_in(data: Any, *, name: str, origin: str, title_of: FolderTitle) -> Iterator[Found]:
    """Yield the boards that a document of a file holds; none where it is about something else.

    Args:
        data: The document.
        name: The file's name.
        origin: The file, in words.
        title_of: Gives folders' titles.
    """
    kind = data.get("kind") if isinstance(data, dict) else None
    if kind == "ConfigMap":
        yield from _config_map(data, origin)
    elif kind == "GrafanaDashboard":
        yield _operators(data, origin)
    elif isinstance(kind, str) and kind.endswith("List") and isinstance(data.get("items"), list):
        for item in data["items"]:
            yield from boards_in(item, name=name, origin=origin, title_of=title_of)
    elif kind is None or kind == "Dashboard":
        yield _board(data, name, origin, title_of)


def folders_in(data: Any) -> Iterator[tuple[str, str]]:
    """Yield uid and title of the folders that a document of a file declares."""
    kind = data.get("kind") if isinstance(data, dict) else None
    if isinstance(kind, str) and kind in _FOLDERS:
        spec, metadata = _table(data, "spec"), _table(data, "metadata")
        uid, title = metadata.get("name"), spec.get("title")
        if isinstance(uid, str) and isinstance(title, str):
            yield uid, title
    elif isinstance(kind, str) and kind.endswith("List"):
        for item in _list(data, "items"):
            yield from folders_in(item)


def _board(data: Any, name: str, origin: str, title_of: FolderTitle) -> Found:
    try:
        body = unwrap(data, origin)
    except NotABoardError as error:
        return Found(name=name, origin=origin, error=error)
    metadata = _table(data, "metadata")
    uid = _table(metadata, "annotations").get(IN_FOLDER) or metadata.get("folder")
    if data.get("kind") != "Dashboard":
        uid = data.get("folderUid") or _table(data, "meta").get("folderUid")
        named = _table(data, "meta").get("folderTitle")
        if isinstance(named, str) and named and uid:
            return Found(name=name, origin=origin, body=body, folder=named)
    return _in_folder(Found(name=name, origin=origin, body=body), uid, title_of)


def _in_folder(found: Found, uid: Any, title_of: FolderTitle) -> Found:
    """Return the board with its folder's title, by the uid that its resource names."""
    if not isinstance(uid, str) or uid in {"", "general"}:
        return found
    title = title_of(uid)
    note = () if title else (f"its folder has the uid {uid!r}, of which no title is known",)
    return replace(found, folder=title, is_placed=title is not None, notes=note)


def _config_map(data: Json, origin: str) -> Iterator[Found]:
    """Yield the boards of a ConfigMap: keys that end in `.json`, packed or not."""
    resource = _resource(data, origin)
    folder = _annotated_folder(_table(data, "metadata"))
    for key, text in sorted(_table(data, "data").items()):
        if key.endswith(".json"):
            where = f"{resource}, {key}"
            yield _text_board(text, key, where, folder, lambda text, place: text.encode())
    for key, text in sorted(_table(data, "binaryData").items()):
        if key.endswith((".json", ".json.gz", ".gz")):
            where = f"{resource}, {key}"
            yield _text_board(
                text, key, where, folder, lambda text, place: unpacked(text, place=place)
            )


def _operators(data: Json, origin: str) -> Found:
    """Return the board of a grafana-operator's resource."""
    resource, spec = _resource(data, origin), _table(data, "spec")
    name = str(_table(data, "metadata").get("name") or "dashboard")
    folder = spec.get("folder")
    title = folder if isinstance(folder, str) and folder else None
    if isinstance(spec.get("gzipJson"), str):
        found = _text_board(
            spec["gzipJson"], name, resource, title, lambda text, place: unpacked(text, place=place)
        )
    elif isinstance(spec.get("json"), str):
        found = _text_board(spec["json"], name, resource, title, lambda text, place: text.encode())
    else:
        return Found(name=name, origin=resource, error=_elsewhere(spec, resource))
    uid = spec.get("uid")
    if found.body is None or not isinstance(uid, str):
        return found
    body = {**found.body, "uid": uid}
    return Found(name=name, origin=resource, body=body, folder=title, notes=found.notes)


def _elsewhere(spec: Json, resource: str) -> BoardwrightError:
    named = ", ".join(sorted(spec.keys() - {"instanceSelector", "folder", "resyncPeriod"}))
    return DeclarationError(
        f"its dashboard is not in it (it has {named or 'nothing'})",
        where=resource,
        hint="Import it from where it is, or from the Grafana that the operator fills.",
    )


def _text_board(
    text: Any, key: str, where: str, folder: str | None, read: Callable[[str, Place], bytes]
) -> Found:
    name = key.removesuffix(".gz").removesuffix(".json")
    place = Place(file=where)
    try:
        if not isinstance(text, str):
            raise DeclarationError("is not text", where=where)
        body: Board = unwrap(parse(read(text, place), place=place), where)
    except BoardwrightError as error:
        return Found(name=name, origin=where, error=error)
    return Found(name=name, origin=where, body=body, folder=folder)


def _annotated_folder(metadata: Json) -> str | None:
    """Return the folder that Grafana's sidecar puts the boards of a ConfigMap in."""
    for table in (_table(metadata, "annotations"), _table(metadata, "labels")):
        folder = table.get("grafana_folder")
        if isinstance(folder, str) and folder.strip():
            return folder.strip().strip("/")
    directory = _table(metadata, "annotations").get(_DIRECTORY)
    last = directory.rstrip("/").rpartition("/")[2] if isinstance(directory, str) else ""
    return last or None


def _resource(data: Json, origin: str) -> str:
    name = _table(data, "metadata").get("name") or "without a name"
    return f"{origin}, {data['kind']} {name}"


def _table(data: Any, key: str) -> Json:
    value = data.get(key) if isinstance(data, dict) else None
    return value if isinstance(value, dict) else {}


def _list(data: Json, key: str) -> list[Any]:
    value = data.get(key)
    return value if isinstance(value, list) else []
