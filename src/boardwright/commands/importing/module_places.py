"""The module of each imported board, and the Grafana folder that it must name."""

from __future__ import annotations

import ast
from pathlib import Path, PurePosixPath

from boardwright.commands.importing.import_record import ImportRecord
from boardwright.found.found_board import FoundBoard
from boardwright.frozen import frozen
from boardwright.source.board_file_names import folder_name, is_plain, module_stem, unique


@frozen
class ModulePlace:
    """A board's module.

    Attributes:
        module: The path below the output folder.
        folder: The Grafana folder that it must name; None where its place implies it.
        moved_from: The path that the last import wrote, when somebody moved the module since.
        keeps_folder: Whether the module keeps the folder of its new place, since the source names
            the same folder as at the last import.
    """

    module: str
    folder: str | None
    moved_from: str | None = None
    keeps_folder: bool = False


class ModulePlaces:
    """Gives each board a module of its own.

    Args:
        record: The record of earlier imports: a board keeps its module.
        dashboards: The project's folder of dashboards: there, a module's place implies its folder.
        default: The title of the project's own folder, for boards that are in none.
    """

    def __init__(self, record: ImportRecord, *, dashboards: Path, default: str) -> None:
        self._record, self._default = record, default
        folder, dashboards = record.folder.resolve(), dashboards.resolve()
        self._above: tuple[str, ...] | None = None
        if folder.is_relative_to(dashboards):
            self._above = folder.relative_to(dashboards).parts
        self._taken = {module.casefold() for module in record.modules.values()}

    def place(self, found: FoundBoard, *, uid: str, title: str) -> ModulePlace:
        """Return the module of a board."""
        titles = self._titles(found)
        known = self._record.modules.get(uid)
        if known and not found.is_placed:
            return ModulePlace(module=known, folder=self._recorded_folder(known))
        module = known or self._new_module(titles, uid=uid, title=title)
        return ModulePlace(module=module, folder=self._folder(module, titles))

    def place_moved(self, found: FoundBoard, *, moved_from: str, module: str) -> ModulePlace:
        """Return the module of a board that somebody moved.

        Args:
            found: The board.
            moved_from: The path that the last import wrote.
            module: The module's path now.
        """
        self._taken.add(module.casefold())
        recorded = self._recorded_folder(moved_from)
        if not found.is_placed:
            return ModulePlace(module=module, folder=recorded, moved_from=moved_from)
        titles = self._titles(found)
        return ModulePlace(
            module=module,
            folder=self._folder(module, titles),
            moved_from=moved_from,
            keeps_folder=self._folder(moved_from, titles) == recorded,
        )

    def _titles(self, found: FoundBoard) -> tuple[str, ...]:
        titles = tuple(found.folder.split("/")) if found.folder else found.levels
        return () if titles == (self._default,) else titles

    def _new_module(self, titles: tuple[str, ...], *, uid: str, title: str) -> str:
        levels = titles if all(map(is_plain, titles)) else tuple(map(folder_name, titles))
        top = "".join(f"{level}/" for level in levels)
        stems = {m[len(top) : -3] for m in self._taken if m.startswith(top.casefold())}
        stem = unique(module_stem(title, otherwise=uid), stems)
        self._taken.add(f"{top}{stem}.py".casefold())
        return f"{top}{stem}.py"

    def _folder(self, module: str, titles: tuple[str, ...]) -> str | None:
        """Return the Grafana folder that a module must name; None where its place implies it."""
        if self._above is None:
            return "/".join(titles) or None
        implied = (*self._above, *PurePosixPath(module).parts[:-1])
        return None if implied == titles else "/".join(titles) or self._default

    def _recorded_folder(self, module: str) -> str | None:
        """Return the folder that the last import let a module name; None for none."""
        text = self._record.base(module) or self._record.current(module) or b""
        match _folder_statement(text):
            case ast.Assign(value=ast.Constant(value=str(folder))):
                return folder
            case _:
                return None


def without_folder(text: bytes) -> bytes:
    """Return a module's text without its `folder = "..."`."""
    statement = _folder_statement(text)
    if statement is None or statement.end_lineno is None:
        return text
    lines = text.splitlines(keepends=True)
    rest = lines[statement.end_lineno :]
    while rest and not rest[0].strip():
        del rest[0]
    return b"".join(lines[: statement.lineno - 1] + rest)


def _folder_statement(text: bytes) -> ast.Assign | None:
    try:
        statements = ast.parse(text).body
    except (SyntaxError, ValueError):
        return None
    for each in statements:
        match each:
            case ast.Assign(targets=[ast.Name(id="folder")]):
                return each
            case _:
                pass
    return None
