"""Names for what a module defines: from a board's own words, legal, and each used once."""

from __future__ import annotations

import builtins
import re
from collections.abc import Collection, Iterable
from keyword import iskeyword, issoftkeyword
from unicodedata import normalize

from boardwright.source.tree import is_name

LONGEST = 40
RESERVED = frozenset({"dashboard", "folder", "tags", "units", "overrides", "l", "O", "I"})
"""Names that a module has for other things, or that read badly."""

SECRET = re.compile(r"pass(word|wd|phrase)?|pwd|secret|token", re.IGNORECASE)
"""Words that linters take for the name of a secret."""

_WORDS = re.compile(r"[^\W_]+")
_HUMPS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


class Names:
    """Gives out names.

    Args:
        taken: Names that are in use already.
    """

    def __init__(self, taken: Collection[str]) -> None:
        self._taken = {*taken, *RESERVED, *dir(builtins)}

    def new(self, text: str, *, otherwise: str, constant: bool = False) -> str:
        """Return a new name made of a text's words.

        Args:
            text: A title, a metric, or anything else, in any script.
            otherwise: The name for a text without words.
            constant: Whether to write it in capitals.
        """
        name = snake(text) or otherwise
        name = name.upper() if constant else name
        found = next(each for each in _numbered(name) if self._is_free(each))
        self._taken.add(found)
        return found

    def reserve(self, names: Iterable[str]) -> None:
        """Keep names from being given out."""
        self._taken.update(names)

    def _is_free(self, name: str) -> bool:
        usable = is_name(name) and not issoftkeyword(name) and not iskeyword(name.lower())
        return usable and name not in self._taken and not SECRET.search(name)


def snake(text: str) -> str:
    """Return a text's words as a name in lower case, empty when it has none that begin one."""
    plain = normalize("NFKC", _HUMPS.sub(" ", text)).lower()
    words = [word for word in _WORDS.findall(plain) if not SECRET.search(word)]
    while len("_".join(words)) > LONGEST and len(words) > 1:
        del words[-1]
    name = "_".join(words)[:LONGEST]
    name = normalize("NFKC", name).lstrip("0123456789_")
    return name if is_name(f"{name}_") and name else ""


def _numbered(name: str) -> Iterable[str]:
    yield name
    number = 2
    while True:
        yield f"{name}_{number}"
        number += 1
        if number > 10_000:  # the name itself cannot be had
            name, number = "named", 2
