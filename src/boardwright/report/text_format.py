"""Formats counts and tables for reports, renders templates, and escapes control characters."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from boardwright.notation.plurals import format_quantity


def format_counts(words: Iterable[str], order: Iterable[str]) -> str:
    """Return how often each word occurs, such as `1 update, 1 unchanged`. The parameter `order`
    determines the order of the words.
    """
    words = list(words)
    return ", ".join(f"{words.count(word)} {word}" for word in order if word in words)


def format_counts_by_noun(words: Iterable[tuple[str, str]], order: Sequence[str]) -> str:
    """Return how often each pair of a noun and a word occurs, such as `2 boards: 1 created, 1
    unchanged`. The text is empty if there are no pairs.

    Args:
        words: Pairs of a noun and a word, such as `("board", "created")`.
        order: Order of the words in the result.
    """
    words_by_noun: dict[str, list[str]] = {}
    for noun, word in words:
        words_by_noun.setdefault(noun, []).append(word)
    return "; ".join(
        f"{format_quantity(len(group), noun)}: {format_counts(group, order)}"
        for noun, group in words_by_noun.items()
    )


def format_table(header: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> Iterator[str]:
    """Yield the lines of a table, with escaped control characters. Yield nothing if `rows` is
    empty.
    """
    lines = [header, *(tuple(map(escape_unprintable, row)) for row in rows)] if rows else []
    widths = [max(len(line[column]) for line in lines) for column in range(len(header)) if lines]
    for line in lines:
        cells = (cell.ljust(width) for cell, width in zip(line, widths, strict=True))
        yield "  ".join(cells).rstrip()


LISTED = 200
"""Largest number of items, such as boards or files, that a text report lists."""


def iter_first_lines(
    lines: Sequence[str], noun: str, *, hint: str = "pass --format json to list all"
) -> Iterator[str]:
    """Yield the first `LISTED` lines of a list, and a line with the number of omitted lines.

    Args:
        lines: The lines of the list, one for each item.
        noun: The singular noun for an item, such as `folder`.
        hint: The end of the last line, which explains how to list all items.
    """
    yield from lines[:LISTED]
    if len(lines) > LISTED:
        others = format_quantity(len(lines) - LISTED, noun)
        yield f"{'':>9}  and {others} more: {hint}"


ALL_HINT = "pass --all or --format json to list all"
"""The hint in a shortened text report of a verb that has the option `--all`."""


def iter_requested_lines(lines: Sequence[str], noun: str, *, every: bool) -> Iterator[str]:
    """Yield all lines of a list if `every` is True. If it is False, yield the first `LISTED` lines,
    and a line with the number of omitted lines.
    """
    yield from lines if every else iter_first_lines(lines, noun, hint=ALL_HINT)


_NAME_LIMIT = 10


def format_failures(failures: Iterable[tuple[str, str, str, str]]) -> Iterator[str]:
    """Yield the lines of failures. Failures with the same reason are listed together.

    Args:
        failures: Tuples of the word `error` or `conflict`, the singular noun for the object, such
            as `board`, the reason, and the name of the object.
    """
    names: dict[tuple[str, str, str], list[str]] = {}
    for kind, noun, reason, name in failures:
        names.setdefault((kind, noun, reason), []).append(name)
    for (kind, noun, reason), objects in names.items():
        yield from _format_alike_failures(kind, noun, reason, objects)


def _format_alike_failures(
    kind: str, noun: str, reason: str, names: Sequence[str]
) -> Iterator[str]:
    if len(names) == 1:
        yield f"{kind}: {names[0]}: {reason}"
        return
    yield f"{kind}: {format_quantity(len(names), noun)}: {reason}"
    yield from iter_first_names(names)


def iter_first_names(names: Sequence[str]) -> Iterator[str]:
    """Yield an indented line for each of the first ten names, and a line with the number of omitted
    names.
    """
    yield from (f"    {name}" for name in names[:_NAME_LIMIT])
    if len(names) > _NAME_LIMIT:
        yield f"    and {len(names) - _NAME_LIMIT} more"


def leave_unstyled(text: str, kind: str) -> str:
    """Return the text unchanged, for reports without colours."""
    return text


def escape_unprintable(text: str) -> str:
    """Return a text on one line, with escaped control characters. Texts of boards may contain
    control characters that would change the user's terminal.
    """
    if text.isprintable():
        return text
    return "".join(
        each if each.isprintable() else each.encode("unicode_escape").decode() for each in text
    )


def escape_unprintable_lines(text: str) -> str:
    """Return a text with escaped control characters. Line feeds and tabs stay unchanged."""
    lines = ("\t".join(map(escape_unprintable, line.split("\t"))) for line in text.split("\n"))
    return "\n".join(lines)


def render_template(name: str, **values: object) -> str:
    """Render a text template of this package. A template has to escape values itself, with the
    filter `escape_unprintable`.
    """
    from boardwright.notation.templates import open_templates

    environment = open_templates(Path(__file__).parent / "templates", trim_blocks=True)
    environment.filters["escape_unprintable"] = escape_unprintable
    return environment.get_template(name).render(values)
