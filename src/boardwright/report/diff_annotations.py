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
    find_part_place,
    format_board_names,
    format_folder,
    format_owner_name,
    format_part_counts,
    format_part_name,
    format_shared_name,
    format_sides,
    list_parts,
)
from boardwright.report.github import format_error_command, format_workflow_command
from boardwright.report.text_format import escape_unprintable
from boardwright.schema.document import Place


def format_diff_annotations(result: DiffResult) -> Iterator[str]:
    """Yield a GitHub workflow command for each changed board, group, panel and rule, for each
    change that several boards share, and for each error.
    """
    shared_changes, owners = result.split_shared()
    yield from map(_format_shared_annotation, shared_changes)
    for owner in owners:
        yield _format_owner_annotation(owner)
        if owner.change.kind == "changed":
            yield from (_format_part_annotation(part, owner) for part in list_parts(owner.change))
    for error in result.errors:
        yield format_error_command(error, "error during the comparison")


def _format_shared_annotation(shared: SharedChange) -> str:
    boards = format_quantity(len(shared.boards), "board")
    title = f"{format_shared_name(shared)} {shared.kind or 'changed'} in {boards}"
    lines = [*(_format_change(each, shared.kind or "changed") for each in shared.changes)]
    lines.append(f"boards: {format_board_names(shared)}")
    return format_workflow_command(
        "notice", _format_location(shared.place) | {"title": title}, "\n".join(lines)
    )


def _format_owner_annotation(owner: BoardDiff | GroupDiff) -> str:
    change = owner.change
    level = "warning" if change.kind == "removed" else "notice"
    title = f"{format_owner_name(change, change.title)} {change.kind}"
    counts = format_part_counts(list_parts(change))
    nouns = "rules" if isinstance(owner, GroupDiff) else "panels"
    lines = [f"{nouns}: {counts}"] if counts else []
    if folder := format_folder(change):
        lines.append(f"folder: {folder}")
    lines += [_format_change(each) for each in change.changes]
    return format_workflow_command(
        level, _format_location(owner.place) | {"title": title}, "\n".join(lines) or title
    )


def _format_part_annotation(part: PanelChange | RuleChange, owner: BoardDiff | GroupDiff) -> str:
    level = "warning" if part.kind == "removed" else "notice"
    place = find_part_place(part, owner) or owner.place
    title = f"{format_part_name(part)} {part.kind}"
    noun = owner.change.noun if isinstance(owner, GroupDiff) else "board"
    lines = [
        f'{noun} "{owner.change.title}"',
        *(_format_change(each, part.kind) for each in part.changes),
    ]
    return format_workflow_command(
        level, _format_location(place) | {"title": title}, "\n".join(lines)
    )


def _format_location(place: Place | None) -> dict[str, str]:
    if place is None:
        return {}
    return {"file": place.file} | ({"line": str(place.line)} if place.line else {})


def _format_change(change: Change, part: str = "changed") -> str:
    before, after = format_sides(change)
    what = escape_unprintable(change.what)
    if change.kind == "changed":
        return f"{what}: {before} -> {after}"
    line = f"{what}: {after if change.kind == 'added' else before}"
    return line if part in ("created", "removed") else f"{line} ({change.kind})"
