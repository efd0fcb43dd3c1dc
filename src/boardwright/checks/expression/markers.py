"""Stand-ins for Grafana's variables that can be told from the user's own text in a parsed tree.

`boardwright.promql.substitute` knows what may stand where; its stand-ins (`x`, `1`, `5m`) are made
unique here, so that a name, a value, a number or a length in the tree leads back to its variable.
Most queries have variables in quotes and as ranges only; those are replaced without a full scan.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property

from boardwright.notation.variables import VARIABLE
from boardwright.promql.lexical import quote
from boardwright.promql.substitute import Piece, Substituted, substitute

_NAME = re.compile(r"bwv_(\d+)_")
_NUMBERS_FROM = 4e15
"""Numbers from here on are variables: exact as floats, and in no real expression."""
_YEARS = 100
_LENGTHS_FROM = _YEARS * 365 * 86_400_000
_STAND_IN = re.compile(r"\b[xy]\b")
_SIMPLE = re.compile(
    r""""[^"\\]*(?:\\.[^"\\]*)*"|'[^'\\]*(?:\\.[^'\\]*)*'|\[\$\w+\]|[$#`]|\[\[""", re.S
)
"""Strings, ranges that are a variable, and what makes an expression one that is not simple."""


class Marked:
    """A text with unique stand-ins, and what they stand for.

    Attributes:
        text: The substituted text.
    """

    def __init__(self, source: str, *, operand: str = "1", function: str = "sum") -> None:
        """Substitute the variables of `source`; see `boardwright.promql.substitute`."""
        self._source = source
        self._sources: list[str] = []
        self._pieces: list[tuple[int, str, str]] = []
        self.text = source
        if ("$" in source or "[[" in source) and not self._read_simply(source):
            self._sources.clear()
            plain = substitute(source, operand=operand, function=function)
            self._pieces = [self._marked(piece, source) for piece in plain.pieces]
        if self._pieces:
            self.text = self._text()

    @cached_property
    def read(self) -> Substituted:
        """The substituted text with its map back to the user's."""
        pieces = (Piece(start=start, source=old, text=new) for start, old, new in self._pieces)
        return Substituted(source=self._source, pieces=tuple(pieces))

    @property
    def has_variables(self) -> bool:
        """Whether anything was substituted."""
        return bool(self._pieces)

    @property
    def functions(self) -> Sequence[int]:
        """Where in `text` functions begin whose names are variables."""
        found, shift = [], 0
        for start, old, new in self._pieces:
            if new in {"sum", "rate"}:
                found.append(start + shift)
            shift += len(new) - len(old)
        return found

    def restored(self, text: str) -> str:
        """Return a name or value of the tree as the user wrote it."""
        if not self._sources or "bwv_" not in text:
            return text
        return _NAME.sub(lambda found: self._sources[int(found[1])], text)

    def number(self, value: float) -> float | None:
        """Return a number of the tree, None for a variable's."""
        return None if self._sources and abs(value) >= _NUMBERS_FROM else value

    def length(self, milliseconds: int) -> tuple[int | None, str | None]:
        """Return a length of the tree, or the text of the variable that stands there."""
        index = milliseconds - _LENGTHS_FROM - 1
        if 0 <= index < len(self._sources):
            return None, self._sources[index]
        return milliseconds, None

    def _text(self) -> str:
        parts: list[str] = []
        at = 0
        for start, old, new in self._pieces:
            parts += (self._source[at:start], new)
            at = start + len(old)
        return "".join((*parts, self._source[at:]))

    def _read_simply(self, source: str) -> bool:
        """Replace variables in quotes and as ranges; False when there are others."""
        for found in _SIMPLE.finditer(source):
            text = found[0]
            if text[0] == "[" and text != "[[":
                self._pieces.append((found.start() + 1, text[1:-1], self._length_of(text[1:-1])))
            elif text in {"$", "#", "`", "[["}:
                self._pieces.clear()
                return False
            elif "$" in text or "[[" in text:
                for each in VARIABLE.finditer(text):
                    mark = self._mark(each[0])
                    self._pieces.append((found.start() + each.start(), each[0], mark))
        return True

    def _marked(self, piece: Piece, source: str) -> tuple[int, str, str]:
        text = piece.text
        if piece.source.startswith("`"):
            text = quote(VARIABLE.sub(lambda found: self._mark(found[0]), piece.source[1:-1]))
        elif text == "5m":
            text = self._length_of(piece.source)
        elif text == "1":
            if not source[: piece.start].rstrip().endswith("@"):
                self._sources.append(piece.source)
                text = str(int(_NUMBERS_FROM) + len(self._sources))
        elif text not in {"sum", "rate"}:
            text = _STAND_IN.sub(lambda _: self._mark(piece.source), text)
        return piece.start, piece.source, text

    def _length_of(self, source: str) -> str:
        self._sources.append(source)
        return f"{_YEARS}y{len(self._sources)}ms"

    def _mark(self, source: str) -> str:
        self._sources.append(source)
        return f"bwv_{len(self._sources) - 1}_"
