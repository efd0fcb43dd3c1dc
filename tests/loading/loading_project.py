"""Helpers for the tests of loading: write files, and load them."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from textwrap import dedent
from typing import Any

from boardwright.errors import BoardwrightError
from boardwright.frozen import frozen
from boardwright.loading.board_discovery import require_board_files
from boardwright.loading.file_reader import LoadedFile, LoadSettings
from boardwright.loading.load_files import load_files
from boardwright.schema.alerting.alerts import AlertDocument
from boardwright.schema.document import ORIGIN, Document, Note


@frozen
class LoadedProject:
    """The declarations in several files, in the order of the files."""

    files: tuple[LoadedFile, ...]

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
    """Load files, and return their declarations in the order of the files."""
    files = load_files(paths, settings, explicit=explicit, finish=lambda: lambda loaded: loaded)
    found = {file.path: file for file in files}
    return LoadedProject(files=tuple(found[Path(os.path.abspath(path))] for path in paths))


def project_loader(root: Path) -> Load:
    """Return a function that writes files and loads the project's `dashboards/`.

    If paths are given after the files, these paths are loaded instead, like paths that the user
    named.
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
        return load(named or require_board_files(root / "dashboards").paths, loading, named)

    return call


def write(root: Path, files: Mapping[str, str | bytes]) -> None:
    """Write files into a folder. Their text is dedented."""
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else dedent(content).encode())


def messages(loaded: LoadedProject) -> list[str]:
    """Return the messages of the errors."""
    return [str(error) for error in loaded.errors]


def titles(loaded: LoadedProject) -> list[str]:
    """Return the titles of the boards. Fail if there are errors."""
    assert not loaded.errors, messages(loaded)
    return [document.title for document in loaded.documents]


def only_board(loaded: LoadedProject) -> dict[str, Any]:
    """Return the JSON of the only board. Fail if there are errors."""
    assert not loaded.errors, messages(loaded)
    (document,) = loaded.documents
    return document.body


def places(panels: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return the places where panels, rows or queries were declared."""
    return [str(panel[ORIGIN].place) for panel in panels]
