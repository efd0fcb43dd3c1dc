"""Writing pages and pictures, and removing those of removed boards.

A list in the folder names our files, and the page of each. Other files are not removed and not
overwritten. Nothing is removed when only some of the boards are drawn, or when one cannot be drawn.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from boardwright.errors import DeclarationError, OutputError
from boardwright.found.file_contents import read_if_present
from boardwright.schema.canonical import canonical_json, parse_canonical
from boardwright.schema.document import Place
from boardwright.writing.file_tree import foreign, refuse_foreign, write_files

LIST = ".boardwright-preview.json"

PageSet = Literal["preview", "against"]
"""Pages of boards, or of comparisons: writing one set does not remove the other."""

Ours = dict[str, dict[str, str]]
"""Set -> file -> its page; the page of a page is itself."""


def write_pages(
    pages: Mapping[str, str | bytes], folder: Path, *, kind: PageSet, whole: bool, ignored: bool
) -> None:
    """Write pages: all of them, or none.

    Args:
        pages: Name -> text of each page, and of files that the pages need.
        folder: The folder.
        kind: The set that the pages belong to.
        whole: Whether these are all pages of the set: others are removed, with their pictures.
        ignored: Whether it is `preview`'s own folder, so that git should ignore it.

    Raises:
        OutputError: They cannot be written, or would overwrite a file that `preview` did not write.
    """
    files = {
        name: text.encode("utf-8", "replace") if isinstance(text, str) else text
        for name, text in pages.items()
    }
    if ignored and not (folder / ".gitignore").exists():
        files[".gitignore"] = b"*\n"
    ours = _read_list(folder)
    if not ignored:
        _refuse_foreign(files, folder, ours)
    left_over = {file for file, page in ours[kind].items() if whole and page not in pages}
    _write(files, folder, ours, kind=kind, owned={name: name for name in pages}, removed=left_over)


def write_pictures(
    pictures: Mapping[str, bytes], folder: Path, *, kind: PageSet, page: str
) -> None:
    """Write the pictures of a page, and remove its earlier ones.

    Raises:
        OutputError: They cannot be written, or would overwrite a file that `preview` did not write.
    """
    ours = _read_list(folder)
    _refuse_foreign(pictures, folder, ours)
    removed = {
        file
        for file, of in ours[kind].items()
        if of == page and file != page and file not in pictures
    }
    owned = dict.fromkeys(pictures, page)
    _write(dict(pictures), folder, ours, kind=kind, owned=owned, removed=removed)


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
    removed: set[str],
) -> None:
    """Write files of a set, and its list; a removed file that another set has too stays."""
    kept = {file: page for file, page in ours[kind].items() if file not in removed}
    others = {file for each, listed in ours.items() if each != kind for file in listed}
    listed = canonical_json({**ours, kind: {**kept, **owned}})
    write_files({**files, LIST: listed}, folder, removed=removed - others)


def _read_list(folder: Path) -> Ours:
    path = folder / LIST
    try:
        content = read_if_present(path, Place(file=str(path)))
        if content is None:
            return {"preview": {}, "against": {}}
        listed = parse_canonical(content)
        return {kind: _files(listed[kind]) for kind in ("preview", "against")}
    except (DeclarationError, ValueError, TypeError, KeyError, AttributeError) as error:
        reason = error.what if isinstance(error, DeclarationError) else f"cannot be read: {error}"
        raise OutputError(
            f"the list of pages {reason}",
            where=str(path),
            hint="Delete it. Pages of removed boards will then stay.",
        ) from None


def _files(listed: Mapping[str, str]) -> dict[str, str]:
    """Return the listed files, without names that lead out of the folder."""
    return {name: str(page) for name, page in listed.items() if Path(name).name == name}
