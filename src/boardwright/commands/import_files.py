"""Which module each imported board goes to, and what is written there: never over an edit."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Literal

from boardwright.errors import OutputError
from boardwright.project.found.value import Found
from boardwright.project.imported import Imported
from boardwright.project.merging import has_marks, merge
from boardwright.source.files import folder_name, is_plain, module_stem, unique

Outcome = Literal["new", "updated", "merged", "conflict", "unchanged"]


@dataclass(frozen=True, kw_only=True)
class Target:
    """A board's module: its path below the output folder, and the `folder` that it must name."""

    module: str
    folder: str | None


class Targets:
    """Gives each board a module of its own.

    Args:
        imported: What earlier imports wrote: a board stays where it is.
        located: Whether a module's place below the output folder names its Grafana folder.
    """

    def __init__(self, imported: Imported, *, located: bool) -> None:
        self._imported = imported
        self._located = located
        self._taken = {module.casefold() for module in imported.modules.values()}

    def of(self, found: Found, *, uid: str, title: str) -> Target:
        """Return the module of a board."""
        levels, folder = self._place(found)
        known = self._imported.modules.get(uid)
        if known is not None:
            at = "/".join(PurePosixPath(known).parts[:-1]) or None
            wanted = found.folder or "/".join(found.levels) or None
            return Target(module=known, folder=wanted if wanted != at or folder else None)
        top = "".join(f"{level}/" for level in levels)
        stems = {m[len(top) : -3] for m in self._taken if m.startswith(top.casefold())}
        stem = unique(module_stem(title, otherwise=uid), stems)
        self._taken.add(f"{top}{stem}.py".casefold())
        return Target(module=f"{top}{stem}.py", folder=folder)

    def _place(self, found: Found) -> tuple[tuple[str, ...], str | None]:
        """Return the folders of a board's module, and the Grafana folder that they do not tell."""
        titles = tuple(found.folder.split("/")) if found.folder else found.levels
        plain = all(map(is_plain, titles))
        levels = titles if plain else tuple(map(folder_name, titles))
        told = plain and self._located
        return levels, None if told or not titles else "/".join(titles)


@dataclass(frozen=True, kw_only=True)
class Update:
    """What an import makes of a module; `text` is None where the file stays as it is."""

    outcome: Outcome
    text: bytes | None = None
    conflicts: int = 0


def update(imported: Imported, module: str, text: bytes) -> Update:
    """Return what becomes of a module that an import would write as `text`.

    Raises:
        OutputError: There is a file that no import wrote, or a conflict that nobody resolved.
    """
    current, base = imported.current(module), imported.base(module)
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
