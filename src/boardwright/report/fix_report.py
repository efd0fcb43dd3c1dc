"""Formats the changes of `boardwright check --fix` as a unified diff for `git apply`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Literal

from boardwright.commands.checking.fix import FixedFile, FixResult
from boardwright.notation.plurals import format_quantity

_EditTag = Literal["replace", "delete", "insert", "equal"]
_FARTHEST = 400
"""Largest number of lines, in both texts together, that are searched for the end of a difference.
After that, the rest of both texts counts as different.
"""


def format_fix_lines(fixed: FixResult) -> Iterator[str]:
    """Yield the lines of the unified diff of every file, and a summary."""
    for file in fixed.files:
        yield from format_file_diff(file)
    if fixed.files:
        yield ""
    yield _format_summary(fixed)


def format_file_diff(file: FixedFile) -> Iterator[str]:
    """Yield the lines of the unified diff of a file. As in git, only a line feed ends a line."""
    absolute = file.name.startswith("/")
    old, new = (file.name, file.name) if absolute else (f"a/{file.name}", f"b/{file.name}")
    before, after = _split_lines(file.before), _split_lines(file.after)
    yield f"--- {old}"
    yield f"+++ {new}"
    for group in _Edits(before, after).get_grouped_opcodes():
        (_, a, _, c, _), (_, _, b, _, d) = group[0], group[-1]
        yield f"@@ -{_format_range(a, b)} +{_format_range(c, d)} @@"
        for kind, i, j, k, m in group:
            if kind == "equal":
                yield from _mark_lines(" ", before[i:j])
            else:
                yield from _mark_lines("-", before[i:j])
                yield from _mark_lines("+", after[k:m])


class _Edits(SequenceMatcher[str]):
    """The differences of two lists of lines. `SequenceMatcher` groups them for the unified diff,
    but does not search for them, because its search is slow for large files.
    """

    def __init__(self, before: Sequence[str], after: Sequence[str]) -> None:
        super().__init__(None, "", "")
        self._codes = list(_find_differences(before, after))

    def get_opcodes(self) -> list[tuple[_EditTag, int, int, int, int]]:
        """Return the ranges of equal and different lines, in the order of the file."""
        return self._codes


def _find_differences(
    before: Sequence[str], after: Sequence[str]
) -> Iterator[tuple[_EditTag, int, int, int, int]]:
    i = k = 0
    while i < len(before) or k < len(after):
        j, m = i, k
        while j < len(before) and m < len(after) and before[j] == after[m]:
            j, m = j + 1, m + 1
        if j > i:
            yield "equal", i, j, k, m
        i, k = j, m
        if i < len(before) or k < len(after):
            j, m = _find_next_equal(before, after, i, k)
            yield "replace", i, j, k, m
            i, k = j, m


def _find_next_equal(
    before: Sequence[str], after: Sequence[str], i: int, k: int
) -> tuple[int, int]:
    """Return the next index in `before` (from `i` on) and in `after` (from `k` on) at which the
    next three lines of both texts are equal. If there are none, return the ends of both texts.
    """
    for distance in range(1, _FARTHEST):
        for added in range(distance, -1, -1):
            j, m = i + distance - added, k + added
            if j > len(before) or m > len(after):
                continue
            if before[j : j + 3] == after[m : m + 3]:
                return j, m
    return len(before), len(after)


def _format_range(start: int, end: int) -> str:
    length = end - start
    first = start + 1 if length else start
    return str(first) if length == 1 else f"{first},{length}"


def _mark_lines(mark: str, lines: Sequence[str]) -> Iterator[str]:
    for line in lines:
        yield mark + line.removesuffix("\n")
        if not line.endswith("\n"):
            yield "\\ No newline at end of file"


def _split_lines(text: str) -> list[str]:
    lines = text.split("\n")
    return [line + "\n" for line in lines[:-1]] + [line for line in lines[-1:] if line]


def _format_summary(fixed: FixResult) -> str:
    left = (
        f"{format_quantity(fixed.left, 'problem')} cannot be fixed automatically"
        if fixed.left
        else "no problems left"
    )
    if not fixed.files:
        return f"Nothing to fix; {left}."
    values = sum(file.changes for file in fixed.files)
    what = f"{format_quantity(values, 'value')} in {format_quantity(len(fixed.files), 'file')}"
    if fixed.written:
        return f"Fixed {what}; {left}."
    return f"Pass --write to fix {what}; {left}."
