"""A stored board with everything explicit that only its file implies."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import count
from typing import Any

from boardwright.compiler.context import Context
from boardwright.compiler.edit import without
from boardwright.compiler.notes import notes
from boardwright.compiler.passes import origins
from boardwright.compiler.pipeline import compile_document
from boardwright.frozen import frozen
from boardwright.schema.document import ORIGIN, REMARKS, Board, Document, Note, Origin, Place
from boardwright.schema.envelopes import is_v2
from boardwright.schema.schema_version import SCHEMA_VERSION
from boardwright.schema.v2.v2_board import complete_board

OLDEST = 0
"""The schema version of a board that has none in its file."""

_LISTS = ("rows", "panels")
"""The lists of a board's panels, in the order in which they are numbered."""


@frozen
class ExplicitBoard:
    """A board that means the same when it is declared as when it is a JSON file.

    Attributes:
        document: The board to declare.
        compiled: The board that the stored one compiles to.
        notes: Remarks of compiling: what Grafana drops, and what no longer works.
    """

    document: Document
    compiled: Board
    notes: tuple[Note, ...] = ()


def make_explicit(document: Document, context: Context) -> ExplicitBoard:
    """Return a stored board with everything explicit that its file implies.

    The title and uid may come from the name of the file. Without a schema version, a file has the
    oldest one, and a declaration the newest. A query without `legendFormat` has none, where a
    declared one has the labels in which its series differ. Ids that would differ are kept.

    Raises:
        DocumentError: The board does not compile.
    """
    bare = replace(document, body=origins.run(classic(document.body), context))
    compiled, ids = _compile_numbered(bare, context)
    named = {"title": compiled.body["title"], "uid": compiled.body["uid"]}
    version = {} if "schemaVersion" in bare.body else {"schemaVersion": OLDEST}
    body = _with_legends({**bare.body, **version, **named})
    declared = replace(document, body=body, form="dict")
    _, others = _compile_numbered(declared, context)
    if others != ids:
        declared = replace(declared, body=_with_ids(declared.body, ids, count()))
        _, others = _compile_numbered(declared, context)
        if others != ids:  # a classic row takes no id: the compiled board is declared instead
            declared = replace(declared, body=_with_legends(compiled.body))
    return ExplicitBoard(document=declared, compiled=compiled.body, notes=notes(compiled))


def classic(body: Board) -> Board:
    """Return a board in the classic schema."""
    if not is_v2(body):
        return body
    return {"schemaVersion": SCHEMA_VERSION, **without(complete_board(body), REMARKS)}


def _with_legends(owner: Board) -> Board:
    owner = _map_lists(owner, _with_legends)
    if isinstance(owner.get("targets"), list):
        owner["targets"] = [with_legend(target) for target in owner["targets"]]
    return owner


def with_legend(target: Any) -> Any:
    """Return a query with the empty legend that it has in a file, where it has none."""
    if isinstance(target, dict) and "expr" in target and target.get("legendFormat") is None:
        return {**target, "legendFormat": ""}
    return target


def _compile_numbered(document: Document, context: Context) -> tuple[Document, dict[int, int]]:
    """Compile a board, and return the id that each of its panels got, by the panel's number."""
    body = _with_numbers(document.body, count())
    compiled = compile_document(replace(document, body=body), context)
    places = compiled.panel_places.items()
    return compiled, {place.line: number for number, place in places if place.line is not None}


def _with_numbers(owner: Board, numbers: Iterator[int]) -> Board:
    """Return a board with a number on every panel and row: the line of its origin."""

    def change(item: Board) -> Board:
        origin = Origin(place=Place(file="", line=next(numbers)))
        return {**_with_numbers(item, numbers), ORIGIN: origin}

    return _map_lists(owner, change)


def _with_ids(owner: Board, ids: dict[int, int], numbers: Iterator[int]) -> Board:
    """Return a board with ids on those of its panels whose number has one."""

    def change(item: Board) -> Board:
        number = next(numbers)
        item = _with_ids(item, ids, numbers)
        return {**item, "id": ids[number]} if number in ids else item

    return _map_lists(owner, change)


def _map_lists(owner: Board, change: Callable[[Board], Board]) -> Board:
    owner = {**owner}
    for key in _LISTS:
        if isinstance(owner.get(key), list):
            owner[key] = [change(item) if isinstance(item, dict) else item for item in owner[key]]
    return owner
