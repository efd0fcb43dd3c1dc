"""Finds the lines and character positions of values in a JSON text.

Only the objects and lists around a value are read key by key. The fast JSON scanner of Python's
standard library skips all other values.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import cast

from boardwright.frozen import frozen
from boardwright.promql.expression import Span
from boardwright.schema.json_object import Pointer

_SPACE = re.compile(r"[ \t\n\r]*")
_string = cast("Callable[[str, int], tuple[str, int]]", json.decoder.scanstring)  # type: ignore[attr-defined]


@frozen(kw_only=False)
class JsonMember:
    """The position of one member of a JSON object in the text.

    Attributes:
        begin: Position of the first character of the key.
        key_end: Position after the key, before the colon.
        value: Start and end of the value.
    """

    begin: int
    key_end: int
    value: Span


class JsonLines:
    """The line numbers of the values of one JSON text.

    Args:
        text: JSON text that was parsed without an error.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._skip = json.JSONDecoder().raw_decode
        self._inside: dict[int, dict[str | int, tuple[int, int]]] = {}
        """Start of an object or list -> key or index of a member -> start of the key, and start of
        the value.
        """
        self._counted = 0, 1
        """A character position and its line number."""

    def find_line(self, pointer: Pointer) -> int:
        """Return the line on which a value begins.

        For a member of an object, this is the line of the key. If the value is missing, return the
        line of the innermost object or list around it that exists. If an object has the same key
        twice, the last occurrence counts, as in Grafana.
        """
        begin = start = self._skip_space(1 if self._text.startswith("\ufeff") else 0)
        for depth, key in enumerate(pointer):
            found = self._find_children(start, pointer[depth:]).get(key)
            if found is None:
                break
            begin, start = found
        return self._count_line(begin)

    def _count_line(self, position: int) -> int:
        """Return the line number of a character position. Counting starts at the position of the
        previous call, because successive positions are usually close to each other.
        """
        known, line = self._counted
        line += self._text.count("\n", known, position) - self._text.count("\n", position, known)
        self._counted = position, line
        return line

    def find_span(self, pointer: Pointer) -> Span | None:
        """Return the start and end of a value in the text; None if the value is missing."""
        start: int | None = self._skip_space(1 if self._text.startswith("\ufeff") else 0)
        for depth, key in enumerate(pointer):
            _, start = self._find_children(start or 0, pointer[depth:]).get(key, (0, None))
            if start is None:
                return None
        return self._find_value_span(start or 0)

    def find_members(self, pointer: Pointer) -> dict[str | int, JsonMember] | None:
        """Return the positions of an object's members; None if the value is not an object."""
        span = self.find_span(pointer)
        if span is None or self._text[span[0]] != "{":
            return None
        members: dict[str | int, JsonMember] = {}
        for key, (begin, start) in self._find_children(span[0]).items():
            _, key_end = _string(self._text, begin + 1, False)  # type: ignore[call-arg]
            value = self._find_value_span(start)
            if value is None:
                return None
            members[key] = JsonMember(begin, key_end, value)
        return members

    def _find_value_span(self, start: int) -> Span | None:
        try:
            return start, self._skip(self._text, start)[1]
        except (ValueError, StopIteration, IndexError, RecursionError):
            return None

    def _find_children(self, start: int, pointer: Pointer = ()) -> dict[str | int, tuple[int, int]]:
        if start not in self._inside:
            try:
                self._read_members(start, pointer)
            except (ValueError, StopIteration, IndexError, RecursionError):
                self._inside[start] = {}
        return self._inside[start]

    def _read_members(self, start: int, pointer: Pointer) -> int:
        """Record the positions of the members of the object or list at `start`, and of each nested
        object or list that contains the value at `pointer`. Return the position after the object or
        list at `start`.
        """
        text, found = self._text, dict[str | int, tuple[int, int]]()
        opening = text[start : start + 1]
        at = self._skip_space(start + 1)
        self._inside[start] = found
        if opening not in {"{", "["} or text[at] in "}]":
            return at + 1
        for index in range(len(text)):
            begin, key = at, cast("str | int", index)
            if opening == "{":
                key, at = _string(text, at + 1, False)  # type: ignore[call-arg]
                at = self._skip_space(self._skip_space(at) + 1)
            found[key] = begin, at
            is_around = len(pointer) > 1 and key == pointer[0] and text[at] in "{["
            at = self._read_members(at, pointer[1:]) if is_around else self._skip(text, at)[1]
            at = self._skip_space(at)
            if text[at] != ",":
                break
            at = self._skip_space(at + 1)
        return at + 1

    def _skip_space(self, at: int) -> int:
        found = _SPACE.match(self._text, at)
        return found.end() if found else at
