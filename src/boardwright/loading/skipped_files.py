"""Notes about files of a folder that declare no board; every verb prints the same ones."""

from __future__ import annotations

from boardwright.schema.document import Note, Place

GENERATED = "grafanalib generates it from the module next to it"
_HOW_TO_EXCLUDE = "; `exclude` in boardwright.toml leaves it out without this note"


def skipped_note(place: Place, why: str, *, in_project: bool) -> Note:
    """Return the note that a file was skipped.

    Args:
        place: The file.
        why: The reason, as the end of a sentence.
        in_project: Whether there is a boardwright.toml that can exclude the file.
    """
    return Note(what=f"skipped, since {why}{_HOW_TO_EXCLUDE if in_project else ''}", place=place)
