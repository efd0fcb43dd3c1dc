"""What every result depends on: this program, Python, the libraries, the project's settings."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

from boardwright import __version__
from boardwright.cache.facts import digest
from boardwright.config.project import Environment, Project

_FORM = "1"
"""Of what is kept; another one is not read."""

_INSTALLED = (".dist-info", ".egg-info", ".egg-link", ".pth")
_OURS = str(Path(__file__).parents[1])


def fingerprint(project: Project, environment: Environment) -> str:
    """Return a digest that is another one as soon as every result may be another one.

    That is so with any change to the configuration, to this program (also in a working copy of
    it), to Python, or to which libraries are installed in which version.
    """
    parts = (
        _FORM,
        __version__,
        sys.version,
        sys.executable,
        repr(sys.flags),
        repr(sys.path),
        repr(project),
        repr(environment),
        *_installed(),
        *_program(_OURS),
    )
    return digest("\0".join(parts).encode(errors="surrogateescape"))


def _installed() -> Iterator[str]:
    for folder in sys.path:
        try:
            yield from sorted(name for name in os.listdir(folder) if name.endswith(_INSTALLED))
        except OSError:
            yield folder  # an archive, or not there


def _program(folder: str) -> Iterator[str]:
    with os.scandir(folder) as entries:
        found = sorted(entries, key=lambda entry: entry.name)
    for entry in found:
        if entry.name == "__pycache__":
            continue
        if entry.is_dir():
            yield from _program(entry.path)
        else:
            state = entry.stat()
            yield f"{entry.path} {state.st_size} {state.st_mtime_ns}"
