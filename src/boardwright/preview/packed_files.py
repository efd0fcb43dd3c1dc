"""Reads data files, which a wheel contains in one archive to make the wheel smaller."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

ARCHIVE = "packed.tar.xz"
"""The name of the archive that `hatch_build.py` adds to a folder of the wheel."""


def read_packed_files(folder: Path, suffixes: Collection[str]) -> dict[str, bytes]:
    """Return the names and contents of the files in a folder. In a wheel, the files are in an
    archive in the folder.

    Args:
        folder: The folder.
        suffixes: Suffixes of the files that are read outside a wheel, such as `.json`.
    """
    archive = folder / ARCHIVE
    paths = folder.iterdir() if folder.is_dir() else ()
    files = {path.name: path.read_bytes() for path in paths if path.suffix in suffixes}
    return _unpack_files(archive) | files if archive.is_file() else files


def _unpack_files(archive: Path) -> dict[str, bytes]:
    import tarfile

    with tarfile.open(archive) as packed:
        members = ((member.name, packed.extractfile(member)) for member in packed)
        return {name: file.read() for name, file in members if file is not None}
