"""Stores the results of earlier checks: for each digest of a board, the result of checking the
board as JSON data.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import orjson

from boardwright.cache.fingerprint import fingerprint
from boardwright.cache.kept_files import read_kept
from boardwright.cache.store import FOLDER, make_cache_folder, write_whole

if TYPE_CHECKING:
    from boardwright.config.project import ProjectSettings

_NAME = "checked.json"


class CheckedResults:
    """The results of the last check for the boards of a project.

    A file that cannot be read, or that was written with other rules, other settings or another
    version of this program, is ignored.

    Args:
        project: The project.
        rules: The ids of the check rules that run.
    """

    def __init__(self, project: ProjectSettings, rules: tuple[str, ...]) -> None:
        self._root = project.root.absolute()
        self._file = self._root / FOLDER / _NAME
        self._key = "\0".join((fingerprint(project, project.environment(None)), *rules))

    def read(self) -> dict[str, Any]:
        """Return the results, by the digest of the board."""
        try:
            data = orjson.loads(read_kept(self._file))
            return {**data["boards"]} if data["key"] == self._key else {}
        except (OSError, ValueError, KeyError, TypeError):
            return {}

    def keep(self, results: Mapping[str, Any]) -> None:
        """Write the results. If the folder cannot be written, do nothing."""
        with suppress(OSError, TypeError):  # orjson refuses an unpaired surrogate in a title
            content = orjson.dumps({"key": self._key, "boards": results})
            make_cache_folder(self._root)
            write_whole(self._file, content)
