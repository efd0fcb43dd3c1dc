"""Formats the result of `boardwright diff` as GitHub annotations at the lines that declare the
changed panels and rules.
"""

from __future__ import annotations

from collections.abc import Iterator

from boardwright.commands.diffing.alert_group_diff import GroupDiff
from boardwright.commands.diffing.diff import BoardDiff, DiffResult
from boardwright.diff.changes import Change, PanelChange, RuleChange
from boardwright.diff.shared_changes import SharedChange
from boardwright.notation.plurals import format_quantity
from boardwright.report.diff_parts import (
    board_names,
    folder_text,
    owner_name,
    part_counts,
    part_name,
    part_place,
    parts,
    shared_name,
    sides,
)
from boardwright.report.github import error_command, workflow_command
from boardwright.report.text_format import printable
from boardwright.schema.document import Place


def diff_annotations(result: DiffResult) -> Iterator[str]:
    """Yield a GitHub workflow command for each changed board, alert group, panel and rule, and for
    each error.
    """
    shared_changes, owners = result.split_shared()
    yield from map(_shared_annotation, shared_changes)
    for owner in owners:
        yield _owner_annotation(owner)
        if owner.change.kind == "changed":
            yield from (_part_annotation(part, owner) for part in parts(owner.change))
    for error in result.errors:
        yield error_command(error, "cannot be compared")


def _shared_annotation(shared: SharedChange) -> str:
    boards = format_quantity(len(shared.boards), "board")
    title = f"{shared_name(shared)} {shared.kind or 'changed'} in {boards}"
    lines = [*(_line(each, shared.kind or "changed") for each in shared.changes)]
    lines.append(f"boards: {board_names(shared)}")
    return workflow_command("notice", _where(shared.place) | {"title": title}, "\n".join(lines))


def _owner_annotation(owner: BoardDiff | GroupDiff) -> str:
    change = owner.change
    level = "warning" if change.kind == "removed" else "notice"
    title = f"{owner_name(change, change.title)} {change.kind}"
    counts = part_counts(parts(change))
    nouns = "rules" if isinstance(owner, GroupDiff) else "panels"
    lines = [f"{nouns}: {counts}"] if counts else []
    if folder := folder_text(change):
        lines.append(f"folder: {folder}")
    lines += [_line(each) for each in change.changes]
    return workflow_command(
        level, _where(owner.place) | {"title": title}, "\n".join(lines) or title
    )


def _part_annotation(part: PanelChange | RuleChange, owner: BoardDiff | GroupDiff) -> str:
    level = "warning" if part.kind == "removed" else "notice"
    place = part_place(part, owner) or owner.place
    title = f"{part_name(part)} {part.kind}"
    noun = owner.change.noun if isinstance(owner, GroupDiff) else "board"
    lines = [f'{noun} "{owner.change.title}"', *(_line(each, part.kind) for each in part.changes)]
    return workflow_command(level, _where(place) | {"title": title}, "\n".join(lines))


def _where(place: Place | None) -> dict[str, str]:
    if place is None:
        return {}
    return {"file": place.file} | ({"line": str(place.line)} if place.line else {})


def _line(change: Change, part: str = "changed") -> str:
    before, after = sides(change)
    what = printable(change.what)
    if change.kind == "changed":
        return f"{what}: {before} -> {after}"
    line = f"{what}: {after if change.kind == 'added' else before}"
    return line if part in ("created", "removed") else f"{line} ({change.kind})"
