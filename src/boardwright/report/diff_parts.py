"""What all forms of a diff say alike: counts, headings, values as text."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from boardwright.commands.diffing.alert_group_diff import DiffedGroup
from boardwright.commands.diffing.diff import Diffed, DiffedBoard
from boardwright.diff.changes import BoardChange, Change, GroupChange, PanelChange, RuleChange
from boardwright.notation.plurals import quantity
from boardwright.report.texts import tallies, tally
from boardwright.schema.document import Place

KINDS = ("created", "removed", "changed")
SIGNS = {"created": "+", "removed": "-", "changed": "~", "renamed": "~", "moved": "~"}
LONG = 40
"""Texts longer than this stand on lines of their own."""


def summary(diffed: Diffed) -> str:
    """Return the counts: `3 boards: 1 created, 1 changed, 1 same`."""
    kinds: list[tuple[str, str]] = [("board", board.change.kind) for board in diffed.boards]
    kinds += [("alert group", group.change.kind) for group in diffed.groups]
    told = tallies(kinds, (*KINDS, "same"))
    if not diffed.errors:
        return told or "No boards."
    errors = quantity(len(diffed.errors), "error")
    return f"{told}, {errors}" if told else f"0 boards: {errors}"


def headline(diffed: Diffed) -> str:
    """Return what was compared with what."""
    return f"{diffed.before} -> {diffed.after}"


def thing_name(change: BoardChange | GroupChange, title: str) -> str:
    """Return how a board or alert group is called, its title as a report shows it."""
    if isinstance(change, GroupChange):
        return f'alert group "{title}"'
    return f'board "{title}" ({change.uid})'


def parts(change: BoardChange | GroupChange) -> Sequence[PanelChange | RuleChange]:
    """Return what a board or alert group is made of: its panels, or its rules."""
    return change.rules if isinstance(change, GroupChange) else change.panels


def part_name(part: PanelChange | RuleChange) -> str:
    """Return how a panel or rule is called: its title, or its number where it has none."""
    number = part.uid if isinstance(part, RuleChange) else str(part.id or "without a title")
    return f'{part_noun(part)} "{part.title}"' if part.title else f"{part_noun(part)} {number}"


def part_noun(part: PanelChange | RuleChange) -> str:
    """Return what it is: a row, a panel or a rule."""
    if isinstance(part, RuleChange):
        return "rule"
    return "row" if part.type == "row" else "panel"


def part_row(part: PanelChange | RuleChange) -> str:
    """Return the title of the row that a panel stands in; empty for none."""
    return "" if isinstance(part, RuleChange) else part.row


def part_place(part: PanelChange | RuleChange, thing: DiffedBoard | DiffedGroup) -> Place | None:
    """Return where a panel or rule is written; None where nobody knows."""
    if part.kind == "removed":
        return None
    if isinstance(part, RuleChange):
        return thing.rule_places.get(part.uid) if isinstance(thing, DiffedGroup) else None
    if part.id is None or isinstance(thing, DiffedGroup):
        return None
    return thing.panel_places.get(part.id)


def folder_text(change: BoardChange | GroupChange) -> str:
    """Return the folder of a board or group, and where it comes from when it is moved."""
    if isinstance(change, GroupChange):
        return change.folder
    before, after = change.folder_before, change.folder_after
    if before is not None and after is not None and before != after:
        return f"{before} -> {after}"
    return after if after is not None else before or ""


def part_counts(parts: Sequence[PanelChange | RuleChange]) -> str:
    """Return how many panels or rules were created, changed ... : `2 created, 1 moved`."""
    kinds = [part.kind for part in parts]
    return tally(kinds, ("created", "removed", "renamed", "moved", "changed"))


def is_long(change: Change) -> bool:
    """Tell whether a change needs lines of its own: a query, or long text."""
    return any(len(text(side)) > LONG for side in (change.before, change.after)) or _is_query(
        change
    )


def _is_query(change: Change) -> bool:
    sides = change.before, change.after
    return (
        change.path.startswith("/targets/")
        and all(isinstance(side, str) for side in sides)
        and (change.path.count("/") == 3 and change.path.endswith(("/expr", "/query", "/rawSql")))
    )


def text(value: Any) -> str:
    """Return a value on one line; nothing for one that is not there."""
    if value is None:
        return ""
    if not isinstance(value, str):
        return json.dumps(value, ensure_ascii=False, sort_keys=True, default=str)
    if value == "" or value != value.strip():
        return json.dumps(value, ensure_ascii=False)
    return value


def sides(change: Change) -> tuple[str, str]:
    """Return both sides on one line each: runs of blanks are one blank, unless they differ."""
    before, after = text(change.before), text(change.after)
    short = one_line(before), one_line(after)
    if short[0] == short[1] and before != after:
        return escaped(before), escaped(after)
    return escaped(short[0]), escaped(short[1])


def one_line(value: str) -> str:
    """Return text with each run of blanks as one."""
    return " ".join(value.split())


def escaped(value: str) -> str:
    """Return text with escapes for what does not show: line ends, signs that turn text around."""
    if value.isprintable():
        return value
    return "".join(char if char.isprintable() else json.dumps(char)[1:-1] for char in value)
