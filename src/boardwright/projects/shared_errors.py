"""Merges errors that several boards have in common. If a helper function fails, the error is
reported once, with the names of the boards.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from copy import copy

from boardwright.errors import BoardwrightError
from boardwright.notation.plurals import format_quantity

_BOARD_SEPARATOR = ', board "'
"""The text in `error.where` between the line and the title of the board."""

_MAX_LISTED = 20
"""The largest number of boards or files that an error lists."""

FileError = tuple[str, BoardwrightError]
"""A source file, and an error that occurred when the file was loaded or compiled."""


def merge_errors(errors: Iterable[FileError]) -> list[BoardwrightError]:
    """Return each error once, with a list of the boards or files that have this error.

    Args:
        errors: Errors with their source files. Errors with the same line and message count as one
            error.
    """
    groups: dict[tuple[str, str], list[FileError]] = {}
    for file, error in errors:
        groups.setdefault((_read_location(error), error.what), []).append((file, error))
    return [_merge_group(line, group) for (line, _), group in groups.items()]


def _read_location(error: BoardwrightError) -> str:
    return (error.where or "").partition(_BOARD_SEPARATOR)[0]


def _merge_group(line: str, group: Sequence[FileError]) -> BoardwrightError:
    first = group[0][1]
    boards = list(dict.fromkeys(_iter_boards(group)))
    files = [file for file in dict.fromkeys(file for file, _ in group) if file not in line]
    if len(boards) > 1:
        affected = _describe_shared("board", boards)
    elif len(group) > 1 and files and not boards:
        affected = _describe_shared("file", files)
    else:
        return first
    merged = copy(first)
    merged.where = line
    merged.hint = f"{first.hint}\n  {affected}" if first.hint else affected
    return merged


def _iter_boards(group: Iterable[FileError]) -> Iterator[str]:
    for _, error in group:
        board = (error.where or "").partition(_BOARD_SEPARATOR)[2]
        if board:
            yield f'"{board}'


def _describe_shared(noun: str, names: Sequence[str]) -> str:
    more = f"; and {len(names) - _MAX_LISTED} more" if len(names) > _MAX_LISTED else ""
    return (
        f"The same error is in {format_quantity(len(names), noun)}: "
        f"{'; '.join(names[:_MAX_LISTED])}{more}."
    )
