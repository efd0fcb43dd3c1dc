"""Facts that a result depends on: each has a name, such as `file:/a/b.py`, and a value now.

file:PATH           the digest of a file's content
folder:PATH         the digest of the names in a folder
kind:PATH           whether there is a file, a folder, something else or nothing
link:PATH           the same of the path itself, and where it leads if it is a link
version:PATH        size and time of an installed library's file
search:PATH\\0NAME   what a folder has that can be imported under a name
variable:NAME       the digest of an environment variable
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Mapping
from hashlib import sha256

ABSENT = ""
ODD = "odd"
"""The content of what is no plain file: two looks at it need not show the same."""

Facts = Mapping[str, str]


def digest(content: bytes) -> str:
    """Return what tells two contents apart."""
    return sha256(content).hexdigest()


class Observer:
    """Looks at the world as it is now, at each thing once."""

    def __init__(self) -> None:
        self._seen: dict[str, str] = {}
        self._names: dict[str, dict[str, str]] = {}

    def now(self, fact: str) -> str:
        """Return the present value of a fact."""
        value = self._seen.get(fact)
        if value is None:
            kind, _, name = fact.partition(":")
            value = self._seen[fact] = self._LOOKS[kind](self, name)
        return value

    def hold(self, facts: Facts) -> bool:
        """Return whether all of them are as they were."""
        return all(self.now(fact) == value for fact, value in facts.items())

    def _file(self, path: str) -> str:
        try:
            if not stat.S_ISREG(os.stat(path).st_mode):
                return ODD
            with open(path, "rb") as file:
                return digest(file.read())
        except OSError:
            return ABSENT

    def _folder(self, path: str) -> str:
        try:
            with os.scandir(path) as entries:
                names = sorted(f"{entry.name}\0{entry.is_dir()}" for entry in entries)
        except OSError:
            return ABSENT
        return digest("\0\0".join(names).encode(errors="surrogateescape"))

    def _kind(self, path: str) -> str:
        try:
            return _kind_of(os.stat(path).st_mode)
        except (OSError, ValueError):
            return ABSENT

    def _link(self, path: str) -> str:
        try:
            mode = os.lstat(path).st_mode
            return f"link {os.readlink(path)}" if stat.S_ISLNK(mode) else _kind_of(mode)
        except (OSError, ValueError):
            return ABSENT

    def _version(self, path: str) -> str:
        try:
            found = os.stat(path)
        except OSError:
            return ABSENT
        return f"{found.st_size} {found.st_mtime_ns}"

    def _search(self, name: str) -> str:
        folder, _, module = name.partition("\0")
        if folder not in self._names:
            self._names[folder] = _importable(folder)
        return self._names[folder].get(module, ABSENT)

    def _variable(self, name: str) -> str:
        value = os.environ.get(name)
        return ABSENT if value is None else digest(value.encode(errors="surrogateescape"))

    _LOOKS: Mapping[str, Callable[[Observer, str], str]] = {
        "file": _file,
        "folder": _folder,
        "kind": _kind,
        "link": _link,
        "version": _version,
        "search": _search,
        "variable": _variable,
    }


def _kind_of(mode: int) -> str:
    if stat.S_ISREG(mode):
        return "file"
    return "folder" if stat.S_ISDIR(mode) else "other"


def _importable(folder: str) -> dict[str, str]:
    """Return, by the name to import, the entries of a folder that may be meant by it."""
    found: dict[str, list[str]] = {}
    try:
        entries = sorted(os.listdir(folder or "."))
    except OSError:
        return {}
    for entry in entries:
        found.setdefault(entry.partition(".")[0], []).append(entry)
    return {name: "/".join(entries) for name, entries in found.items()}
