"""Which module each imported board goes to, and what is written there: never over an edit."""

from __future__ import annotations

import ast
from pathlib import Path, PurePosixPath
from typing import Literal

from boardwright.commands.importing.import_record import Imported
from boardwright.commands.importing.module_merge import has_marks, merge
from boardwright.errors import OutputError
from boardwright.found.found_board import FoundBoard
from boardwright.frozen import frozen
from boardwright.source.files import folder_name, is_plain, module_stem, unique

Outcome = Literal["new", "updated", "merged", "conflict", "unchanged"]


@frozen
class Target:
    """A board's module: its path below the output folder, and the `folder` that it must name.

    Attributes:
        was: Where the last import wrote it, when somebody moved it; None when nobody did.
        keeps_place: Whether the module's new place names its folder, not the source, which tells
            the same as before.
    """

    module: str
    folder: str | None
    was: str | None = None
    keeps_place: bool = False


class Targets:
    """Gives each board a module of its own.

    Args:
        imported: What earlier imports wrote: a board stays where it is.
        dashboards: The project's folder of dashboards: there, a module's place names its folder.
        default: The title of the project's own folder, for boards that are in none.
    """

    def __init__(self, imported: Imported, *, dashboards: Path, default: str) -> None:
        self._imported, self._default = imported, default
        folder, dashboards = imported.folder.resolve(), dashboards.resolve()
        self._above: tuple[str, ...] | None = None
        if folder.is_relative_to(dashboards):
            self._above = folder.relative_to(dashboards).parts
        self._taken = {module.casefold() for module in imported.modules.values()}

    def of(self, found: FoundBoard, *, uid: str, title: str) -> Target:
        """Return the module of a board."""
        titles = self._titles(found)
        known = self._imported.modules.get(uid)
        if known and not found.is_placed:
            return Target(module=known, folder=self._named(known))
        module = known or self._new(titles, uid=uid, title=title)
        return Target(module=module, folder=self._folder(module, titles))

    def moved(self, found: FoundBoard, *, was: str, module: str) -> Target:
        """Return the module of a board that somebody moved.

        Args:
            found: The board.
            was: Where the last import wrote its module.
            module: Where the module is now.
        """
        self._taken.add(module.casefold())
        if not found.is_placed:
            return Target(module=module, folder=self._named(was), was=was)
        titles = self._titles(found)
        folder, before = self._folder(module, titles), self._folder(was, titles)
        keeps_place = before == self._named(was)
        return Target(module=module, folder=folder, was=was, keeps_place=keeps_place)

    def _titles(self, found: FoundBoard) -> tuple[str, ...]:
        titles = tuple(found.folder.split("/")) if found.folder else found.levels
        return () if titles == (self._default,) else titles

    def _new(self, titles: tuple[str, ...], *, uid: str, title: str) -> str:
        levels = titles if all(map(is_plain, titles)) else tuple(map(folder_name, titles))
        top = "".join(f"{level}/" for level in levels)
        stems = {m[len(top) : -3] for m in self._taken if m.startswith(top.casefold())}
        stem = unique(module_stem(title, otherwise=uid), stems)
        self._taken.add(f"{top}{stem}.py".casefold())
        return f"{top}{stem}.py"

    def _folder(self, module: str, titles: tuple[str, ...]) -> str | None:
        """Return the Grafana folder that a module must name; None where its place does."""
        if self._above is None:
            return "/".join(titles) or None
        told = (*self._above, *PurePosixPath(module).parts[:-1])
        return None if told == titles else "/".join(titles) or self._default

    def _named(self, module: str) -> str | None:
        """Return the folder that the last import made a module name; None where it named none."""
        text = self._imported.base(module) or self._imported.current(module) or b""
        return _folder_of(text)


def without_folder(text: bytes) -> bytes:
    """Return a module's text without what it says of its folder."""
    said = _folder_statement(text)
    if said is None or said.end_lineno is None:
        return text
    lines = text.splitlines(keepends=True)
    rest = lines[said.end_lineno :]
    while rest and not rest[0].strip():
        del rest[0]
    return b"".join(lines[: said.lineno - 1] + rest)


def _folder_of(text: bytes) -> str | None:
    """Return what a module's `folder = "..."` says; None where it has none."""
    match _folder_statement(text):
        case ast.Assign(value=ast.Constant(value=str(told))):
            return told
        case _:
            return None


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


@frozen
class Update:
    """What an import makes of a module; `text` is None where the file stays as it is."""

    outcome: Outcome
    text: bytes | None = None
    conflicts: int = 0


def update(imported: Imported, module: str, text: bytes, *, was: str | None = None) -> Update:
    """Return what becomes of a module that an import would write as `text`.

    Args:
        imported: What is known of earlier imports.
        module: The module.
        text: What this import would write.
        was: Where the last import wrote the module, when somebody moved it.

    Raises:
        OutputError: There is a file that no import wrote, or a conflict that nobody resolved.
    """
    current, base = imported.current(module), imported.base(was or module)
    if current is None:
        return Update(outcome="new", text=text)
    if current == text:
        return Update(outcome="unchanged")
    where = str(imported.folder / module)
    if base is None:
        raise OutputError(
            "is there, and no import is known to have written it",
            where=where,
            hint="Move it, or import into another folder with -o.",
        )
    if has_marks(current):
        raise OutputError(
            "has conflicts of an earlier import", where=where, hint="Resolve them, then try again."
        )
    if current == base:
        return Update(outcome="updated", text=text)
    if text == base:
        return Update(outcome="unchanged")
    merged = merge(current, base=base, theirs=text, where=where)
    return Update(
        outcome="conflict" if merged.conflicts else "merged",
        text=merged.text if merged.text != current else None,
        conflicts=merged.conflicts,
    )
