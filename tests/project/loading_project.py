"""What the tests of loading share: files, and what a load gave."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from textwrap import dedent
from typing import Any

from boardwright.loading.board_files import discover
from boardwright.loading.load_documents import Loaded, load
from boardwright.schema.document import ORIGIN

Load = Callable[..., Loaded]


def project_loader(root: Path) -> Load:
    """Return a function that writes files and loads the project's `dashboards/`.

    Paths given after the files are loaded instead, as ones that the user named.
    """

    def call(
        files: Mapping[str, str | bytes],
        *paths: str,
        python_path: Sequence[str] = (),
        **settings: Any,
    ) -> Loaded:
        write(root, files)
        named = [root / path for path in paths]
        return load(
            named or discover(root / "dashboards"),
            root=root,
            dashboards=root / "dashboards",
            python_path=[root / path for path in python_path],
            explicit=named,
            **settings,
        )

    return call


def write(root: Path, files: Mapping[str, str | bytes]) -> None:
    """Write files below a folder; text is dedented."""
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else dedent(content).encode())


def messages(loaded: Loaded) -> list[str]:
    """Return what the errors say."""
    return [str(error) for error in loaded.errors]


def titles(loaded: Loaded) -> list[str]:
    """Return the boards' titles, when nothing went wrong."""
    assert not loaded.errors, messages(loaded)
    return [document.title for document in loaded.documents]


def places(panels: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return where panels, rows or queries were written."""
    return [str(panel[ORIGIN].place) for panel in panels]
