"""Formats errors and notes as text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from boardwright.errors import BoardwrightError
from boardwright.notation.plurals import format_quantity
from boardwright.report.text_format import escape_unprintable, escape_unprintable_lines
from boardwright.schema.document import Note

_MANY_FILES = 6
"""If at least this many files have the same note, the note is shown only once."""

_NAMED_FILES = 3


def format_error(error: BoardwrightError) -> str:
    """Return the text of an error, which contains file and line, message and hint. If the user's
    code raised the error, the text begins with the traceback.
    """
    trace = getattr(error, "trace", None)
    text = escape_unprintable_lines(f"error: {error}")
    return f"{trace.rstrip()}\n{text}" if trace else text


def format_note_lines(notes: Iterable[Note]) -> Iterator[str]:
    """Yield the lines of notes and their hints.

    If several panels or boards of a file have the same note, the note is shown once for the file.
    If at least `_MANY_FILES` files have the same note, the note is shown only once. A hint is shown
    only after the last note with this hint.
    """
    alike: dict[tuple[str, str | None], dict[str, list[Note]]] = {}
    for note in notes:
        alike.setdefault((note.what, note.hint), {}).setdefault(note.place.file, []).append(note)
    last = {hint: what for what, hint in alike}
    for (what, hint), files in alike.items():
        yield from _format_alike_notes(what, files)
        if hint and last[hint] == what:
            yield from (f"  {escape_unprintable(line)}" for line in hint.split("\n"))


def _format_alike_notes(what: str, files: Mapping[str, Sequence[Note]]) -> Iterator[str]:
    """Yield the lines for notes with the same text, grouped by file."""
    if len(files) >= _MANY_FILES:
        named = ", ".join([*files][:_NAMED_FILES])
        more = format_quantity(len(files) - _NAMED_FILES, "more file")
        yield escape_unprintable(f"note: {named} and {more}: {what}")
        return
    for first, *others in files.values():
        more = format_quantity(
            len(others), "more panel" if first.panel is not None else "more board"
        )
        yield escape_unprintable(f"note: {first}{f' (and {more})' if others else ''}")
