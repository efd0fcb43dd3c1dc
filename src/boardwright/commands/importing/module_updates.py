"""Updating a module that an earlier import wrote: edits of its owner are merged, never lost."""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path
from typing import Literal

from boardwright.commands.importing.import_record import ImportRecord
from boardwright.errors import OutputError
from boardwright.frozen import frozen

Outcome = Literal["new", "updated", "merged", "conflict", "unchanged"]

_MARK = b"<<<<<<< "
_MOST_CONFLICTS = 127
"""git's exit code is the number of conflicts up to this, and an error above it."""
_LABELS = ("your module", "last import", "this import")


@frozen
class ModuleUpdate:
    """The change that an import makes to a module.

    Attributes:
        text: The new text; None where the file stays as it is.
        conflicts: Conflicts in the text, each between git's marks.
    """

    outcome: Outcome
    text: bytes | None = None
    conflicts: int = 0


def update_module(
    record: ImportRecord, module: str, text: bytes, *, moved_from: str | None = None
) -> ModuleUpdate:
    """Return the change that an import makes to a module.

    Args:
        record: The record of earlier imports.
        module: The module.
        text: The text that this import has for it.
        moved_from: The path that the last import wrote, when somebody moved the module since.

    Raises:
        OutputError: The file was not written by an import, or has a conflict that is not resolved.
    """
    current, base = record.current(module), record.base(moved_from or module)
    if current is None:
        return ModuleUpdate(outcome="new", text=text)
    if current == text:
        return ModuleUpdate(outcome="unchanged")
    where = str(record.folder / module)
    if base is None:
        raise OutputError(
            "exists, and no import is known to have written it",
            where=where,
            hint="Move it, or import into another folder with -o.",
        )
    if any(line.startswith(_MARK) for line in current.splitlines()):
        what = "has conflicts of an earlier import"
        raise OutputError(what, where=where, hint="Resolve them, then import again.")
    if current == base:
        return ModuleUpdate(outcome="updated", text=text)
    if text == base:
        return ModuleUpdate(outcome="unchanged")
    return _merge(current, base=base, theirs=text, where=where)


def _merge(mine: bytes, *, base: bytes, theirs: bytes, where: str) -> ModuleUpdate:
    """Return `mine` with the changes from `base` to `theirs`, merged by git."""
    with tempfile.TemporaryDirectory(prefix="boardwright-") as folder:
        for name, text in (("mine", mine), ("base", base), ("theirs", theirs)):
            Path(folder, name).write_bytes(text)
        labels = [part for label in _LABELS for part in ("-L", label)]
        command = ["git", "merge-file", "--stdout", "--diff3", *labels, "mine", "base", "theirs"]
        try:
            done = subprocess.run(command, cwd=folder, capture_output=True, check=False)  # noqa: S603 - fixed arguments
        except OSError as error:
            raise OutputError(
                f"was edited, and merging needs git, which cannot be run: {error.strerror}",
                where=where,
                hint="Install git, or import into an empty folder (-o) and compare.",
            ) from error
    if not 0 <= done.returncode <= _MOST_CONFLICTS:
        reason = done.stderr.decode(errors="replace").strip()
        raise OutputError(f"git cannot merge it: {reason}", where=where)
    return ModuleUpdate(
        outcome="conflict" if done.returncode else "merged",
        text=done.stdout if done.stdout != mine else None,
        conflicts=done.returncode,
    )
