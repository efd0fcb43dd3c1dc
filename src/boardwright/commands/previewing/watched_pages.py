"""`boardwright watch`: pages that follow their files."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import field
from pathlib import Path
from types import MappingProxyType

from boardwright.api.compiled_project import CacheUse
from boardwright.commands.previewing.preview import Previewed, PreviewOptions, preview, with_reload
from boardwright.config.project import read_project
from boardwright.config.project_root import FILE_NAME
from boardwright.errors import BoardwrightError
from boardwright.frozen import frozen

INTERVAL = 0.25
"""Seconds between two looks at the files."""

_SUFFIXES = frozenset({".py", ".json", ".toml", ".yaml", ".yml"})
_PASSED_OVER = frozenset({".git", ".venv", "node_modules", "__pycache__", ".boardwright"})

Stamp = Mapping[str, tuple[int, int]]
"""Path -> when it was changed, in nanoseconds, and its size."""


@frozen
class Shown:
    """What a browser gets.

    Attributes:
        pages: Name -> the HTML of the last good build.
        trouble: What is wrong now; empty for nothing.
        count: How many builds there have been.
    """

    pages: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}), repr=False)
    trouble: str = ""
    count: int = 0


class Watched:
    """The pages of a project, made anew when a file changes.

    Args:
        root: The project's folder.
        paths: Files or folders to show; all of the project when empty.
        options: What is to be shown.
        draw: Makes the HTML files of pages.
        tell: Turns a problem into text.
    """

    def __init__(
        self,
        root: Path,
        *,
        paths: Sequence[Path] = (),
        options: PreviewOptions,
        draw: Callable[[Previewed], Mapping[str, str]],
        tell: Callable[[BoardwrightError], str] = str,
    ) -> None:
        self._root, self._paths, self._options = root, tuple(paths), options
        self._draw, self._tell = draw, tell
        self._changed = threading.Condition()
        self._shown = Shown()

    @property
    def shown(self) -> Shown:
        """What there is to see now."""
        return self._shown

    def build(self) -> Shown:
        """Make the pages; those of a build that failed stay as they were before."""
        pages, trouble = self._built()
        with self._changed:
            kept = {**self._shown.pages, **pages} if trouble else pages
            self._shown = Shown(pages=kept, trouble=trouble, count=self._shown.count + 1)
            self._changed.notify_all()
        return self._shown

    def wait(self, count: int, seconds: float) -> Shown:
        """Return what is shown as soon as it is newer than the `count`th, or after some time."""
        with self._changed:
            self._changed.wait_for(lambda: self._shown.count > count, timeout=seconds)
            return self._shown

    def follow(self, stop: threading.Event) -> Iterator[Shown]:
        """Build, and build anew at each change, until told to stop."""
        before = stamp(self._root)
        yield self.build()
        while not stop.wait(INTERVAL):
            now = stamp(self._root)
            if now != before:
                before = now
                yield self.build()

    def _built(self) -> tuple[Mapping[str, str], str]:
        try:
            made = preview(
                read_project(self._root),
                here=self._root,
                paths=self._paths,
                options=self._options,
                cache=CacheUse.KEEP,
            )
        except BoardwrightError as error:
            return {}, self._tell(error)
        made = with_reload(made, lambda name: f"/events?page={name}")
        return self._draw(made), "\n\n".join(map(self._tell, made.errors))


def stamp(root: Path) -> Stamp:
    """Return when each file that a build may read was changed."""
    found: dict[str, tuple[int, int]] = {}
    for path in _files(root):
        try:
            status = path.stat()
        except OSError:  # it went while we looked
            continue
        found[str(path)] = (status.st_mtime_ns, status.st_size)
    return found


def _files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        if path.name in _PASSED_OVER:
            continue
        if path.is_dir() and not path.is_symlink():
            yield from _files(path)
        elif path.suffix in _SUFFIXES or path.name == FILE_NAME:
            yield path
