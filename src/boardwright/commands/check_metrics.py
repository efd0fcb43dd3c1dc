"""Where `--metrics` takes what is emitted from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from boardwright.checks.metrics import Catalogue, joined, read_exposition
from boardwright.errors import DeclarationError

SUFFIXES = (".prom", ".txt")
"""Names of recorded expositions in folders."""


def read_catalogue(sources: Sequence[str], *, root: Path) -> Catalogue | None:
    """Return what the sources say is emitted; None when there are none.

    Args:
        sources: Files of recorded expositions, or folders of such.
        root: What relative paths are relative to.

    Raises:
        DeclarationError: One cannot be read.
    """
    if not sources:
        return None
    files = [file for source in sources for file in _files(source, root)]
    return joined(read_exposition(_text(file), where=str(file)) for file in files)


def _files(source: str, root: Path) -> Iterator[Path]:
    path = root / source
    if path.is_dir():
        yield from sorted(file for file in path.iterdir() if file.suffix in SUFFIXES)
    else:
        yield path


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise DeclarationError(f"cannot be read: {error.strerror}", where=str(path)) from None
    except UnicodeDecodeError as error:
        raise DeclarationError(f"is not UTF-8 (byte {error.start})", where=str(path)) from None
