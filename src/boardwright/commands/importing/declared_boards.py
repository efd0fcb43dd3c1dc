"""What a project declares already, so that an import gives no board a second module."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from functools import cached_property
from pathlib import Path

from boardwright.api.compiled_project import CacheUse, compile_project
from boardwright.commands.importing.import_record import Imported
from boardwright.config.project import Environment, Project
from boardwright.errors import BoardwrightError, DeclarationError
from boardwright.loading.board_files import discover
from boardwright.schema.compiled import CompiledBoard
from boardwright.schema.document import Place

_ALIKE = 0.5
"""How much of a module's lines are those of the last import when it is that module, moved."""


class Declared:
    """The boards that a build of the project takes, but those that imports wrote and nobody edited.

    Modules are run when somebody first asks; what cannot be run or compiled is left out, since it
    is not the import's to tell.

    Args:
        project: The project.
        environment: Whose data sources its boards are compiled with.
        imported: What earlier imports wrote, and where.
    """

    def __init__(self, project: Project, environment: Environment, imported: Imported) -> None:
        self._project, self._environment, self._imported = project, environment, imported

    def elsewhere(self, uid: str, module: str | None, *, origin: str) -> list[Place]:
        """Return where a board is declared, but in the module that it goes to or comes from.

        Args:
            uid: The board's uid.
            module: Its module below the folder of the import; None where it has none yet.
            origin: The file it comes from.
        """
        own = None if module is None else (self._imported.folder / module).resolve()
        return [
            place
            for place in self._places.get(uid, ())
            if place.file != origin and self._path(place) != own
        ]

    def moved(self, module: str, places: Sequence[Place]) -> str | None:
        """Return where a module is now that an import wrote and somebody moved; None if unsure.

        Args:
            module: Where the last import wrote it.
            places: Where its board is declared now.
        """
        base = self._imported.base(module)
        if base is None or len(places) != 1 or self._boards_of[places[0].file] != 1:
            return None
        path, folder = self._path(places[0]), self._imported.folder.resolve()
        if path.suffix != ".py" or not path.is_relative_to(folder):
            return None
        here = path.relative_to(folder).as_posix()
        current = self._imported.current(here)
        if here in self._imported.modules.values() or current is None:
            return None
        return here if _alike(current, base) else None

    @cached_property
    def _boards(self) -> tuple[CompiledBoard, ...]:
        files = self._files()
        if not files:
            return ()
        compiled = compile_project(
            self._project, environment=self._environment, paths=files, cache=CacheUse.READ
        )
        return tuple(board for _, board in compiled.boards)

    @cached_property
    def _places(self) -> Mapping[str, list[Place]]:
        places: dict[str, list[Place]] = {}
        for board in self._boards:
            places.setdefault(board.uid, []).append(board.place)
        return places

    @cached_property
    def _boards_of(self) -> Counter[str]:
        return Counter(board.place.file for board in self._boards)

    def _files(self) -> list[Path]:
        """Return the files of the project that the list of imports does not answer for."""
        dashboards = self._project.root / self._project.dashboards
        folder = self._imported.folder.resolve()
        if not folder.is_relative_to(dashboards.resolve()):
            return []
        written = {
            folder / module
            for module in self._imported.modules.values()
            if self._imported.current(module) == self._imported.base(module)
        }
        return [file for file in discover(dashboards) if file.resolve() not in written]

    def _path(self, place: Place) -> Path:
        return (self._project.root / place.file).resolve()


def declared_already(uid: str, places: Sequence[Place], *, origin: str) -> BoardwrightError:
    """Return the error of a board that has a module, which is not the import's."""
    told = " and ".join(map(str, places))
    return DeclarationError(
        f"uid {uid!r} is declared at {told}",
        where=origin,
        hint="Delete that declaration and import again, or give this board a uid of its own.",
    )


def _alike(current: bytes, base: bytes) -> bool:
    """Whether a text is mostly another one, as git tells that a file was renamed."""
    if current == base:
        return True
    lines = (current.splitlines(), base.splitlines())
    return SequenceMatcher(None, *lines, autojunk=False).ratio() >= _ALIKE
