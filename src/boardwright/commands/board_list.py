"""`boardwright list`: the boards of the project with their uids, folders and panels."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from boardwright.config.project import ProjectSettings
from boardwright.errors import BoardwrightError
from boardwright.frozen import frozen
from boardwright.projects.compiled_project import CacheUse, compile_project
from boardwright.schema.board_schema import BoardSchema
from boardwright.schema.compiled import BoardResult
from boardwright.schema.document import Note, Place
from boardwright.schema.walking import iter_panels


@frozen
class PanelEntry:
    """One panel of a board in the output of `boardwright list`."""

    id: int
    title: str
    type: str
    place: Place | None


@frozen
class BoardEntry:
    """One board in the output of `boardwright list`.

    Attributes:
        schema: The dashboard schema in which `build` writes the board.
        losses: Descriptions of the parts of the board that the dashboard schema in `schema` cannot
            store.
    """

    uid: str
    title: str
    folder: str
    folder_uid: str
    schema: BoardSchema
    losses: tuple[str, ...]
    place: Place
    panels: tuple[PanelEntry, ...]


@frozen
class BoardList:
    """The boards of a project.

    Attributes:
        boards: The boards, ordered by folder and uid.
        errors: Errors of files that could not be read.
        notes: Notes about files that declare no board.
    """

    boards: tuple[BoardEntry, ...]
    errors: tuple[BoardwrightError, ...]
    notes: tuple[Note, ...] = ()


def list_boards(
    project: ProjectSettings, *, paths: Sequence[Path] | None = None, env: str | None = None
) -> BoardList:
    """Return the boards of the files and folders `paths`, or of the whole project. No file is
    written.
    """
    environment = project.environment(env)
    compiled = compile_project(project, environment=environment, paths=paths, cache=CacheUse.READ)
    schema: BoardSchema = environment.schema or "v1"
    boards = tuple(
        BoardEntry(
            uid=board.uid,
            title=board.title,
            folder=folder.title,
            folder_uid=folder.uid,
            schema=schema,
            losses=tuple(board.v1_losses) if schema == "v1" else (),
            place=board.place,
            panels=_panels(board),
        )
        for folder, board in compiled.boards
    )
    return BoardList(boards=boards, errors=compiled.errors, notes=compiled.file_notes)


def _panels(board: BoardResult) -> tuple[PanelEntry, ...]:
    return tuple(
        PanelEntry(
            id=panel["id"],
            title=panel.get("title", ""),
            type=panel.get("type", ""),
            place=board.panel_places.get(panel["id"]),
        )
        for panel in iter_panels(board.body)
        if panel.get("type") != "row"
    )
