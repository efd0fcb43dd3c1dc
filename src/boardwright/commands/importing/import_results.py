"""Immutable values that describe the result of an import."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from boardwright.commands.importing.module_updates import UpdateOutcome
from boardwright.errors import BoardwrightError
from boardwright.found.found_board import SkippedFile
from boardwright.frozen import frozen
from boardwright.provisioning.providers import BoardFolder
from boardwright.schema.document import Note
from boardwright.source.shared_module import MODULE
from boardwright.source.verdict import Verdict

SHARED_FILE = f"{MODULE}.py"
ImportStatus = Literal[UpdateOutcome, "proved", "different", "failed"]


@frozen
class ImportedBoard:
    """The result of importing one board.

    Attributes:
        origin: Path, Kubernetes resource or URL of the original board.
        status: How the import changed the module: `new`, `updated`, `merged`, `conflict` or
            `unchanged`. With `--check`, `proved` means that the module compiles to the original
            board. The import writes no module if the status is `different`, because the module
            compiles to another board, or `failed`, because the module does not compile.
        title: Title of the board; empty if the board could not be read.
        uid: Uid of the board; empty if the board could not be read.
        module: Path of the module; None if no module was generated for the board.
        verdict: Result of comparing the compiled module with the original board; None if the module
            did not compile.
        conflicts: Number of merge conflicts in the module, which the user must resolve.
        lines: Number of lines of the module, and number of lines of the board's canonical JSON.
        notes: Notes for the user about this board.
        error: Why the import of the board failed; None otherwise.
    """

    origin: str
    status: ImportStatus
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
    """The module with the code that several boards share.

    With `--check`, `status` is `proved`.
    """

    module: Path
    status: ImportStatus
    conflicts: int = 0


@frozen
class ImportResult:
    """The result of an import.

    Attributes:
        output: Folder of the modules.
        boards: The result of each board, in the order of the import.
        skipped: Files in the given folders that contain no board.
        checked: Whether the import ran with `--check`, which writes nothing.
        shared: The module with shared code; None if the boards share no code.
        folders: The folders that were added to `boardwright.toml`.
    """

    output: Path
    boards: tuple[ImportedBoard, ...]
    skipped: tuple[SkippedFile, ...]
    checked: bool
    shared: SharedModule | None = None
    folders: tuple[BoardFolder, ...] = ()
