"""Formats the result of `boardwright diff` as text for a terminal."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Literal

from boardwright.commands.diffing.alert_group_diff import GroupDiff
from boardwright.commands.diffing.diff import BoardDiff, DiffResult
from boardwright.diff.changed_words import Spans, changed_words
from boardwright.diff.changes import BoardChange, Change, GroupChange, PanelChange, RuleChange
from boardwright.diff.shared_changes import SharedChange
from boardwright.notation.plurals import format_quantity
from boardwright.report.diff_parts import (
    NOUNS,
    SIGNS,
    folder_text,
    headline,
    is_long,
    one_line,
    owner_name,
    part_name,
    part_noun,
    part_row,
    parts,
    shared_name,
    sides,
    summary,
)
from boardwright.report.text_format import printable

Kind = Literal["created", "removed", "changed", "before", "after", "mark", "quiet"]
Style = Callable[[str, Kind], str]
"""Adds colour to a text depending on its kind; used on a terminal only."""

WIDTH = 110
"""Largest number of characters shown of a line. A longer line is cut around the first change."""


def plain(text: str, kind: Kind) -> str:
    """Return the text unchanged."""
    return text


def diff_lines(result: DiffResult, *, style: Style = plain) -> Iterator[str]:
    """Yield the lines of the text report of a diff."""
    yield style(headline(result), "quiet")
    shared_changes, owners = result.split_shared()
    for shared in shared_changes:
        yield ""
        yield from shared_lines(shared, style=style)
    for owner in owners:
        yield ""
        yield from _owner_lines(owner, style)
    yield ""
    yield summary(result)


def shared_lines(
    shared: SharedChange, *, style: Style = plain, most: int | None = None
) -> Iterator[str]:
    """Yield the lines for a change that several boards share, and lines with the titles of these
    boards.

    Args:
        shared: The change.
        style: Function that adds colour to a text.
        most: Largest number of board titles to list; None to list all titles.
    """
    heading = (
        f"~ in {format_quantity(len(shared.boards), 'board')}: {_printable(shared_name(shared))}"
    )
    place = f"  {style(str(shared.place), 'quiet')}" if shared.place else ""
    yield f"{style(heading, 'changed')}: {shared.kind or 'changed'}{place}"
    for change in shared.changes:
        yield from _change(change, "    ", style, removed=shared.kind == "removed")
    titles = [_printable(title or uid).replace(" ", "\xa0") for uid, title in shared.boards[:most]]
    names = textwrap.wrap(", ".join(titles), WIDTH - 12, break_long_words=False)
    for index, line in enumerate(names):
        yield f"    {'boards:' if index == 0 else '       '} {line}".replace("\xa0", " ")
    if len(shared.boards) > len(titles):
        yield f"            and {format_quantity(len(shared.boards) - len(titles), 'more board')}"


def _owner_lines(owner: BoardDiff | GroupDiff, style: Style) -> Iterator[str]:
    change = owner.change
    kind: Kind = "changed" if change.kind == "same" else change.kind
    folder, inner = folder_text(change), parts(change)
    heading = f"{SIGNS[kind]} {owner_name(change, _printable(change.title))}"
    heading += f" in {_printable(folder)}" if folder else ""
    place = f"  {style(str(owner.place), 'quiet')}" if owner.place else ""
    yield f"{style(heading, kind)}: {kind}{place}"
    if kind != "changed":
        nouns = Counter(map(part_noun, inner))
        counts = [format_quantity(nouns[noun], noun) for noun in NOUNS if nouns[noun]]
        if counts:
            yield f"    {', '.join(counts)}"
        return
    yield from change_lines(change, style=style)


def change_lines(change: BoardChange | GroupChange, *, style: Style = plain) -> Iterator[str]:
    """Yield the lines for the changes of one board or alert group, without a heading."""
    for inner in change.changes:
        yield from _change(inner, "    ", style)
    for part in parts(change):
        yield from _part(part, style)


def _part(part: PanelChange | RuleChange, style: Style) -> Iterator[str]:
    kind: Kind = part.kind if part.kind in ("created", "removed") else "changed"
    noun, titles = part_row(part)
    within = f' in {noun} "{_printable(titles)}"' if titles else ""
    name = f"{SIGNS[part.kind]} {_printable(part_name(part))}"
    yield f"    {style(name, kind)}{within}: {part.kind}"
    for change in part.changes:
        yield from _change(change, "        ", style, removed=part.kind == "removed")


def _change(change: Change, indent: str, style: Style, *, removed: bool = False) -> Iterator[str]:
    """Yield the lines for one change. For a removed panel or rule, only the old values are
    listed.
    """
    before, after = sides(change)
    lead = f"{indent}{_printable(change.what)}"
    if change.kind == "added":
        yield f"{lead}: {style(_cut(after, ())[0], 'after')}"
    elif change.kind == "removed":
        suffix = "" if removed else " (removed)"
        yield f"{lead}: {style(_cut(before, ())[0], 'before')}{suffix}"
    elif not is_long(change):
        arrow = f"{style(before, 'before')} -> {style(after, 'after')}"
        yield f"{lead}: {arrow}" if before or after else lead
    else:
        old, new = changed_words(before, after)
        yield lead
        yield from _marked_lines(before, old, f"{indent}  - ", style, "before")
        yield from _marked_lines(after, new, f"{indent}  + ", style, "after")


def _marked_lines(text: str, spans: Spans, lead: str, style: Style, kind: Kind) -> Iterator[str]:
    line, marks = _cut(text, spans)
    yield f"{lead}{style(line, kind)}"
    if marks and marks != "^" * len(line):
        yield f"{' ' * len(lead)}{style(marks, 'mark')}"


def _cut(text: str, spans: Spans) -> tuple[str, str]:
    """Return the section of a long line around the first changed character, and a second line with
    `^` under the changed characters.
    """
    start = spans[0][0] if spans else 0
    left = max(0, min(start - WIDTH // 3, len(text) - WIDTH))
    right = min(len(text), left + WIDTH)
    before, after = "..." if left else "", "..." if right < len(text) else ""
    marks = [" "] * (right - left)
    for first, last in spans:
        for index in range(max(first, left), min(last, right)):
            marks[index - left] = "^"
    line = f"{before}{text[left:right]}{after}"
    return line, (" " * len(before) + "".join(marks)).rstrip()


def _printable(text: str) -> str:
    return printable(one_line(text))
