"""Formats the result of `boardwright diff` as text for a terminal."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Literal

from boardwright.commands.diffing.alert_group_diff import GroupDiff
from boardwright.commands.diffing.diff import BoardDiff, DiffResult
from boardwright.diff.changed_words import Spans, find_changed_words
from boardwright.diff.changes import BoardChange, Change, GroupChange, PanelChange, RuleChange
from boardwright.diff.shared_changes import SharedChange
from boardwright.notation.plurals import format_quantity
from boardwright.report.diff_parts import (
    NOUNS,
    SIGNS,
    choose_part_noun,
    collapse_white_space,
    find_part_row,
    format_diff_headline,
    format_diff_summary,
    format_folder,
    format_owner_name,
    format_part_name,
    format_shared_name,
    format_sides,
    is_long,
    list_parts,
)
from boardwright.report.text_format import escape_unprintable, leave_unstyled

DiffTextKind = Literal["created", "removed", "changed", "before", "after", "mark", "quiet"]
DiffTextStyle = Callable[[str, DiffTextKind], str]
"""Function that adds colour to a text, depending on the kind of the text. Only reports on a
terminal have colours."""

WIDTH = 110
"""Largest number of characters in a line with a value. A report shows only the section of a longer
value around the first change."""


def format_diff_lines(
    result: DiffResult, *, style: DiffTextStyle = leave_unstyled
) -> Iterator[str]:
    """Yield the lines of the text report of a diff."""
    yield style(format_diff_headline(result), "quiet")
    shared_changes, owners = result.split_shared()
    for shared in shared_changes:
        yield ""
        yield from format_shared_lines(shared, style=style)
    for owner in owners:
        yield ""
        yield from _format_owner_lines(owner, style)
    yield ""
    yield format_diff_summary(result)


def format_shared_lines(
    shared: SharedChange, *, style: DiffTextStyle = leave_unstyled, most: int | None = None
) -> Iterator[str]:
    """Yield the lines for a change that several boards share, with the titles of these boards.

    Args:
        shared: The change.
        style: Function that adds colour to a text.
        most: Largest number of board titles to list; None to list all titles.
    """
    name = _escape_on_one_line(format_shared_name(shared))
    heading = f"~ in {format_quantity(len(shared.boards), 'board')}: {name}"
    place = f"  {style(str(shared.place), 'quiet')}" if shared.place else ""
    yield f"{style(heading, 'changed')}: {shared.kind or 'changed'}{place}"
    for change in shared.changes:
        yield from _format_change(change, "    ", style, removed=shared.kind == "removed")
    titles = [
        _escape_on_one_line(title or uid).replace(" ", "\xa0")
        for uid, title in shared.boards[:most]
    ]
    names = textwrap.wrap(", ".join(titles), WIDTH - 12, break_long_words=False)
    for index, line in enumerate(names):
        yield f"    {'boards:' if index == 0 else '       '} {line}".replace("\xa0", " ")
    if len(shared.boards) > len(titles):
        yield f"            and {format_quantity(len(shared.boards) - len(titles), 'more board')}"


def _format_owner_lines(owner: BoardDiff | GroupDiff, style: DiffTextStyle) -> Iterator[str]:
    change = owner.change
    kind: DiffTextKind = "changed" if change.kind == "same" else change.kind
    folder, parts = format_folder(change), list_parts(change)
    heading = f"{SIGNS[kind]} {format_owner_name(change, _escape_on_one_line(change.title))}"
    heading += f" in {_escape_on_one_line(folder)}" if folder else ""
    place = f"  {style(str(owner.place), 'quiet')}" if owner.place else ""
    yield f"{style(heading, kind)}: {kind}{place}"
    if kind != "changed":
        nouns = Counter(map(choose_part_noun, parts))
        counts = [format_quantity(nouns[noun], noun) for noun in NOUNS if nouns[noun]]
        if counts:
            yield f"    {', '.join(counts)}"
        return
    yield from format_change_lines(change, style=style)


def format_change_lines(
    change: BoardChange | GroupChange, *, style: DiffTextStyle = leave_unstyled
) -> Iterator[str]:
    """Yield the lines for the changes of one board or group, without a heading."""
    for own_change in change.changes:
        yield from _format_change(own_change, "    ", style)
    for part in list_parts(change):
        yield from _format_part(part, style)


def _format_part(part: PanelChange | RuleChange, style: DiffTextStyle) -> Iterator[str]:
    kind: DiffTextKind = part.kind if part.kind in ("created", "removed") else "changed"
    noun, titles = find_part_row(part)
    within = f' in {noun} "{_escape_on_one_line(titles)}"' if titles else ""
    name = f"{SIGNS[part.kind]} {_escape_on_one_line(format_part_name(part))}"
    yield f"    {style(name, kind)}{within}: {part.kind}"
    for change in part.changes:
        yield from _format_change(change, "        ", style, removed=part.kind == "removed")


def _format_change(
    change: Change, indent: str, style: DiffTextStyle, *, removed: bool = False
) -> Iterator[str]:
    """Yield the lines for one change. If `removed` is True, the panel or rule itself was removed,
    so the lines do not add `(removed)` to each value.
    """
    before, after = format_sides(change)
    lead = f"{indent}{_escape_on_one_line(change.what)}"
    if change.kind == "added":
        yield f"{lead}: {style(_cut_line(after, ())[0], 'after')}"
    elif change.kind == "removed":
        suffix = "" if removed else " (removed)"
        yield f"{lead}: {style(_cut_line(before, ())[0], 'before')}{suffix}"
    elif not is_long(change):
        arrow = f"{style(before, 'before')} -> {style(after, 'after')}"
        yield f"{lead}: {arrow}" if before or after else lead
    else:
        old, new = find_changed_words(before, after)
        yield lead
        yield from _format_marked_lines(before, old, f"{indent}  - ", style, "before")
        yield from _format_marked_lines(after, new, f"{indent}  + ", style, "after")


def _format_marked_lines(
    text: str, spans: Spans, lead: str, style: DiffTextStyle, kind: DiffTextKind
) -> Iterator[str]:
    line, marks = _cut_line(text, spans)
    yield f"{lead}{style(line, kind)}"
    if marks and marks != "^" * len(line):
        yield f"{' ' * len(lead)}{style(marks, 'mark')}"


def _cut_line(text: str, spans: Spans) -> tuple[str, str]:
    """Return the section of a text around the first changed character, and a second line with `^`
    under the changed characters.
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


def _escape_on_one_line(text: str) -> str:
    return escape_unprintable(collapse_white_space(text))
