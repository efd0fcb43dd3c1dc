"""Finds boards in a file, or in all files of a directory."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from boardwright.errors import BoardwrightError, DeclarationError
from boardwright.found.board_manifests import FindTitle, find_declared_folders, find_manifest_boards
from boardwright.found.file_contents import WalkedFile, read_content, walk_files
from boardwright.found.file_providers import Provider, find_provided_folder, find_providers
from boardwright.found.found_board import BoardSearch, FoundBoard, SkippedFile
from boardwright.found.json_files import parse_json
from boardwright.found.packed_boards import decompress_gzip
from boardwright.found.yaml_files import UnreadableDocument, parse_documents, parse_yaml
from boardwright.frozen import frozen
from boardwright.schema.document import Place
from boardwright.schema.envelopes import looks_like_board
from boardwright.schema.resource import Resource

_YAML = (".yaml", ".yml")
_SUFFIXES = (".json", ".json.gz", *_YAML)
_RESOURCES = frozenset({"ConfigMap", "Dashboard", "GrafanaDashboard", "List"})

_HINT = (
    "Pass a dashboard JSON file, a manifest that contains a dashboard, or a folder of such files."
)
_TEMPLATE = (
    "If the file is a template, import the output of the template: run helm template or "
    "kustomize build."
)


@frozen
class _File:
    """The parsed documents of a file, and errors for documents that cannot be read.

    Attributes:
        error: The first error of the file; None if the whole file can be read.
        unreadable: The documents of a YAML file that cannot be read.
    """

    origin: str
    name: str
    levels: tuple[str, ...]
    documents: tuple[Any, ...] = ()
    error: BoardwrightError | None = None
    unreadable: tuple[UnreadableDocument, ...] = ()


def find_boards(path: Path, *, root: Path, titles: Mapping[str, str]) -> BoardSearch:
    """Return the boards in a file or directory. The result also contains errors for unreadable
    files.

    Args:
        path: Path of the file or directory.
        root: Folder of the project. Messages show paths relative to this folder.
        titles: Uid of a Grafana folder in boardwright.toml -> title of the folder.
    """
    if not os.path.isdir(path):  # unlike Path.is_dir, this returns False for unreadable paths
        file = _read_walked_file(WalkedFile(path=path, levels=()), _name_origin(path, root))
        return _find_boards_in_file(file, dict(titles).get)
    top = _name_origin(path, root)
    walked = (file for file in walk_files(path) if file.fault or _may_hold_boards(file.path))
    files = [_read_walked_file(file, _name_origin_below(file.path, path, top)) for file in walked]
    documents = [data for file in files for data in file.documents]
    declared = dict(pair for data in documents for pair in find_declared_folders(data))
    known_titles = {**declared, **titles}
    providers = [provider for data in documents for provider in find_providers(data)]
    search = BoardSearch()
    for file in files:
        search += _find_boards_in_tree(file, known_titles.get, providers, top=path.resolve().name)
    return search


def _may_hold_boards(path: Path) -> bool:
    return path.name.endswith(_SUFFIXES)


def _find_boards_in_file(file: _File, find_title: FindTitle) -> BoardSearch:
    """Return the boards in a file that the user named, or an error."""
    if file.error:
        return _make_failure(file, file.error)
    boards = tuple(_iter_boards(file, find_title))
    if boards:
        return BoardSearch(
            boards=tuple(replace(board, is_placed=board.folder is not None) for board in boards)
        )
    error = DeclarationError("the file contains no dashboard", where=file.origin, hint=_HINT)
    return _make_failure(file, error)


def _find_boards_in_tree(
    file: _File, find_title: FindTitle, providers: list[Provider], *, top: str
) -> BoardSearch:
    """Return the boards in a file from a directory that the user named, or a note if the file
    contains no board.
    """
    if file.error and not file.unreadable:
        return _make_failure(file, file.error)
    documents = tuple(data for data in file.documents if _may_be_board(data))
    boards = _iter_boards(replace(file, documents=documents), find_title)
    search = BoardSearch(
        boards=tuple(_assign_folder(board, file, providers, top) for board in boards)
    )
    if file.unreadable:
        return search + _report_unreadable_documents(file)
    return search if search.boards else _make_skip(file, "the file contains no dashboard")


def _report_unreadable_documents(file: _File) -> BoardSearch:
    """Return an error for each unreadable document that may contain a board. If no document may
    contain a board, skip the file.
    """
    errors = [document.error for document in file.unreadable if document.may_be_board]
    if not errors:
        return _make_skip(file, file.unreadable[0].error.what)
    search = BoardSearch()
    for error in errors:
        what = f"the file may contain a dashboard, but {error.what}"
        search += _make_failure(file, DeclarationError(what, where=error.where, hint=_TEMPLATE))
    return search


def _make_failure(file: _File, error: BoardwrightError) -> BoardSearch:
    return BoardSearch(boards=(FoundBoard(name=file.name, origin=file.origin, error=error),))


def _make_skip(file: _File, why: str) -> BoardSearch:
    return BoardSearch(skipped=(SkippedFile(origin=file.origin, why=why),))


def _iter_boards(file: _File, find_title: FindTitle) -> Iterator[FoundBoard]:
    for data in file.documents:
        yield from find_manifest_boards(
            data, name=file.name, origin=file.origin, find_title=find_title
        )


def _may_be_board(data: Any) -> bool:
    """Return whether a document looks like a board or like a Kubernetes resource that contains a
    board.
    """
    if not isinstance(data, dict):
        return False
    if kind := Resource(data).kind:
        return kind in _RESOURCES or kind.endswith("List")
    return looks_like_board(data)


def _assign_folder(
    board: FoundBoard, file: _File, providers: list[Provider], top: str
) -> FoundBoard:
    """Return the board with its Grafana folder, which is in the file, in a file provider of
    Grafana, or derived from the file's directory.
    """
    if board.folder:
        return board
    if board.origin != file.origin:
        # A board in a Kubernetes resource does not get its folder from the file's directory.
        return replace(board, is_placed=False)
    provided = find_provided_folder((top, *file.levels), providers)
    if provided is None:
        return replace(board, levels=file.levels)
    folders = (provided,) if provided.title and provided.uid else ()
    return replace(board, folder=provided.title or None, folders=folders)


def _read_walked_file(walked: WalkedFile, origin: str) -> _File:
    path = walked.path
    name = path.name
    for suffix in _SUFFIXES:
        name = name.removesuffix(suffix)
    file = _File(origin=origin, name=name, levels=walked.levels)
    place = Place(file=origin)
    try:
        if walked.fault:
            raise DeclarationError(walked.fault, where=place)
        content = read_content(path, place)
        if path.name.endswith(".gz"):
            content = decompress_gzip(content, place=place)
        if path.name.endswith(_YAML):
            return _read_yaml(file, content, place)
        return replace(file, documents=(parse_json(content, place=place),))
    except BoardwrightError as error:
        return replace(file, error=error)


def _read_yaml(file: _File, content: bytes, place: Place) -> _File:
    """Parse a YAML file, including files in which only some documents are valid, such as Helm
    templates.
    """
    try:
        return replace(file, documents=tuple(parse_yaml(content, place=place)))
    except BoardwrightError as error:
        parts = list(parse_documents(content, place=place))
        unreadable = tuple(part for part in parts if isinstance(part, UnreadableDocument))
        return replace(
            file,
            documents=tuple(data for part in parts if isinstance(part, list) for data in part),
            error=error,
            unreadable=unreadable or (UnreadableDocument(text=content, error=error),),
        )


def _name_origin(path: Path, root: Path) -> str:
    """Return a relative path that is the same on every machine, so that generated files can contain
    it.
    """
    for absolute in (os.path.abspath, os.path.realpath):
        one, other = Path(absolute(path)), Path(absolute(root))
        if one.is_relative_to(other) and one != other:
            return one.relative_to(other).as_posix()
    return Path(os.path.abspath(path)).name


def _name_origin_below(path: Path, top: Path, name: str) -> str:
    return name if path == top else f"{name}/{path.relative_to(top).as_posix()}"
