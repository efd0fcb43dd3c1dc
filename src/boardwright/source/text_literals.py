"""Writes text and numbers as Python literals, in the form that ruff gives them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from itertools import pairwise
from unicodedata import combining, east_asian_width

from boardwright.source.query_breaks import find_break_offsets
from boardwright.source.syntax_tree import Name, Scalar, TextWithNames, Value

TextNode = Value | TextWithNames

_ESCAPES = {"\n": "\\n", "\r": "\\r", "\t": "\\t", "\\": "\\\\"}
_LINES = re.compile(r"[^\n]*\n|[^\n]+")
_WORDS = re.compile(r"\S*\s+|\S+")
_PARTS = re.compile(r"[^,({|/&]*[,({|/&]\s*|[^,({|/&]+")


def format_literal(value: Scalar) -> str:
    """Return the Python literal of a value on one line."""
    if isinstance(value, str):
        return format_text(value)
    if isinstance(value, float):
        return repr(value).replace("e+", "e")
    return repr(value)


def format_text(text: str) -> str:
    """Return text in double quotes, or in single quotes if these need fewer escapes.

    Unprintable characters, such as unpaired surrogates and direction marks, are escaped.
    """
    quote = "'" if text.count('"') > text.count("'") else '"'
    return quote + _escape_text(text, quote) + quote


def format_f_string(node: TextWithNames) -> str:
    """Return the f-string for a text that contains names."""
    text = "".join(part for part in node.parts if isinstance(part, str))
    quote = "'" if text.count('"') > text.count("'") else '"'
    inside = "".join(
        f"{{{part.name}}}"
        if isinstance(part, Name)
        else _escape_text(part, quote).replace("{", "{{").replace("}", "}}")
        for part in node.parts
    )
    return f"f{quote}{inside}{quote}"


def _escape_text(text: str, quote: str) -> str:
    if text.isprintable():
        return text.replace("\\", "\\\\").replace(quote, "\\" + quote)
    return "".join(_escape_character(character, quote) for character in text)


def _escape_character(character: str, quote: str) -> str:
    if character == quote:
        return "\\" + quote
    if character in _ESCAPES:
        return _ESCAPES[character]
    if character.isprintable():
        return character
    code = ord(character)
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def measure_width(text: str) -> int:
    """Return the width of a text in columns; wide characters take two columns."""
    if text.isascii():
        return len(text)
    return sum(_count_columns(character) for character in text)


@cache
def _count_columns(character: str) -> int:
    if combining(character):
        return 0
    return 2 if east_asian_width(character) in "WF" else 1


def split_text(node: TextNode, room: int) -> list[str]:
    """Return a text as several literals. If possible, each literal fits into `room` columns.

    PromQL is broken at operators and arguments, other text at line ends and between words.
    """
    if isinstance(node, Value):
        return _Splitter(room, format_text).split_into_literals(str(node.value))
    if any(_MARK.search(part) for part in node.parts if isinstance(part, str)):
        return [format_f_string(node)]
    text = "".join(p if isinstance(p, str) else _MARKED.format(p.name) for p in node.parts)
    return _Splitter(room, _format_marked_text).split_into_literals(text)


_MARKED = '{{boardwright_name_{}=""}}'
_MARK = re.compile(r'\{boardwright_name_(\w+)=""\}')
"""Matches the label selector that replaces a name while the PromQL parser reads a query, because
names are not PromQL.
"""


def _format_marked_text(text: str) -> str:
    """Return the f-string for a text in which selectors such as `{boardwright_name_X=""}` mark the
    places of names. In the f-string, the names replace these selectors.
    """
    parts = [Name(part) if turn % 2 else part for turn, part in enumerate(_MARK.split(text))]
    if len(parts) == 1:
        return format_text(text)
    return format_f_string(TextWithNames(tuple(filter(None, parts))))


class _Splitter:
    """Splits a text into pieces whose literals fit into a number of columns.

    Args:
        room: The number of columns for a piece.
        render: Function that returns the literal of a piece.
    """

    def __init__(self, room: int, render: Callable[[str], str]) -> None:
        self._room, self._render = room, render

    def split_into_literals(self, text: str) -> list[str]:
        return [self._render(piece) for piece in self._split_pieces(text)]

    def _split_pieces(self, text: str) -> list[str]:
        lines = _LINES.findall(text)
        if self._fits_room(text):
            return [text]
        if all(map(self._fits_room, lines)):
            return lines
        offsets = find_break_offsets(text)
        pieces: list[str] = []
        start = 0
        for line in lines:
            pieces += self._split_line(line, _shift_offsets(offsets, start, start + len(line)))
            start += len(line)
        return pieces

    def _split_line(self, text: str, offsets: dict[int, int]) -> list[str]:
        """Return the pieces of a line, which is broken at the operators and arguments that are
        least deeply nested.
        """
        if self._fits_room(text):
            return [text]
        if not offsets:
            return self._wrap_line(text)
        rank = min(offsets.values())
        starts = [0, *sorted(at for at, each in offsets.items() if each == rank), len(text)]
        line_pieces: list[str] = []
        for start, end in pairwise(starts):
            piece = text[start:end]
            pieces = self._split_line(piece, _shift_offsets(offsets, start, end))
            if line_pieces and self._fits_room(line_pieces[-1] + piece):
                line_pieces[-1] += piece
            elif line_pieces and len(pieces) > 1 and self._fits_room(line_pieces[-1] + pieces[0]):
                line_pieces[-1] += pieces[0]
                line_pieces += pieces[1:]
            else:
                line_pieces += pieces
        return line_pieces

    def _fits_room(self, text: str) -> bool:
        return measure_width(self._render(text)) <= self._room

    def _wrap_line(self, line: str) -> list[str]:
        """Return the pieces of a line, each of which consists of whole words. Words that are too
        long for a piece are broken at punctuation.
        """
        lines: list[str] = []
        current = ""
        for word in self._iter_words(line):
            if current and not self._fits_room(current + word):
                lines.append(current)
                current = ""
            current += word
        return [*lines, current] if current else lines

    def _iter_words(self, line: str) -> Iterator[str]:
        for word in _WORDS.findall(line):
            is_whole = self._fits_room(word) or _MARK.search(word)
            yield from [word] if is_whole else _PARTS.findall(word)


def _shift_offsets(offsets: dict[int, int], start: int, end: int) -> dict[int, int]:
    """Return the offsets inside a part of a text, counted from the start of that part."""
    return {at - start: rank for at, rank in offsets.items() if start < at < end}
