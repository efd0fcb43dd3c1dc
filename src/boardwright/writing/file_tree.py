"""Writes a tree of files: all files or none, and never a half-written file.

A manifest in the output folder lists the files that we wrote and the source of each. When a board
is removed, its file is removed too. Files that we did not write are never removed or overwritten.
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
from boardwright.schema.canonical import canonical_json, parse_canonical
from boardwright.writing.staging import write_temporary

MANIFEST = ".boardwright.json"


@frozen
class Tree:
    """The files that an output folder should hold.

    Attributes:
        files: Relative path -> content.
        sources: Relative path -> the project file that it was built from.
        rebuilt: The project files that were built; files from other sources stay. None when all
            were built.
        within: The path prefixes of the parts that were built; files elsewhere stay. None when all
            parts were built.
    """

    files: Mapping[str, bytes]
    sources: Mapping[str, str]
    rebuilt: Collection[str] | None = None
    within: tuple[str, ...] | None = None

    def keeps(self, path: str, source: str) -> bool:
        """Return whether this build must not touch a file of an earlier build."""
        if self.within is not None and not path.startswith(self.within):
            return True
        return self.rebuilt is not None and source not in self.rebuilt


@frozen
class Changes:
    """Differences between a tree and a folder: relative paths, sorted."""

    created: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    unchanged: tuple[str, ...]

    @property
    def stale(self) -> tuple[str, ...]:
        """Every path that writing the tree would touch."""
        return tuple(sorted((*self.created, *self.changed, *self.removed)))


def read_manifest(output: Path) -> dict[str, str]:
    """Return path -> source of the files that an earlier build wrote.

    Paths that lead out of the folder are ignored.

    Raises:
        OutputError: The manifest is not a regular file, cannot be read, or is damaged.
    """
    path = output / MANIFEST
    content = _read(path)
    if content is None:
        return {}
    try:
        files = parse_canonical(content)["files"]
        return {str(name): str(source) for name, source in files.items() if _is_within(name)}
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise OutputError(
            f"the list of our files cannot be read: {error}",
            where=str(path),
            hint="Restore it from git, or delete it: then files of boards that are gone stay.",
        ) from error


def compare(tree: Tree, output: Path) -> Changes:
    """Return what writing `tree` to `output` would change; reads only.

    Raises:
        OutputError: A file that no build wrote has other content than the tree has for it.
    """
    before = read_manifest(output)
    return _changes(_with_manifest(tree, before), before, output)


def _changes(tree: Tree, before: Mapping[str, str], output: Path) -> Changes:
    gone = {p for p, source in before.items() if p not in tree.files and not tree.keeps(p, source)}
    found = {path: _read(output / path) for path in tree.files}
    changed = tuple(sorted(p for p, old in found.items() if old not in (None, tree.files[p])))
    refuse_foreign([path for path in changed if path not in before and path != MANIFEST], output)
    return Changes(
        created=tuple(sorted(p for p, old in found.items() if old is None)),
        changed=changed,
        removed=tuple(sorted(path for path in gone if _is_file(output / path))),
        unchanged=tuple(sorted(p for p, old in found.items() if old == tree.files[p])),
    )


def foreign(files: Mapping[str, bytes], output: Path, *, ours: Collection[str]) -> list[str]:
    """Return which of `files` would overwrite a different file that is not in `ours`; sorted."""
    others = sorted(path for path in files if path not in ours)
    return [path for path in others if _read(output / path) not in (None, files[path])]


def refuse_foreign(paths: Collection[str], output: Path) -> None:
    """Reject overwriting files that we did not write.

    Raises:
        OutputError: `paths` is not empty.
    """
    if paths:
        raise OutputError(
            f"would overwrite files that boardwright did not write: {', '.join(paths)}",
            where=str(output),
            hint="They are as they were. Move each of these files away or delete it, then run it"
            " again.",
        )


Stage = Callable[[Path, bytes], Path]
"""Writes content to a temporary file in the target's folder, and returns its path."""


def write(
    tree: Tree,
    output: Path,
    *,
    stage: Stage | None = None,
    approve: Callable[[Changes, Mapping[str, str]], None] = lambda changes, before: None,
) -> Changes:
    """Make `output` contain `tree`, and return the changes.

    Args:
        tree: The files.
        output: The folder.
        stage: Writes a file before it is moved into place; None for the usual way.
        approve: Called with the changes and the manifest of the earlier build, before anything is
            written; what it raises stops the build.

    Raises:
        OutputError: The folder cannot be written, or a file of somebody else has a path that this
            build writes; nothing was changed.
    """
    before = read_manifest(output)
    tree = _with_manifest(tree, before)
    changes = _changes(tree, before, output)
    approve(changes, before)
    touched = {path: tree.files[path] for path in (*changes.created, *changes.changed)}
    write_files(touched, output, removed=changes.removed, stage=stage)
    return changes


def write_files(
    files: Mapping[str, bytes],
    output: Path,
    *,
    removed: Collection[str] = (),
    stage: Stage | None = None,
) -> None:
    """Write `files` and remove `removed` in `output`: all or nothing.

    Each file is first written under a temporary name; when all are on disk, they are renamed. A
    full disk, a read-only folder or Ctrl-C before that changes nothing.

    Raises:
        OutputError: The folder cannot be written; nothing was changed.
    """
    stage = stage or _stage
    staged: dict[Path, Path] = {}
    try:
        for folder in {(output / path).parent for path in files}:
            folder.mkdir(parents=True, exist_ok=True)
        for path, content in files.items():
            staged[output / path] = _stage_file(stage, output / path, content)
        with _uninterrupted():
            for target in [*staged]:
                staged[target].replace(target)
                del staged[target]
            _remove(output, removed)
    except OSError as error:
        raise OutputError(
            f"cannot be written: {error.strerror or error}",
            where=str(error.filename or output),
            hint="Nothing was changed. Make room or give write permission, then run it again.",
        ) from error
    finally:
        for temporary in staged.values():  # files that could not be moved
            temporary.unlink(missing_ok=True)


def _stage_file(stage: Stage, target: Path, content: bytes) -> Path:
    """Write a file under a temporary name; an error names the file that it is for."""
    try:
        return stage(target, content)
    except OSError as error:
        error.filename = str(target)
        raise


def _with_manifest(tree: Tree, before: Mapping[str, str]) -> Tree:
    kept = {path: source for path, source in before.items() if tree.keeps(path, source)}
    manifest = canonical_json({"files": kept | dict(tree.sources)})
    return replace(tree, files={**tree.files, MANIFEST: manifest})


def _is_within(path: str) -> bool:
    parts = PurePath(path)
    return not parts.is_absolute() and ".." not in parts.parts


def _is_file(path: Path) -> bool:
    """Return whether a file is there; one that cannot be looked at is not absent."""
    try:
        return stat.S_ISREG(path.lstat().st_mode) or path.is_symlink()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError as error:
        raise OutputError(f"cannot be read: {error.strerror}", where=str(path)) from error


def _read(path: Path) -> bytes | None:
    """Return the content of a file; None when nothing is there."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            hint = "Move it away: a file of the build belongs there."
            raise OutputError("is not a regular file", where=str(path), hint=hint)
        return path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise OutputError(f"cannot be read: {error.strerror}", where=str(path)) from error


def _stage(target: Path, content: bytes) -> Path:
    return write_temporary(target, content, lambda temporary: temporary.chmod(0o644))


def _remove(output: Path, paths: Collection[str]) -> None:
    for path in paths:
        (output / path).unlink(missing_ok=True)
        with suppress(OSError):  # a folder that is not empty stays
            (output / path).parent.rmdir()


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Delay Ctrl-C while files are renamed."""
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
