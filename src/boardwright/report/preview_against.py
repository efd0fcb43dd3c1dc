"""Boards before and after: as pages, as text, and as the comment on a pull request."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import quote

from boardwright.commands.preview_against import Compared, ComparedBoard
from boardwright.preview.model import ComparisonPage, Theme, Words
from boardwright.report.diffing import counted
from boardwright.report.diffing_markdown import LIMIT, code, diff_markdown, size
from boardwright.report.diffing_text import change_lines
from boardwright.report.problems import error_json


def comparison_page(board: ComparedBoard, theme: Theme) -> ComparisonPage:
    """Return the page of a board before and after."""
    return ComparisonPage(
        title=board.diffed.change.title or board.name,
        theme=theme,
        before=board.before,
        after=board.after,
        words=tuple(_words(board)),
    )


def _words(board: ComparedBoard) -> Iterator[Words]:
    change = board.diffed.change
    if change.changes:
        yield Words(panel=None, lines=_stripped(change_lines(replace(change, panels=()))))
    for panel in change.panels:
        lines = _stripped(change_lines(replace(change, changes=(), panels=(panel,))))
        yield Words(panel=panel.title or str(panel.id or ""), lines=lines)


def _stripped(lines: Iterator[str]) -> tuple[str, ...]:
    return tuple(line.removeprefix("    ") for line in lines)


def against_lines(compared: Compared, *, folder: str, pictures: Sequence[str]) -> Iterator[str]:
    """Yield what a person reads."""
    for board in compared.boards:
        change = board.diffed.change
        yield f"{folder}/{board.name}.html  {change.title}  {change.kind}"
    yield from pictures
    yield f"{counted(len(compared.boards), 'board')} of {len(compared.diffed.boards)} differ."


def against_json(
    compared: Compared, *, folder: str, pictures: Sequence[str] = ()
) -> dict[str, Any]:
    """Return it as JSON data; its schema is `docs/reference/preview-against.schema.json`."""
    return {
        "folder": folder,
        "boards": [
            {
                "uid": board.diffed.change.uid,
                "title": board.diffed.change.title,
                "kind": board.diffed.change.kind,
                "file": f"{board.name}.html",
            }
            for board in compared.boards
        ],
        "pictures": list(pictures),
        "silent": list(compared.silent),
        "errors": [error_json(error) for error in compared.errors],
    }


def against_markdown(compared: Compared, *, url: str | None, pictures: Sequence[str] = ()) -> str:
    """Return the comment: the words of `diff`, and pictures where they will be.

    Args:
        compared: What differs.
        url: Where the pages and pictures will be; None for nowhere that a comment could show.
        pictures: The names of the pictures.
    """
    text = diff_markdown(compared.diffed)
    if url is None:
        return text
    for board in compared.boards:
        part = "".join(_pictured(board, url.rstrip("/"), pictures))
        if size(text) + size(part) <= LIMIT:
            text += part
    return text


def _pictured(board: ComparedBoard, url: str, pictures: Sequence[str]) -> Iterator[str]:
    own = [name for name in pictures if name.startswith((f"{board.name}.", f"{board.name}-"))]
    page = f"{url}/{quote(board.name)}.html"
    yield f"\n{code(board.diffed.change.title)} [before and after]({page})\n"
    yield from (f"\n![before and after]({url}/{quote(name)})\n" for name in own)
