"""Chooses the path of the module for each imported board, and the Grafana folder that the module
must set.
"""

from __future__ import annotations

import ast
from pathlib import Path, PurePosixPath

from boardwright.commands.importing.import_record import ImportRecord
from boardwright.found.found_board import FoundBoard
from boardwright.frozen import frozen
from boardwright.source.board_file_names import (
    make_unique_name,
    may_hold_boards,
    name_folder,
    name_module,
)


@frozen
class ModulePlace:
    """The path of a board's module, and the Grafana folder that the module must set.

    Attributes:
        module: Path of the module, relative to the output folder.
        folder: Title of the Grafana folder that the module must set with `folder = "..."`; None if
            the directory of the module determines the Grafana folder.
        moved_from: Path of the module at the last import if the user has moved the module; None if
            the module was not moved.
        keeps_folder: Whether the user moved the module, and nobody moved the board in Grafana. If
            True, the new directory of the module determines the Grafana folder of the board.
    """

    module: str
    folder: str | None
    moved_from: str | None = None
    keeps_folder: bool = False


class ModulePlaces:
    """Chooses a separate module path for each imported board.

    Args:
        record: The record of earlier imports. If the record contains a board, the board keeps the
            path of its module.
        dashboards: The project's dashboards folder. The subfolders of the dashboards folder
            determine the Grafana folders of boards.
        default: Title of the Grafana folder for boards that set no folder.
    """

    def __init__(self, record: ImportRecord, *, dashboards: Path, default: str) -> None:
        self._record, self._default = record, default
        folder, dashboards = record.folder.resolve(), dashboards.resolve()
        self._above: tuple[str, ...] | None = None
        if folder.is_relative_to(dashboards):
            self._above = folder.relative_to(dashboards).parts
        self._taken = {module.casefold() for module in record.modules.values()}

    def place(self, found: FoundBoard, *, uid: str, title: str) -> ModulePlace:
        """Return the path of the module and the Grafana folder for a board."""
        titles = self._list_titles(found)
        known = self._record.modules.get(uid)
        if known and not found.is_placed:
            return ModulePlace(module=known, folder=self._read_recorded_folder(known))
        module = known or self._choose_module(titles, uid=uid, title=title)
        return ModulePlace(module=module, folder=self._choose_folder(module, titles))

    def place_moved(self, found: FoundBoard, *, moved_from: str, module: str) -> ModulePlace:
        """Return the path of a module that the user moved, and the Grafana folder of the board.

        Args:
            found: The original board.
            moved_from: Path to which the last import wrote the module.
            module: Current path of the module.
        """
        self._taken.add(module.casefold())
        recorded = self._read_recorded_folder(moved_from)
        if not found.is_placed:
            return ModulePlace(module=module, folder=recorded, moved_from=moved_from)
        titles = self._list_titles(found)
        return ModulePlace(
            module=module,
            folder=self._choose_folder(module, titles),
            moved_from=moved_from,
            keeps_folder=self._choose_folder(moved_from, titles) == recorded,
        )

    def _list_titles(self, found: FoundBoard) -> tuple[str, ...]:
        titles = tuple(found.folder.split("/")) if found.folder else found.levels
        return () if titles == (self._default,) else titles

    def _choose_module(self, titles: tuple[str, ...], *, uid: str, title: str) -> str:
        levels = titles if all(map(may_hold_boards, titles)) else tuple(map(name_folder, titles))
        top = "".join(f"{level}/" for level in levels)
        stems = {m[len(top) : -3] for m in self._taken if m.startswith(top.casefold())}
        stem = make_unique_name(name_module(title, otherwise=uid), stems)
        self._taken.add(f"{top}{stem}.py".casefold())
        return f"{top}{stem}.py"

    def _choose_folder(self, module: str, titles: tuple[str, ...]) -> str | None:
        """Return the Grafana folder that a module must set; None if a module sets no folder."""
        if self._above is None:
            return "/".join(titles) or None
        implied = (*self._above, *PurePosixPath(module).parts[:-1])
        return None if implied == titles else "/".join(titles) or self._default

    def _read_recorded_folder(self, module: str) -> str | None:
        """Return the Grafana folder that the last generated text of a module sets, or None."""
        text = self._record.read_base(module) or self._record.read_current(module) or b""
        match _find_folder_statement(text):
            case ast.Assign(value=ast.Constant(value=str(folder))):
                return folder
            case _:
                return None


def remove_folder_statement(text: bytes) -> bytes:
    """Return the text of a module without the statement `folder = "..."`."""
    statement = _find_folder_statement(text)
    if statement is None or statement.end_lineno is None:
        return text
    lines = text.splitlines(keepends=True)
    rest = lines[statement.end_lineno :]
    while rest and not rest[0].strip():
        del rest[0]
    return b"".join(lines[: statement.lineno - 1] + rest)


def _find_folder_statement(text: bytes) -> ast.Assign | None:
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
