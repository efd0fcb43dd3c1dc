"""The result of a deploy as text and as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from boardwright.commands.deploy import Deployed
from boardwright.errors import ServerError
from boardwright.grafana.address import shown
from boardwright.grafana.applying import BoardOutcome, FolderOutcome
from boardwright.grafana.connecting import Connected
from boardwright.report.problems import error_json, note_json

HEADER = ("", "FOLDER", "UID", "TITLE", "ADDRESS")
_NAMED = 10


def deploy_lines(deployed: Deployed) -> Iterator[str]:
    """Yield what a person reads after a deploy; what failed is told by `failure_lines`."""
    if deployed.connected is None:
        return
    yield _server_line(deployed.connected)
    for folder in deployed.applied.folders:
        if folder.status == "created":
            yield f'{folder.status:>9}  folder "{folder.folder.path}" ({folder.folder.uid})'
    yield from _table([_row(board) for board in deployed.applied.boards])
    yield _summary(deployed.applied.boards)


def _server_line(connected: Connected) -> str:
    version = f" {connected.version}" if connected.version else ""
    organisation = connected.organisation
    within = f', organisation "{organisation.name}"' if organisation else ""
    return f"Grafana{version} at {shown(connected.grafana.url)}{within}"


def _row(outcome: BoardOutcome) -> tuple[str, ...]:
    board = outcome.board
    return (f"{outcome.status:>9}", board.folder.path, board.uid, board.title, outcome.url or "-")


def _table(rows: Sequence[tuple[str, ...]]) -> Iterator[str]:
    lines = [HEADER, *rows] if rows else []
    widths = [max(len(line[column]) for line in lines) for column in range(len(HEADER)) if lines]
    for line in lines:
        cells = (cell.ljust(width) for cell, width in zip(line, widths, strict=True))
        yield "  ".join(cells).rstrip()


def _summary(boards: Sequence[BoardOutcome]) -> str:
    statuses = [board.status for board in boards]
    told = [
        f"{statuses.count(status)} {status}"
        for status in ("created", "updated", "unchanged", "failed")
        if status in statuses
    ]
    noun = "board" if len(boards) == 1 else "boards"
    return f"{len(boards)} {noun}: {', '.join(told)}" if told else "No boards."


def failure_lines(deployed: Deployed) -> Iterator[str]:
    """Yield what failed; one reason that many boards share is told once."""
    for folder in deployed.applied.folders:
        if folder.error is not None:
            yield f'error: folder "{folder.folder.path}" ({folder.folder.uid}): {folder.error}'
    reasons: dict[str, list[str]] = {}
    for board in deployed.applied.boards:
        if board.error is not None:
            name = f'{board.board.place}: board "{board.board.title}" ({board.board.uid})'
            reasons.setdefault(str(board.error), []).append(name)
    for reason, names in reasons.items():
        yield from _reason_lines(reason, names)


def _reason_lines(reason: str, names: Sequence[str]) -> Iterator[str]:
    if len(names) == 1:
        yield f"error: {names[0]}: {reason}"
        return
    yield f"error: {len(names)} boards: {reason}"
    yield from (f"    {name}" for name in names[:_NAMED])
    if len(names) > _NAMED:
        yield f"    and {len(names) - _NAMED} more"


def deploy_json(deployed: Deployed) -> dict[str, Any]:
    """Return the result as JSON data; its schema is `docs/reference/deploy.schema.json`."""
    return {
        "server": _server_json(deployed.connected),
        "folders": [_folder_json(folder) for folder in deployed.applied.folders],
        "boards": [_board_json(board) for board in deployed.applied.boards],
        "errors": [error_json(error) for error in deployed.compiled.errors],
        "notes": [note_json(note) for note in deployed.compiled.notes],
        "warnings": list(deployed.warnings),
    }


def _server_json(connected: Connected | None) -> dict[str, Any] | None:
    if connected is None:
        return None
    organisation = connected.organisation
    return {
        "url": shown(connected.grafana.url),
        "version": connected.version or None,
        "organisation": organisation.name if organisation else None,
    }


def _folder_json(outcome: FolderOutcome) -> dict[str, Any]:
    return {
        "status": outcome.status,
        "uid": outcome.folder.uid,
        "path": outcome.folder.path,
        "error": _error_json(outcome.error),
    }


def _board_json(outcome: BoardOutcome) -> dict[str, Any]:
    board = outcome.board
    return {
        "status": outcome.status,
        "uid": board.uid,
        "title": board.title,
        "folder": board.folder.path,
        "folderUid": board.folder.uid,
        "place": board.place,
        "url": outcome.url,
        "error": _error_json(outcome.error),
    }


def _error_json(error: ServerError | None) -> dict[str, Any] | None:
    return None if error is None else error_json(error)
