"""The folder `.boardwright/` of a project: reading what is kept of earlier builds, and writing.

An entry is used when every fact that it depends on is as it was. What cannot be read is as if it
were not there. Files are put into place whole, so that builds beside each other do no harm.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from boardwright.cache.facts import Observer, digest
from boardwright.cache.fingerprint import fingerprint
from boardwright.cache.index import Entry, Index, Kept, index_bytes, read_index
from boardwright.cache.records import Record, closure
from boardwright.cache.texts import PREFIX, read_texts, write_texts, write_whole
from boardwright.config.project import Environment, Project
from boardwright.schema.compiled import CompiledBoard

if TYPE_CHECKING:
    from boardwright.cache.watching import Watching

FOLDER = ".boardwright"
_INDEX = "index"
_NAME_LENGTH = 16
_MOST_FILES = 16
"""When the texts are in more files than this, all are written to one."""

Boards = tuple[CompiledBoard, ...]


class Cache:
    """What is kept for one environment of a project.

    Args:
        project: The project.
        environment: The environment.
    """

    def __init__(self, project: Project, environment: Environment) -> None:
        self._root = project.root.absolute()
        self._folder = self._root / FOLDER / digest(environment.name.encode())[:_NAME_LENGTH]
        self._key = fingerprint(project, environment)
        self._index = self._read()

    def boards(self, paths: Iterable[Path]) -> dict[Path, Boards]:
        """Return what is known of declaring files; those that must be run are left out."""
        found = {path: self._index.entries.get(str(path)) for path in paths}
        observer = Observer()
        held = {p: e for p, e in found.items() if e and _holds(e, self._index, observer)}
        wanted = [kept.text for entry in held.values() for kept in entry.boards]
        texts = read_texts(wanted, self._folder)
        return {
            path: tuple(replace(k.board, text=texts[k.text.digest]) for k in entry.boards)
            for path, entry in held.items()
            if all(kept.text.digest in texts for kept in entry.boards)
        }

    def watching(self) -> Watching:
        """Return what takes note of the files that are run."""
        from boardwright.cache.watching import Watching
        from boardwright.loading.user_files import UserFiles

        return Watching(UserFiles(self._root))

    def contradicts(self, watching: Watching, known: Iterable[Path]) -> bool:
        """Return whether what was run just now casts doubt on entries that were used beside it.

        It does when a module that they depend on was changed by another, or imports something
        else than it did before.
        """
        used: dict[str, Record | None] = {}
        for path in known:
            if path.suffix == ".py":
                used |= closure(self._index.entries[str(path)].real, self._index.records)
        if used and (watching.common.tainted or not watching.shared.isdisjoint(used)):
            return True
        both = used.keys() & watching.records.keys()
        return any(watching.records[path].contradicts(self._index.records[path]) for path in both)

    def keep(
        self, watching: Watching, fresh: Mapping[Path, Boards], *, ran: Iterable[Path]
    ) -> None:
        """Write down what the files gave that were run without trouble, beside what is kept.

        Args:
            watching: What took note of them.
            fresh: The files and their boards.
            ran: All files that were run: of one that is not among the fresh, what an earlier run
                gave is forgotten.
        """
        with suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            if not (ignored := self._root / FOLDER / ".gitignore").exists():
                write_whole(ignored, [b"*\n"])
            self._write(self._next(watching, fresh, {str(path) for path in ran}))

    def _read(self) -> Index:
        try:
            index = read_index((self._folder / _INDEX).read_bytes(), self._key)
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return Index()
        return index if Observer().hold(index.common) else Index()

    def _next(
        self, watching: Watching, fresh: Mapping[Path, Boards], ran: Collection[str]
    ) -> Index:
        observer = Observer()  # what was read is looked at again: it may have changed meanwhile
        common = self._index.common | watching.common.facts | watching.versions()
        if watching.common.tainted or not observer.hold(common):
            return Index()
        kept = {
            path: [(digest(board.text), board) for board in boards]
            for path, boards in fresh.items()
            if watching.keepable(str(path))
        }
        texts = {name: board.text for boards in kept.values() for name, board in boards}
        stored = write_texts(texts, self._folder)
        entries = {
            str(path): Entry(
                real=os.path.realpath(path),
                boards=tuple(
                    Kept(board=replace(board, text=b""), text=stored[name])
                    for name, board in boards
                ),
            )
            for path, boards in kept.items()
        }
        index = Index(
            common=common,
            records=self._joined(watching, observer),
            entries={p: e for p, e in self._index.entries.items() if p not in ran} | entries,
        )
        return _sound(index, observer)

    def _joined(self, watching: Watching, observer: Observer) -> dict[str, Record]:
        """Return the records of this load and of those before, without any that is in doubt."""
        records = dict(self._index.records)
        for path, record in watching.records.items():
            before = records.get(path)
            holds = before is not None and observer.hold(before.facts)
            records[path] = record.joined(before) if before and holds else record
        doubtful = watching.shared | {path for path, record in records.items() if record.tainted}
        return {path: record for path, record in records.items() if path not in doubtful}

    def _write(self, index: Index) -> None:
        if len(_files(index)) > _MOST_FILES:
            index = self._in_one_file(index)
        write_whole(self._folder / _INDEX, [index_bytes(index, self._key)])
        for name in os.listdir(self._folder):
            if name.startswith(PREFIX) and name not in _files(index):
                (self._folder / name).unlink(missing_ok=True)

    def _in_one_file(self, index: Index) -> Index:
        every = [kept.text for entry in index.entries.values() for kept in entry.boards]
        stored = write_texts(read_texts(every, self._folder), self._folder)
        moved = {
            path: replace(
                entry,
                boards=tuple(
                    replace(kept, text=stored.get(kept.text.digest, kept.text))
                    for kept in entry.boards
                ),
            )
            for path, entry in index.entries.items()
        }
        return replace(index, entries=moved)


def _holds(entry: Entry, index: Index, observer: Observer) -> bool:
    records = closure(entry.real, index.records).values()
    return all(record is not None and observer.hold(record.facts) for record in records)


def _sound(index: Index, observer: Observer) -> Index:
    """Return the index without entries that do not hold, and what only these need."""
    entries = {p: e for p, e in index.entries.items() if _holds(e, index, observer)}
    used = {file for entry in entries.values() for file in closure(entry.real, index.records)}
    records = {path: index.records[path] for path in sorted(used)}
    return Index(common=index.common, records=records, entries=entries)


def _files(index: Index) -> set[str]:
    return {kept.text.file for entry in index.entries.values() for kept in entry.boards}
