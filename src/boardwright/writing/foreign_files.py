"""Checks that a command does not replace a file that the user or another program wrote."""

from __future__ import annotations

from pathlib import Path

from boardwright.errors import OutputError

_START_LENGTH = 65_536


def refuse_foreign_file(path: Path, *, marks: tuple[bytes, ...], noun: str) -> None:
    """Raise an error if a file exists that an earlier run of the command did not write.

    Args:
        path: Path of the file that the command will write.
        marks: Texts that each file of the command contains in the first 64 KiB.
        noun: The output of the command, with an article, such as `a saved plan`.

    Raises:
        OutputError: The file exists, is not empty, and lacks one of the texts in `marks`.
    """
    try:
        with path.open("rb") as file:
            start = file.read(_START_LENGTH)
    except FileNotFoundError:
        return
    except OSError as error:
        raise OutputError(f"the file cannot be read: {error.strerror}", where=str(path)) from None
    if start and not all(mark in start for mark in marks):
        raise OutputError(
            f"the file already exists, and is not {noun}",
            where=str(path),
            hint="Choose another file name, or remove the file.",
        )
