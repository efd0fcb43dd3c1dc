"""Formats the result of `boardwright diff` as Markdown for the comment on a pull request.

The template `diff.md.jinja` renders each part of the comment. This module measures the size of the
parts. The comment stays below GitHub's size limit. Boards whose changes do not fit are only counted
and listed by name.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from boardwright.commands.diffing.alert_group_diff import GroupDiff
from boardwright.commands.diffing.diff import BoardDiff, DiffResult
from boardwright.diff.shared_changes import SharedChange
from boardwright.notation.plurals import format_quantity
from boardwright.report.diff_parts import parts
from boardwright.report.markdown_templates import markdown_macros

LIMIT = 65_000
"""The largest size of a comment in bytes of UTF-8. GitHub accepts 65,536 characters."""

MARK = "<!-- boardwright diff -->"
"""The first line of the comment, by which a later run finds the comment and replaces it."""

_TABLE, _NAMES, _BOARD, _SHARED = 20_000, 2_000, 20_000, 10_000
"""The largest sizes in bytes: of the table, of the names of boards that do not fit, of one board,
and of the shared changes.
"""

_LISTED = 50
"""The largest number of boards that are named with a shared change."""

Owner = BoardDiff | GroupDiff


def diff_markdown(result: DiffResult) -> str:
    """Return the Markdown of the comment."""
    shared_changes, owners = result.split_shared()
    text = str(_macros().opening(MARK, result)) + shared_markdown(shared_changes)
    if owners:
        text += _table(owners)
    return text + details(owners, LIMIT - size(text))


def shared_markdown(shared_changes: Sequence[SharedChange]) -> str:
    """Return the changes that several boards share. Changes that do not fit into the comment are
    only counted.
    """
    blocks = [_macros().shared_change(shared, _LISTED) for shared in shared_changes]
    kept = _fitting(blocks, _SHARED)
    more = len(blocks) - len(kept)
    return "".join(kept) + (_macros().more_shared(more) if more else "")


def size(text: str) -> int:
    """Return the size of a text in bytes of UTF-8."""
    return len(text.encode("utf-8", "surrogatepass"))


def details(owners: Sequence[Owner], room: int) -> str:
    """Return the folded changes of as many boards and alert groups as fit into `room` bytes, and
    the names of the remaining boards and groups.
    """
    text = ""
    omitted: list[Owner] = []
    room -= _NAMES
    for owner in owners:
        folded = _fold(owner, min(_BOARD, room))
        if omitted or not folded or size(folded) > room:
            omitted.append(owner)
            continue
        text += folded
        room -= size(folded)
    return text + (_list_omitted(omitted) if omitted else "")


def _table(owners: Sequence[Owner]) -> str:
    rows = _fitting(map(_macros().table_row, owners), _TABLE)
    more = _count_owners(owners[len(rows) :]) if len(rows) < len(owners) else ""
    return str(_macros().table("panels or rules" if _has_rules(owners) else "panels", rows, more))


def _has_rules(owners: Sequence[Owner]) -> bool:
    return any(isinstance(owner, GroupDiff) for owner in owners)


def _count_owners(owners: Sequence[Owner]) -> str:
    """Return the number of boards, such as `3 boards`. If there are also alert groups, return only
    the number of both.
    """
    return f"{len(owners)}" if _has_rules(owners) else format_quantity(len(owners), "board")


def _fold(owner: Owner, room: int) -> str:
    """Return the folded changes of one board or alert group, cut to `room` bytes. Return an empty
    text when nothing fits.
    """
    change = owner.change
    blocks = [_macros().change(each, "", False) for each in change.changes]
    brief = change.kind != "changed"
    blocks += [_macros().part(part, brief) for part in parts(change)]
    room -= size(_macros().details(owner, [], 0)) + 60
    if room < 0:
        return ""
    kept = _fitting(blocks, room)
    return str(_macros().details(owner, kept, len(blocks) - len(kept)))


def _list_omitted(owners: Sequence[Owner]) -> str:
    names = _fitting(map(_macros().name, owners), _NAMES - 200, separator=2)
    return str(_macros().omitted(_count_owners(owners), names, len(owners) - len(names)))


def _fitting(blocks: Iterable[str], room: int, *, separator: int = 0) -> list[str]:
    """Return the first blocks that fit into `room` bytes. `separator` is the number of bytes
    between two blocks.
    """
    kept: list[str] = []
    for block in blocks:
        room -= size(block) + separator
        if room < 0:
            break
        kept.append(block)
    return kept


def _macros() -> Any:
    return markdown_macros("diff.md.jinja")
