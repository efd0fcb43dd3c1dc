"""Finding boards in a file, or in all files of a folder."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from boardwright.errors import BoardwrightError, DeclarationError
from boardwright.found.file_providers import Provider, provided_folder, providers_in
from boardwright.found.found_board import Finds, Found, Skipped
from boardwright.found.json_files import parse
from boardwright.found.manifests import FolderTitle, boards_in, folders_in
from boardwright.found.packed_boards import unzipped
from boardwright.found.yaml_files import Unreadable, parse_pieces, parse_yaml
from boardwright.frozen import frozen
from boardwright.schema.document import Place

_YAML = (".yaml", ".yml")
_ENDINGS = (".json", ".json.gz", *_YAML)
_PASSED = frozenset({"__pycache__", "node_modules", "venv"})
_RESOURCES = frozenset({"ConfigMap", "Dashboard", "GrafanaDashboard", "List"})


@frozen
class _File:
    """A file that was read: its documents, or why there are none.

    Attributes:
        unreadable: Documents of a YAML file that cannot be read; `documents` has the others, and
            `error` tells what is wrong with the file.
    """

    origin: str
    name: str
    levels: tuple[str, ...]
    documents: tuple[Any, ...] = ()
    error: BoardwrightError | None = None
    unreadable: tuple[Unreadable, ...] = ()


def find_boards(path: Path, *, root: Path, titles: Mapping[str, str]) -> Finds:
    """Return the boards of a file or folder; what cannot be read does not hide the rest.

    Args:
        path: The file or folder.
        root: The project's folder: what is below it is named relative to it.
        titles: Folder uid -> title, as far as the project knows them.
    """
    if not path.is_dir():
        return _of_file(_read(path, _name(path, root), ()), dict(titles).get)
    named = _name(path, root)
    files = [
        _read(file, f"{named}/{file.relative_to(path).as_posix()}", levels)
        for file, levels in _walk(path)
    ]
    documents = [data for file in files for data in file.documents]
    known = {**dict(pair for data in documents for pair in folders_in(data)), **titles}
    providers = [provider for data in documents for provider in providers_in(data)]
    found = Finds()
    for file in files:
        found += _of_tree(file, known.get, providers, top=path.resolve().name)
    return found


def _of_file(file: _File, title_of: FolderTitle) -> Finds:
    """Return the boards of a file that the user named: it must hold one."""
    if file.error:
        return Finds(boards=(Found(name=file.name, origin=file.origin, error=file.error),))
    boards = tuple(_boards(file, title_of))
    if boards:
        return Finds(boards=tuple(replace(b, is_placed=b.folder is not None) for b in boards))
    error = DeclarationError("holds no dashboard", where=file.origin, hint=_HINT)
    return Finds(boards=(Found(name=file.name, origin=file.origin, error=error),))


def _of_tree(file: _File, title_of: FolderTitle, providers: list[Provider], *, top: str) -> Finds:
    """Return the boards of a file that a folder holds: it may be about something else."""
    if file.error and not file.unreadable:
        return Finds(boards=(Found(name=file.name, origin=file.origin, error=file.error),))
    wanted = [data for data in file.documents if _may_be_board(data)]
    boards = tuple(_boards(replace(file, documents=tuple(wanted)), title_of))
    found = Finds(boards=tuple(_placed(each, file, providers, top) for each in boards))
    if file.unreadable:
        return found + _unreadable(file)
    return found if boards else found + _skipped(file, "holds no dashboard")


def _unreadable(file: _File) -> Finds:
    """Return what cannot be read: an error where it may hold a board, or else it is passed over."""
    lost = [each.error for each in file.unreadable if each.may_be_board]
    if not lost:
        return _skipped(file, file.unreadable[0].error.what)
    errors = [
        DeclarationError(f"may hold a dashboard, but {each.what}", where=each.where, hint=_TEMPLATE)
        for each in lost
    ]
    return Finds(boards=tuple(Found(name=file.name, origin=file.origin, error=e) for e in errors))


def _skipped(file: _File, why: str) -> Finds:
    return Finds(skipped=(Skipped(origin=file.origin, why=why),))


def _boards(file: _File, title_of: FolderTitle) -> Iterator[Found]:
    for data in file.documents:
        yield from boards_in(data, name=file.name, origin=file.origin, title_of=title_of)


def _may_be_board(data: Any) -> bool:
    """Whether a document of a tree looks like one that holds a board, rather than anything else."""
    if not isinstance(data, dict):
        return False
    kind = data.get("kind")
    if isinstance(kind, str):
        return kind in _RESOURCES or kind.endswith("List")
    inner = data.get("dashboard")
    return _looks(data) or (isinstance(inner, dict) and _looks(inner))


def _looks(data: dict[str, Any]) -> bool:
    if isinstance(data.get("elements"), dict) and "layout" in data:
        return True
    return any(isinstance(data.get(key), list) for key in ("panels", "rows")) or (
        "title" in data and "schemaVersion" in data
    )


def _placed(found: Found, file: _File, providers: list[Provider], top: str) -> Found:
    """Return the board with its folder: what it says itself, a provider, or where its file is."""
    if found.folder:
        return found
    if found.origin != file.origin:  # in a resource: its file's place says nothing
        return replace(found, is_placed=False)
    folder, provided = provided_folder((top, *file.levels), providers)
    if provided:
        return replace(found, folder=folder)
    return replace(found, levels=file.levels)


def _read(path: Path, origin: str, levels: tuple[str, ...]) -> _File:
    name = path.name
    for ending in _ENDINGS:
        name = name.removesuffix(ending)
    file = _File(origin=origin, name=name, levels=levels)
    place = Place(file=origin)
    try:
        content = _content(path, place)
        if path.name.endswith(_YAML):
            return _read_yaml(file, content, place)
        return replace(file, documents=(parse(content, place=place),))
    except BoardwrightError as error:
        return replace(file, error=error)


def _read_yaml(file: _File, content: bytes, place: Place) -> _File:
    """Return a YAML file; a template language may have written it, so that a part is no YAML."""
    try:
        return replace(file, documents=tuple(parse_yaml(content, place=place)))
    except BoardwrightError as error:
        pieces = list(parse_pieces(content, place=place))
        unreadable = tuple(each for each in pieces if isinstance(each, Unreadable))
        return replace(
            file,
            documents=tuple(data for each in pieces if isinstance(each, list) for data in each),
            error=error,
            unreadable=unreadable or (Unreadable(text=content, error=error),),
        )


def _content(path: Path, place: Place) -> bytes:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise DeclarationError(f"cannot be read: {error.strerror}", where=place) from None
    return unzipped(content, place=place) if path.name.endswith(".gz") else content


def _walk(top: Path) -> Iterator[tuple[Path, tuple[str, ...]]]:
    """Yield the files that may hold boards, sorted, and the folders that each is in."""
    for folder, folders, files in os.walk(top):
        folders[:] = sorted(f for f in folders if not f.startswith(".") and f not in _PASSED)
        levels = Path(folder).relative_to(top).parts
        for name in sorted(files):
            if name.endswith(_ENDINGS) and not name.startswith("."):
                yield Path(folder, name), levels


def _name(path: Path, root: Path) -> str:
    """Return what a path is called in what is committed: never where it is on this machine."""
    for full in (os.path.abspath, os.path.realpath):
        one, other = Path(full(path)), Path(full(root))
        if one.is_relative_to(other) and one != other:
            return one.relative_to(other).as_posix()
    return Path(os.path.abspath(path)).name


_HINT = "Give a dashboard's JSON, a manifest that holds one, or a folder of these."
_TEMPLATE = "Where it is a template, import what it gives: helm template, kustomize build."
