"""Notes about files that declare no board. All commands use this module, so that they print the
same notes.
"""

from __future__ import annotations

from boardwright.schema.document import Note, Place

GENERATED = "grafanalib generates this file from the module next to it"
_HOW_TO_EXCLUDE = ". To avoid this note, add the file to `exclude` in boardwright.toml"


def build_skipped_note(place: Place, why: str, *, in_project: bool) -> Note:
    """Return a note that a file was skipped.

    Args:
        place: Path of the file.
        why: The reason, as a clause that follows "because".
        in_project: Whether the file belongs to a project, whose setting `exclude` can name the
            file.
    """
    return Note(what=f"skipped, because {why}{_HOW_TO_EXCLUDE if in_project else ''}", place=place)
