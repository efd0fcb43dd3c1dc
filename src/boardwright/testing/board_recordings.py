"""Reads recordings of boards. A recording is a file in which `boardwright preview --record` has
stored the results of a board's queries.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from boardwright.found.file_contents import read_content
from boardwright.preview.recorded_answers import Recording, read_recording
from boardwright.schema.document import Place
from boardwright.testing.testing_errors import TestInputError

if TYPE_CHECKING:
    from boardwright.testing.tested_board import TestedBoard

FOLDER = "recordings"
"""Name of the folder with the recordings, which is next to boardwright.toml."""


def read_tested_recording(root: Path, board: TestedBoard) -> Recording:
    """Return the recording of a board.

    Args:
        root: The folder of the project.
        board: The board.

    Raises:
        TestInputError: There is no recording of the board.
        DeclarationError: The file of the recording cannot be read.
    """
    path = root / FOLDER / f"{board.uid}.json"
    if not path.exists():
        raise TestInputError(
            f'the board "{board.title}" has no recording',
            where=str(path),
            hint="To create the recording, run: boardwright preview --prometheus URL --record "
            f"{FOLDER}",
        )
    return read_recording(read_content(path, Place(file=str(path))), where=str(path))
