"""Functions with which all diff reports format counts, names of boards and panels, and values."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from boardwright.commands.diffing.alert_group_diff import GroupDiff
from boardwright.commands.diffing.diff import BoardDiff, DiffResult
from boardwright.diff.changes import BoardChange, Change, GroupChange, PanelChange, RuleChange
from boardwright.diff.shared_changes import SharedChange
from boardwright.notation.plurals import choose_form, format_quantity
from boardwright.report.text_format import escape_unprintable, format_counts, format_counts_by_noun
from boardwright.schema.document import Place

KINDS = ("created", "removed", "changed")
SIGNS = {"created": "+", "removed": "-", "changed": "~", "renamed": "~", "moved": "~"}
NOUNS = ("panel", "row", "tab", "rule")
"""The order in which reports count the panels, rows, tabs and rules of a created or removed board
or group."""

LONG = 40
"""If a value has more characters, reports write the old and the new value on separate lines."""


def format_diff_summary(diffed: DiffResult) -> str:
    """Return how many boards and groups are created, removed, changed and the same, such as
    `3 boards: 1 created, 1 changed, 1 same`.
    """
    kinds: list[tuple[str, str]] = [("board", board.change.kind) for board in diffed.boards]
    kinds += [(group.change.noun, group.change.kind) for group in diffed.groups]
    counts = format_counts_by_noun(kinds, (*KINDS, "same"))
    if not diffed.errors:
        return counts or "No boards."
    errors = format_quantity(len(diffed.errors), "error")
    return f"{counts}, {errors}" if counts else f"0 boards: {errors}"


def format_diff_headline(diffed: DiffResult) -> str:
    """Return the names of the two states that the diff compares, such as `Grafana at http://... ->
    the declared boards`.
    """
    return f"{diffed.before} -> {diffed.after}"


def format_owner_name(change: BoardChange | GroupChange, title: str) -> str:
    """Return the name of a board or group, such as `board "Node" (node)`. The caller has escaped
    `title` for its report.
    """
    if isinstance(change, GroupChange):
        return f'{change.noun} "{title}"'
    return f'board "{title}" ({change.uid})'


def list_parts(change: BoardChange | GroupChange) -> Sequence[PanelChange | RuleChange]:
    """Return the changed panels of a board or the changed rules of an alert group."""
    return change.rules if isinstance(change, GroupChange) else change.panels


def format_part_name(part: PanelChange | RuleChange) -> str:
    """Return the noun and title of a panel or rule, such as `panel "CPU"`. If the title is empty,
    return the noun and the id.
    """
    noun = choose_part_noun(part)
    if part.title:
        return f'{noun} "{part.title}"'
    return f"{noun} {part.uid if isinstance(part, RuleChange) else part.id or 'without a title'}"


def choose_part_noun(part: PanelChange | RuleChange) -> str:
    """Return the noun for a changed panel or rule: `row`, `tab`, `panel` or `rule`."""
    if isinstance(part, RuleChange):
        return "rule"
    return part.type if part.type in ("row", "tab") else "panel"


def find_part_row(part: PanelChange | RuleChange) -> tuple[str, str]:
    """Return `row` or `tab`, and the titles of the rows or tabs that contain a panel. The titles of
    a rule are empty.
    """
    return ("row", "") if isinstance(part, RuleChange) else (part.row_noun, part.row)


def find_part_place(part: PanelChange | RuleChange, owner: BoardDiff | GroupDiff) -> Place | None:
    """Return the file and line that declare a panel or rule; None if unknown."""
    if part.kind == "removed":
        return None
    if isinstance(part, RuleChange):
        return owner.rule_places.get(part.uid) if isinstance(owner, GroupDiff) else None
    if part.id is None or isinstance(owner, GroupDiff):
        return None
    return owner.panel_places.get(part.id)


def format_shared_name(shared: SharedChange) -> str:
    """Return the titles of the panels with a shared change, or `board settings`."""
    if shared.kind is None:
        return "board settings"
    noun = shared.type if shared.type in ("row", "tab") else "panel"
    titles = ", ".join(f'"{title}"' for title in shared.panels)
    return f"{choose_form(len(shared.panels), noun, f'{noun}s')} {titles}"


def format_board_names(shared: SharedChange) -> str:
    """Return the titles of the boards with a shared change, separated by commas."""
    return ", ".join(title or uid for uid, title in shared.boards)


def format_folder(change: BoardChange | GroupChange) -> str:
    """Return the Grafana folder of a board or group. If the board moves, return the old and the new
    folder, such as `Old -> New`.
    """
    if isinstance(change, GroupChange):
        return change.folder
    before, after = change.folder_before, change.folder_after
    if before is not None and after is not None and before != after:
        return f"{before} -> {after}"
    return after if after is not None else before or ""


def format_part_counts(parts: Sequence[PanelChange | RuleChange]) -> str:
    """Return how many panels or rules have each kind of change, such as `2 created, 1 moved`."""
    kinds = [part.kind for part in parts]
    return format_counts(kinds, ("created", "removed", "renamed", "moved", "changed"))


def is_long(change: Change) -> bool:
    """Return whether reports write the old and the new value on separate lines, because the change
    concerns a query or a long value.
    """
    return any(
        len(format_value(side)) > LONG for side in (change.before, change.after)
    ) or _is_query(change)


def _is_query(change: Change) -> bool:
    sides = change.before, change.after
    return (
        change.path.startswith("/targets/")
        and all(isinstance(side, str) for side in sides)
        and change.path.count("/") == 3
        and change.path.endswith(("/expr", "/query", "/rawSql"))
    )


def format_value(value: Any) -> str:
    """Return a value as text on one line; an empty string for None."""
    if value is None:
        return ""
    if isinstance(value, list) and value and all(isinstance(item, str) for item in value):
        return ", ".join(value)
    if not isinstance(value, str):
        return json.dumps(value, ensure_ascii=False, sort_keys=True, default=str)
    if value == "" or value != value.strip():
        return json.dumps(value, ensure_ascii=False)
    return value


def format_sides(change: Change) -> tuple[str, str]:
    """Return the old and the new value, each on one line. Each run of white space becomes one
    space, unless the values differ only in white space.
    """
    before, after = format_value(change.before), format_value(change.after)
    short = collapse_white_space(before), collapse_white_space(after)
    if short[0] == short[1] and before != after:
        return escape_unprintable(before), escape_unprintable(after)
    return escape_unprintable(short[0]), escape_unprintable(short[1])


def collapse_white_space(value: str) -> str:
    """Return the text on one line, with each run of white space replaced by one space."""
    return " ".join(value.split())
