"""Text of a board in a docstring: read by people, never data."""

from __future__ import annotations

LONGEST = 60


def one_line(text: str, *, longest: int = LONGEST) -> str:
    """Return a text as words on one line that can neither end a docstring nor escape in it."""
    words = "".join(_harmless(character) for character in text).split()
    line = " ".join(words).rstrip(".")
    return line if len(line) <= longest else line[: longest - 1].rstrip() + "…"


def _harmless(character: str) -> str:
    if character == '"':
        return "'"
    if character == "\\":
        return "/"
    return character if character.isprintable() else " "
