"""A diff as annotations of a pull request on GitHub: one a panel, at the line that declares it."""

from __future__ import annotations

from collections.abc import Iterator

from boardwright.commands.diff import Diffed, DiffedBoard
from boardwright.diff.changes import Change, PanelChange
from boardwright.report.diffing import escaped, folder_text, panel_counts, panel_name, sides
from boardwright.report.github import error_command, workflow_command
from boardwright.schema.document import Place


def diff_annotations(diffed: Diffed) -> Iterator[str]:
    """Yield a workflow command for each board and panel that differs, and each error."""
    for board in diffed.different:
        yield _board(board)
        if board.change.kind == "changed":
            yield from (_panel(panel, board) for panel in board.change.panels)
    for error in diffed.errors:
        yield error_command(error, "cannot be compared")


def _board(board: DiffedBoard) -> str:
    change = board.change
    level = "warning" if change.kind == "removed" else "notice"
    title = f'board "{change.title}" ({change.uid}) {change.kind}'
    counts = panel_counts(change.panels)
    lines = [f"panels: {counts}"] if counts else []
    if folder := folder_text(board):
        lines.append(f"folder: {folder}")
    lines += [_line(each) for each in change.changes]
    return workflow_command(
        level, _where(board.place) | {"title": title}, "\n".join(lines) or title
    )


def _panel(panel: PanelChange, board: DiffedBoard) -> str:
    level = "warning" if panel.kind == "removed" else "notice"
    place = None if panel.id is None else board.panel_places.get(panel.id)
    if panel.kind == "removed" or place is None:
        place = board.place
    title = f"{panel_name(panel)} {panel.kind}"
    lines = [f'board "{board.change.title}"', *(_line(each, panel.kind) for each in panel.changes)]
    return workflow_command(level, _where(place) | {"title": title}, "\n".join(lines))


def _where(place: Place | None) -> dict[str, str]:
    if place is None:
        return {}
    return {"file": place.file} | ({"line": str(place.line)} if place.line else {})


def _line(change: Change, panel: str = "changed") -> str:
    before, after = sides(change)
    what = escaped(change.what)
    if change.kind == "changed":
        return f"{what}: {before} -> {after}"
    told = f"{what}: {after if change.kind == 'added' else before}"
    return told if panel in ("created", "removed") else f"{told} ({change.kind})"
