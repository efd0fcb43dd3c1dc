"""Which file a board's module is: names that Python, git and every file system take."""

from __future__ import annotations

import re
from collections.abc import Collection
from keyword import iskeyword
from unicodedata import normalize

_GAPS = re.compile(r"[\W_]+")
_LONGEST = 60
"""Characters of a name."""
_BYTES = 180
"""Bytes of a name: file systems take 255, and an ending or a number may follow."""
_PASSED = frozenset({"conftest", "tests", "node_modules"})
"""Names that declaring files and their folders cannot have: they are passed over."""


def module_stem(title: str, *, otherwise: str) -> str:
    """Return a module's name, without `.py`, from a board's title.

    Args:
        title: The title, in any script.
        otherwise: The text for a title without a usable word: the uid.
    """
    stem = _python_word(title) or _python_word(otherwise) or "board"
    odd = not stem.isidentifier() or iskeyword(stem) or stem in _PASSED
    return f"board_{stem}" if odd else stem


def folder_name(title: str) -> str:
    """Return the name of the folder for boards of a Grafana folder."""
    name = _word(title) or "folder"
    return f"folder_{name}" if name in _PASSED else name


def unique(stem: str, taken: Collection[str]) -> str:
    """Return the name, or with a number where it is taken; `taken` is in small letters."""
    name, number = stem, 1
    while name.casefold() in taken:
        number += 1
        name = f"{stem}_{number}"
    return name


def is_plain(name: str) -> bool:
    """Whether a folder can be called that: declaring files in it are found, on every system."""
    return re.fullmatch(r"\w(?:[\w .-]*\w)?", name) is not None and not (
        name.startswith("_") or name in _PASSED or len(name.encode()) > _BYTES
    )


def _python_word(text: str) -> str:
    """Return the letters and digits of a text that Python allows in names."""
    return "".join(sign for sign in _word(text) if f"a{sign}".isidentifier()).strip("_")


def _word(text: str) -> str:
    """Return letters, digits and underscores in their place; empty when nothing is left."""
    word = _GAPS.sub("_", normalize("NFKC", text).lower()).strip("_")[:_LONGEST]
    while len(word.encode(errors="replace")) > _BYTES:
        word = word[:-1]
    return word.strip("_")
