"""Helpers for the tests of loading: write files, and load them."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from textwrap import dedent
from typing import Any

from boardwright.errors import BoardwrightError
from boardwright.frozen import frozen
from boardwright.loading.board_discovery import discover
from boardwright.loading.file_reader import Loaded, LoadSettings
from boardwright.loading.load_files import load_files
from boardwright.schema.alerts import AlertDocument
from boardwright.schema.document import ORIGIN, Document, Note


@frozen
class LoadedProject:
    """The declarations of several files, in the order of the files."""

    files: tuple[Loaded, ...]

    @property
    def documents(self) -> list[Document]:
        return [document for file in self.files for document in file.documents]

    @property
    def alerts(self) -> list[AlertDocument]:
        return [group for file in self.files for group in file.alerts]

    @property
    def remarks(self) -> list[Note]:
        return [remark for file in self.files for remark in file.remarks]

    @property
    def errors(self) -> list[BoardwrightError]:
        return [error for file in self.files for error in file.errors]


Load = Callable[..., LoadedProject]


def load(paths: Sequence[Path], settings: LoadSettings, explicit: Sequence[Path]) -> LoadedProject:
    """Load files, and return them in their order."""
    files = load_files(paths, settings, explicit=explicit, finish=lambda: lambda loaded: loaded)
    found = {file.path: file for file in files}
    return LoadedProject(files=tuple(found[Path(os.path.abspath(path))] for path in paths))


def project_loader(root: Path) -> Load:
    """Return a function that writes files and loads the project's `dashboards/`.

    Paths given after the files are loaded instead, as ones that the user named.
    """

    def call(
        files: Mapping[str, str | bytes],
        *paths: str,
        python_path: Sequence[str] = (),
        **settings: Any,
    ) -> LoadedProject:
        write(root, files)
        named = [root / path for path in paths]
        loading = LoadSettings(
            root=root,
            dashboards=root / "dashboards",
            python_path=tuple(root / path for path in python_path),
            **settings,
        )
        return load(named or discover(root / "dashboards").paths, loading, named)

    return call


def write(root: Path, files: Mapping[str, str | bytes]) -> None:
    """Write files below a folder; text is dedented."""
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else dedent(content).encode())


def messages(loaded: LoadedProject) -> list[str]:
    """Return the errors' messages."""
    return [str(error) for error in loaded.errors]


def titles(loaded: LoadedProject) -> list[str]:
    """Return the boards' titles, when nothing went wrong."""
    assert not loaded.errors, messages(loaded)
    return [document.title for document in loaded.documents]


def only_board(loaded: LoadedProject) -> dict[str, Any]:
    """Return the body of the only board, when nothing went wrong."""
    assert not loaded.errors, messages(loaded)
    (document,) = loaded.documents
    return document.body


def places(panels: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return where panels, rows or queries were written."""
    return [str(panel[ORIGIN].place) for panel in panels]
