"""Formats the previews of boards before and after a change as HTML pages, text, JSON, and Markdown
for a pull request comment.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from urllib.parse import quote

from boardwright.commands.diffing.diff import BoardDiff
from boardwright.commands.previewing.preview_comparison import ComparisonResult, PreviewComparison
from boardwright.diff.changes import BoardChange, PanelChange
from boardwright.diff.shared_changes import SharedChange
from boardwright.notation.plurals import format_quantity
from boardwright.preview.bundle import Bundle
from boardwright.preview.page_model import ChangeText, ComparisonPage, Theme
from boardwright.report.diff_markdown import LIMIT, count_bytes, format_diff_markdown
from boardwright.report.diff_parts import format_diff_summary, format_part_name, format_shared_name
from boardwright.report.diff_summary import format_shared_report
from boardwright.report.diff_text import format_change_lines, format_shared_lines
from boardwright.report.json_values import to_json_value
from boardwright.report.markdown_templates import load_markdown_macros
from boardwright.report.preview_html import render_page_html, render_redirect_html
from boardwright.report.text_format import LISTED, escape_unprintable, iter_requested_lines
from boardwright.schema.document import Json

_NAMED_PANELS = 10
_PICTURES_LIMIT = 20_000
"""Largest size in bytes of the links to pages and pictures in the comment."""


def render_comparison_files(
    compared: ComparisonResult, bundle: Bundle, *, theme: Theme
) -> dict[str, str | bytes]:
    """Return name of a file -> content, for all files of the comparison pages.

    Each board has a comparison page, and redirecting pages that open the comparison page with only
    the board before the change, or only the board after the change.
    """
    files: dict[str, str | bytes] = {}
    shared_changes, owners = compared.diffed.split_shared()
    own_changes = {
        owner.change.uid: owner.change for owner in owners if isinstance(owner, BoardDiff)
    }
    for each in compared.comparisons:
        texts = (
            *_iter_shared_texts(shared_changes, each.change.uid),
            *_iter_change_texts(own_changes.get(each.change.uid)),
        )
        files[f"{each.name}.html"] = render_page_html(_build_page(each, theme, texts), bundle)
        files |= {
            name: render_redirect_html(address, each.change.title)
            for name, address in build_side_addresses(each).items()
        }
    return {**files, **bundle.files} if files else {}


def build_side_addresses(comparison: PreviewComparison) -> dict[str, str]:
    """Return name of a redirecting page -> URL that shows only the board before the change, or only
    the board after the change.
    """
    sides = (("before", comparison.before), ("after", comparison.after))
    return {
        f"{comparison.name}-{side}.html": f"{comparison.name}.html#side={side}"
        for side, board in sides
        if board is not None
    }


def _build_page(
    comparison: PreviewComparison, theme: Theme, texts: tuple[ChangeText, ...]
) -> ComparisonPage:
    return ComparisonPage(
        title=comparison.change.title,
        theme=theme,
        before=comparison.before.page if comparison.before else None,
        after=comparison.after.page if comparison.after else None,
        words=texts,
    )


def _iter_shared_texts(shared_changes: Sequence[SharedChange], uid: str) -> Iterator[ChangeText]:
    """Yield the text of each change that a board shares with other boards."""
    for shared in shared_changes:
        if uid in dict(shared.boards):
            panel = format_shared_name(shared) if shared.panels else None
            yield ChangeText(panel=panel, lines=tuple(format_shared_lines(shared)))


def _iter_change_texts(change: BoardChange | None) -> Iterator[ChangeText]:
    if change is None:
        return
    if change.kind in {"created", "removed"}:
        yield ChangeText(panel=None, lines=(f"the board is {change.kind}",))
        return
    own = replace(change, panels=())
    lines = tuple(line.strip("\n") for line in format_change_lines(own))
    if lines:
        yield ChangeText(panel=None, lines=lines)
    panels_by_lines: dict[tuple[str, ...], list[PanelChange]] = {}
    for panel in change.panels:
        heading, *rest = format_change_lines(replace(change, changes=(), panels=(panel,)))
        panels_by_lines.setdefault(tuple(rest) or (heading,), []).append(panel)
    for lines, panels in panels_by_lines.items():
        yield ChangeText(panel=_format_panel_names(panels), lines=lines)


def _format_panel_names(panels: Sequence[PanelChange]) -> str:
    names = ", ".join(map(format_part_name, panels[:_NAMED_PANELS]))
    more = len(panels) - _NAMED_PANELS
    return f"{names} and {format_quantity(more, 'more panel')}" if more > 0 else names


def format_preview_comparison_lines(
    compared: ComparisonResult, *, folder: str, pictures: Sequence[str] = (), every: bool = False
) -> Iterator[str]:
    """Yield the lines of the text report of a comparison.

    Args:
        compared: The result of the comparison.
        folder: Path of the pages' directory, as the report shows it.
        pictures: Paths of the PNG pictures of the pages.
        every: Whether to list every page, picture and shared change, even if there are many.
    """
    pages = [
        f"{folder}/{each.name}.html  {escape_unprintable(each.change.title)}  {each.change.kind}"
        for each in compared.comparisons
    ]
    yield from iter_requested_lines(pages, "page", every=every)
    yield from iter_requested_lines(pictures, "picture", every=every)
    shared_changes, _ = compared.diffed.split_shared()
    yield from format_shared_report(shared_changes, every=every or len(pages) <= LISTED)
    if shared_changes:
        yield ""
    yield format_diff_summary(compared.diffed)


def format_comparison_json(
    compared: ComparisonResult, *, folder: str, pictures: Sequence[str] = ()
) -> Json:
    """Return the result of a comparison as JSON data."""
    return {
        "folder": folder,
        "boards": [
            {
                "uid": each.change.uid,
                "title": each.change.title,
                "kind": each.change.kind,
                "file": f"{each.name}.html",
            }
            for each in compared.comparisons
        ],
        "pictures": list(pictures),
        "errors": to_json_value(compared.diffed.errors),
    }


def format_comparison_markdown(
    compared: ComparisonResult, *, at: str, pictures: Collection[str]
) -> str:
    """Return the Markdown of a pull request comment: the text of `boardwright diff`, followed by
    pictures that link to the pages.

    The comment stays below GitHub's size limit. If pages do not fit into the comment, it contains
    only the number of these pages.

    Args:
        compared: The result of the comparison.
        at: URL at which the pages and pictures are published; empty for a comment without links.
        pictures: File names of the PNG pictures of the pages.
    """
    text = format_diff_markdown(compared.diffed)
    if not at:
        return text
    room = min(_PICTURES_LIMIT, LIMIT - count_bytes(text))
    parts, count = "\n", 0
    for each in compared.comparisons:
        part = _format_linked_pictures(each, at.rstrip("/"), pictures)
        if count_bytes(parts) + count_bytes(part) > room - 200:
            break
        parts, count = parts + part, count + 1
    missing = len(compared.comparisons) - count
    if missing:
        parts += f"\n{format_quantity(missing, 'more board')}: see the published pages.\n"
    return text + parts


def _format_linked_pictures(
    comparison: PreviewComparison, at: str, pictures: Collection[str]
) -> str:
    name = quote(comparison.name, safe="")
    sides = [side for side in ("before", "after") if f"{comparison.name}-{side}.png" in pictures]
    return str(load_markdown_macros("pictures.md.jinja").linked_pictures(name, at, sides))
