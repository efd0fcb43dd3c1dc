"""Finding boards in a file, or in all files of a folder."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from boardwright.errors import BoardwrightError, DeclarationError
from boardwright.frozen import frozen
from boardwright.project.found.manifests import FolderTitle, boards_in, folders_in
from boardwright.project.found.packed import unzipped
from boardwright.project.found.providers import Provider, provided_folder, providers_in
from boardwright.project.found.value import Finds, Found, Skipped
from boardwright.project.found.yaml_files import parse_yaml
from boardwright.project.json_files import parse
from boardwright.schema.document import Place

_YAML = (".yaml", ".yml")
_ENDINGS = (".json", ".json.gz", *_YAML)
_PASSED = frozenset({"__pycache__", "node_modules", "venv"})
_RESOURCES = frozenset({"ConfigMap", "Dashboard", "GrafanaDashboard", "List"})


@frozen
class _File:
    """A file that was read: its documents, or why there are none."""

    origin: str
    name: str
    levels: tuple[str, ...]
    documents: tuple[Any, ...] = ()
    error: BoardwrightError | None = None

    @property
    def is_yaml(self) -> bool:
        """Whether a template language may have written it, so that it need not be read."""
        return self.origin.endswith(_YAML)


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
    if file.error and not file.is_yaml:
        return Finds(boards=(Found(name=file.name, origin=file.origin, error=file.error),))
    if file.error:
        return Finds(skipped=(Skipped(origin=file.origin, why=file.error.what),))
    wanted = [data for data in file.documents if _may_be_board(data)]
    boards = tuple(_boards(replace(file, documents=tuple(wanted)), title_of))
    if not boards:
        return Finds(skipped=(Skipped(origin=file.origin, why="holds no dashboard"),))
    return Finds(boards=tuple(_placed(found, file, providers, top) for found in boards))


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
            return replace(file, documents=tuple(parse_yaml(content, place=place)))
        return replace(file, documents=(parse(content, place=place),))
    except BoardwrightError as error:
        return replace(file, error=error)


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
