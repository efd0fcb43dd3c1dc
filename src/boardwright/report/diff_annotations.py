"""A diff as annotations of a pull request: one a panel or rule, at the line that declares it."""

from __future__ import annotations

from collections.abc import Iterator

from boardwright.commands.diffing.alert_group_diff import DiffedGroup
from boardwright.commands.diffing.diff import Diffed, DiffedBoard
from boardwright.diff.changes import Change, PanelChange, RuleChange
from boardwright.report.diff_parts import (
    escaped,
    folder_text,
    part_counts,
    part_name,
    part_place,
    parts,
    sides,
    thing_name,
)
from boardwright.report.github import error_command, workflow_command
from boardwright.schema.document import Place


def diff_annotations(diffed: Diffed) -> Iterator[str]:
    """Yield a workflow command for each thing and part of it that differs, and each error."""
    for thing in diffed.different:
        yield _thing(thing)
        if thing.change.kind == "changed":
            yield from (_part(part, thing) for part in parts(thing.change))
    for error in diffed.errors:
        yield error_command(error, "cannot be compared")


def _thing(thing: DiffedBoard | DiffedGroup) -> str:
    change = thing.change
    level = "warning" if change.kind == "removed" else "notice"
    title = f"{thing_name(change, change.title)} {change.kind}"
    counts = part_counts(parts(change))
    nouns = "rules" if isinstance(thing, DiffedGroup) else "panels"
    lines = [f"{nouns}: {counts}"] if counts else []
    if folder := folder_text(change):
        lines.append(f"folder: {folder}")
    lines += [_line(each) for each in change.changes]
    return workflow_command(
        level, _where(thing.place) | {"title": title}, "\n".join(lines) or title
    )


def _part(part: PanelChange | RuleChange, thing: DiffedBoard | DiffedGroup) -> str:
    level = "warning" if part.kind == "removed" else "notice"
    place = part_place(part, thing) or thing.place
    title = f"{part_name(part)} {part.kind}"
    noun = "alert group" if isinstance(thing, DiffedGroup) else "board"
    lines = [f'{noun} "{thing.change.title}"', *(_line(each, part.kind) for each in part.changes)]
    return workflow_command(level, _where(place) | {"title": title}, "\n".join(lines))


def _where(place: Place | None) -> dict[str, str]:
    if place is None:
        return {}
    return {"file": place.file} | ({"line": str(place.line)} if place.line else {})


def _line(change: Change, part: str = "changed") -> str:
    before, after = sides(change)
    what = escaped(change.what)
    if change.kind == "changed":
        return f"{what}: {before} -> {after}"
    told = f"{what}: {after if change.kind == 'added' else before}"
    return told if part in ("created", "removed") else f"{told} ({change.kind})"
