"""Refuses to replace files that the user or another program wrote."""

from __future__ import annotations

from pathlib import Path

from boardwright.errors import OutputError

_START_LENGTH = 65_536


def refuse_foreign_file(path: Path, *, marks: tuple[bytes, ...], noun: str) -> None:
    """Raise an error if a file exists and is not of the kind that the command writes, such as a
    saved plan.

    Args:
        path: Path of the file to write. A file that does not exist, or is empty, may be written.
        marks: Texts that every file of this kind contains near its beginning.
        noun: Name of the kind of file, with an article: `a saved plan`.

    Raises:
        OutputError: The file exists and is of another kind.
    """
    try:
        with path.open("rb") as file:
            start = file.read(_START_LENGTH)
    except FileNotFoundError:
        return
    except OSError as error:
        raise OutputError(f"cannot be read: {error.strerror}", where=str(path)) from None
    if start and not all(mark in start for mark in marks):
        raise OutputError(
            f"the file already exists, and is not {noun}",
            where=str(path),
            hint="Choose another file name, or remove the file.",
        )
