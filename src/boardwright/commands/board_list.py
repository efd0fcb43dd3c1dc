"""`boardwright list`: the boards of the project with their uids, folders and panels."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from boardwright.config.project import ProjectSettings
from boardwright.errors import BoardwrightError
from boardwright.frozen import frozen
from boardwright.lazy import lazy_property
from boardwright.projects.compiled_project import CacheUse, compile_project
from boardwright.provisioning.output_paths import PlacedBoard
from boardwright.schema.board_result import BoardResult
from boardwright.schema.board_schema import BoardSchema
from boardwright.schema.dashboard import Dashboard
from boardwright.schema.document import Note, Place


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
        losses: Features of the board that `schema` cannot represent, such as `2 tabs become rows`.
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
    """The result of `boardwright list`.

    Attributes:
        compiled: The compiled boards and their Grafana folders, ordered by folder and uid.
        schema: The dashboard schema in which `build` writes the boards.
        errors: Errors that occurred when files were read or compiled.
        notes: Notes about files that declare no board.
    """

    compiled: tuple[PlacedBoard, ...]
    schema: BoardSchema
    errors: tuple[BoardwrightError, ...]
    notes: tuple[Note, ...] = ()

    @lazy_property
    def boards(self) -> tuple[BoardEntry, ...]:
        """The boards with their panels. The first access parses the JSON of every board."""
        return tuple(
            BoardEntry(
                uid=board.uid,
                title=board.title,
                folder=folder.title,
                folder_uid=folder.uid,
                schema=self.schema,
                losses=tuple(board.v1_losses) if self.schema == "v1" else (),
                place=board.place,
                panels=_list_panels(board),
            )
            for folder, board in self.compiled
        )


@frozen
class BoardCounts:
    """The numbers of boards in a project.

    Attributes:
        boards: The number of all boards.
        folders: Title of a folder in Grafana -> number of boards in this folder, ordered by title.
        owners: Owner in CODEOWNERS -> number of boards of this owner, ordered by owner. A board
            with several owners is counted for each owner. Empty if there is no CODEOWNERS.
    """

    boards: int
    folders: Mapping[str, int]
    owners: Mapping[str, int]


def list_boards(
    project: ProjectSettings, *, paths: Sequence[Path] | None = None, env: str | None = None
) -> BoardList:
    """Return the boards of the files and folders `paths`, or of the whole project."""
    environment = project.find_environment(env)
    compiled = compile_project(project, environment=environment, paths=paths, cache=CacheUse.READ)
    return BoardList(
        compiled=compiled.boards,
        schema=environment.schema or "v1",
        errors=compiled.errors,
        notes=compiled.file_notes,
    )


def count_boards(project: ProjectSettings, boards: BoardList) -> BoardCounts:
    """Count boards by folder and by owner.

    Args:
        project: The project, whose repository may have a CODEOWNERS file.
        boards: The boards to count.

    Raises:
        ConfigError: CODEOWNERS contains an invalid pattern.
    """
    from boardwright.projects.code_owners import find_code_owners

    owners = find_code_owners(project.root)
    files = (project.root / board.place.file for _, board in boards.compiled)
    counts_by_owner = (
        Counter(owner for file in files for owner in owners.find_owners(file)) if owners else {}
    )
    folders = Counter(folder.title for folder, _ in boards.compiled)
    return BoardCounts(
        boards=len(boards.compiled),
        folders=dict(sorted(folders.items())),
        owners=dict(sorted(counts_by_owner.items())),
    )


def _list_panels(board: BoardResult) -> tuple[PanelEntry, ...]:
    return tuple(
        PanelEntry(
            id=panel.id,
            title=panel.title,
            type=panel.type,
            place=board.panel_places.get(panel.id),
        )
        for panel in Dashboard(board.body).panels
        if panel.id is not None and not panel.is_row
    )
