"""From a dashboards folder to documents: runs the modules, reads the JSON files.

One file's trouble never hides another's: what could be read is in `documents`, all else is in
`errors`. Modules run with the project's folder as the working directory, and what they print
goes to stderr.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from types import ModuleType
from typing import Any

from boardwright.errors import BoardwrightError, DeclarationError
from boardwright.found.json_files import read_json_board
from boardwright.frozen import frozen
from boardwright.loading import sdk_objects
from boardwright.loading.alert_documents import alert_document
from boardwright.loading.declarations import CONVENTION, Declaration, Declarations
from boardwright.loading.grafanalib_objects import PACKAGE as GRAFANALIB
from boardwright.loading.grafanalib_objects import grafanalib_hook
from boardwright.loading.import_hooks import Hook, import_hooks
from boardwright.loading.literal_panels import place_literals
from boardwright.loading.load_watcher import NOBODY, Watch
from boardwright.loading.module_runs import Imports
from boardwright.loading.module_source import ModuleSource
from boardwright.loading.origins import Origins
from boardwright.loading.plain_data import Plain
from boardwright.loading.user_errors import failure
from boardwright.loading.user_files import UserFiles
from boardwright.promql.windows import settings
from boardwright.schema.alerts import AlertDocument
from boardwright.schema.document import ORIGIN, Board, Document, Note, Place
from boardwright.schema.envelopes import unwrap


@frozen
class Loaded:
    """The documents of the files, in their order, and what went wrong.

    `failed` is true when anything did, also when it was told of another file already. `remarks`
    are about what was declared and comes to nothing.
    """

    documents: tuple[Document, ...]
    alerts: tuple[AlertDocument, ...]
    remarks: tuple[Note, ...]
    errors: tuple[BoardwrightError, ...]
    failed: bool


def load(paths: Sequence[Path], *, root: Path, dashboards: Path, **settings: Any) -> Loaded:
    """Load the boards of files; for the settings see `loader`."""
    files = list(dict.fromkeys(Path(os.path.abspath(path)) for path in paths))
    with loader(files, root=root, dashboards=dashboards, **settings) as found:
        loaded = [found.read(path) for path in files]
    return Loaded(
        documents=tuple(document for each in loaded for document in each.documents),
        alerts=tuple(group for each in loaded for group in each.alerts),
        remarks=tuple(remark for each in loaded for remark in each.remarks),
        errors=tuple(error for each in loaded for error in each.errors),
        failed=any(each.failed for each in loaded),
    )


@contextmanager
def loader(
    declaring: Sequence[Path],
    *,
    root: Path,
    dashboards: Path,
    python_path: Sequence[Path] = (),
    scrape_interval: str = "10s",
    window: str | None = None,
    explicit: Collection[Path] = (),
    watch: Watch = NOBODY,
) -> Iterator[Loader]:
    """Give what loads files; while it is open, the interpreter is prepared for users' modules.

    Args:
        declaring: The modules and JSON files that boards may belong to.
        root: The project's folder: places are relative to it, and modules run there.
        dashboards: The folder whose subfolders are Grafana's folders.
        python_path: Folders from which modules may import, before all others.
        scrape_interval: The project's, for the default window of `rate` and its kin.
        window: The project's own default window.
        explicit: Those that the user named: each must declare a board.
        watch: Is told what the modules do.
    """
    named = {Path(os.path.abspath(path)) for path in explicit}
    first = [root / path for path in python_path]
    with settings(scrape_interval=scrape_interval, window=window), ExitStack() as stack:
        found = Loader(declaring, named, root.absolute(), dashboards.absolute(), first, watch)
        found.prepare(stack)
        yield found


class Loader:
    """One load: what is shared among its files."""

    def __init__(
        self,
        declaring: Sequence[Path],
        explicit: Collection[Path],
        root: Path,
        dashboards: Path,
        first: Sequence[Path],
        watch: Watch,
    ) -> None:
        self._explicit, self._watch = explicit, watch
        self._root, self._dashboards = root, dashboards
        self._files = UserFiles(root)
        self._origins = Origins(self._files)
        self._plain = Plain(self._origins, self._files)
        beside = [dashboards, root]
        self._imports = Imports(self._files, first=first, beside=beside, watch=watch)
        self._declaring = {self._files.real(path) for path in declaring}
        self._sources: dict[str, ModuleSource] = {}
        self._owners: dict[int, str] = {}
        """A board's id -> the first file, of those asked for, that finished with it."""
        self._seen = 0
        self._told: set[str] = set()

    def prepare(self, stack: ExitStack) -> None:
        """Install what watches the modules, to be taken off by the stack."""
        stack.callback(self._origins.close)
        hook = stack.enter_context(grafanalib_hook(self._origins))
        hooks: dict[str, Hook] = {
            GRAFANALIB: self._told_of(hook),
            sdk_objects.PACKAGE: self._told_of(sdk_objects.sdk_hook(self._origins)),
        }
        if self._watch is not NOBODY:
            hooks["boardwright"] = self._watch.library
        stack.enter_context(import_hooks(hooks))
        stack.enter_context(self._imports.installed())
        stack.enter_context(self._watch.installed())

    def _told_of(self, hook: Hook) -> Hook:
        def both(module: ModuleType) -> None:
            hook(module)
            self._watch.library(module)

        return both

    def read(self, path: Path) -> Loaded:
        """Load one file; an error that another file had already is not told again."""
        place = self._files.place(path)
        self._sources.clear()  # syntax trees are large
        self._errors: list[BoardwrightError] = []
        self._failed = False
        self._alerts: list[AlertDocument] = []
        self._remarks: list[Note] = []
        documents: list[Document] = []
        with self._watch.file(str(path)):
            try:
                documents = self._documents(path, place)
            except BoardwrightError as error:
                self._note(error, place)
        return Loaded(
            documents=tuple(documents),
            alerts=tuple(self._alerts),
            remarks=tuple(self._remarks),
            errors=tuple(self._errors),
            failed=self._failed,
        )

    def _note(self, error: BoardwrightError, place: Place) -> None:
        """Keep an error, once: ten modules that import a broken one have one error."""
        self._failed = True
        error.where = error.where or str(place)
        if str(error) not in self._told:
            self._told.add(str(error))
            self._errors.append(error)

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
        groups = declarations.alert_groups()
        if path in self._explicit and not boards and not groups:
            raise DeclarationError("declares no board", where=place, hint=_NO_BOARD)
        self._read_alerts(declarations, groups, path)
        own = self._own(boards, path)
        self._watch.boards([each.value for each in boards], own=len(own) == len(boards))
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

    def _read_alerts(
        self, declarations: Declarations, groups: Sequence[Declaration], path: Path
    ) -> None:
        file = self._files.name(path)
        for group in self._own(groups, path):
            try:
                document = alert_document(
                    group,
                    plain=self._plain,
                    origins=self._origins,
                    file=file,
                    find_folder=lambda: declarations.folder() or self._folder(path),
                )
            except BoardwrightError as error:
                self._note(error, group.place)
            else:
                self._alerts.append(document)
        for rule in declarations.lone_rules():
            mark = self._origins.mark(rule.value)
            if mark is not None and mark.place.file == file:
                self._remarks.append(Note(what=_LONE.format(rule.name), place=mark.place))

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
        file = self._files.real(path)
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
            boards = declarations.boards(convention=_follows_convention(path))
            return [*boards, *declarations.alert_groups()]
        return ()

    def _folder(self, path: Path) -> str | None:
        """Return the folder that a file's place below the dashboards folder gives it."""
        if not path.is_relative_to(self._dashboards):
            return None
        levels = path.relative_to(self._dashboards).parts[:-1]
        return "/".join(levels) or None


def _follows_convention(path: Path) -> bool:
    return path.name.endswith(CONVENTION)


_LONE = "the alert rule `{}` is in no AlertGroup of this module: nothing is made of it"
_NO_BOARD = "A board is a module-level grafanalib Dashboard, Foundation SDK dashboard, or dict."
