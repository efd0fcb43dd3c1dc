"""Text and numbers as Python literals, in the form that ruff gives them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from unicodedata import combining, east_asian_width

from boardwright.source.tree import Scalar

_NAMED = {"\n": "\\n", "\r": "\\r", "\t": "\\t", "\\": "\\\\"}
_PIECES = re.compile(r"[^\n]*\n|[^\n]+")
_WORDS = re.compile(r"\S*\s+|\S+")
_PARTS = re.compile(r"[^,({|/&]*[,({|/&]\s*|[^,({|/&]+")


def literal(value: Scalar) -> str:
    """Return the one-line Python literal of a value."""
    if isinstance(value, str):
        return text_literal(value)
    if isinstance(value, float):
        return repr(value).replace("e+", "e")
    return repr(value)


def text_literal(text: str) -> str:
    """Return text in quotes: double ones, unless single ones save escapes.

    What does not print, lone surrogates and direction marks among it, is escaped.
    """
    quote = "'" if text.count('"') > text.count("'") else '"'
    if text.isprintable():
        inside = text.replace("\\", "\\\\").replace(quote, "\\" + quote)
    else:
        inside = "".join(_escaped(character, quote) for character in text)
    return quote + inside + quote


def _escaped(character: str, quote: str) -> str:
    if character == quote:
        return "\\" + quote
    if character in _NAMED:
        return _NAMED[character]
    if character.isprintable():
        return character
    code = ord(character)
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def width_of(text: str) -> int:
    """Return how many columns a text takes; wide characters take two."""
    if text.isascii():
        return len(text)
    return sum(_columns(character) for character in text)


@cache
def _columns(character: str) -> int:
    if combining(character):
        return 0
    return 2 if east_asian_width(character) in "WF" else 1


def pieces(text: str, room: int) -> list[str]:
    """Return a long text in pieces whose literals fit: at its newlines, else between words."""
    found: list[str] = []
    for line in _PIECES.findall(text):
        found += [line] if _fits(line, room) else _wrapped(line, room)
    return found


def _words(line: str, room: int) -> Iterator[str]:
    """Yield the words of a line; those that are too long in parts, which end as PromQL's may."""
    for word in _WORDS.findall(line):
        yield from [word] if _fits(word, room) else _PARTS.findall(word)


def _fits(text: str, room: int) -> bool:
    return width_of(text_literal(text)) <= room


def _wrapped(line: str, room: int) -> list[str]:
    """Return a line in pieces of whole words; a word that is too long has a piece of its own."""
    found: list[str] = []
    current = ""
    for word in _words(line, room):
        if current and not _fits(current + word, room):
            found.append(current)
            current = ""
        current += word
    return [*found, current] if current else found
