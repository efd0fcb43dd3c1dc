"""What a stored board says without saying it: made explicit, so that a declaration can say it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from boardwright.compiler.context import Context
from boardwright.compiler.edit import without
from boardwright.compiler.notes import notes
from boardwright.compiler.passes.origins import PRIVATE
from boardwright.frozen import frozen
from boardwright.schema.document import REMARKS, Board, Document, Note
from boardwright.schema.envelopes import is_v2
from boardwright.schema.v2.board import classic_board
from boardwright.source.tracing import LISTS, traced, with_ids


@frozen
class Explicit:
    """A board that means the same when it is declared as when it is a JSON file.

    Attributes:
        document: The board as it is to be declared.
        compiled: What the stored one compiles to.
        remarks: What compiling it remarked: what Grafana drops, and what no longer works.
    """

    document: Document
    compiled: Board
    remarks: tuple[str, ...] = ()


def explicit(document: Document, context: Context) -> Explicit:
    """Return a stored board with what it takes from being a file made explicit.

    Its title and uid may come from its file. A query without `legendFormat` has none, where a
    declared one has the labels in which its series differ. Ids that would differ are kept.

    Raises:
        DocumentError: The board does not compile.
    """
    bare = replace(document, body=_bare(classic(document.body)))
    compiled, ids = traced(bare, context)
    named = {"title": compiled.body["title"], "uid": compiled.body["uid"]}
    declared = replace(document, body=_with_legends({**bare.body, **named}), form="dict")
    _, others = traced(declared, context)
    if others != ids:
        declared = replace(declared, body=with_ids(declared.body, ids))
        _, others = traced(declared, context)
        if others != ids:  # a classic row cannot have an id given: it is declared as it is compiled
            declared = replace(declared, body=_with_legends(compiled.body))
    remarks = tuple(map(_remark, notes(compiled)))
    return Explicit(document=declared, compiled=compiled.body, remarks=remarks)


def classic(body: Board) -> Board:
    """Return a board in the classic schema."""
    return without(classic_board(body), REMARKS) if is_v2(body) else body


def _remark(note: Note) -> str:
    return f'"{note.panel}": {note.what}' if note.panel else note.what


def _with_legends(owner: Board) -> Board:
    owner = {**owner}
    for key in LISTS:
        if isinstance(owner.get(key), list):
            owner[key] = [
                _with_legends(item) if isinstance(item, dict) else item for item in owner[key]
            ]
    if isinstance(owner.get("targets"), list):
        owner["targets"] = [with_legend(target) for target in owner["targets"]]
    return owner


def with_legend(target: Any) -> Any:
    """Return a query with the empty legend that it has as a file, where it has none."""
    if isinstance(target, dict) and "expr" in target and target.get("legendFormat") is None:
        return {**target, "legendFormat": ""}
    return target


def _bare(value: Any) -> Any:
    """Return data without what is private to compiling."""
    if isinstance(value, dict):
        return {key: _bare(item) for key, item in value.items() if key not in PRIVATE}
    return [_bare(item) for item in value] if isinstance(value, list) else value
