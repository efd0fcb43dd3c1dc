"""From a dashboards folder to documents: runs the modules, reads the JSON files.

One file's trouble never hides another's: what could be read is in `documents`, all else is in
`errors`. Modules run with the project's folder as the working directory, and what they print
goes to stderr.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

from boardwright.errors import BoardwrightError, DeclarationError
from boardwright.project import sdk_objects
from boardwright.project.declarations import CONVENTION, Declaration, Declarations
from boardwright.project.grafanalib_objects import PACKAGE as GRAFANALIB
from boardwright.project.grafanalib_objects import grafanalib_hook
from boardwright.project.import_hooks import import_hooks
from boardwright.project.imports import Imports
from boardwright.project.json_files import read_json_board
from boardwright.project.literals import place_literals
from boardwright.project.module_source import ModuleSource
from boardwright.project.origins import Origins
from boardwright.project.plain import Plain
from boardwright.project.traces import failure
from boardwright.project.user_files import UserFiles
from boardwright.promql.windows import settings
from boardwright.schema.document import ORIGIN, Board, Document, Place
from boardwright.schema.envelopes import unwrap

_SKIPPED_FOLDERS = frozenset({"__pycache__", "tests", "node_modules"})
_SKIPPED_FILES = frozenset({"conftest.py"})


@dataclass(frozen=True, kw_only=True)
class Loaded:
    """The documents of the files, in their order, and what went wrong."""

    documents: tuple[Document, ...]
    errors: tuple[BoardwrightError, ...]


def discover(dashboards: Path) -> list[Path]:
    """Return the modules and JSON files below a folder, sorted by path.

    Left out are names that begin with `_` or `.`, folders called `tests`, `conftest.py`, and
    virtual environments.
    """
    found: list[Path] = []
    for folder, folders, files in os.walk(dashboards):
        if "pyvenv.cfg" in files:
            folders.clear()
            continue
        folders[:] = [name for name in folders if _is_wanted(name, _SKIPPED_FOLDERS)]
        wanted = (name for name in files if _is_wanted(name, _SKIPPED_FILES))
        found += [Path(folder, name) for name in wanted if name.endswith((".py", ".json"))]
    return sorted(found, key=lambda path: path.parts)


def _is_wanted(name: str, skipped: Collection[str]) -> bool:
    return not name.startswith(("_", ".")) and name not in skipped


def load(
    paths: Sequence[Path],
    *,
    root: Path,
    dashboards: Path,
    python_path: Sequence[Path] = (),
    scrape_interval: str = "10s",
    window: str | None = None,
    explicit: Collection[Path] = (),
) -> Loaded:
    """Load the boards of files.

    Args:
        paths: Modules and JSON files.
        root: The project's folder: places are relative to it, and modules run there.
        dashboards: The folder whose subfolders are Grafana's folders.
        python_path: Folders from which modules may import, before all others.
        scrape_interval: The project's, for the default window of `rate` and its kin.
        window: The project's own default window.
        explicit: Those of `paths` that the user named: each must declare a board.
    """
    files = dict.fromkeys(Path(os.path.abspath(path)) for path in paths)
    named = {Path(os.path.abspath(path)) for path in explicit}
    with settings(scrape_interval=scrape_interval, window=window), ExitStack() as stack:
        loader = _Load(list(files), named, root.absolute(), dashboards.absolute(), python_path)
        loader.prepare(stack)
        return loader.run()


class _Load:
    """One load: its files, and what is shared among them."""

    def __init__(
        self,
        paths: Sequence[Path],
        explicit: Collection[Path],
        root: Path,
        dashboards: Path,
        python_path: Sequence[Path],
    ) -> None:
        self._paths, self._explicit = paths, explicit
        self._root, self._dashboards = root, dashboards
        self._files = UserFiles(root)
        self._origins = Origins(self._files)
        self._plain = Plain(self._origins, self._files)
        first = [root / path for path in python_path]
        self._imports = Imports(self._files, first=first, beside=[dashboards, root])
        self._declaring = {os.path.realpath(path) for path in paths}
        self._sources: dict[str, ModuleSource] = {}
        self._owners: dict[int, str] = {}
        """A board's id -> the first file, of those asked for, that finished with it."""
        self._seen = 0
        self._errors: dict[str, BoardwrightError] = {}

    def prepare(self, stack: ExitStack) -> None:
        """Install what watches the modules, to be taken off by the stack."""
        stack.callback(self._origins.close)
        hook = stack.enter_context(grafanalib_hook(self._origins))
        hooks = {GRAFANALIB: hook, sdk_objects.PACKAGE: sdk_objects.sdk_hook(self._origins)}
        stack.enter_context(import_hooks(hooks))
        stack.enter_context(self._imports.installed())

    def run(self) -> Loaded:
        """Load every file."""
        documents: list[Document] = []
        for path in self._paths:
            place = self._files.place(path)
            try:
                documents += self._documents(path, place)
            except BoardwrightError as error:
                self._note(error, place)
        return Loaded(documents=tuple(documents), errors=tuple(self._errors.values()))

    def _note(self, error: BoardwrightError, place: Place) -> None:
        """Keep an error, once: ten modules that import a broken one have one error."""
        error.where = error.where or str(place)
        self._errors.setdefault(str(error), error)

    def _documents(self, path: Path, place: Place) -> list[Document]:
        if not path.is_file():
            raise DeclarationError("no such file", where=place)
        if path.suffix == ".json":
            return [read_json_board(path, place=place, folder=self._folder(path))]
        if path.suffix == ".py":
            with self._imports.environment(path, root=self._root):
                return self._module_documents(path, place)
        raise DeclarationError(
            "is neither a Python module nor a JSON file",
            where=place,
            hint="Boards are declared in .py files, or are .json files.",
        )

    def _module_documents(self, path: Path, place: Place) -> list[Document]:
        declarations = self._declarations(path, self._execute(path))
        boards = declarations.boards(convention=_follows_convention(path))
        if path in self._explicit and not boards:
            raise DeclarationError("declares no board", where=place, hint=_NO_BOARD)
        own = self._own(boards, path)
        if not own:
            return []
        folder = declarations.folder() or self._folder(path)
        tags = declarations.tags()
        documents = []
        for board in own:
            try:
                body, where = self._body(board, path)
            except BoardwrightError as error:
                self._note(error, board.place)
            else:
                documents.append(
                    Document(
                        body=body,
                        place=where,
                        name=board.name,
                        folder=folder,
                        tags=tags,
                        form=board.form,
                    )
                )
        return documents

    def _execute(self, path: Path) -> ModuleType:
        try:
            return self._imports.load(path)
        except (Exception, SystemExit) as error:
            raise failure(error, files=self._files, module=path) from error

    def _source(self, path: Path) -> ModuleSource:
        return self._sources.setdefault(str(path), ModuleSource(path))

    def _declarations(self, path: Path, module: ModuleType) -> Declarations:
        return Declarations(module, self._source(path), lambda line: self._files.place(path, line))

    def _body(self, board: Declaration, path: Path) -> tuple[Board, Place]:
        """Return the board's data, and its place: in the declaring module in any case."""
        value = unwrap(board.value, board.place) if board.form == "dict" else board.value
        body = self._plain.board(value, board.find_place)
        place_literals(body, self._source(path), board.name)
        made: Place = body[ORIGIN].place
        return body, made if made.file == self._files.name(path) else board.place

    def _own(self, boards: Sequence[Declaration], path: Path) -> list[Declaration]:
        """Return the boards that this module declares, rather than imports or numbers anew."""
        held = {id(board.value) for board in boards}
        file = os.path.realpath(path)
        return [
            board
            for board in boards
            if id(self._origins.numbered_copy(board.value)) not in held
            and self._declaring_file(board.value) in {file, None}
        ]

    def _declaring_file(self, value: object) -> str | None:
        """Return the first file, of those asked for, that finished with the board in it."""
        finished = self._imports.finished
        while self._seen < len(finished):
            file, module = finished[self._seen]
            self._seen += 1
            if file in self._declaring:
                for held in self._held_by(Path(file), module):
                    self._owners.setdefault(id(held.value), file)
        return self._owners.get(id(value))

    def _held_by(self, path: Path, module: ModuleType) -> Sequence[Declaration]:
        with suppress(DeclarationError):
            declarations = self._declarations(path, module)
            return declarations.boards(convention=_follows_convention(path))
        return ()

    def _folder(self, path: Path) -> str | None:
        """Return the folder that a file's place below the dashboards folder gives it."""
        if not path.is_relative_to(self._dashboards):
            return None
        levels = path.relative_to(self._dashboards).parts[:-1]
        return "/".join(levels) or None


def _follows_convention(path: Path) -> bool:
    return path.name.endswith(CONVENTION)


_NO_BOARD = "A board is a module-level grafanalib Dashboard, Foundation SDK dashboard, or dict."
