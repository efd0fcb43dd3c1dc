"""Reads and writes the record of earlier imports: the folder `.imported/` next to the modules.

The file `.imported/index.json` maps each board to its module. `.imported/MODULE.txt` contains the
module as the last import generated it, so that the next import can find the user's edits.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import field
from pathlib import Path, PurePosixPath
from types import MappingProxyType

from boardwright.errors import DeclarationError, OutputError
from boardwright.found.file_contents import read_if_present
from boardwright.frozen import frozen
from boardwright.schema.canonical import encode_canonical_json, parse_canonical_json
from boardwright.schema.document import Place

FOLDER = ".imported"
INDEX = f"{FOLDER}/index.json"
ATTRIBUTES = f"{FOLDER}/.gitattributes"
_ATTRIBUTES_TEXT = b"""\
# The texts of the last `boardwright import`. The next import needs them to merge: commit them.
* -diff linguist-generated
"""


@frozen
class ImportRecord:
    """The record of earlier imports into one folder.

    Attributes:
        folder: Folder that contains the modules.
        modules: Uid of a board -> path of its module, relative to `folder`.
    """

    folder: Path
    modules: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    def read_base(self, module: str) -> bytes | None:
        """Return the text that the last import generated for a module; None if there is none."""
        return read_bytes(self.folder / format_base_path(module))

    def read_current(self, module: str) -> bytes | None:
        """Return the current text of a module; None if the file does not exist."""
        return read_bytes(self.folder / module)


def format_base_path(module: str) -> str:
    """Return the path of the `.txt` file that contains the last generated text of a module."""
    return f"{FOLDER}/{module}.txt"


def read_record(folder: Path) -> ImportRecord:
    """Return the record of earlier imports into a folder.

    Raises:
        OutputError: The record exists, but cannot be read or is invalid.
    """
    try:
        content = read_bytes(folder / INDEX)
        if content is None:
            return ImportRecord(folder=folder)
        boards = parse_canonical_json(content)["boards"]
        modules = {str(uid): _check_module(str(module)) for uid, module in boards.items()}
    except (OutputError, ValueError, TypeError, KeyError, AttributeError) as error:
        reason = error.what if isinstance(error, OutputError) else str(error)
        raise OutputError(
            f"the record of earlier imports cannot be used: {reason}",
            where=str(folder / INDEX),
            hint="Restore the record from git.",
        ) from error
    return ImportRecord(folder=folder, modules=modules)


def _check_module(module: str) -> str:
    path = PurePosixPath(module)
    if path.is_absolute() or ".." in path.parts or path.suffix != ".py":
        raise ValueError(
            f"the record lists {module!r}, which is not a module in the folder of imported boards"
        )
    return module


def encode_record(
    record: ImportRecord, modules: Mapping[str, str], texts: Mapping[str, bytes]
) -> dict[str, bytes]:
    """Return the paths and new contents of the record's files after an import.

    Args:
        record: The record of earlier imports.
        modules: Uid of a board -> path of its module, for the boards of this import.
        texts: Path of a module -> the text that this import generated.
    """
    return {
        **{format_base_path(module): text for module, text in texts.items()},
        INDEX: encode_canonical_json({"boards": {**record.modules, **modules}}),
        ATTRIBUTES: _ATTRIBUTES_TEXT,
    }


def forget_modules(record: ImportRecord, modules: Iterable[str]) -> None:
    """Remove the last generated texts of the given modules from the record.

    The import calls this function for the old paths of modules that the user moved.
    """
    for module in modules:
        with suppress(OSError):  # a file that cannot be removed does no harm
            (record.folder / format_base_path(module)).unlink()


def read_bytes(path: Path) -> bytes | None:
    """Return the content of a file; None if the file does not exist.

    Raises:
        OutputError: The file exists, but cannot be read.
    """
    try:
        return read_if_present(path, Place(file=str(path)))
    except DeclarationError as error:
        raise OutputError(error.what, where=str(path)) from error
