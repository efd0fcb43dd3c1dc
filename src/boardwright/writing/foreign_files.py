"""Files of others, which the output of a verb must not replace."""

from __future__ import annotations

from pathlib import Path

from boardwright.errors import OutputError

_LOOKED_AT = 65_536


def refuse_foreign_file(path: Path, *, marks: tuple[bytes, ...], noun: str) -> None:
    """Refuse to replace a file that is not of the kind that is written.

    Args:
        path: The file to write; one that does not exist, or is empty, may be written.
        marks: Texts that every file of that kind has near its beginning.
        noun: The kind with its article: `a saved plan`.

    Raises:
        OutputError: It exists and is something else.
    """
    try:
        with path.open("rb") as file:
            start = file.read(_LOOKED_AT)
    except FileNotFoundError:
        return
    except OSError as error:
        raise OutputError(f"cannot be read: {error.strerror}", where=str(path)) from None
    if start and not all(mark in start for mark in marks):
        raise OutputError(
            f"exists and is not {noun}",
            where=str(path),
            hint="Choose another name, or remove the file.",
        )
