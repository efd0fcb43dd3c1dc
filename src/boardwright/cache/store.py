"""Stores the compiled boards of each source file in the folder `.boardwright/` of a project.

Compiled boards depend on facts, such as the content of a file or the value of an environment
variable. If a fact changes, the cached result is invalid.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from boardwright.cache.cache_files import (
    FOLDER,
    create_cache_folder,
    read_cache_file,
    write_atomically,
)
from boardwright.cache.entries import decode_entry, encode_entry
from boardwright.cache.fingerprint import compute_fingerprint
from boardwright.grafana.server import GrafanaServer
from boardwright.loading.compiled_file import CompiledFile
from boardwright.loading.facts import FactReader, compute_digest

if TYPE_CHECKING:
    from boardwright.config.project import Environment, ProjectSettings

_NAME_LENGTH = 16


class Cache:
    """The cached results for one environment of a project.

    Args:
        project: The settings of the project.
        environment: The settings of the environment.
    """

    def __init__(self, project: ProjectSettings, environment: Environment) -> None:
        self._root = project.root.absolute()
        self._folder = self._root / FOLDER / _hash_name(environment.name.encode())
        self._has_folder = False
        self._key = compute_fingerprint(*_select_compiler_settings(project, environment))

    def read(self, paths: Iterable[Path]) -> dict[Path, CompiledFile]:
        """Return a dict: path of a source file -> its cached result.

        Source files without a valid cached result are omitted.
        """
        facts = FactReader()
        results = ((path, self._read_result(path, facts)) for path in paths)
        return {path: file for path, file in results if file is not None}

    def _read_result(self, path: Path, facts: FactReader) -> CompiledFile | None:
        try:
            entry = decode_entry(read_cache_file(self._locate_file(path)), self._key)
        except (OSError, ValueError, KeyError, TypeError, IndexError, AttributeError):
            return None
        if entry is None or not facts.are_unchanged(entry.facts):
            return None
        return CompiledFile(path=path, boards=entry.decode_boards(), facts=entry.facts)

    def write(self, file: CompiledFile) -> None:
        """Replace the cached result of a source file, or delete a result that must not be cached.

        The digests in the result were computed before the boards were compiled. If the user changed
        a file after the digest was computed, the next build compiles the source file again.
        """
        path = Path(self._locate_file(file.path))
        with suppress(OSError):
            path.unlink(missing_ok=True)  # ext4 takes longer to replace a file than to create one
            if file.is_lasting:
                self._create_folder()
                write_atomically(path, encode_entry(file, self._key))

    def _create_folder(self) -> None:
        if not self._has_folder:
            create_cache_folder(self._root)
            self._folder.mkdir(exist_ok=True)
            self._has_folder = True

    def forget_others(self, paths: Iterable[Path]) -> None:
        """Delete the cached results of all source files that are not in `paths`."""
        kept_names = {_hash_name(os.fsencode(path)) for path in paths}
        with suppress(OSError):
            for name in os.listdir(self._folder):
                if name not in kept_names:
                    (self._folder / name).unlink(missing_ok=True)

    def _locate_file(self, path: Path) -> str:
        return os.path.join(self._folder, _hash_name(os.fsencode(path)))


def _select_compiler_settings(
    project: ProjectSettings, environment: Environment
) -> tuple[ProjectSettings, Environment]:
    """Return the settings that can change a compiled board.

    For example, the URL of Grafana is removed, so that `deploy --url` can use the results of
    `build`.
    """
    server = GrafanaServer(min_refresh_interval=environment.server.min_refresh_interval)
    return (
        replace(project, server=GrafanaServer(), environments={}),
        replace(environment, server=server),
    )


def _hash_name(content: bytes) -> str:
    return compute_digest(content)[:_NAME_LENGTH]
