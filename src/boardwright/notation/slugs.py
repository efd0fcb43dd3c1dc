"""Names in lower-case ASCII letters, digits and hyphens, made from titles and other texts.

Boards, rules and folders that are already in Grafana have uids that contain such names. Therefore
every version of boardwright must make the same name from the same text.
"""

from __future__ import annotations

import re
from collections.abc import Callable

_OTHER = re.compile(r"[^a-z0-9]+")
_MARKS = re.compile(r"[\u0300-\u036f]")


def format_slug(text: str, *, fold: Callable[[str], str] = str.lower) -> str:
    """Return a name that neither starts nor ends with a hyphen: `CPU (all)` becomes `cpu-all`. The
    name of a text without ASCII letters and digits is empty.

    Args:
        text: The text.
        fold: Converts the text to lower case, and may replace letters such as `ö`. Every other
            character that remains separates two words.
    """
    return _OTHER.sub("-", fold(text)).strip("-")


def cut_slug(text: str, length: int) -> str:
    """Return the name of a text with at most `length` characters.

    Characters that are not allowed at the start of the text count as one character.
    """
    return _OTHER.sub("-", text.lower())[:length].strip("-")


def remove_accents(text: str) -> str:
    """Return the text in lower case without accents: `Größe` becomes `große`."""
    import unicodedata

    return _MARKS.sub("", unicodedata.normalize("NFKD", text.lower()))


def remove_other_letters(text: str) -> str:
    """Return the ASCII characters of the text in lower case, without accents: `Größe` becomes
    `groe`.
    """
    import unicodedata

    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
