"""A diff as Markdown for the comment on a pull request.

All text of boards is inside `<code>`, where GitHub and GitLab do not look for mentions and
references, and every character that Markdown or HTML could interpret is an entity. The comment
stays below GitHub's size limit: boards that do not fit are counted and named.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from boardwright.commands.diffing.alert_group_diff import GroupDiff
from boardwright.commands.diffing.diff import BoardDiff, DiffResult
from boardwright.diff.changed_words import Spans, changed_words
from boardwright.diff.changes import Change, PanelChange, RuleChange
from boardwright.diff.shared_changes import SharedChange
from boardwright.notation.plurals import quantity
from boardwright.report.diff_parts import (
    folder_text,
    headline,
    is_long,
    one_line,
    part_counts,
    part_name,
    part_noun,
    part_row,
    parts,
    shared_name,
    sides,
    summary,
)
from boardwright.report.text_format import printable

LIMIT = 65_000
"""Bytes of UTF-8; GitHub accepts 65,536 characters."""

MARK = "<!-- boardwright diff -->"
"""The first line; a later run finds the comment to replace by it."""

_TABLE, _NAMES, _BOARD, _SHARED = 20_000, 2_000, 20_000, 10_000
"""Bytes for the table, the names of boards that do not fit, one board, and shared changes."""

_LISTED = 50
"""Boards that are named with a shared change."""

_LONGEST = 400
"""Characters of one value."""

_SIGNS = re.compile(r"""[\\`*_\[\]<>&!|~$:@#"]|(?<=www)\.""", re.IGNORECASE)
Owner = BoardDiff | GroupDiff

_BADGES = {"created": "🟢 created", "removed": "🔴 removed", "changed": "🟡 changed"}


def diff_markdown(result: DiffResult) -> str:
    """Return the comment."""
    lines = [MARK, f"### Dashboards: {summary(result)}", "", code(headline(result)), ""]
    shared_changes, owners = result.split_shared()
    if result.errors:
        lines += [*_errors(result), ""]
    lines += shared_markdown(shared_changes)
    if owners:
        lines += [*_table(owners), ""]
    text = "\n".join(lines) + "\n"
    return text + details(owners, LIMIT - size(text))


def shared_markdown(shared_changes: Sequence[SharedChange]) -> list[str]:
    """Return the lines for changes that several boards share; those that do not fit are counted."""
    lines: list[str] = []
    room = _SHARED
    for index, shared in enumerate(shared_changes):
        block = _shared_block(shared)
        room -= size(block)
        if room < 0:
            lines += [f"and {quantity(len(shared_changes) - index, 'shared change')} more", ""]
            break
        lines += [block]
    return lines


def _shared_block(shared: SharedChange) -> str:
    place = f" ({code(str(shared.place))})" if shared.place else ""
    boards = quantity(len(shared.boards), "board")
    name = _short(shared_name(shared))
    text = f"**In {boards}**: {name}{place} **{shared.kind or 'changed'}**\n\n"
    removed = shared.kind == "removed"
    text += "".join(_change(change, "", removed=removed) for change in shared.changes)
    titles = [_short(title or uid) for uid, title in shared.boards[:_LISTED]]
    if len(shared.boards) > _LISTED:
        titles.append(f"and {len(shared.boards) - _LISTED} more")
    names = ", ".join(titles)
    return f"{text}\n<details><summary>{boards}</summary>\n\n{names}\n\n</details>\n"


def size(text: str) -> int:
    """Return the size of a text in bytes of UTF-8."""
    return len(text.encode("utf-8", "surrogatepass"))


def code(text: str, spans: Spans = ()) -> str:
    """Return a text as inline code that cannot be interpreted, with the `spans` in bold."""
    text = printable(text)
    cut = text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
    edges = sorted({0, len(cut), *(min(edge, len(cut)) for span in spans for edge in span)})
    starts = {start for start, _ in spans}
    html = ""
    for start, end in pairwise(edges):
        part = _SIGNS.sub(lambda sign: f"&#{ord(sign[0])};", cut[start:end])
        html += f"<b>{part}</b>" if start in starts else part
    return f"<code>{html or ' '}</code>"


def _table(owners: Sequence[Owner]) -> Iterator[str]:
    yield f"| | board | folder | {'panels or rules' if _has_rules(owners) else 'panels'} |"
    yield "|---|---|---|---|"
    rows = [_row(owner) for owner in owners]
    room = _TABLE
    for index, row in enumerate(rows):
        room -= size(row) + 1
        if room < 0:
            yield f"| | and {_count_owners(owners[index:])} more | | |"
            return
        yield row


def _has_rules(owners: Sequence[Owner]) -> bool:
    return any(isinstance(owner, GroupDiff) for owner in owners)


def _count_owners(owners: Sequence[Owner]) -> str:
    """Return the number of boards, or of boards and alert groups when there are both."""
    if _has_rules(owners):
        return f"{len(owners)}"
    return quantity(len(owners), "board")


def _title(owner: Owner) -> str:
    noun = f"{owner.change.noun} " if isinstance(owner, GroupDiff) else ""
    return f"{noun}{_short(owner.change.title)}"


def _row(owner: Owner) -> str:
    change = owner.change
    folder = folder_text(change)
    cells = (
        _BADGES[change.kind],
        _title(owner),
        _short(folder) if folder else "",
        part_counts(parts(change)),
    )
    return f"| {' | '.join(cells)} |"


def _errors(result: DiffResult) -> Iterator[str]:
    yield f"**{quantity(len(result.errors), 'error')}: some boards could not be compared.**"
    yield ""
    for error in result.errors[:10]:
        where = f"{error.where}: " if error.where else ""
        yield f"- {code(one_line(where + error.what))}"
    if len(result.errors) > 10:
        yield f"- and {len(result.errors) - 10} more"


def details(owners: Sequence[Owner], room: int) -> str:
    """Return the folded boards and groups that fit into `room` bytes, and names of the others."""
    text = ""
    left: list[Owner] = []
    room -= _NAMES
    for owner in owners:
        folded = _fold(owner, min(_BOARD, room))
        if left or not folded or size(folded) > room:
            left.append(owner)
            continue
        text += folded
        room -= size(folded)
    return text + (_list_omitted(left) if left else "")


def _list_omitted(left: Sequence[Owner]) -> str:
    names: list[str] = []
    room = _NAMES - 200
    for owner in left:
        name = _title(owner)
        room -= size(name) + 2
        if room < 0:
            break
        names.append(name)
    rest = len(left) - len(names)
    more = f" and {rest} more" if rest else ""
    line = f"The details of {_count_owners(left)} do not fit here: {', '.join(names)}{more}."
    return f"\n{line} Run `boardwright diff` to see them.\n"


def _fold(owner: Owner, room: int) -> str:
    """Return one folded board or group, cut to `room` bytes; empty when nothing fits."""
    change = owner.change
    head = f"<details><summary>{_BADGES[change.kind]}: {_title(owner)}</summary>\n\n"
    foot = "\n</details>\n\n"
    place = f"Declared at {code(str(owner.place))}.\n\n" if owner.place else ""
    blocks = [*(_change(each, "") for each in change.changes)]
    blocks += [_part(part, brief=change.kind != "changed") for part in parts(change)]
    room -= size(head + foot + place) + 60
    if room < 0:
        return ""
    kept: list[str] = []
    for index, block in enumerate(blocks):
        room -= size(block)
        if room < 0:
            kept.append(f"- … and {quantity(len(blocks) - index, 'change')} more\n")
            break
        kept.append(block)
    return head + place + "".join(kept) + foot


def _part(part: PanelChange | RuleChange, *, brief: bool) -> str:
    noun, titles = part_row(part)
    within = f" in {noun} {_short(titles)}" if titles else ""
    name = _short(part.title) if part.title else part_name(part).partition(" ")[2]
    line = f"- {part_noun(part)} {name}{within}: **{part.kind}**\n"
    if brief:
        return line
    removed = part.kind == "removed"
    return line + "".join(_change(each, "  ", removed=removed) for each in part.changes)


def _change(change: Change, indent: str, *, removed: bool = False) -> str:
    before, after = sides(change)
    what = _short(change.what)
    if change.kind == "added":
        return f"{indent}- {what}: {code(after)}\n"
    if change.kind == "removed":
        return f"{indent}- {what}: {code(before)}{'' if removed else ' removed'}\n"
    if not is_long(change):
        return f"{indent}- {what}: {code(before)} → {code(after)}\n"
    old, new = changed_words(before, after)
    return (
        f"{indent}- {what}:<br>\n"
        f"{indent}  − {code(before, old)}<br>\n"
        f"{indent}  + {code(after, new)}\n"
    )


def _short(text: str) -> str:
    text = one_line(text)
    return code(text if len(text) <= 80 else f"{text[:79]}…")
