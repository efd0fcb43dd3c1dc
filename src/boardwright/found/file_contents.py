"""Reads the content of files, and lists the files in a folder. Files that are unreadable or too
large are errors.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from boardwright.errors import DeclarationError
from boardwright.frozen import frozen
from boardwright.schema.document import Place

LARGEST = 64 * 2**20
"""The size limit for files, in bytes, which is far above the size of real dashboards."""

PIPE_SECONDS = 60.0
"""Time limit in seconds for reading a named pipe that is the value of an option."""

_KINDS = {
    stat.S_IFBLK: "a device",
    stat.S_IFCHR: "a device",
    stat.S_IFDIR: "a folder",
    stat.S_IFIFO: "a named pipe",
    stat.S_IFSOCK: "a socket",
}
_SKIPPED_FOLDERS = frozenset({"__pycache__", "node_modules", "venv"})


def read_content(path: Path, place: Place, *, pipe_seconds: float = 0) -> bytes:
    """Return the content of a regular file.

    Args:
        path: Path of the file. Symbolic links are followed.
        place: Name of the file for messages.
        pipe_seconds: Time limit in seconds for reading a named pipe, such as `<(git show ...)`. If
            0, a named pipe is an error.

    Raises:
        DeclarationError: The file does not exist, is unreadable, is larger than `LARGEST`, or is
            not a regular file. If `pipe_seconds` is not 0, a named pipe is also allowed.
    """
    try:
        kind = stat.S_IFMT(path.stat().st_mode)
        if kind == stat.S_IFIFO and pipe_seconds:
            return _read_named_pipe(path, place, pipe_seconds)
        if kind in _KINDS:
            raise DeclarationError(f"the path is {_KINDS[kind]}, not a file", where=place)
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except OSError as error:
        raise DeclarationError(f"the file cannot be read: {error.strerror}", where=place) from None
    if len(content) > LARGEST:
        raise DeclarationError(f"the file is larger than {LARGEST // 2**20} MiB", where=place)
    return content


def read_if_present(path: Path, place: Place) -> bytes | None:
    """Return the content of a regular file; None if the file does not exist.

    Raises:
        DeclarationError: `read_content` cannot read the file, or the path is a broken symbolic
            link.
    """
    try:
        path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise DeclarationError(f"the file cannot be read: {error.strerror}", where=place) from None
    return read_content(path, place)


def _read_named_pipe(path: Path, place: Place, seconds: float) -> bytes:
    from boardwright.http.pipe_reader import TooLongError, read_pipe

    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    try:
        return read_pipe(descriptor, seconds=seconds, most_bytes=LARGEST)
    except TimeoutError:
        what = f"this is a named pipe whose writer did not end within {seconds:g} s"
        raise DeclarationError(what, where=place) from None
    except TooLongError:
        raise DeclarationError(
            f"the content of the pipe is larger than {LARGEST // 2**20} MiB", where=place
        ) from None
    finally:
        os.close(descriptor)


@frozen
class WalkedFile:
    """A file in a directory, or an unreadable subdirectory.

    Attributes:
        path: Path of the file or folder.
        levels: Names of the directories between the top directory and the file.
        fault: The reason why the file or folder cannot be read; empty if it is readable.
    """

    path: Path
    levels: tuple[str, ...]
    fault: str = ""


def walk_files(top: Path) -> Iterator[WalkedFile]:
    """Yield the files in a folder and its subfolders, sorted.

    For an unreadable folder or a broken link, the function yields a `WalkedFile` with a reason in
    `fault`. Hidden files, `node_modules` and virtual environments are skipped. Symbolic links to
    folders are followed. Each folder is read only once, even if links form a loop.
    """
    seen: set[tuple[int, int]] = set()
    waiting: list[tuple[Path, tuple[str, ...]]] = [(top, ())]
    while waiting:
        folder, levels = waiting.pop()
        try:
            status, names = folder.stat(), sorted(os.listdir(folder))
        except OSError as error:
            yield _make_unreadable_file(folder, levels[:-1], error)
            continue
        identity = status.st_dev, status.st_ino
        if identity in seen or "pyvenv.cfg" in names:
            continue
        seen.add(identity)
        folders: list[str] = []
        yield from _walk_files(folder, levels, names, folders)
        waiting += [(folder / name, (*levels, name)) for name in reversed(folders)]


def _walk_files(
    folder: Path, levels: tuple[str, ...], names: list[str], folders: list[str]
) -> Iterator[WalkedFile]:
    for name in names:
        path = folder / name
        if name.startswith(".") or name in _SKIPPED_FOLDERS:
            continue
        try:
            is_folder = stat.S_ISDIR(path.stat().st_mode)
        except OSError as error:
            yield _make_unreadable_file(path, levels, error)
            continue
        if is_folder:
            folders.append(name)
        else:
            yield WalkedFile(path=path, levels=levels)


def _make_unreadable_file(path: Path, levels: tuple[str, ...], error: OSError) -> WalkedFile:
    is_broken = path.is_symlink() and isinstance(error, FileNotFoundError)
    fault = (
        "the symbolic link is broken: its target does not exist"
        if is_broken
        else f"the path cannot be read: {error.strerror}"
    )
    return WalkedFile(path=path, levels=levels, fault=fault)
