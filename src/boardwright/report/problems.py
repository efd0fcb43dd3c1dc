"""Errors and notes as text and as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from boardwright.errors import BoardwrightError
from boardwright.notation.plurals import quantity
from boardwright.report.json_values import json_value
from boardwright.report.text_format import printable, printable_lines
from boardwright.schema.document import Note


def error_text(error: BoardwrightError) -> str:
    """Return the message a person sees: the user's own trace if there is one, where, what, hint."""
    trace = getattr(error, "trace", None)
    text = printable_lines(f"error: {error}")
    return f"{trace.rstrip()}\n{text}" if trace else text


def error_json(error: BoardwrightError) -> dict[str, Any]:
    """Return the error as JSON data."""
    data: dict[str, Any] = json_value(error)
    return data


def note_lines(notes: Iterable[Note]) -> Iterator[str]:
    """Yield notes; one that many panels of a file share is shown once."""
    alike: dict[tuple[str, str], list[Note]] = {}
    for note in notes:
        alike.setdefault((note.place.file, note.what), []).append(note)
    for first, *others in alike.values():
        more = quantity(len(others), "more panel" if first.panel is not None else "more board")
        yield printable(f"note: {first}{f' (and {more})' if others else ''}")


def note_json(note: Note) -> dict[str, Any]:
    """Return the note as JSON data."""
    data: dict[str, Any] = json_value(note)
    return data
