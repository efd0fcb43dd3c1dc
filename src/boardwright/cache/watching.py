"""Taking note of what the user's modules depend on, while they run.

Facts are noted of the module that is executed, or of the declaring file that is read. A file
depends on the facts of every module that it imports, directly or not.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from types import CodeType, ModuleType
from typing import Any

from boardwright.cache.facts import ODD, Observer, digest
from boardwright.cache.hooks import hooks
from boardwright.cache.records import Record, closure, in_circles
from boardwright.cache.shared_state import Snapshot, Surface
from boardwright.cache.tables import LIBRARIES, PARTS, STANDARD, SUSPECT_NAMES
from boardwright.loading.load_watcher import Watch
from boardwright.loading.user_files import UserFiles

_PATCHED = ("grafanalib", "grafana_foundation_sdk", "boardwright.library", "boardwright.promql")
"""Libraries that a module might change for all others."""


class Watching(Watch):
    """Takes note of everything during one load.

    Args:
        files: Tells the user's modules from libraries.
    """

    def __init__(self, files: UserFiles) -> None:
        self._files = files
        self._observer = Observer()
        self._stack: list[Record] = []
        self._executing: list[Record] = []
        self._present = ""
        self._paths: dict[str, str] = {}
        """A module's `__file__` -> its real path."""
        self._names: set[str] = set()
        self._snapshots: dict[str, Snapshot] = {}
        self._surfaces: list[Surface] = []
        self.listens = False
        self.records: dict[str, Record] = {}
        self.common = Record()
        """What all depend on: where modules were looked for, and libraries."""
        self.shared: set[str] = set()
        """Modules that were changed by those that import them, or may have been."""

    @contextmanager
    def installed(self) -> Iterator[None]:
        """Listen while it is open."""
        with hooks(self):
            for name in ("builtins", "json", "attr"):
                self._surfaces.append(Surface(sys.modules[name]))
            try:
                yield
            finally:
                self._finish()

    @contextmanager
    def file(self, path: str) -> Iterator[None]:
        """Note all as the declaring file's; at the end see what it changed elsewhere."""
        self._present = self._files.real(path)
        record = self._record(self._present)
        try:
            with self._noting(record):
                self.fact("link", path)
                yield
        finally:
            self._settle()

    @contextmanager
    def executing(self, path: str) -> Iterator[None]:
        """Note all as the module's."""
        record = self._record(path)
        self._executing.append(record)
        try:
            with self._noting(record):
                yield
        finally:
            self._executing.pop()

    def source(self, path: str, text: bytes, code: CodeType) -> None:
        """Note the text that was compiled, and whether it uses anything suspect."""
        record = self._stack[-1]
        self._paths[path] = self._files.real(path)
        record.facts[f"file:{os.path.abspath(path)}"] = digest(text)
        if suspect := next(_suspects(code), None):
            record.taint(f"uses `{suspect}`")

    def executed(self, path: str, module: ModuleType) -> None:
        """Remember how a module is that the present file shares with others."""
        self._names.add(module.__name__)
        if path == self._present or path in self._snapshots or path in self.shared:
            return
        snapshot = Snapshot(module, self._names.__contains__)
        if snapshot.opaque:
            self.shared.add(path)
        else:
            self._snapshots[path] = snapshot

    def searched(self, name: str, folders: Sequence[str]) -> None:
        """Note what each folder has under the name."""
        package, _, module = name.rpartition(".")
        with self._deaf():
            for folder in map(os.path.abspath, folders):
                if package and not self._files.owner(folder).user:
                    continue  # a library's own: its version tells
                self._note(self.common, f"search:{folder}\0{module}")
                inner = os.path.join(folder, module)
                if os.path.isdir(inner):  # a package, or a folder that may become one
                    self._note(self.common, f"search:{inner}\0__init__")

    def library(self, module: ModuleType) -> None:
        """Remember how a library's module is."""
        if module.__name__.startswith(_PATCHED):
            self._surfaces.append(Surface(module))

    def boards(self, values: Sequence[object], *, own: bool) -> None:
        """Taint the present file if other modules hold its boards too: whose they are depends."""
        others = [each for path, each in self._snapshots.items() if path != self._present]
        if not own or any(other.holds(value) for value in values for other in others):
            self.taint("holds a board of another module")

    def fact(self, kind: str, name: str) -> None:
        """Note a fact of whatever is running."""
        with self._deaf():
            self._note(self._stack[-1], f"{kind}:{name}")

    def taint(self, reason: str) -> None:
        """Note that the result of whatever is running cannot be kept."""
        self._stack[-1].taint(reason)

    def imported(self, load: Callable[..., Any], name: str, *rest: Any) -> Any:
        """Import something, and note of whoever imports it what that was."""
        variables: dict[str, Any] = (rest[0] if rest else None) or {}
        names: Sequence[str] = (rest[2] if len(rest) > 2 else None) or ()
        path = self._paths.get(str(variables.get("__file__")))
        importer = self.records[path] if path else self._stack[-1]
        dotted = _absolute(name, variables, rest[3] if len(rest) > 3 else 0)
        trusted = _is_trusted(dotted, names)
        try:
            with self._noting(self.common if trusted else importer):
                module = load(name, *rest)
        except ImportError as error:
            self._note_missing(importer, dotted, error)
            raise
        except BaseException:
            importer.taint(f"goes on when `{dotted}` fails")
            raise
        for each in _loaded(dotted, names):
            self._note_import(importer, each, trusted=trusted or not path)
        return module

    def keepable(self, path: str) -> bool:
        """Return whether what a declaring file gave may be kept."""
        found = closure(self._files.real(path), self.records)
        kept = all(record and not record.tainted for record in found.values())
        return kept and not self.common.tainted and self.shared.isdisjoint(found)

    def versions(self) -> dict[str, str]:
        """Return the facts of the libraries that were imported."""
        libraries = LIBRARIES - {"boardwright"}
        modules = [sys.modules[name] for name in list(sys.modules) if _top(name) in libraries]
        files = {str(file) for each in modules if (file := getattr(each, "__file__", None))}
        return {f"version:{file}": self._observer.now(f"version:{file}") for file in files}

    def _settle(self) -> None:
        for path in closure(self._present, self.records):
            snapshot = self._snapshots.get(path)
            if snapshot is not None and snapshot.changed():
                self.shared.add(path)
                del self._snapshots[path]

    def _finish(self) -> None:
        """Work out what shows only at the end of the load."""
        self.shared |= in_circles(self.records)
        if any(surface.changed() for surface in self._surfaces):
            self.common.taint("a library was changed")

    def _record(self, path: str) -> Record:
        return self.records.setdefault(path, Record())

    def _note(self, record: Record, fact: str) -> None:
        if fact not in record.facts:
            record.facts[fact] = self._observer.now(fact)
            if record.facts[fact] == ODD:
                record.taint(f"reads {fact}")

    def _note_import(self, importer: Record, name: str, *, trusted: bool) -> None:
        module = sys.modules.get(name)
        file = getattr(module, "__file__", None)
        path = self._paths.get(str(file))
        if path is not None:
            self._imports_of(importer)[name] = path
        elif file is None and hasattr(module, "__path__"):
            return  # a folder without `__init__.py`: nothing is in it but modules
        elif not trusted or (file is not None and self._files.owner(file).user):
            importer.taint(f"imports `{name}`")

    def _note_missing(self, importer: Record, name: str, error: ImportError) -> None:
        missing = isinstance(error, ModuleNotFoundError) and error.name
        if missing and f"{name}.".startswith(f"{missing}."):
            self._imports_of(importer)[name] = ""
        else:
            importer.taint(f"goes on when `{name}` fails")

    def _imports_of(self, importer: Record) -> dict[str, str]:
        return importer.imports if importer in self._executing else importer.later

    @contextmanager
    def _noting(self, record: Record) -> Iterator[None]:
        self._stack.append(record)
        listened, self.listens = self.listens, True
        try:
            yield
        finally:
            self._stack.pop()
            self.listens = listened

    @contextmanager
    def _deaf(self) -> Iterator[None]:
        listened, self.listens = self.listens, False
        try:
            yield
        finally:
            self.listens = listened


def _top(name: str) -> str:
    return name.partition(".")[0]


def _absolute(name: str, variables: dict[str, Any], level: int) -> str:
    """Return the whole name of what `from ..name import` names."""
    if not level:
        return name
    package = variables.get("__package__") or str(variables.get("__name__", ""))
    if not variables.get("__package__") and "__path__" not in variables:
        package = package.rpartition(".")[0]
    base = package.rsplit(".", level - 1)[0]
    return f"{base}.{name}" if name else base


def _is_trusted(name: str, names: Sequence[str]) -> bool:
    top, _, inner = name.partition(".")
    if top in PARTS:
        parts = {_top(inner)} if inner else set(names)
        return bool(parts) and parts <= PARTS[top]
    return top in STANDARD or top in LIBRARIES


def _loaded(name: str, names: Sequence[str]) -> Iterator[str]:
    """Yield the names of the modules that an import statement has to do with."""
    steps = name.split(".")
    yield from (".".join(steps[:count]) for count in range(1, len(steps) + 1))
    if "*" in names:
        names = getattr(sys.modules.get(name), "__all__", ())
    yield from (f"{name}.{each}" for each in names if f"{name}.{each}" in sys.modules)


def _suspects(code: CodeType) -> Iterator[str]:
    yield from SUSPECT_NAMES.intersection(code.co_names)
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _suspects(constant)
