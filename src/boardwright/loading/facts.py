"""Reads the inputs ("facts") on which the boards of a file depend, such as other files and
environment variables. Each fact has a name and a value.

- `file:PATH`: the digest of a file's content
- `folder:PATH`: the digest of the names in a folder
- `glob:PATH\\0PATTERN`: the digest of the paths below a folder that match a pattern
- `real:PATH`: a path without symbolic links
- `search:PATH\\0NAME`: the files in a folder that Python may import under a name
- `variable:NAME`: the digest of an environment variable
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Mapping
from glob import glob
from hashlib import sha256

from boardwright.found.real_paths import RealPaths

ABSENT = ""
UNSTABLE = "unstable"
"""The value of a `file` fact about a device or pipe, whose content may differ at every read."""


def compute_digest(content: bytes) -> str:
    """Return the SHA-256 digest of bytes, as hexadecimal digits."""
    return sha256(content).hexdigest()


class FactReader:
    """Reads the current values of facts. A second read of a fact returns the stored value."""

    def __init__(self) -> None:
        self._seen: dict[str, str] = {}
        self._names: dict[str, dict[str, str]] = {}
        self._paths = RealPaths()

    def read_value(self, fact: str) -> str:
        """Return the current value of a fact."""
        value = self._seen.get(fact)
        if value is None:
            kind, _, name = fact.partition(":")
            value = self._seen[fact] = self._READERS[kind](self, name)
        return value

    def are_unchanged(self, facts: Mapping[str, str]) -> bool:
        """Return whether each fact still has the value that `facts` contains."""
        seen = self._seen
        return all(
            seen.get(fact) == value or self.read_value(fact) == value
            for fact, value in facts.items()
        )

    def _digest_file(self, path: str) -> str:
        try:
            if not stat.S_ISREG(os.stat(path).st_mode):
                return UNSTABLE
            with open(path, "rb") as file:
                return compute_digest(file.read())
        except (OSError, ValueError):
            return ABSENT

    def _digest_folder(self, path: str) -> str:
        try:
            with os.scandir(path) as entries:
                names = sorted(f"{entry.name}\0{entry.is_dir()}" for entry in entries)
        except (OSError, ValueError):
            return ABSENT
        return _digest_names(names)

    def _digest_glob(self, name: str) -> str:
        folder, _, pattern = name.partition("\0")
        return _digest_names(
            sorted(glob(pattern, root_dir=folder, recursive=True, include_hidden=True))
        )

    def _resolve_path(self, path: str) -> str:
        return self._paths.resolve(path)

    def _find_importable(self, name: str) -> str:
        folder, _, module = name.partition("\0")
        if folder not in self._names:
            self._names[folder] = _list_importable(folder)
        return self._names[folder].get(module, ABSENT)

    def _digest_variable(self, name: str) -> str:
        value = os.environ.get(name)
        return ABSENT if value is None else compute_digest(value.encode(errors="surrogateescape"))

    _READERS: Mapping[str, Callable[[FactReader, str], str]] = {
        "file": _digest_file,
        "folder": _digest_folder,
        "glob": _digest_glob,
        "real": _resolve_path,
        "search": _find_importable,
        "variable": _digest_variable,
    }


def _digest_names(names: list[str]) -> str:
    return compute_digest("\0\0".join(names).encode(errors="surrogateescape"))


def _list_importable(folder: str) -> dict[str, str]:
    """Return each importable name in a folder -> the entries of the folder with this name, joined
    by `/`. For example, `node` -> `node/node.py`.
    """
    entries_by_name: dict[str, list[str]] = {}
    try:
        entries = sorted(os.listdir(folder or "."))
    except OSError:
        return {}
    for entry in entries:
        entries_by_name.setdefault(entry.partition(".")[0], []).append(entry)
    return {name: "/".join(entries) for name, entries in entries_by_name.items()}
