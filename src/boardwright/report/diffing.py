"""What all forms of a diff say alike: counts, headings, values as text."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from boardwright.commands.diff import Diffed, DiffedBoard
from boardwright.diff.changes import Change, PanelChange

KINDS = ("created", "removed", "changed")
SIGNS = {"created": "+", "removed": "-", "changed": "~", "renamed": "~", "moved": "~"}
LONG = 40
"""Texts longer than this stand on lines of their own."""


def summary(diffed: Diffed) -> str:
    """Return the counts: `3 boards: 1 created, 1 changed, 1 same`."""
    kinds = [board.change.kind for board in diffed.boards]
    told = [f"{kinds.count(kind)} {kind}" for kind in (*KINDS, "same") if kind in kinds]
    if diffed.errors:
        told.append(counted(len(diffed.errors), "error"))
    boards = counted(len(diffed.boards), "board")
    return f"{boards}: {', '.join(told)}" if told else "No boards."


def headline(diffed: Diffed) -> str:
    """Return what was compared with what."""
    return f"{diffed.before} -> {diffed.after}"


def counted(number: int, noun: str) -> str:
    """Return a number with its noun."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def panel_name(panel: PanelChange) -> str:
    """Return how a panel is called: its title, or its number where it has none."""
    noun = "row" if panel.type == "row" else "panel"
    name = f'"{panel.title}"' if panel.title else str(panel.id or "without a title")
    return f"{noun} {name}"


def folder_text(board: DiffedBoard) -> str:
    """Return the folder of a board, and where it comes from when it is moved."""
    before, after = board.change.folder_before, board.change.folder_after
    if before is not None and after is not None and before != after:
        return f"{before} -> {after}"
    return after if after is not None else before or ""


def panel_counts(panels: Sequence[PanelChange]) -> str:
    """Return how many panels were created, changed ... : `2 created, 1 moved`."""
    kinds = [panel.kind for panel in panels]
    order = ("created", "removed", "renamed", "moved", "changed")
    return ", ".join(f"{kinds.count(kind)} {kind}" for kind in order if kind in kinds)


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
