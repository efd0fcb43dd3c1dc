"""Reading files that an earlier run kept."""

from __future__ import annotations

from pathlib import Path

from boardwright.errors import DeclarationError
from boardwright.found.file_contents import read_content
from boardwright.schema.document import Place


def read_kept(path: Path) -> bytes:
    """Return the content of a file that an earlier run kept.

    Raises:
        OSError: The file is missing, cannot be read, or is not a regular file, such as a named
            pipe, which has no end.
    """
    try:
        return read_content(path, Place(file=str(path)))
    except DeclarationError as error:
        raise OSError(str(error)) from None
