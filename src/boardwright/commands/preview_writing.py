"""Writing pages."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from boardwright.project.writing import write_files


def write_pages(pages: Mapping[str, str], folder: Path, *, ignored: bool) -> None:
    """Write pages by their names: all of them, or nothing.

    Args:
        pages: Name -> text.
        folder: Where.
        ignored: Whether the folder is our own, and says to git that it is not to be committed.

    Raises:
        OutputError: They cannot be written.
    """
    files = {name: text.encode("utf-8", "replace") for name, text in pages.items()}
    if ignored and not (folder / ".gitignore").exists():
        files[".gitignore"] = b"*\n"
    write_files(files, folder)
