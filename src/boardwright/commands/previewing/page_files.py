"""Writing pages and pictures; those of boards that are gone are removed.

A list in the folder names the files that are ours, and the page that each belongs to. Files of
others are left alone, neither removed nor overwritten, and so are pages when only some boards were
asked for.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Literal

import orjson

from boardwright.errors import OutputError
from boardwright.schema.canonical import canonical_json
from boardwright.writing.file_tree import foreign, refuse_foreign, write_files

LIST = ".boardwright-preview.json"

PageSet = Literal["preview", "against"]
"""Pages of boards, or of what changed in them: neither verb removes the other's."""

Ours = dict[str, dict[str, str]]
"""Kind -> file -> the page that it belongs to; a page belongs to itself."""


def write_pages(
    pages: Mapping[str, str], folder: Path, *, kind: PageSet, whole: bool, ignored: bool
) -> None:
    """Write pages by their names: all of them, or nothing.

    Args:
        pages: Name -> text.
        folder: Where.
        kind: Of the pages.
        whole: Whether these are all that there are: other pages of this kind are removed, with
            their pictures.
        ignored: Whether the folder is our own, and says to git that it is not to be committed.

    Raises:
        OutputError: They cannot be written, or a file of somebody else is in the way.
    """
    files = {name: text.encode("utf-8", "replace") for name, text in pages.items()}
    if ignored and not (folder / ".gitignore").exists():
        files[".gitignore"] = b"*\n"
    ours = _ours(folder)
    if not ignored:
        _refuse_foreign(files, folder, ours)
    gone = {file for file, page in ours[kind].items() if whole and page not in pages}
    _write(files, folder, ours, kind=kind, owned={name: name for name in pages}, gone=gone)


def write_pictures(
    pictures: Mapping[str, bytes], folder: Path, *, kind: PageSet, page: str
) -> None:
    """Write the pictures of a page; others that it had are removed.

    Raises:
        OutputError: They cannot be written, or a file of somebody else is in the way.
    """
    ours = _ours(folder)
    _refuse_foreign(pictures, folder, ours)
    gone = {
        file
        for file, of in ours[kind].items()
        if of == page and file != page and file not in pictures
    }
    owned = dict.fromkeys(pictures, page)
    _write(dict(pictures), folder, ours, kind=kind, owned=owned, gone=gone)


def _refuse_foreign(files: Mapping[str, bytes], folder: Path, ours: Ours) -> None:
    known = {file for listed in ours.values() for file in listed}
    refuse_foreign(foreign(files, folder, ours=known), folder)


def _write(
    files: dict[str, bytes],
    folder: Path,
    ours: Ours,
    *,
    kind: PageSet,
    owned: Mapping[str, str],
    gone: set[str],
) -> None:
    kept = {
        each: {f: page for f, page in listed.items() if f not in gone and f not in owned}
        for each, listed in ours.items()
    }
    listed = canonical_json({**kept, kind: {**kept[kind], **owned}})
    write_files({**files, LIST: listed}, folder, removed=gone)


def _ours(folder: Path) -> Ours:
    path = folder / LIST
    try:
        listed = orjson.loads(path.read_bytes())
        return {kind: _files(listed[kind]) for kind in ("preview", "against")}
    except (FileNotFoundError, NotADirectoryError):
        return {"preview": {}, "against": {}}
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise OutputError(
            f"the list of our pages cannot be read: {error}",
            where=str(path),
            hint="Delete it: then pages of boards that are gone stay.",
        ) from None


def _files(listed: Mapping[str, str]) -> dict[str, str]:
    """Return what is listed; a name that leads out of the folder is none of ours."""
    return {name: str(page) for name, page in listed.items() if Path(name).name == name}
