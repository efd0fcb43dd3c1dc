"""Looks up the boards that the project already declares, so that no board is declared twice."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Collection, Sequence
from difflib import SequenceMatcher
from pathlib import Path

from boardwright.commands.importing.import_record import ImportRecord
from boardwright.config.project import Environment, ProjectSettings
from boardwright.errors import BoardwrightError, DeclarationError
from boardwright.lazy import lazy_property
from boardwright.loading.board_discovery import require_board_files
from boardwright.projects.compiled_project import CacheUse, compile_project
from boardwright.provisioning.output_paths import PlacedBoard
from boardwright.schema.document import Place

_ALIKE = 0.5
"""Smallest similarity, from 0 to 1, of a moved module to the text that the last import generated.
"""


class ProjectBoards:
    """The boards that the project declares. Files that do not compile are ignored.

    Args:
        project: The settings of the project.
        environment: Environment for which the boards are compiled.
        record: The record of earlier imports.
    """

    def __init__(
        self, project: ProjectSettings, environment: Environment, record: ImportRecord
    ) -> None:
        self._project, self._environment, self._record = project, environment, record

    def find_other_places(self, uid: str, module: str, *, origin: str) -> list[Place]:
        """Return the other places that declare an imported board.

        Args:
            uid: Uid of the board.
            module: Path of the module to omit, relative to the folder of the import.
            origin: Path of the imported file, which is also omitted.
        """
        own = (self._record.folder / module).resolve()
        return [
            board.place
            for _, board in self._boards
            if board.uid == uid
            and board.place.file != origin
            and self._resolve_path(board.place) != own
        ]

    def find_moved_module(self, module: str, places: Sequence[Place]) -> str | None:
        """Return the new path of a module that the user moved; None if the path is not certain.

        Args:
            module: Path to which the last import wrote the module.
            places: Places that currently declare the board of the module.
        """
        base = self._record.read_base(module)
        files = Counter(board.place.file for _, board in self._boards)
        if base is None or len(places) != 1 or files[places[0].file] != 1:
            return None
        path, folder = self._resolve_path(places[0]), self._record.folder.resolve()
        if path.suffix != ".py" or not path.is_relative_to(folder):
            return None
        moved = path.relative_to(folder).as_posix()
        current = self._record.read_current(moved)
        if moved in self._record.modules.values() or current is None:
            return None
        return moved if _are_alike(current, base) else None

    def list_other_boards(self, files: Collection[Path]) -> list[PlacedBoard]:
        """Return the boards that other files than `files` declare, with their Grafana folders."""
        return [each for each in self._boards if self._resolve_path(each[1].place) not in files]

    @lazy_property
    def _boards(self) -> tuple[PlacedBoard, ...]:
        dashboards = self._project.dashboards_folder
        is_inside = self._record.folder.resolve().is_relative_to(dashboards.resolve())
        exists = os.path.lexists(dashboards)  # the first import creates the folder
        files = require_board_files(dashboards, self._project).paths if is_inside and exists else ()
        if not files:
            return ()
        return compile_project(
            self._project, environment=self._environment, paths=files, cache=CacheUse.READ
        ).boards

    def _resolve_path(self, place: Place) -> Path:
        return (self._project.root / place.file).resolve()


def build_declared_error(uid: str, places: Sequence[Place], *, origin: str) -> BoardwrightError:
    """Return the error for a board that another module of the project already declares."""
    return DeclarationError(
        f"the project already declares the uid {uid!r} at {' and '.join(map(str, places))}",
        where=origin,
        hint="Delete the existing declaration and import again, or change the uid of the imported "
        "board.",
    )


def _are_alike(current: bytes, base: bytes) -> bool:
    """Return whether two texts are so similar that they are versions of the same module."""
    if current == base:
        return True
    lines = (current.splitlines(), base.splitlines())
    return SequenceMatcher(None, *lines, autojunk=False).ratio() >= _ALIKE
