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
        origin: Path, Kubernetes resource or URL from which the stored board was read.
        status: The change to the module: `new`, `updated`, `merged`, `conflict` or `unchanged`.
            With `check`, which writes nothing, the status is `proved`. Modules of boards that are
            `different` or `failed` are not written.
        title: Title of the board; empty if it could not be read.
        uid: Uid of the board; empty if it could not be read.
        module: Path of the module; None if the board has no module.
        verdict: Result of comparing the board that the module compiles to with the stored board;
            None if the module could not be run.
        conflicts: Number of merge conflicts in the module. The user must resolve these conflicts.
        lines: Number of lines of the module, and of the board's canonical JSON.
        notes: Notes for the user.
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
    """The module with the code that several boards share. With `check`, its status is `proved`."""

    module: Path
    status: ImportStatus
    conflicts: int = 0


@frozen
class ImportResult:
    """The result of an import. With `--check`, the modules were only compiled and compared with the
    stored boards, but not written.

    Attributes:
        output: Folder of the modules.
        boards: The results, in the order in which the boards were found.
        skipped: Files that were found in folders and contain no board.
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
