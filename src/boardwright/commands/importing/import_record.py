"""The record of earlier imports, kept next to the modules so that a merge knows what was edited.

`DIR/.imported/` is to be committed: `index.json` maps each board to its module, and `MODULE.txt` is
the text that the last import gave the module.
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
from boardwright.schema.canonical import canonical_json, parse_canonical
from boardwright.schema.document import Place

FOLDER = ".imported"
INDEX = f"{FOLDER}/index.json"
ATTRIBUTES = f"{FOLDER}/.gitattributes"
_ATTRIBUTES_TEXT = b"""\
# The texts of the last `boardwright import`. The next one merges by them, so commit them.
* -diff linguist-generated
"""


@frozen
class ImportRecord:
    """The record of earlier imports into a folder.

    Attributes:
        folder: The folder of the modules.
        modules: A board's uid -> its module, relative to the folder.
    """

    folder: Path
    modules: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    def base(self, module: str) -> bytes | None:
        """Return the text that the last import gave a module; None where no import wrote it."""
        return read_bytes(self.folder / base_path(module))

    def current(self, module: str) -> bytes | None:
        """Return a module's text now; None where the file does not exist."""
        return read_bytes(self.folder / module)


def base_path(module: str) -> str:
    """Return the path of the last import's text of a module."""
    return f"{FOLDER}/{module}.txt"


def read_record(folder: Path) -> ImportRecord:
    """Return the record of earlier imports into a folder.

    Raises:
        OutputError: It exists and cannot be read.
    """
    try:
        content = read_bytes(folder / INDEX)
        if content is None:
            return ImportRecord(folder=folder)
        boards = parse_canonical(content)["boards"]
        modules = {str(uid): _check_module(str(module)) for uid, module in boards.items()}
    except (OutputError, ValueError, TypeError, KeyError, AttributeError) as error:
        reason = error.what if isinstance(error, OutputError) else f"cannot be read: {error}"
        raise OutputError(
            f"the record of earlier imports {reason}",
            where=str(folder / INDEX),
            hint="Restore it from git.",
        ) from error
    return ImportRecord(folder=folder, modules=modules)


def _check_module(module: str) -> str:
    path = PurePosixPath(module)
    if path.is_absolute() or ".." in path.parts or path.suffix != ".py":
        raise ValueError(f"{module!r} is not a module below the folder")
    return module


def record_files(
    record: ImportRecord, modules: Mapping[str, str], texts: Mapping[str, bytes]
) -> dict[str, bytes]:
    """Return the files of the record after an import.

    Args:
        record: The record of earlier imports.
        modules: A board's uid -> its module, of this import.
        texts: The texts that this import gave modules.
    """
    return {
        **{base_path(module): text for module, text in texts.items()},
        INDEX: canonical_json({"boards": {**record.modules, **modules}}),
        ATTRIBUTES: _ATTRIBUTES_TEXT,
    }


def forget_modules(record: ImportRecord, modules: Iterable[str]) -> None:
    """Remove the last import's texts of modules that were moved since."""
    for module in modules:
        with suppress(OSError):  # left behind, it does no harm
            (record.folder / base_path(module)).unlink()


def read_bytes(path: Path) -> bytes | None:
    """Return a file's content; None where it does not exist.

    Raises:
        OutputError: It exists and cannot be read.
    """
    try:
        return read_if_present(path, Place(file=str(path)))
    except DeclarationError as error:
        raise OutputError(error.what, where=str(path)) from error
