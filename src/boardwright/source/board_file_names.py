"""Makes file names for the modules of imported boards. Python, git and every file system accept
these names.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from keyword import iskeyword
from unicodedata import normalize

_GAPS = re.compile(r"[\W_]+")
_LONGEST = 60
"""The largest number of characters in the name of a module or directory."""
_BYTES = 180
"""The longest name, in bytes. File systems allow 255 bytes; the other bytes are for an extension
and a number.
"""
_PASSED = frozenset({"conftest", "tests", "node_modules"})
"""Names that files and folders of boards cannot have, because boardwright ignores files and folders
with these names.
"""


def name_module(title: str, *, otherwise: str) -> str:
    """Return the name of a board's module, without `.py`, made of the board's title.

    Args:
        title: The title of the board, in any script.
        otherwise: The text to use for a title without letters and digits, such as the uid.
    """
    stem = _extract_python_word(title) or _extract_python_word(otherwise) or "board"
    odd = not stem.isidentifier() or iskeyword(stem) or stem in _PASSED
    return f"board_{stem}" if odd else stem


def name_folder(title: str) -> str:
    """Return the name of the directory for the modules of a Grafana folder's boards."""
    name = _extract_word(title) or "folder"
    return f"folder_{name}" if name in _PASSED else name


def make_unique_name(stem: str, taken: Collection[str]) -> str:
    """Return the name, with a number added if `taken` contains the name in lower case."""
    name, number = stem, 1
    while name.casefold() in taken:
        number += 1
        name = f"{stem}_{number}"
    return name


def may_hold_boards(name: str) -> bool:
    """Return whether boardwright searches a directory with this name for boards."""
    return re.fullmatch(r"\w(?:[\w .-]*\w)?", name) is not None and not (
        name.startswith("_") or name in _PASSED or len(name.encode()) > _BYTES
    )


def _extract_python_word(text: str) -> str:
    """Return the letters, digits and underscores of a text that Python allows in names."""
    return "".join(sign for sign in _extract_word(text) if f"a{sign}".isidentifier()).strip("_")


def _extract_word(text: str) -> str:
    """Return the letters, digits and underscores of a text; empty if there are none."""
    word = _GAPS.sub("_", normalize("NFKC", text).lower()).strip("_")[:_LONGEST]
    while len(word.encode(errors="replace")) > _BYTES:
        word = word[:-1]
    return word.strip("_")
