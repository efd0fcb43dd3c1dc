"""Reads data files that a wheel contains in one archive, because the archive is smaller."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

ARCHIVE = "packed.tar.xz"
"""Name of the archive, which `hatch_build.py` writes into a folder of the wheel."""


def read_packed_files(folder: Path, suffixes: Collection[str]) -> dict[str, bytes]:
    """Return the files of a folder as a dict from name to content. In a wheel, these files are in
    an archive in the folder, which is unpacked.

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
