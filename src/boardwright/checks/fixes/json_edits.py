"""Replaces values in a JSON text. A new value is formatted like the object around it. All other
text stays unchanged.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from boardwright.checks.fixes.value_change import ValueChange
from boardwright.checks.positions import JsonLines, JsonMember
from boardwright.errors import DocumentError
from boardwright.promql.expression import Span


def apply_changes(text: str, changes: Iterable[ValueChange]) -> str:
    """Return the text with all changes made. No value may occur in two changes.

    Args:
        text: JSON text that was parsed without an error; it may begin with a byte order mark.
        changes: Changes whose keys start at the top of the file.

    Raises:
        DocumentError: The keys of a change do not lead to a value in the text.
    """
    positions = JsonLines(text)
    edits = sorted((_build_edit(text, positions, change) for change in changes), reverse=True)
    for (start, end), new in edits:
        text = text[:start] + new + text[end:]
    return text


def _build_edit(text: str, positions: JsonLines, change: ValueChange) -> tuple[Span, str]:
    parent, key = change.pointer[:-1], change.pointer[-1]
    members = positions.find_members(parent)
    if members is None:
        path = "/".join(map(str, change.pointer))
        raise DocumentError(
            f"cannot be fixed automatically: the JSON has no value at {path}",
            hint="Edit the file by hand.",
        )
    style = _JsonStyle(text, members)
    new = style.render(change.value)
    if key in members:
        return members[key].value, new
    start, _ = positions.find_span(parent) or (0, 0)
    name = f"{json.dumps(key)}{style.colon}{new}"
    if not members:
        return (start + 1, start + 1), name
    first = min(member.begin for member in members.values())
    return (first, first), f"{name},{style.between}"


class _JsonStyle:
    """The white space in a JSON object: around colons, and between two members."""

    def __init__(self, text: str, members: dict[str | int, JsonMember]) -> None:
        ordered = sorted(members.values(), key=lambda member: member.begin)
        self.colon = ": "
        self.between = " "
        if ordered:
            first = ordered[0]
            self.colon = text[first.key_end : first.value[0]]
            self.between = _find_leading_space(text, first.begin)
            if len(ordered) > 1:
                self.between = _find_leading_space(text, ordered[1].begin)
            elif not self.between and self.colon.endswith(" "):
                self.between = " "
        indent = self.between.rpartition("\n")[2]
        self._step = _find_indentation(text, ordered[0].begin, indent) if ordered else ""

    def render(self, value: Any) -> str:
        """Return a value as JSON text that is formatted like the object."""
        if not isinstance(value, dict):
            return json.dumps(value)
        inner, end = self.between, ""
        if "\n" in self.between:
            inner, end = self.between + self._step, self.between
        members = [f"{json.dumps(k)}{self.colon}{json.dumps(v)}" for k, v in value.items()]
        return "{" + (inner if end else "") + f",{inner}".join(members) + end + "}"


def _find_leading_space(text: str, at: int) -> str:
    """Return the white space before a position. Of several line ends, only the last is kept."""
    space = text[len(text[:at].rstrip(" \t\r\n")) : at]
    before, newline, indent = space.rpartition("\n")
    return ("\r\n" if before.endswith("\r") else newline) + indent


def _find_indentation(text: str, first: int, indent: str) -> str:
    opening = len(text[:first].rstrip(" \t\r\n"))
    line = text[text.rfind("\n", 0, opening) + 1 : opening]
    outer = line[: len(line) - len(line.lstrip(" \t"))]
    return indent.removeprefix(outer) or "  "
