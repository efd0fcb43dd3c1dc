"""`boardwright new`: start a project in an empty folder."""

from __future__ import annotations

import re
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from unicodedata import category, normalize

from boardwright.errors import OutputError
from boardwright.writing.file_tree import write_files

TEMPLATES = {
    "boardwright.toml": "boardwright.toml.jinja",
    "dashboards/first.py": "first.py.jinja",
    ".gitignore": "gitignore.jinja",
    "README.md": "README.md.jinja",
}


def new(folder: Path, *, name: str | None = None) -> tuple[str, ...]:
    """Write a project of one board to `folder`, and return the files' relative paths.

    Args:
        folder: Made if it is not there; must be empty but for `.git` and the like.
        name: The project's name; made from the folder's when None.

    Raises:
        OutputError: The folder is not empty, or cannot be written.
    """
    _refuse_full(folder)
    name = name or folder.resolve().name
    said = {"name": _slug(name), "title": _title(name)}
    write_files({path: _render(template, said) for path, template in TEMPLATES.items()}, folder)
    return tuple(TEMPLATES)


def _refuse_full(folder: Path) -> None:
    found = (
        [p.name for p in folder.iterdir() if not p.name.startswith(".")] if folder.exists() else []
    )
    if found:
        raise OutputError(
            f"is not empty: it holds {', '.join(sorted(found)[:3])}",
            where=str(folder),
            hint="Give the name of a new folder: boardwright new my-boards",
        )


def _render(template: str, said: Mapping[str, str]) -> bytes:
    from jinja2 import Environment, StrictUndefined

    source = (
        files("boardwright.commands.creating").joinpath("templates", template).read_text("utf-8")
    )
    environment = Environment(undefined=StrictUndefined, keep_trailing_newline=True)  # noqa: S701 - not HTML
    return environment.from_string(source).render(said).encode()


def _slug(text: str) -> str:
    """Return a name of plain letters: `ä` is `a` there."""
    plain = re.sub(r"[\u0300-\u036f]", "", normalize("NFKD", text.lower()))
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "boards"


def _title(text: str) -> str:
    """Return a name's words, with the letters of any language."""
    letters = (c if category(c)[0] in "LMN" else " " for c in normalize("NFC", text))
    return " ".join("".join(letters).split()).capitalize() or "Boards"
