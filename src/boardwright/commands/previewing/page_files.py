"""Writes pages and pictures of a preview, and removes outdated pages and pictures.

The file `.boardwright-preview.json` in the output folder lists the files that `preview` wrote.
`preview` never removes other files, and overwrites other files only in its default folder.
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
"""`preview` for pages of boards, or `against` for pages that compare two versions of a board. A
command that writes pages of one kind never removes pages of the other kind.
"""

Ours = dict[str, dict[str, str]]
"""Kind of pages -> name of a file -> name of a page. For a picture, the page is the page that the
picture shows. For any other file, the page is the file itself.
"""


def write_pages(
    pages: Mapping[str, str | bytes],
    folder: Path,
    *,
    kind: PageSet,
    whole: bool,
    is_ignored_by_git: bool,
) -> None:
    """Write preview pages into a folder. If one file cannot be written, no file is changed.

    Args:
        pages: Name of a file -> content, for the pages and the files that the pages need.
        folder: The output folder.
        kind: `preview` for pages of boards, `against` for pages that compare two versions of a
            board.
        whole: Whether `pages` contains all pages of the kind `kind`. If True, the function removes
            all older pages of the same kind and their pictures.
        is_ignored_by_git: True for the default folder of `preview`. If True, the function adds a
            `.gitignore` to the folder, and may overwrite every file.

    Raises:
        OutputError: A file cannot be written, or `preview` did not write a file that the function
            would overwrite.
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
        OutputError: A file cannot be written, or `preview` did not write a file that the function
            would overwrite.
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
    """Write files, update the list of written files, and remove the files in `removed`.

    A file that pages of the other kind need is not removed.
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
            else "the file is not a list that `boardwright preview` wrote"
        )
        raise OutputError(
            f"the list of pages cannot be used: {reason}",
            where=str(path),
            hint="Delete the list, and delete the pages of boards that no longer exist.",
        ) from None


def _select_files(listed: Mapping[str, str]) -> dict[str, str]:
    """Return the listed files that are directly in the output folder."""
    return {name: str(page) for name, page in listed.items() if Path(name).name == name}
