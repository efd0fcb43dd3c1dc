"""A diff as Markdown for the comment on a pull request.

All text of boards stands in `<code>`, where no host looks for mentions and references, and with
entities for every sign that Markdown or HTML could read, so that it stays text. The whole keeps
under the limit of GitHub's comments, however much changed: what has no room is counted and named.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from boardwright.commands.diffing.alert_group_diff import DiffedGroup
from boardwright.commands.diffing.diff import Diffed, DiffedBoard
from boardwright.diff.changed_words import Spans, changed_words
from boardwright.diff.changes import Change, PanelChange, RuleChange
from boardwright.notation.plurals import quantity
from boardwright.report.diff_parts import (
    escaped,
    folder_text,
    headline,
    is_long,
    one_line,
    part_counts,
    part_name,
    part_noun,
    part_row,
    parts,
    sides,
    summary,
)

LIMIT = 65_000
"""Bytes of UTF-8; GitHub takes 65,536 characters."""

MARK = "<!-- boardwright diff -->"
"""The first line, by which a later run finds the comment to replace."""

_TABLE, _NAMES, _BOARD = 20_000, 2_000, 20_000
"""Bytes that the table, the names of what has no room, and one board may take."""

_LONGEST = 400
"""Characters of one value."""

_SIGNS = re.compile(r"""[\\`*_\[\]<>&!|~$:@#"]|(?<=www)\.""", re.IGNORECASE)
Thing = DiffedBoard | DiffedGroup

_BADGES = {"created": "🟢 created", "removed": "🔴 removed", "changed": "🟡 changed"}


def diff_markdown(diffed: Diffed) -> str:
    """Return the comment."""
    lines = [MARK, f"### Dashboards: {summary(diffed)}", "", code(headline(diffed)), ""]
    things = diffed.different
    if diffed.errors:
        lines += [*_errors(diffed), ""]
    if things:
        lines += [*_table(things), ""]
    text = "\n".join(lines) + "\n"
    return text + details(things, LIMIT - size(text))


def size(text: str) -> int:
    """Return how much of the limit a text takes."""
    return len(text.encode("utf-8", "surrogatepass"))


def code(text: str, spans: Spans = ()) -> str:
    """Return any text as inline code that is nothing but text, the parts at `spans` in bold."""
    text = escaped(text)
    cut = text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
    edges = sorted({0, len(cut), *(min(edge, len(cut)) for span in spans for edge in span)})
    starts = {start for start, _ in spans}
    told = ""
    for start, end in pairwise(edges):
        part = _SIGNS.sub(lambda sign: f"&#{ord(sign[0])};", cut[start:end])
        told += f"<b>{part}</b>" if start in starts else part
    return f"<code>{told or ' '}</code>"


def _table(things: Sequence[Thing]) -> Iterator[str]:
    yield f"| | board | folder | {'panels or rules' if _has_rules(things) else 'panels'} |"
    yield "|---|---|---|---|"
    rows = [_row(thing) for thing in things]
    room = _TABLE
    for index, row in enumerate(rows):
        room -= size(row) + 1
        if room < 0:
            yield f"| | and {_counted(things[index:])} more | | |"
            return
        yield row


def _has_rules(things: Sequence[Thing]) -> bool:
    return any(isinstance(thing, DiffedGroup) for thing in things)


def _counted(things: Sequence[Thing]) -> str:
    """Return how many boards there are, and with alert groups among them how many of both."""
    if _has_rules(things):
        return f"{len(things)}"
    return quantity(len(things), "board")


def _title(thing: Thing) -> str:
    noun = "alert group " if isinstance(thing, DiffedGroup) else ""
    return f"{noun}{_short(thing.change.title)}"


def _row(thing: Thing) -> str:
    change = thing.change
    folder = folder_text(change)
    cells = (
        _BADGES[change.kind],
        _title(thing),
        _short(folder) if folder else "",
        part_counts(parts(change)),
    )
    return f"| {' | '.join(cells)} |"


def _errors(diffed: Diffed) -> Iterator[str]:
    yield f"**{quantity(len(diffed.errors), 'error')}: not all could be compared.**"
    yield ""
    for error in diffed.errors[:10]:
        where = f"{error.where}: " if error.where else ""
        yield f"- {code(one_line(where + error.what))}"
    if len(diffed.errors) > 10:
        yield f"- and {len(diffed.errors) - 10} more"


def details(things: Sequence[Thing], room: int) -> str:
    """Return the folded boards and groups that have room, in bytes, and the names of the others."""
    text = ""
    left: list[Thing] = []
    room -= _NAMES
    for thing in things:
        told = _thing(thing, min(_BOARD, room))
        if left or not told or size(told) > room:
            left.append(thing)
            continue
        text += told
        room -= size(told)
    return text + (_unnamed(left) if left else "")


def _unnamed(left: Sequence[Thing]) -> str:
    names: list[str] = []
    room = _NAMES - 200
    for thing in left:
        name = _title(thing)
        room -= size(name) + 2
        if room < 0:
            break
        names.append(name)
    rest = len(left) - len(names)
    more = f" and {rest} more" if rest else ""
    told = f"No room here for the details of {_counted(left)}: {', '.join(names)}{more}."
    return f"\n{told} Run `boardwright diff` to see them.\n"


def _thing(thing: Thing, room: int) -> str:
    """Return one folded board or group, cut where it takes more than its room; empty for none."""
    change = thing.change
    head = f"<details><summary>{_BADGES[change.kind]}: {_title(thing)}</summary>\n\n"
    foot = "\n</details>\n\n"
    place = f"Declared at {code(str(thing.place))}.\n\n" if thing.place else ""
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
    within = f" in row {_short(part_row(part))}" if part_row(part) else ""
    name = _short(part.title) if part.title else part_name(part).partition(" ")[2]
    line = f"- {part_noun(part)} {name}{within}: **{part.kind}**\n"
    if brief:
        return line
    gone = part.kind == "removed"
    return line + "".join(_change(each, "  ", gone=gone) for each in part.changes)


def _change(change: Change, indent: str, *, gone: bool = False) -> str:
    before, after = sides(change)
    what = _short(change.what)
    if change.kind == "added":
        return f"{indent}- {what}: {code(after)}\n"
    if change.kind == "removed":
        return f"{indent}- {what}: {code(before)}{'' if gone else ' removed'}\n"
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
