"""Makes slugs from titles and other texts. A slug contains only lower-case ASCII letters, digits
and hyphens.

The uids of boards, rules and folders in Grafana contain slugs. Therefore every version of
boardwright must make the same slug from the same text.
"""

from __future__ import annotations

import re
from collections.abc import Callable

_OTHER = re.compile(r"[^a-z0-9]+")
_MARKS = re.compile(r"[\u0300-\u036f]")


def format_slug(text: str, *, fold: Callable[[str], str] = str.lower) -> str:
    """Return the slug of a text: `CPU (all)` becomes `cpu-all`.

    The slug is empty if the text contains no ASCII letters or digits.

    Args:
        text: The text.
        fold: Function that converts the text to lower case. The function may also replace letters
            such as `ö`, because the slug has a hyphen instead of all characters that are not ASCII
            letters or digits.
    """
    return _OTHER.sub("-", fold(text)).strip("-")


def cut_slug(text: str, length: int) -> str:
    """Return a slug with at most `length` characters.

    If the text starts with characters such as `(`, the slug has at most `length - 1` characters.
    """
    return _OTHER.sub("-", text.lower())[:length].strip("-")


def remove_accents(text: str) -> str:
    """Return the text in lower case without accents: `Größe` becomes `große`."""
    import unicodedata

    return _MARKS.sub("", unicodedata.normalize("NFKD", text.lower()))


def remove_other_letters(text: str) -> str:
    """Return the text in lower case without accents and other non-ASCII characters: `Größe` becomes
    `groe`.
    """
    import unicodedata

    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
