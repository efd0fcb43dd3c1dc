"""Builds the notes about files that boardwright skips because they declare no board."""

from __future__ import annotations

from boardwright.schema.document import Note, Place

GENERATED = "grafanalib generates this file from the module next to it"
_HOW_TO_EXCLUDE = ". To avoid this note, add the file to `exclude` in boardwright.toml"


def build_skipped_note(place: Place, why: str, *, in_project: bool) -> Note:
    """Return a note that boardwright skipped a file.

    Args:
        place: Path of the file.
        why: The reason, as a clause after "because".
        in_project: Whether the file belongs to a project. If it does, the note recommends the
            setting `exclude`.
    """
    return Note(what=f"skipped, because {why}{_HOW_TO_EXCLUDE if in_project else ''}", place=place)
