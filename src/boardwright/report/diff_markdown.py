"""Formats the result of `boardwright diff` as Markdown for the comment on a pull request.

The comment stays below GitHub's size limit. If the changes of a board do not fit, the comment
contains only the name of the board.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from boardwright.commands.diffing.alert_group_diff import GroupDiff
from boardwright.commands.diffing.diff import BoardDiff, DiffResult
from boardwright.diff.shared_changes import SharedChange
from boardwright.notation.plurals import format_quantity
from boardwright.report.diff_parts import list_parts
from boardwright.report.markdown_templates import load_markdown_macros

LIMIT = 65_000
"""The largest size of a comment in bytes of UTF-8. GitHub accepts 65,536 characters."""

MARK = "<!-- boardwright diff -->"
"""The first line of the comment. A later CI run searches for this line to replace the comment."""

_TABLE, _NAMES, _BOARD, _SHARED = 20_000, 2_000, 20_000, 10_000
"""The largest sizes in bytes of the table of boards, of the names of boards whose changes do not
fit, of the changes of one board, and of all shared changes.
"""

_LISTED = 50
"""The largest number of boards that the comment lists for one shared change."""

ItemDiff = BoardDiff | GroupDiff


def format_diff_markdown(result: DiffResult) -> str:
    """Return the Markdown of the comment."""
    shared_changes, owners = result.split_shared()
    text = str(_load_macros().opening(MARK, result)) + format_shared_markdown(shared_changes)
    if owners:
        text += _format_owner_table(owners)
    return text + format_details(owners, LIMIT - count_bytes(text))


def format_shared_markdown(shared_changes: Sequence[SharedChange]) -> str:
    """Return the Markdown of the changes that several boards share. If there is no room for some
    changes, the text contains only their number.
    """
    blocks = [_load_macros().shared_change(shared, _LISTED) for shared in shared_changes]
    fitting = _take_fitting_blocks(blocks, _SHARED)
    more = len(blocks) - len(fitting)
    return "".join(fitting) + (_load_macros().more_shared(more) if more else "")


def count_bytes(text: str) -> int:
    """Return the size of a text in bytes of UTF-8."""
    return len(text.encode("utf-8", "surrogatepass"))


def format_details(owners: Sequence[ItemDiff], room: int) -> str:
    """Return the Markdown of the changes of each board and group, in sections that the reader can
    unfold. Boards and groups whose changes do not fit into `room` bytes are listed by name.
    """
    text = ""
    omitted: list[ItemDiff] = []
    room -= _NAMES
    for owner in owners:
        details = _format_owner_details(owner, min(_BOARD, room))
        if omitted or not details or count_bytes(details) > room:
            omitted.append(owner)
            continue
        text += details
        room -= count_bytes(details)
    return text + (_format_omitted(omitted) if omitted else "")


def _format_owner_table(owners: Sequence[ItemDiff]) -> str:
    rows = _take_fitting_blocks(map(_load_macros().table_row, owners), _TABLE)
    more = _format_owner_count(owners[len(rows) :]) if len(rows) < len(owners) else ""
    return str(
        _load_macros().table("panels or rules" if _has_rules(owners) else "panels", rows, more)
    )


def _has_rules(owners: Sequence[ItemDiff]) -> bool:
    return any(isinstance(owner, GroupDiff) for owner in owners)


def _format_owner_count(owners: Sequence[ItemDiff]) -> str:
    """Return the number of boards, such as `3 boards`. If there are also groups, return the number
    of boards and groups without a noun.
    """
    return f"{len(owners)}" if _has_rules(owners) else format_quantity(len(owners), "board")


def _format_owner_details(owner: ItemDiff, room: int) -> str:
    """Return the Markdown of the changes of one board or group that fit into `room` bytes. Return
    an empty text if there is no room for the heading.
    """
    change = owner.change
    blocks = [_load_macros().change(each, "", False) for each in change.changes]
    brief = change.kind != "changed"
    blocks += [_load_macros().part(part, brief) for part in list_parts(change)]
    room -= count_bytes(_load_macros().details(owner, [], 0)) + 60
    if room < 0:
        return ""
    fitting = _take_fitting_blocks(blocks, room)
    return str(_load_macros().details(owner, fitting, len(blocks) - len(fitting)))


def _format_omitted(owners: Sequence[ItemDiff]) -> str:
    names = _take_fitting_blocks(map(_load_macros().name, owners), _NAMES - 200, separator=2)
    return str(_load_macros().omitted(_format_owner_count(owners), names, len(owners) - len(names)))


def _take_fitting_blocks(blocks: Iterable[str], room: int, *, separator: int = 0) -> list[str]:
    """Return the first blocks that fit into `room` bytes. `separator` is the number of bytes
    between two blocks.
    """
    fitting: list[str] = []
    for block in blocks:
        room -= count_bytes(block) + separator
        if room < 0:
            break
        fitting.append(block)
    return fitting


def _load_macros() -> Any:
    return load_markdown_macros("diff.md.jinja")
