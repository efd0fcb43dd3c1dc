"""Writes pages and pictures of a preview, and removes the pages and pictures of boards that no
longer exist.

A list in the output folder contains the files that `preview` wrote, each with the page to which the
file belongs. Other files are never removed or overwritten. If only some boards are drawn, or a
board cannot be drawn, nothing is removed.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from boardwright.errors import DeclarationError, OutputError
from boardwright.found.file_contents import read_if_present
from boardwright.schema.canonical import encode_canonical_json, parse_canonical_json
from boardwright.schema.document import Place
from boardwright.writing.file_tree import find_foreign_files, refuse_overwriting, write_files

LIST = ".boardwright-preview.json"

PageSet = Literal["preview", "against"]
"""The kind of pages: pages of boards, or pages of comparisons (`against`). Writing pages of one
kind does not remove pages of the other kind.
"""

Ours = dict[str, dict[str, str]]
"""Kind of pages -> name of a file -> name of the page to which the file belongs. A page belongs to
itself.
"""


def write_pages(
    pages: Mapping[str, str | bytes],
    folder: Path,
    *,
    kind: PageSet,
    whole: bool,
    is_ignored_by_git: bool,
) -> None:
    """Write preview pages into a folder. Either all files are written, or none.

    Args:
        pages: Name of a file -> its content: the pages, and the files that the pages need.
        folder: The output folder.
        kind: `preview` for pages of boards, `against` for pages that compare two versions of a
            board.
        whole: Whether `pages` contains all pages of this kind. If True, other pages of this kind
            are removed together with their pictures.
        is_ignored_by_git: Whether to add a `.gitignore` with which git ignores the folder. True for
            the default folder of `preview`, in which every file may be overwritten.

    Raises:
        OutputError: A file cannot be written, or `preview` did not write the file that would be
            overwritten.
    """
    files = {
        name: text.encode("utf-8", "replace") if isinstance(text, str) else text
        for name, text in pages.items()
    }
    if is_ignored_by_git and not (folder / ".gitignore").exists():
        files[".gitignore"] = b"*\n"
    written = _read_list(folder)
    if not is_ignored_by_git:
        _refuse_foreign_files(files, folder, written)
    outdated = {file for file, page in written[kind].items() if whole and page not in pages}
    _write_page_set(
        files, folder, written, kind=kind, owned={name: name for name in pages}, removed=outdated
    )


def write_pictures(
    pictures: Mapping[str, bytes], folder: Path, *, kind: PageSet, page: str
) -> None:
    """Write the pictures of a page, and remove earlier pictures of this page.

    Raises:
        OutputError: A file cannot be written, or `preview` did not write the file that would be
            overwritten.
    """
    written = _read_list(folder)
    _refuse_foreign_files(pictures, folder, written)
    removed = {
        file
        for file, owner in written[kind].items()
        if owner == page and file != page and file not in pictures
    }
    owned = dict.fromkeys(pictures, page)
    _write_page_set(dict(pictures), folder, written, kind=kind, owned=owned, removed=removed)


def _refuse_foreign_files(files: Mapping[str, bytes], folder: Path, written: Ours) -> None:
    known = {file for listed in written.values() for file in listed}
    refuse_overwriting(find_foreign_files(files, folder, ours=known), folder)


def _write_page_set(
    files: dict[str, bytes],
    folder: Path,
    written: Ours,
    *,
    kind: PageSet,
    owned: Mapping[str, str],
    removed: set[str],
) -> None:
    """Write the files of one kind of page (see `PageSet`), and update the list of written files. A
    file that both kinds of pages need is not removed.
    """
    kept = {file: page for file, page in written[kind].items() if file not in removed}
    others = {file for each, listed in written.items() if each != kind for file in listed}
    listed = encode_canonical_json({**written, kind: {**kept, **owned}})
    write_files({**files, LIST: listed}, folder, removed=removed - others)


def _read_list(folder: Path) -> Ours:
    path = folder / LIST
    try:
        content = read_if_present(path, Place(file=str(path)))
        if content is None:
            return {"preview": {}, "against": {}}
        listed = parse_canonical_json(content)
        return {kind: _select_files(listed[kind]) for kind in ("preview", "against")}
    except (DeclarationError, ValueError, TypeError, KeyError, AttributeError) as error:
        reason = (
            error.what
            if isinstance(error, DeclarationError)
            else "`boardwright preview` did not write it"
        )
        raise OutputError(
            f"the list of pages cannot be used: {reason}",
            where=str(path),
            hint="Delete this file. Pages of boards that no longer exist must then be"
            " deleted by hand.",
        ) from None


def _select_files(listed: Mapping[str, str]) -> dict[str, str]:
    """Return the listed files that are directly in the output folder."""
    return {name: str(page) for name, page in listed.items() if Path(name).name == name}
