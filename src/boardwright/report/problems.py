"""Errors and notes as text and as JSON."""

from __future__ import annotations

from typing import Any

from boardwright.errors import BoardwrightError
from boardwright.schema.document import Note


def error_text(error: BoardwrightError) -> str:
    """Return the message a person sees: the user's own trace if there is one, where, what, hint."""
    trace = getattr(error, "trace", None)
    text = f"error: {error}"
    return f"{trace.rstrip()}\n{text}" if trace else text


def error_json(error: BoardwrightError) -> dict[str, Any]:
    """Return the error as JSON data; the schema is `docs/reference/problem.schema.json`."""
    return {"what": error.what, "where": error.where, "hint": error.hint}


def note_text(note: Note) -> str:
    """Return a remark that does not stop a build."""
    return f"note: {note}"


def note_json(note: Note) -> dict[str, Any]:
    """Return the note as JSON data."""
    return {"what": note.what, "where": str(note.place), "panel": note.panel}
