"""Following the panels of a board through compiling, by marks that the compiler keeps."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import count
from typing import Any

from boardwright.compiler.context import Context
from boardwright.compiler.pipeline import compile_document
from boardwright.schema.document import ORIGIN, Board, Document, Origin, Place

LISTS = ("rows", "panels")
"""Where a board keeps panels, in the order in which they are numbered."""


def numbered(body: Board) -> Board:
    """Return the board with a number, as a line, on every panel and row, in their order."""
    return _numbered(body, count())


def _numbered(owner: Board, numbers: Iterator[int]) -> Board:
    owner = {**owner}
    for key in LISTS:
        if isinstance(owner.get(key), list):
            owner[key] = [_marked(item, numbers) for item in owner[key]]
    return owner


def _marked(item: Any, numbers: Iterator[int]) -> Any:
    if not isinstance(item, dict):
        return item
    origin = Origin(place=Place(file="", line=next(numbers)))
    return {**_numbered(item, numbers), ORIGIN: origin}


def traced(document: Document, context: Context) -> tuple[Document, dict[int, int]]:
    """Compile a document; return the result, and the id that each of its numbered panels got.

    Raises:
        DocumentError: The board does not compile.
    """
    compiled = compile_document(replace(document, body=numbered(document.body)), context)
    places = compiled.panel_places.items()
    return compiled, {place.line: number for number, place in places if place.line is not None}


def with_ids(body: Board, ids: dict[int, int]) -> Board:
    """Return the board with ids on those of its panels whose number has one."""
    return _with_ids(body, ids, count())


def _with_ids(owner: Board, ids: dict[int, int], numbers: Iterator[int]) -> Board:
    owner = {**owner}
    for key in LISTS:
        if isinstance(owner.get(key), list):
            owner[key] = [_with_id(item, ids, numbers) for item in owner[key]]
    return owner


def _with_id(item: Any, ids: dict[int, int], numbers: Iterator[int]) -> Any:
    if not isinstance(item, dict):
        return item
    number = next(numbers)
    item = _with_ids(item, ids, numbers)
    return {**item, "id": ids[number]} if number in ids else item
