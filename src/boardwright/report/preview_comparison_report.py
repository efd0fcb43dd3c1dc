"""Comparisons as pages, as text, and as the Markdown of a pull request's comment."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import quote

from boardwright.commands.previewing.preview import PreviewedBoard
from boardwright.commands.previewing.preview_comparison import Compared, Comparison
from boardwright.diff.changes import BoardChange
from boardwright.preview.bundle import Bundle
from boardwright.preview.page_model import ChangeText, ComparisonPage, Theme
from boardwright.report.diff_markdown import LIMIT, diff_markdown, size
from boardwright.report.diff_parts import part_name, summary
from boardwright.report.diff_text import change_lines
from boardwright.report.preview_html import page_html
from boardwright.report.problems import error_json

_ROOM = 20_000
"""Bytes of the comment that pictures take at most."""


def comparison_files(compared: Compared, bundle: Bundle, *, theme: Theme) -> dict[str, str]:
    """Return the HTML files: both sides on one page, and each side on one of its own."""
    files: dict[str, str] = {}
    for each in compared.comparisons:
        files[f"{each.name}.html"] = page_html(_page(each, theme), bundle)
        files |= {name: page_html(board.page, bundle) for name, board in side_files(each).items()}
    return files


def side_files(comparison: Comparison) -> dict[str, PreviewedBoard]:
    """Return the names of the pages of its sides, with the board on each."""
    sides = (("before", comparison.before), ("after", comparison.after))
    return {f"{comparison.name}-{side}.html": board for side, board in sides if board is not None}


def _page(comparison: Comparison, theme: Theme) -> ComparisonPage:
    return ComparisonPage(
        title=comparison.change.title,
        theme=theme,
        before=comparison.before.page if comparison.before else None,
        after=comparison.after.page if comparison.after else None,
        words=tuple(_words(comparison.change)),
    )


def _words(change: BoardChange) -> Iterator[ChangeText]:
    if change.kind in {"created", "removed"}:
        yield ChangeText(panel=None, lines=(f"the board is {change.kind}",))
        return
    own = replace(change, panels=())
    lines = tuple(line.strip("\n") for line in change_lines(own))
    if lines:
        yield ChangeText(panel=None, lines=lines)
    for panel in change.panels:
        one = replace(change, changes=(), panels=(panel,))
        yield ChangeText(panel=part_name(panel), lines=tuple(change_lines(one)))


def comparison_lines(
    compared: Compared, *, folder: str, pictures: Sequence[str] = ()
) -> Iterator[str]:
    """Yield what a person reads."""
    for each in compared.comparisons:
        yield f"{folder}/{each.name}.html  {each.change.title}  {each.change.kind}"
    yield from pictures
    yield summary(compared.diffed)


def comparison_json(
    compared: Compared, *, folder: str, pictures: Sequence[str] = ()
) -> dict[str, Any]:
    """Return the same for machines."""
    return {
        "folder": folder,
        "boards": [
            {"uid": each.change.uid, "title": each.change.title, "kind": each.change.kind,
             "file": f"{each.name}.html"}
            for each in compared.comparisons
        ],
        "pictures": list(pictures),
        "errors": [error_json(error) for error in compared.diffed.errors],
    }  # fmt: skip


def comparison_markdown(compared: Compared, *, at: str, pictures: Collection[str]) -> str:
    """Return the comment: the words of `diff`, and the pictures where they can be had.

    Args:
        compared: What changed.
        at: The address that pictures and pages are served under; empty when they are not.
        pictures: The names of the pictures that were taken.

    It keeps under the host's limit: what has no room is counted.
    """
    text = diff_markdown(compared.diffed)
    if not at:
        return text
    left = min(_ROOM, LIMIT - size(text))
    parts, shown = "\n", 0
    for each in compared.comparisons:
        part = _pictured(each, at.rstrip("/"), pictures)
        if size(parts) + size(part) > left - 200:
            break
        parts, shown = parts + part, shown + 1
    missing = len(compared.comparisons) - shown
    if missing:
        parts += f"\n{missing} more in the pages.\n"
    return text + parts


def _pictured(comparison: Comparison, at: str, pictures: Collection[str]) -> str:
    name = quote(comparison.name, safe="")
    sides = [side for side in ("before", "after") if f"{comparison.name}-{side}.png" in pictures]
    heads = "".join(f"<th>{side}</th>" for side in sides)
    cells = "".join(f'<td><img src="{at}/{name}-{side}.png" width="460"></td>' for side in sides)
    table = f"<table><tr>{heads}</tr><tr>{cells}</tr></table>\n" if sides else ""
    return f'\n<a href="{at}/{name}.html">{name}</a>\n{table}'
