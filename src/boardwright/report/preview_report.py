"""A preview's result as text and as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from boardwright.commands.previewing.preview import Previewed, PreviewedBoard
from boardwright.notation.plurals import quantity
from boardwright.preview.page_model import BoardPage, PageQuery
from boardwright.report.problems import error_json


def preview_lines(
    previewed: Previewed, *, folder: str, pictures: Sequence[str] = ()
) -> Iterator[str]:
    """Yield what a person reads after a preview."""
    for board in previewed.boards:
        yield f"{folder}/{board.name}.html  {board.page.title}  {_summary(board.page)}"
    if len(previewed.boards) > 1:
        yield f"{folder}/index.html  all {len(previewed.boards)} boards"
    yield from pictures
    yield from (f"recorded {path}" for path in previewed.recorded)
    if previewed.skipped:
        yield f"{quantity(len(previewed.skipped), 'JSON file')} skipped: not a dashboard."
    if not previewed.boards:
        yield "No boards."


def _summary(page: BoardPage) -> str:
    queries = list(_queries(page))
    failed = sum(1 for query in queries if query.error and query.result is None)
    counts = f"{quantity(_panels(page), 'panel')}, {quantity(len(queries), 'query', 'queries')}"
    text = f"{counts}, {page.data} data"
    return f"{text}, {failed} without an answer" if failed else text


def _panels(page: BoardPage) -> int:
    return sum(len(section.panels) for section in page.selections[0].sections)


def _queries(page: BoardPage) -> Iterator[PageQuery]:
    for section in page.selections[0].sections:
        for panel in section.panels:
            yield from (query for query in panel.queries if not query.hide)


def preview_json(
    previewed: Previewed, *, folder: Path, pictures: Sequence[str] = ()
) -> dict[str, Any]:
    """Return the result as JSON data; its schema is `docs/reference/preview.schema.json`."""
    return {
        "folder": str(folder),
        "boards": [_board_json(board) for board in previewed.boards],
        "pictures": list(pictures),
        "recorded": list(previewed.recorded),
        "silent": list(previewed.silent),
        "skipped": list(previewed.skipped),
        "errors": [error_json(error) for error in previewed.errors],
    }


def _board_json(board: PreviewedBoard) -> dict[str, Any]:
    queries = list(_queries(board.page))
    return {
        "uid": board.page.uid,
        "title": board.page.title,
        "file": f"{board.name}.html",
        "data": board.page.data,
        "remark": board.page.remark,
        "panels": _panels(board.page),
        "queries": len(queries),
        "failed": sum(1 for query in queries if query.error and query.result is None),
    }
