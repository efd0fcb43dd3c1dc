"""A compiled board as the text it is written as, with what is asked of it most."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from boardwright.frozen import frozen
from boardwright.schema.canonical import canonical_json, parsed
from boardwright.schema.document import Board, Document, Note, Place


@frozen
class CompiledBoard:
    """One compiled board. A thousand of them fit in memory, since a body is parsed when asked for.

    Attributes:
        uid: Its uid.
        title: Its title.
        place: Where it was declared.
        folder: The folder's title, levels separated by `/`; None for the project's default.
        text: Its canonical JSON.
        panel_places: Panel id -> where the panel was written.
        notes: What its author should know.
        imported_from: The module that it is imported from, by its real path; empty for an own one.
    """

    uid: str
    title: str
    place: Place
    text: bytes = field(repr=False)
    folder: str | None = None
    panel_places: Mapping[int, Place] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()
    imported_from: str = ""

    @property
    def body(self) -> Board:
        """The board's data: a new copy each time."""
        body: Board = parsed(self.text)
        return body


def compiled_board(document: Document, notes: tuple[Note, ...] = ()) -> CompiledBoard:
    """Return the board of a compiled document."""
    return CompiledBoard(
        uid=document.body["uid"],
        title=document.title,
        place=document.place,
        folder=document.folder,
        text=canonical_json(document.body),
        panel_places=document.panel_places,
        notes=notes,
        imported_from=document.imported_from,
    )
