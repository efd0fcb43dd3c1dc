"""`boardwright watch`: redraw the preview pages when a file changes."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from pathlib import Path
from types import MappingProxyType

from boardwright.commands.previewing.preview import (
    PreviewOptions,
    PreviewResult,
    add_reload,
    preview_project,
)
from boardwright.config.project_file import read_project
from boardwright.config.project_root import FILE_NAME
from boardwright.errors import BoardwrightError
from boardwright.frozen import frozen
from boardwright.projects.compiled_project import CacheUse

INTERVAL = 0.25
"""Seconds between two checks for changed files."""

_SUFFIXES = frozenset({".py", ".json", ".toml", ".yaml", ".yml"})
_SKIPPED_FOLDERS = frozenset({".git", ".venv", "node_modules", "__pycache__", ".boardwright"})

Stamps = Mapping[str, tuple[int, int]]
"""Path of a file -> its modification time in nanoseconds, and its size."""


@frozen
class WatchState:
    """The preview pages, and the errors of the last build.

    Attributes:
        files: Name of a file -> content, for the pages and the files that the pages need. If the
            last build had errors, some pages are older than this build.
        boards: Number of boards that the last build drew.
        errors: Texts of the errors.
        silent: The URL and the error of each server that failed, as one text per server.
        count: Number of builds so far.
    """

    files: Mapping[str, str | bytes] = field(
        default_factory=lambda: MappingProxyType({}), repr=False
    )
    boards: int = 0
    errors: tuple[str, ...] = ()
    silent: tuple[str, ...] = ()
    count: int = 0


class WatchedPages:
    """The preview pages of a project, which are redrawn when a file changes.

    Args:
        root: Folder of the project.
        paths: Files or folders to show; None for the whole project.
        options: The user's options for the pages.
        render: Function that takes the result of a preview, and returns file names with contents.
        error_text: Function that returns the text of an error.
    """

    def __init__(
        self,
        root: Path,
        *,
        paths: Sequence[Path] | None = None,
        options: PreviewOptions,
        render: Callable[[PreviewResult], Mapping[str, str | bytes]],
        error_text: Callable[[BoardwrightError], str] = str,
    ) -> None:
        self._root, self._paths, self._options = root, paths, options
        self._render, self._error_text = render, error_text
        self._changed = threading.Condition()
        self._state = WatchState()

    @property
    def state(self) -> WatchState:
        """The current pages, and the errors of the last build."""
        return self._state

    def build(self) -> WatchState:
        """Redraw the pages. If a board cannot be drawn, keep its last page."""
        state = self._build_state()
        with self._changed:
            before = self._state
            files = {**before.files, **state.files} if state.errors else state.files
            self._state = replace(state, files=files, count=before.count + 1)
            self._changed.notify_all()
        return self._state

    def wait(self, count: int, seconds: float) -> WatchState:
        """Wait for more than `count` builds, but at most `seconds`, and return the state."""
        with self._changed:
            self._changed.wait_for(lambda: self._state.count > count, timeout=seconds)
            return self._state

    def follow(self, stop: threading.Event) -> Iterator[WatchState]:
        """Redraw the pages now and after each change of a file, and yield each state.

        The iteration ends when `stop` is set.
        """
        before = collect_stamps(self._root)
        yield self.build()
        while not stop.wait(INTERVAL):
            now = collect_stamps(self._root)
            if now != before:
                before = now
                yield self.build()

    def _build_state(self) -> WatchState:
        try:
            previewed = preview_project(
                read_project(self._root),
                here=self._root,
                paths=self._paths,
                options=self._options,
                cache=CacheUse.KEEP,
            )
        except BoardwrightError as error:
            return WatchState(errors=(self._error_text(error),))
        pages = add_reload(previewed, lambda name: f"/events?page={name}")
        return WatchState(
            files=self._render(pages),
            boards=len(pages.boards),
            errors=tuple(map(self._error_text, pages.errors)),
            silent=pages.silent,
        )


def collect_stamps(root: Path) -> Stamps:
    """Return the modification time and size of each file that a build may read."""
    stamps: dict[str, tuple[int, int]] = {}
    for path in _iter_files(root):
        try:
            status = path.stat()
        except OSError:  # the file was removed after the folder was listed
            continue
        stamps[str(path)] = (status.st_mtime_ns, status.st_size)
    return stamps


def _iter_files(folder: Path) -> Iterator[Path]:
    try:
        paths = sorted(folder.iterdir())
    except OSError:  # the build reports a folder that cannot be read
        return
    for path in paths:
        if path.name in _SKIPPED_FOLDERS:
            continue
        if os.path.isdir(path) and not path.is_symlink():
            yield from _iter_files(path)
        elif path.suffix in _SUFFIXES or path.name == FILE_NAME:
            yield path
