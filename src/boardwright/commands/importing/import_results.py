"""The result of an import, as immutable values."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from boardwright.commands.importing.module_updates import Outcome
from boardwright.errors import BoardwrightError
from boardwright.found.found_board import SkippedFile
from boardwright.frozen import frozen
from boardwright.provisioning.providers import Folder
from boardwright.schema.document import Note
from boardwright.source.shared_module import MODULE
from boardwright.source.verdict import Verdict

SHARED_FILE = f"{MODULE}.py"
Status = Literal[Outcome, "proved", "different", "failed"]


@frozen
class ImportedBoard:
    """One board of an import.

    Attributes:
        origin: The file, resource or address that it came from.
        status: The change to its module: `new`, `updated`, `merged`, `conflict`, `unchanged`; or
            `proved` for a check, which writes nothing. Boards that are `different` or `failed`
            are not written.
        title: The title; empty where it could not be read.
        uid: The uid; empty where it could not be read.
        module: The module; None where it has none.
        verdict: How the board that the module compiles to differs from the stored one; None where
            the module did not run.
        conflicts: Conflicts in the module that its owner must resolve.
        lines: Lines of the module, and of the board's canonical JSON.
        notes: Remarks for its owner.
        error: Why it failed.
    """

    origin: str
    status: Status
    title: str = ""
    uid: str = ""
    module: Path | None = None
    verdict: Verdict | None = None
    conflicts: int = 0
    lines: tuple[int, int] = (0, 0)
    notes: tuple[Note, ...] = ()
    error: BoardwrightError | None = None


@frozen
class SharedModule:
    """The module that boards share parts from; its status is `proved` for a check."""

    module: Path
    status: Status
    conflicts: int = 0


@frozen
class ImportResult:
    """The result of an import, or with `check` the result that it would have.

    Attributes:
        output: The folder of the modules.
        boards: The boards, in the order in which they were found.
        skipped: Files of folders that hold no board.
        checked: Whether this was `--check`, which writes nothing.
        shared: The module that boards share; None when they share nothing.
        folders: The folders that were added to `boardwright.toml`.
    """

    output: Path
    boards: tuple[ImportedBoard, ...]
    skipped: tuple[SkippedFile, ...]
    checked: bool
    shared: SharedModule | None = None
    folders: tuple[Folder, ...] = ()
