"""Writes the output files of a build. If one file cannot be written, no file is changed.

The manifest `.boardwright.json` in the output folder lists the files that boardwright wrote, with
their source files. A build removes the output files of boards that are no longer declared, but
never removes or overwrites files that boardwright did not write.
"""

from __future__ import annotations

import signal
import stat
import threading
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path, PurePath

from boardwright.errors import OutputError
from boardwright.frozen import frozen
from boardwright.schema.canonical import encode_canonical_json, parse_canonical_json
from boardwright.writing.temporary_files import write_temporary

MANIFEST = ".boardwright.json"


@frozen
class FileTree:
    """The files that an output folder should contain.

    Attributes:
        files: Path of a file, relative to the output folder -> content.
        sources: Path of an output file, relative to the output folder -> path of the source file.
        rebuilt: The source files that this build compiled; None for all source files. The build
            keeps output files of other source files.
        within: The prefixes of the output paths that this build writes; None for all paths. The
            build keeps output files with other prefixes.
    """

    files: Mapping[str, bytes]
    sources: Mapping[str, str]
    rebuilt: Collection[str] | None = None
    within: tuple[str, ...] | None = None

    def keeps(self, path: str, source: str) -> bool:
        """Return whether the build must keep an output file of an earlier build.

        Args:
            path: Path of the output file.
            source: The source file from which the output file was built.
        """
        if self.within is not None and not path.startswith(self.within):
            return True
        return self.rebuilt is not None and source not in self.rebuilt


@frozen
class FileChanges:
    """The sorted paths of the output files that a build creates, changes, removes or leaves."""

    created: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    unchanged: tuple[str, ...]

    @property
    def stale(self) -> tuple[str, ...]:
        """The sorted paths of all files that the build creates, changes or removes."""
        return tuple(sorted((*self.created, *self.changed, *self.removed)))


def read_manifest(output: Path) -> dict[str, str]:
    """Return the files that an earlier build wrote: path of the file -> its source file.

    Paths in the manifest that are outside the output folder are ignored.

    Raises:
        OutputError: The manifest is not a regular file, cannot be read, or is invalid.
    """
    path = output / MANIFEST
    content = _read_regular_file(path)
    if content is None:
        return {}
    try:
        files = parse_canonical_json(content)["files"]
        return {str(name): str(source) for name, source in files.items() if _is_inside_output(name)}
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise OutputError(
            f"the list of files that boardwright has written cannot be read: {error}",
            where=str(path),
            hint="Restore the list from git, or delete the list and all output files of boards that"
            " no longer exist.",
        ) from error


def compare_tree(tree: FileTree, output: Path) -> FileChanges:
    """Return the changes that `write_tree` would make in the folder `output`.

    Raises:
        OutputError: `write_tree` would overwrite a file that boardwright did not write.
    """
    before = read_manifest(output)
    return _find_changes(_with_manifest(tree, before), before, output)


def _find_changes(tree: FileTree, before: Mapping[str, str], output: Path) -> FileChanges:
    removed = {
        p for p, source in before.items() if p not in tree.files and not tree.keeps(p, source)
    }
    created, changed, unchanged = list[str](), list[str](), list[str]()
    for path, content in sorted(tree.files.items()):
        old = _read_regular_file(output / path)
        (created if old is None else unchanged if old == content else changed).append(path)
    refuse_overwriting(
        [path for path in changed if path not in before and path != MANIFEST], output
    )
    return FileChanges(
        created=tuple(created),
        changed=tuple(changed),
        removed=tuple(sorted(path for path in removed if _is_file(output / path))),
        unchanged=tuple(unchanged),
    )


def find_foreign_files(
    files: Mapping[str, bytes], output: Path, *, ours: Collection[str]
) -> list[str]:
    """Return the sorted paths of existing files whose content differs from the content in `files`.

    Paths in `ours` are omitted.
    """
    others = sorted(path for path in files if path not in ours)
    return [path for path in others if _read_regular_file(output / path) not in (None, files[path])]


def refuse_overwriting(paths: Collection[str], output: Path) -> None:
    """Raise an error if a command would overwrite files that boardwright did not write.

    Args:
        paths: Paths of the files that boardwright did not write.
        output: The output folder.

    Raises:
        OutputError: `paths` is not empty.
    """
    if paths:
        raise OutputError(
            f"the command would overwrite files that boardwright did not write: {', '.join(paths)}",
            where=str(output),
            hint="No file was changed. Move or delete each of these files, then run the "
            "command again.",
        )


Stage = Callable[[Path, bytes], Path]
"""Function that takes the path and content of a file, writes the content to a temporary file in the
same folder, and returns the path of the temporary file.
"""


def write_tree(
    tree: FileTree,
    output: Path,
    *,
    stage: Stage | None = None,
    approve: Callable[[FileChanges, Mapping[str, str]], None] = lambda changes, before: None,
) -> FileChanges:
    """Write files, remove outdated files of earlier builds, and return the changes.

    Args:
        tree: The files to write.
        output: The output folder.
        stage: Function that writes a temporary file; None for the default function.
        approve: Function that takes the changes and the manifest of the earlier build. The function
            is called before a file is written, and may raise an exception to prevent the changes.

    Raises:
        OutputError: A file cannot be written, or boardwright did not write a file that would be
            overwritten. If one file cannot be written, no file is changed.
    """
    before = read_manifest(output)
    tree = _with_manifest(tree, before)
    changes = _find_changes(tree, before, output)
    approve(changes, before)
    changed_files = {path: tree.files[path] for path in (*changes.created, *changes.changed)}
    write_files(changed_files, output, removed=changes.removed, stage=stage)
    return changes


def write_files(
    files: Mapping[str, bytes],
    output: Path,
    *,
    removed: Collection[str] = (),
    stage: Stage | None = None,
) -> None:
    """Write the files in `files`, and remove the files in `removed`.

    Each file is first written under a temporary name. The function renames the temporary files
    after all of them are written. If the disk is full, the folder is read-only, or the user presses
    Ctrl-C, no file is changed.

    Args:
        files: Path of a file, relative to `output` -> content.
        output: The output folder.
        removed: Paths of the files to remove, relative to `output`.
        stage: Function that writes a temporary file; None for the default function.

    Raises:
        OutputError: A file cannot be written. If one file cannot be written, no file is changed.
    """
    stage = stage or _write_readable
    staged: dict[Path, Path] = {}
    try:
        for folder in {(output / path).parent for path in files}:
            folder.mkdir(parents=True, exist_ok=True)
        for path, content in files.items():
            staged[output / path] = _stage_file(stage, output / path, content)
        with _delay_interrupt():
            for target in [*staged]:
                staged[target].replace(target)
                del staged[target]
            _remove_files(output, removed)
    except OSError as error:
        raise OutputError(
            f"the file or folder cannot be written: {error.strerror or error}",
            where=str(error.filename or output),
            hint="No file was changed. Free some disk space or allow writing, then run the "
            "command again.",
        ) from error
    finally:
        for temporary in staged.values():  # Remove the temporary files that could not be moved.
            temporary.unlink(missing_ok=True)


def _stage_file(stage: Stage, target: Path, content: bytes) -> Path:
    """Write a temporary file. If writing fails, the error names the file to be replaced."""
    try:
        return stage(target, content)
    except OSError as error:
        error.filename = str(target)
        raise


def _with_manifest(tree: FileTree, before: Mapping[str, str]) -> FileTree:
    kept_sources = {path: source for path, source in before.items() if tree.keeps(path, source)}
    manifest = encode_canonical_json({"files": kept_sources | dict(tree.sources)})
    return replace(tree, files={**tree.files, MANIFEST: manifest})


def _is_inside_output(path: str) -> bool:
    relative = PurePath(path)
    return not relative.is_absolute() and ".." not in relative.parts


def _is_file(path: Path) -> bool:
    """Return whether a regular file or symbolic link exists.

    Raises:
        OutputError: The file system returns an error, for example because of missing permissions.
    """
    try:
        return stat.S_ISREG(path.lstat().st_mode) or path.is_symlink()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError as error:
        raise OutputError(f"the file cannot be read: {error.strerror}", where=str(path)) from error


def _read_regular_file(path: Path) -> bytes | None:
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            hint = (
                "Move or delete the folder or special file, because boardwright must write a file "
                "with the same path."
            )
            raise OutputError("the path is not a regular file", where=str(path), hint=hint)
        return path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise OutputError(f"the file cannot be read: {error.strerror}", where=str(path)) from error


def _write_readable(target: Path, content: bytes) -> Path:
    return write_temporary(target, content, lambda temporary: temporary.chmod(0o644))


def _remove_files(output: Path, paths: Collection[str]) -> None:
    for path in paths:
        (output / path).unlink(missing_ok=True)
        with suppress(OSError):  # A folder that is not empty is kept.
            (output / path).parent.rmdir()


@contextmanager
def _delay_interrupt() -> Iterator[None]:
    """Delay Ctrl-C until all files are renamed."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    pending: list[int] = []
    handler = signal.signal(signal.SIGINT, lambda number, frame: pending.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, handler)
    if pending:
        raise KeyboardInterrupt
