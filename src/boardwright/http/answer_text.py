"""Formats the text of a server's answer for an error message, without credentials."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

_TITLE = re.compile(r"<title[^>]*>(.*?)</title>", re.IGNORECASE | re.DOTALL)
_EXCERPT_LENGTH = 120


def format_redacted_line(text: str, redact: Callable[[str], str], *, max_length: int) -> str:
    """Return the text of a server's answer as one printable line without credentials.

    The function replaces the credentials before it shortens the line, so that the end of the line
    cannot contain a part of a password.

    Args:
        redact: Function that replaces the credentials in a text.
        max_length: Maximum number of characters of the line.
    """
    words = "".join(c for c in redact(text) if c.isprintable() or c.isspace()).split()
    return redact(" ".join(words))[:max_length]


def format_page_excerpt(body: bytes, redact: Callable[[str], str]) -> str:
    """Return a quotation of a server's answer, for the end of an error message.

    The function quotes the title of an HTML page, or the beginning of any other text. The quotation
    is empty if the answer has no text.

    Args:
        redact: Function that replaces the credentials in a text.
    """
    text = body.decode("utf-8", "replace")
    title = _TITLE.search(text)
    if "<" in text[:200] and title is None:
        return ""
    line = format_redacted_line(
        unescape(title[1]) if title else text, redact, max_length=_EXCERPT_LENGTH
    )
    return f': "{line}"' if line else ""
