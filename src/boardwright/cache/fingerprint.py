"""Computes a digest of everything that can change all cached results of a project."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

from boardwright import __version__
from boardwright.config.project import Environment, ProjectSettings
from boardwright.loading.facts import compute_digest
from boardwright.loading.user_files import find_package_folders

_FORMAT = "4"
"""Version of the format of cache files. boardwright ignores cache files with another version."""

_METADATA_SUFFIXES = (".dist-info", ".egg-info", ".egg-link", ".pth")
_LIBRARIES = ("attr", "grafanalib", "grafana_foundation_sdk", "yaml")
"""Libraries that invalidate the cache if one of their files changes. Other libraries invalidate the
cache only if their version changes.
"""


def compute_fingerprint(project: ProjectSettings, environment: Environment) -> str:
    """Return a digest that changes if all cached results of a project become invalid.

    The digest depends on the settings of the project, the version of Python, the installed
    libraries, and the code of boardwright and of the libraries that boards use.
    """
    folders = find_package_folders(_LIBRARIES)
    parts = (
        _FORMAT,
        __version__,
        sys.version,
        sys.executable,
        repr(sys.flags),
        repr(sys.path),
        repr(project),
        repr(environment),
        *_iter_installed_names(),
        *(
            file
            for folder in (str(Path(__file__).parents[1]), *folders)
            for file in _iter_file_states(folder)
        ),
    )
    return compute_digest("\0".join(parts).encode(errors="surrogateescape"))


def _iter_installed_names() -> Iterator[str]:
    for folder in sys.path:
        try:
            yield from sorted(
                name for name in os.listdir(folder) if name.endswith(_METADATA_SUFFIXES)
            )
        except OSError:
            yield folder  # an archive, or a folder that does not exist


def _iter_file_states(folder: str) -> Iterator[str]:
    with os.scandir(folder) as entries:
        sorted_entries = sorted(entries, key=lambda entry: entry.name)
    for entry in sorted_entries:
        if entry.name == "__pycache__":
            continue
        if entry.is_dir():
            yield from _iter_file_states(entry.path)
        else:
            state = entry.stat()
            yield f"{entry.path} {state.st_size} {state.st_mtime_ns}"
