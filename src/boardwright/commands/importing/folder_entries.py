"""Adds `[[folders]]` tables for the folders of imported boards to `boardwright.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from pathlib import Path

from boardwright.config.project import ProjectSettings
from boardwright.config.project_root import FILE_NAME
from boardwright.errors import ConfigError, OutputError
from boardwright.found.found_board import FoundBoard
from boardwright.notation.toml_text import encode_toml_string
from boardwright.provisioning.providers import BoardFolder

_BOM = b"\xef\xbb\xbf"


def find_new_folders(
    project: ProjectSettings, boards: Iterable[FoundBoard]
) -> tuple[BoardFolder, ...]:
    """Return the folders whose uids boardwright.toml lacks. If boardwright.toml lacks the uid of a
    folder, a deploy creates a second folder.
    """
    folders_by_uid = {folder.uid: folder for board in boards for folder in board.folders}
    known, titles = {*project.folder_uids.values()}, project.folder_uids
    new_folders = [
        folder
        for uid, folder in folders_by_uid.items()
        if uid not in known and folder.title not in titles
        if BoardFolder.from_title(folder.title).uid != uid
        if folder.title.encode(errors="replace").decode() == folder.title
    ]
    return tuple(sorted(new_folders, key=lambda folder: folder.title))


def add_folders(path: Path, folders: Iterable[BoardFolder]) -> bytes:
    """Return the text of a `boardwright.toml` with the folders appended.

    Args:
        path: Path of the file.
        folders: The folders to add.

    Raises:
        ConfigError: The file defines `folders` as an inline array. TOML does not allow to add
            `[[folders]]` tables to an inline array.
        OutputError: The file cannot be read.
    """
    try:
        before = path.read_bytes()
    except OSError as error:
        raise OutputError(f"the file cannot be read: {error.strerror}", where=str(path)) from error
    newline = "\r\n" if b"\r\n" in before else "\n"
    entries = [_format_entry(folder) for folder in folders]
    start = b"" if before.endswith(b"\n") or not before else newline.encode()
    text = "".join("\n" + entry for entry in entries).replace("\n", newline)
    after = before + start + text.encode()
    if _parse_toml(after) != _with_entries(_parse_toml(before), folders):
        raise ConfigError(
            "[[folders]] tables cannot be appended, because the file sets `folders` as an array "
            "in one line",
            where=FILE_NAME,
            hint="Write each folder as a [[folders]] table, and add the following tables:\n"
            + "\n".join(entries),
        )
    return after


def _format_entry(folder: BoardFolder) -> str:
    return (
        f"[[folders]]\ntitle = {encode_toml_string(folder.title)}\n"
        f"uid = {encode_toml_string(folder.uid)}\n"
    )


def _parse_toml(source: bytes) -> dict[str, object] | None:
    try:
        return tomllib.loads(source.removeprefix(_BOM).decode())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        return None


def _with_entries(
    values: dict[str, object] | None, folders: Iterable[BoardFolder]
) -> dict[str, object] | None:
    known = (values or {}).get("folders", [])
    new = [{"title": folder.title, "uid": folder.uid} for folder in folders]
    return {**(values or {}), "folders": [*known, *new]} if isinstance(known, list) else None
