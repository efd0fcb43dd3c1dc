"""The texts of boards, many to a file: each is found by its place and known by its digest."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from boardwright.cache.facts import digest
from boardwright.frozen import frozen
from boardwright.writing.staging import open_temporary

PREFIX = "texts-"
_NAME_LENGTH = 16


@frozen
class Stored:
    """Where a text is: the file, the first byte, how many, and their digest."""

    file: str
    start: int
    length: int
    digest: str


def write_texts(texts: Mapping[str, bytes], folder: Path) -> dict[str, Stored]:
    """Write texts, by digest, to one new file, and return where each is."""
    if not texts:
        return {}
    file = f"{PREFIX}{digest(' '.join(texts).encode())[:_NAME_LENGTH]}"
    write_whole(folder / file, texts.values())
    stored: dict[str, Stored] = {}
    start = 0
    for name, text in texts.items():
        stored[name] = Stored(file=file, start=start, length=len(text), digest=name)
        start += len(text)
    return stored


def read_texts(wanted: Iterable[Stored], folder: Path) -> dict[str, bytes]:
    """Return texts by digest; those that are not what was written are left out."""
    files: dict[str, list[Stored]] = {}
    for stored in wanted:
        files.setdefault(stored.file, []).append(stored)
    found: dict[str, bytes] = {}
    for name, places in files.items():
        with suppress(OSError), open(folder / name, "rb") as file:
            for stored in places:
                file.seek(stored.start)
                text = file.read(stored.length)
                if digest(text) == stored.digest:
                    found[stored.digest] = text
    return found


def write_whole(path: Path, parts: Iterable[bytes]) -> None:
    """Put a file into place, whole from the first moment on."""
    file = open_temporary(path)
    try:
        with file:
            file.writelines(parts)
        os.replace(file.name, path)
    except BaseException:
        with suppress(OSError):
            os.unlink(file.name)
        raise
