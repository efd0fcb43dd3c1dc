"""Formats counts and tables for reports, and escapes control characters in texts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from boardwright.notation.plurals import format_quantity


def tally(words: Iterable[str], order: Iterable[str]) -> str:
    """Return how often each word occurs, such as `1 update, 1 unchanged`. The words are in the
    order of `order`.
    """
    words = list(words)
    return ", ".join(f"{words.count(word)} {word}" for word in order if word in words)


def tallies(words: Iterable[tuple[str, str]], order: Sequence[str]) -> str:
    """Return how often each pair of noun and word occurs, such as `2 boards: 1 created, 1
    unchanged`. Return an empty text if there are no pairs.

    Args:
        words: Pairs of a noun and a word, such as `("board", "created")`.
        order: Order of the words in the result.
    """
    of: dict[str, list[str]] = {}
    for noun, word in words:
        of.setdefault(noun, []).append(word)
    return "; ".join(
        f"{format_quantity(len(of[noun]), noun)}: {tally(of[noun], order)}" for noun in of
    )


def table(header: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> Iterator[str]:
    """Yield the lines of a table with control characters escaped; yield nothing if there are no
    rows.
    """
    lines = [header, *(tuple(map(printable, row)) for row in rows)] if rows else []
    widths = [max(len(line[column]) for line in lines) for column in range(len(header)) if lines]
    for line in lines:
        cells = (cell.ljust(width) for cell, width in zip(line, widths, strict=True))
        yield "  ".join(cells).rstrip()


LISTED = 200
"""The number of boards, folders or files that a text report lists."""


def first_lines(
    lines: Sequence[str], noun: str, *, hint: str = "--format json lists all of them"
) -> Iterator[str]:
    """Yield the first lines of a list, and a line with the number of remaining lines.

    Args:
        lines: The lines, one for each item, such as a folder.
        noun: The singular noun for an item, such as `folder`.
        hint: The end of the last line, which explains how to get the remaining lines.
    """
    yield from lines[:LISTED]
    if len(lines) > LISTED:
        others = format_quantity(len(lines) - LISTED, noun)
        yield f"{'':>9}  and {others} more: {hint}"


ALL_HINT = "--all or --format json lists all of them"
"""How to get the lines that the text report of a verb with the option --all leaves out."""


def listed_lines(lines: Sequence[str], noun: str, *, every: bool) -> Iterator[str]:
    """Yield all lines of a list if `every` is true; otherwise the first lines, and a line with the
    number of remaining lines.
    """
    yield from lines if every else first_lines(lines, noun, hint=ALL_HINT)


_NAMED = 10


def grouped_lines(kind: str, noun: str, reason: str, names: Sequence[str]) -> Iterator[str]:
    """Yield the lines of an error or conflict that one object or several objects have.

    Args:
        kind: The first word of the line: `error` or `conflict`.
        noun: The singular noun for an object, such as `board`.
        reason: The reason for the error or conflict.
        names: The names of the objects.
    """
    if len(names) == 1:
        yield f"{kind}: {names[0]}: {reason}"
        return
    yield f"{kind}: {format_quantity(len(names), noun)}: {reason}"
    yield from named_lines(names)


def named_lines(names: Sequence[str]) -> Iterator[str]:
    """Yield an indented line for each of the first names, and a line with the number of remaining
    names.
    """
    yield from (f"    {name}" for name in names[:_NAMED])
    if len(names) > _NAMED:
        yield f"    and {len(names) - _NAMED} more"


def printable(text: str) -> str:
    """Return a text on one line, with control characters escaped. Stored boards may contain control
    characters.
    """
    if text.isprintable():
        return text
    return "".join(
        each if each.isprintable() else each.encode("unicode_escape").decode() for each in text
    )


def printable_lines(text: str) -> str:
    """Return a text in which all control characters except line feeds and tabs are escaped."""
    lines = ("\t".join(map(printable, line.split("\t"))) for line in text.split("\n"))
    return "\n".join(lines)
