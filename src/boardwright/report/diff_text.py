"""A diff as a person reads it on a terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Literal

from boardwright.commands.diffing.alert_group_diff import DiffedGroup
from boardwright.commands.diffing.diff import Diffed, DiffedBoard
from boardwright.diff.changed_words import Spans, changed_words
from boardwright.diff.changes import BoardChange, Change, GroupChange, PanelChange, RuleChange
from boardwright.notation.plurals import quantity
from boardwright.report.diff_parts import (
    SIGNS,
    escaped,
    folder_text,
    headline,
    is_long,
    one_line,
    part_name,
    part_noun,
    part_row,
    parts,
    sides,
    summary,
    thing_name,
)

Kind = Literal["created", "removed", "changed", "before", "after", "mark", "quiet"]
Style = Callable[[str, Kind], str]
"""Colours a text by what it is; on a terminal only."""

WIDTH = 110
"""Characters of a query's line that are shown; more are cut, around the first change."""


def plain(text: str, kind: Kind) -> str:
    """Return the text as it is."""
    return text


def diff_lines(diffed: Diffed, *, style: Style = plain) -> Iterator[str]:
    """Yield what a person reads after a diff."""
    yield style(headline(diffed), "quiet")
    for thing in diffed.different:
        yield ""
        yield from _thing(thing, style)
    yield ""
    yield summary(diffed)


def _thing(thing: DiffedBoard | DiffedGroup, style: Style) -> Iterator[str]:
    change = thing.change
    kind: Kind = "changed" if change.kind == "same" else change.kind
    folder, inner = folder_text(change), parts(change)
    heading = f"{SIGNS[kind]} {thing_name(change, _shown(change.title))}"
    heading += f" in {_shown(folder)}" if folder else ""
    place = f"  {style(str(thing.place), 'quiet')}" if thing.place else ""
    yield f"{style(heading, kind)}: {kind}{place}"
    if kind != "changed":
        if inner:
            noun = "rule" if part_noun(inner[0]) == "rule" else "panel"
            yield f"    {quantity(len(inner), noun)}"
        return
    yield from change_lines(change, style=style)


def change_lines(change: BoardChange | GroupChange, *, style: Style = plain) -> Iterator[str]:
    """Yield what changed in one board or alert group, without a heading."""
    for inner in change.changes:
        yield from _change(inner, "    ", style)
    for part in parts(change):
        yield from _part(part, style)


def _part(part: PanelChange | RuleChange, style: Style) -> Iterator[str]:
    kind: Kind = part.kind if part.kind in ("created", "removed") else "changed"
    within = f' in row "{_shown(part_row(part))}"' if part_row(part) else ""
    name = f"{SIGNS[part.kind]} {_shown(part_name(part))}"
    yield f"    {style(name, kind)}{within}: {part.kind}"
    for change in part.changes:
        yield from _change(change, "        ", style, gone=part.kind == "removed")


def _change(change: Change, indent: str, style: Style, *, gone: bool = False) -> Iterator[str]:
    """Yield one change; of a panel or rule that is `gone`, what it had."""
    before, after = sides(change)
    lead = f"{indent}{_shown(change.what)}"
    if change.kind == "added":
        yield f"{lead}: {style(_cut(after, ())[0], 'after')}"
    elif change.kind == "removed":
        removed = "" if gone else " (removed)"
        yield f"{lead}: {style(_cut(before, ())[0], 'before')}{removed}"
    elif not is_long(change):
        arrow = f"{style(before, 'before')} -> {style(after, 'after')}"
        yield f"{lead}: {arrow}" if before or after else lead
    else:
        old, new = changed_words(before, after)
        yield lead
        yield from _marked(before, old, f"{indent}  - ", style, "before")
        yield from _marked(after, new, f"{indent}  + ", style, "after")


def _marked(text: str, spans: Spans, lead: str, style: Style, kind: Kind) -> Iterator[str]:
    line, marks = _cut(text, spans)
    yield f"{lead}{style(line, kind)}"
    if marks and marks != "^" * len(line):
        yield f"{' ' * len(lead)}{style(marks, 'mark')}"


def _cut(text: str, spans: Spans) -> tuple[str, str]:
    """Return the line around the first change, and `^` under what changed."""
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


def _shown(text: str) -> str:
    return escaped(one_line(text))
