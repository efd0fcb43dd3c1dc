"""Formats the result of `boardwright preview` as text and as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from boardwright.commands.previewing.preview import PreviewedBoard, PreviewResult
from boardwright.notation.plurals import format_quantity
from boardwright.preview.page_model import PageQuery
from boardwright.report.json_values import to_json_object
from boardwright.report.text_format import escape_unprintable, iter_requested_lines
from boardwright.schema.document import Json


def format_preview_lines(
    previewed: PreviewResult, *, folder: str, pictures: Sequence[str] = (), every: bool = False
) -> Iterator[str]:
    """Yield the lines of the text report of a preview.

    Args:
        previewed: The result of the preview.
        folder: Path of the pages' directory, as the report shows it.
        pictures: Paths of the PNG pictures of the pages.
        every: Whether to list every page, picture and recording, even if there are many.
    """
    pages = [
        f"{folder}/{board.name}.html  {escape_unprintable(board.page.title)}"
        f"  {_format_summary(board)}"
        for board in previewed.boards
    ]
    yield from iter_requested_lines(pages, "page", every=every)
    if len(previewed.boards) > 1:
        yield f"{folder}/index.html  {format_quantity(len(previewed.boards), 'board')}"
    yield from iter_requested_lines(pictures, "picture", every=every)
    recorded = [f"recorded {path}" for path in previewed.recorded]
    yield from iter_requested_lines(recorded, "recording", every=every)


def _format_summary(board: PreviewedBoard) -> str:
    queries, failed = list(_iter_visible_queries(board)), _count_failed_queries(board)
    panels = format_quantity(board.panels, "panel")
    text = f"{panels}, {format_quantity(len(queries), 'query', 'queries')}, {board.page.data} data"
    unanswered = format_quantity(failed, "query", "queries")
    return f"{text}, {unanswered} without an answer" if failed else text


def _count_failed_queries(board: PreviewedBoard) -> int:
    return sum(1 for query in _iter_visible_queries(board) if query.error and query.result is None)


def _iter_visible_queries(board: PreviewedBoard) -> Iterator[PageQuery]:
    for section in board.page.selections[0].sections:
        for panel in section.panels:
            yield from (query for query in panel.queries if not query.hide)


def format_preview_json(
    previewed: PreviewResult, *, folder: Path, pictures: Sequence[str] = ()
) -> Json:
    """Return the result of a preview as JSON data that follows the schema
    `docs/reference/preview.schema.json`.
    """
    boards = [_format_board_json(board) for board in previewed.boards]
    skipped = [note.place.file for note in previewed.notes]
    return to_json_object(
        previewed,
        omit=("notes",),
        boards=boards,
        folder=folder,
        pictures=list(pictures),
        skipped=skipped,
    )


def _format_board_json(board: PreviewedBoard) -> Json:
    return {
        "uid": board.page.uid,
        "title": board.page.title,
        "file": f"{board.name}.html",
        "data": board.page.data,
        "remark": board.page.remark,
        "panels": board.panels,
        "queries": len(list(_iter_visible_queries(board))),
        "failed": _count_failed_queries(board),
    }
