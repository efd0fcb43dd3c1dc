"""What earlier imports wrote, kept beside the modules so that a merge knows what the user changed.

`DIR/.imported/` is made to be committed: `index.json` tells which board is in which module, and
`MODULE.txt` is the text that the last import gave the module.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import field
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from typing import Any

import orjson

from boardwright.errors import OutputError
from boardwright.frozen import frozen
from boardwright.schema.canonical import canonical_json

FOLDER = ".imported"
INDEX = f"{FOLDER}/index.json"
ATTRIBUTES = f"{FOLDER}/.gitattributes"
_HUSHED = b"""\
# What `boardwright import` wrote last: it merges by this, so commit it.
* -diff linguist-generated
"""


@frozen
class Imported:
    """What is known of earlier imports into a folder.

    Attributes:
        modules: A board's uid -> its module, relative to the folder.
    """

    folder: Path
    modules: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    def base(self, module: str) -> bytes | None:
        """Return what the last import gave a module; None where none did."""
        return read_bytes(self.folder / base_of(module))

    def current(self, module: str) -> bytes | None:
        """Return what a module is now; None where it is not there."""
        return read_bytes(self.folder / module)


def base_of(module: str) -> str:
    """Return where the last import's text of a module is kept."""
    return f"{FOLDER}/{module}.txt"


def read_imported(folder: Path) -> Imported:
    """Return what is known of earlier imports into a folder.

    Raises:
        OutputError: The list of them cannot be read.
    """
    try:
        boards = orjson.loads((folder / INDEX).read_bytes())["boards"]
        modules = {str(uid): _inside(str(module)) for uid, module in boards.items()}
    except (FileNotFoundError, NotADirectoryError):
        return Imported(folder=folder)
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise OutputError(
            f"the list of what was imported cannot be read: {error}",
            where=str(folder / INDEX),
            hint="Restore it from git.",
        ) from error
    return Imported(folder=folder, modules=modules)


def _inside(module: str) -> str:
    path = PurePosixPath(module)
    if path.is_absolute() or ".." in path.parts or path.suffix != ".py":
        raise ValueError(f"{module!r} is no module below the folder")
    return module


def record(
    imported: Imported, modules: Mapping[str, str], texts: Mapping[str, bytes]
) -> dict[str, bytes]:
    """Return the files that keep what an import wrote.

    Args:
        imported: What is known of earlier ones.
        modules: A board's uid -> its module.
        texts: The texts that the import gave modules.
    """
    boards: dict[str, Any] = {**imported.modules, **modules}
    return {
        **{base_of(module): text for module, text in texts.items()},
        INDEX: canonical_json({"boards": boards}),
        ATTRIBUTES: _HUSHED,
    }


def forget(imported: Imported, modules: Iterable[str]) -> None:
    """Remove what earlier imports gave modules that are elsewhere now."""
    for module in modules:
        with suppress(OSError):  # left behind, it does no harm
            (imported.folder / base_of(module)).unlink()


def read_bytes(path: Path) -> bytes | None:
    """Return a file's content; None where there is none."""
    try:
        return path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise OutputError(f"cannot be read: {error.strerror}", where=str(path)) from error
