"""Updates modules that an earlier import wrote, and keeps the user's edits."""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path
from typing import Literal

from boardwright.commands.importing.import_record import ImportRecord
from boardwright.errors import OutputError
from boardwright.frozen import frozen

UpdateOutcome = Literal["new", "updated", "merged", "conflict", "unchanged"]

_MARK = b"<<<<<<< "
_MOST_CONFLICTS = 127
"""Largest number of conflicts that `git merge-file` returns as its exit code. A higher exit code
means an error.
"""
_LABELS = ("your module", "last import", "this import")


@frozen
class ModuleUpdate:
    """The change that an import makes in a module.

    Attributes:
        text: New text of the module; None if the file does not change.
        conflicts: Number of merge conflicts in the text. Git marks each conflict with `<<<<<<<`.
    """

    outcome: UpdateOutcome
    text: bytes | None = None
    conflicts: int = 0


def update_module(
    record: ImportRecord, module: str, text: bytes, *, moved_from: str | None = None
) -> ModuleUpdate:
    """Return the change that an import makes in a module.

    Args:
        record: The record of earlier imports.
        module: Path of the module, relative to the record's folder.
        text: Text that the current import generated for the module.
        moved_from: Path of the module at the last import if the user has moved the module; None if
            the module was not moved.

    Raises:
        OutputError: The file exists but no import wrote it, the file contains unresolved conflicts,
            or git cannot merge the module.
    """
    current, base = record.read_current(module), record.read_base(moved_from or module)
    if current is None:
        return ModuleUpdate(outcome="new", text=text)
    if current == text:
        return ModuleUpdate(outcome="unchanged")
    where = str(record.folder / module)
    if base is None:
        raise OutputError(
            "the file already exists, and no earlier import wrote it",
            where=where,
            hint="Move the file, or import into another folder with the option -o.",
        )
    if any(line.startswith(_MARK) for line in current.splitlines()):
        what = "the module contains unresolved merge conflicts of an earlier import"
        raise OutputError(what, where=where, hint="Resolve the conflicts, then import again.")
    if current == base:
        return ModuleUpdate(outcome="updated", text=text)
    if text == base:
        return ModuleUpdate(outcome="unchanged")
    return _merge_edits(current, base=base, theirs=text, where=where)


def _merge_edits(mine: bytes, *, base: bytes, theirs: bytes, where: str) -> ModuleUpdate:
    """Merge the user's edits and the changes of the new import with `git merge-file`.

    Args:
        mine: Text of the module with the user's edits.
        base: Text that the last import generated.
        theirs: Text that the new import generated.
        where: Path of the module.
    """
    with tempfile.TemporaryDirectory(prefix="boardwright-") as folder:
        for name, text in (("mine", mine), ("base", base), ("theirs", theirs)):
            Path(folder, name).write_bytes(text)
        labels = [part for label in _LABELS for part in ("-L", label)]
        command = ["git", "merge-file", "--stdout", "--diff3", *labels, "mine", "base", "theirs"]
        try:
            process = subprocess.run(command, cwd=folder, capture_output=True, check=False)  # noqa: S603 - fixed arguments
        except OSError as error:
            raise OutputError(
                "the module was edited after the last import, but boardwright cannot run git "
                f"to merge the changes: {error.strerror}",
                where=where,
                hint="Install git. Or import into an empty folder with the option -o, and merge "
                "the changes yourself.",
            ) from error
    if not 0 <= process.returncode <= _MOST_CONFLICTS:
        reason = process.stderr.decode(errors="replace").strip()
        raise OutputError(f"git cannot merge the module: {reason}", where=where)
    return ModuleUpdate(
        outcome="conflict" if process.returncode else "merged",
        text=process.stdout if process.stdout != mine else None,
        conflicts=process.returncode,
    )
