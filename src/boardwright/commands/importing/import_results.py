"""What an import did: values that reports are made of."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from boardwright.commands.importing.module_files import Outcome
from boardwright.errors import BoardwrightError
from boardwright.found.found_board import SkippedFile
from boardwright.frozen import frozen
from boardwright.schema.document import Note
from boardwright.source.common import MODULE
from boardwright.source.verdict import Verdict

SHARED_FILE = f"{MODULE}.py"
Status = Literal[Outcome, "proved", "different", "failed"]


@frozen
class ImportedBoard:
    """What became of one board.

    Attributes:
        origin: Where it came from.
        status: `new`, `updated`, `merged`, `conflict` or `unchanged` is what happened to its
            module, `proved` that a check wrote nothing; `different` and `failed` boards are not
            written.
        title: Its title; empty where it could not be read.
        uid: Its uid; empty where it could not be read.
        module: Its module; None where it has none.
        verdict: Whether the module compiles to the board; None where it was not run.
        conflicts: Places of the module that need the user.
        lines: Lines of the module, and of the board's JSON.
        notes: What its owner should know.
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
    """What became of the module that boards share; `proved` when it was a check."""

    module: Path
    status: Status
    conflicts: int = 0


@frozen
class ImportResult:
    """What an import did, or with `check` would do.

    Attributes:
        output: The folder of the modules.
        boards: What became of each board, in the order they were found.
        skipped: Files of folders that hold no board.
        shared: The module that boards share; None when they share nothing.
        checked: Whether this was `--check`, which writes nothing.
    """

    output: Path
    boards: tuple[ImportedBoard, ...]
    skipped: tuple[SkippedFile, ...]
    checked: bool
    shared: SharedModule | None = None
