"""Reads cache files that an earlier run of boardwright wrote."""

from __future__ import annotations

from pathlib import Path

from boardwright.errors import DeclarationError
from boardwright.found.file_contents import read_content
from boardwright.schema.document import Place


def read_kept(path: Path) -> bytes:
    """Return the content of a cache file that an earlier run of boardwright wrote.

    Raises:
        OSError: The file is missing, cannot be read, or is not a regular file. Reading a named
            pipe, for example, might never end.
    """
    try:
        return read_content(path, Place(file=str(path)))
    except DeclarationError as error:
        raise OSError(str(error)) from None
