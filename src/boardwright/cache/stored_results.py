"""Stores results for the boards of a project in one JSON file of the cache folder."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import orjson

from boardwright.cache.cache_files import (
    FOLDER,
    create_cache_folder,
    read_cache_file,
    write_atomically,
)
from boardwright.schema.document import Json


class StoredResults:
    """The results of an earlier run for the boards of a project.

    A JSON file that cannot be read, or that contains another key, is ignored.

    Args:
        root: The project's root.
        name: Name of the JSON file in the cache folder.
        key: A text that changes if the stored results are no longer valid.
    """

    def __init__(self, root: Path, name: str, *, key: str) -> None:
        self._root = root.absolute()
        self._file = self._root / FOLDER / name
        self._key = key

    def read(self) -> dict[str, Json]:
        """Return the results by the name of the board."""
        try:
            data = orjson.loads(read_cache_file(self._file))
            return {**data["boards"]} if data["key"] == self._key else {}
        except (OSError, ValueError, KeyError, TypeError):
            return {}

    def write(self, results: Mapping[str, Any]) -> None:
        """Write the results, which are JSON data or frozen values. If the cache directory is not
        writable, do nothing.
        """
        with suppress(OSError, TypeError):  # orjson refuses an unpaired surrogate in a title
            content = orjson.dumps({"key": self._key, "boards": results})
            create_cache_folder(self._root)
            write_atomically(self._file, content)
