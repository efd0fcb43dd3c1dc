"""`boardwright import`: stored boards become modules that compile to the same boards."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from boardwright.api.compile_context import context_of
from boardwright.api.compiled_project import Progress
from boardwright.commands.importing.declared_boards import Declared, declared_already
from boardwright.commands.importing.earlier_uids import Again
from boardwright.commands.importing.import_body import brought_home
from boardwright.commands.importing.import_proof import compile_texts
from boardwright.commands.importing.import_record import forget, read_imported, record
from boardwright.commands.importing.import_results import (
    SHARED_FILE,
    ImportedBoard,
    ImportResult,
    SharedModule,
    Status,
)
from boardwright.commands.importing.import_sources import (
    FromGrafana,
    boards_of_files,
    boards_of_grafana,
)
from boardwright.commands.importing.line_length import line_length
from boardwright.commands.importing.module_files import (
    Target,
    Targets,
    Update,
    update,
    without_folder,
)
from boardwright.compiler.notes import notes as notes_of
from boardwright.compiler.pipeline import compile_document
from boardwright.config.project import Environment, Project
from boardwright.errors import BoardwrightError, DeclarationError
from boardwright.found.found_board import FoundBoard
from boardwright.frozen import frozen
from boardwright.schema.canonical import canonical_json
from boardwright.schema.document import Board, Document, Note, Place
from boardwright.source.common import share
from boardwright.source.verdict import judge
from boardwright.source.writing import WIDTH, Style, source_text
from boardwright.writing.file_tree import write_files


@frozen
class _Ready:
    """A board that compiles."""

    found: FoundBoard
    document: Document
    compiled: Document

    @property
    def uid(self) -> str:
        """Its uid; one that compiling made where it has none."""
        return str(self.compiled.body["uid"])


@frozen
class _Written:
    """A board with the text of its module."""

    found: FoundBoard
    uid: str
    title: str
    stored: Board
    compiled: Board
    target: Target
    text: bytes
    notes: tuple[Note, ...]


def import_boards(
    project: Project,
    *,
    paths: Sequence[Path] = (),
    grafana: FromGrafana | None = None,
    environ: Mapping[str, str] | None = None,
    output: Path | None = None,
    env: str | None = None,
    style: Style = "grafanalib",
    shared: bool = False,
    check: bool = False,
    progress: Callable[[str], Progress] = lambda verb: lambda done, total: None,
) -> ImportResult:
    """Bring boards into modules, each proved to compile to the board it came from.

    Args:
        project: The project.
        paths: Files and folders of boards.
        grafana: Which boards of the project's Grafana; None for none.
        environ: The environment, for Grafana's token or password.
        output: The folder of the modules; the project's dashboards folder when None.
        env: The environment whose Grafana and data sources the boards are of.
        style: How the modules are written.
        shared: Put what boards have in common into one module; done anyway where it was before.
        check: Write nothing.
        progress: Makes what is told of each board, of a verb.

    Raises:
        ServerError: Grafana could not be asked at all.
        ConfigError: It is not told which Grafana.
        OutputError: The folder cannot be written; nothing was changed.
    """
    environment = project.environment(env)
    finds = boards_of_files(project, paths)
    if grafana is not None:
        tell = progress("Read")
        finds += boards_of_grafana(project, environment, grafana, environ=environ or {}, tell=tell)
    folder = output or project.root / project.dashboards
    run = _Run(project, environment, folder, style)
    run.write(finds.boards, progress("Imported"))
    run.prove()
    run.share_common(anyway=shared)
    if not check:
        run.save()
    return ImportResult(
        output=folder,
        boards=run.boards,
        skipped=finds.skipped,
        checked=check,
        shared=run.shared,
    )


class _Run:
    """One import into one folder: its steps in their order, and what became of each board."""

    def __init__(
        self, project: Project, environment: Environment, folder: Path, style: Style
    ) -> None:
        self._project, self._folder, self._style = project, folder, style
        self._context = context_of(project, replace(environment, datasources={}))
        self._here = {theirs: ours for ours, theirs in environment.datasources.items()}
        self._imported = read_imported(folder)
        self._width = line_length(folder.absolute(), otherwise=WIDTH)
        self._targets = Targets(
            self._imported, dashboards=project.root / project.dashboards, default=project.folder
        )
        self._declared = Declared(project, environment, self._imported)
        self._written: dict[int, _Written] = {}
        self._done: dict[int, ImportedBoard] = {}
        self._shared_text: bytes | None = None
        self.shared: SharedModule | None = None

    @property
    def boards(self) -> tuple[ImportedBoard, ...]:
        """What became of each board, in the order they were found."""
        return tuple(self._done[index] for index in sorted(self._done))

    def write(self, boards: Sequence[FoundBoard], tell: Progress) -> None:
        """Make a text of each board; a board's trouble stops no other."""
        ready: dict[int, _Ready] = {}
        for index, found in enumerate(boards):
            with self._failing(index, found):
                ready[index] = self._ready(found)
        again = Again(
            self._imported, taken={each.uid for each in ready.values()}, run=self._compiled_texts
        )
        owners: dict[str, str] = {}
        for index, found in enumerate(boards):
            if index in ready:
                with self._failing(index, found):
                    self._written[index] = self._text(self._known(ready[index], again), owners)
            tell(index + 1, len(boards))

    @contextmanager
    def _failing(self, index: int, found: FoundBoard) -> Iterator[None]:
        try:
            yield
        except BoardwrightError as error:
            self._done[index] = ImportedBoard(origin=found.origin, status="failed", error=error)

    def _ready(self, found: FoundBoard) -> _Ready:
        if found.body is None:
            raise found.error or DeclarationError("holds no board", where=found.origin)
        body = brought_home(found.body, self._here, tag=self._project.tag)
        document = Document(body=body, place=Place(file=found.origin), name=found.name, form="json")
        return _Ready(
            found=found, document=document, compiled=compile_document(document, self._context)
        )

    def _known(self, each: _Ready, again: Again) -> _Ready:
        """Return a board with the uid that an earlier import made for it, if one did."""
        body = each.document.body
        if body.get("uid"):
            return each
        uid = again.uid_of(each.compiled.body, origin=each.found.origin)
        if uid is None:
            return each
        document = replace(each.document, body={**body, "uid": uid})
        compiled = compile_document(document, self._context)
        return replace(each, document=document, compiled=compiled)

    def _compiled_texts(
        self, texts: dict[str, bytes], beside: dict[str, bytes]
    ) -> dict[str, Board | BoardwrightError]:
        return dict(compile_texts(texts, self._project, self._context, beside=beside))

    def _text(self, each: _Ready, owners: dict[str, str]) -> _Written:
        found, document, compiled = each.found, each.document, each.compiled
        uid, title = each.uid, compiled.title
        _refuse_twin(uid, title, found, owners)
        target = self._target(found, uid=uid, title=title)
        text = source_text(
            replace(document, folder=target.folder),
            style=self._style,
            origin=found.origin,
            context=self._context,
            width=self._width,
        )
        own = [Note(what=what, place=document.place) for what in self._remarks(found)]
        return _Written(
            found=found,
            uid=uid,
            title=title,
            stored=document.body,
            compiled=compiled.body,
            target=target,
            text=text.encode(),
            notes=(*own, *notes_of(compiled)),
        )

    def _target(self, found: FoundBoard, *, uid: str, title: str) -> Target:
        """Return a board's module, or refuse to write a second one."""
        target = self._targets.of(found, uid=uid, title=title)
        known = self._imported.modules.get(uid)
        if known and self._imported.current(known) is not None:
            return target
        places = self._declared.elsewhere(uid, target.module, origin=found.origin)
        if not places:
            return target
        module = self._declared.moved(known, places) if known else None
        if known is None or module is None:
            raise declared_already(uid, places, origin=found.origin)
        return self._targets.moved(found, was=known, module=module)

    def _remarks(self, found: FoundBoard) -> Iterator[str]:
        yield from found.notes
        dashboards = self._project.root / self._project.dashboards
        if (self._project.root / found.origin).is_relative_to(dashboards):
            yield "a build reads this file too: delete it, or there are two boards of one uid"

    def prove(self) -> None:
        """Run the texts, and judge what they compile to."""
        self._done |= self._proved(self._written, {})

    def _proved(
        self, written: Mapping[int, _Written], beside: dict[str, bytes]
    ) -> dict[int, ImportedBoard]:
        indices = {each.target.module: index for index, each in written.items()}
        texts = {module: written[index].text for module, index in indices.items()}
        results = compile_texts(texts, self._project, self._context, beside=beside)
        return {
            indices[module]: self._judged(written[indices[module]], result)
            for module, result in results
        }

    def _judged(self, each: _Written, result: Board | BoardwrightError) -> ImportedBoard:
        json_lines = canonical_json(each.found.body).count(b"\n")
        board = ImportedBoard(
            origin=each.found.origin,
            status="proved",
            title=each.title,
            uid=each.uid,
            module=self._folder / each.target.module,
            lines=(each.text.count(b"\n"), json_lines),
            notes=each.notes,
        )
        if isinstance(result, BoardwrightError):
            return replace(board, status="failed", error=result)
        found = judge(
            each.stored, each.compiled, result, added_tags=(self._project.tag, *self._project.tags)
        )
        status: Status = "different" if found.outcome == "different" else "proved"
        return replace(board, status=status, verdict=found)

    def share_common(self, *, anyway: bool) -> None:
        """Let the proved modules share what they have in common, where they stay proved."""
        before = self._imported.base(SHARED_FILE)
        if not anyway and before is None:
            return
        proved = {i: each for i, each in self._written.items() if self._done[i].status == "proved"}
        found = share(
            {str(index): each.text.decode() for index, each in proved.items()},
            before=(before or b"").decode(),
            width=self._width,
        )
        if found is None:
            return
        texts = {int(index): text.encode() for index, text in found.texts.items()}
        sharing = {i: replace(proved[i], text=text) for i, text in texts.items()}
        self._shared_text = found.text.encode()
        for index, board in self._proved(sharing, {SHARED_FILE: self._shared_text}).items():
            if board.verdict == self._done[index].verdict:
                self._written[index], self._done[index] = sharing[index], board
        self.shared = SharedModule(module=self._folder / SHARED_FILE, status="proved")

    def save(self) -> None:
        """Write the modules that are proved, all at once."""
        updates = self._updates()
        if not updates:
            return
        written = {index: self._written[index] for index in updates}
        texts = {each.target.module: each.text for each in written.values()}
        changed = {written[i].target.module: found.text for i, found in updates.items()}
        if self._shared_text is not None:
            texts[SHARED_FILE] = self._shared_text
            changed[SHARED_FILE] = self._shared_update(self._shared_text).text
        modules = {each.uid: each.target.module for each in written.values()}
        files = {name: text for name, text in changed.items() if text is not None}
        write_files(files | record(self._imported, modules, texts), self._folder)
        forget(self._imported, [each.target.was for each in written.values() if each.target.was])
        for index, found in updates.items():
            board = self._done[index]
            self._done[index] = replace(board, status=found.outcome, conflicts=found.conflicts)

    def _updates(self) -> dict[int, Update]:
        """Return what becomes of each proved board's module; trouble with one fails its board."""
        updates: dict[int, Update] = {}
        for index, board in self._done.items():
            if board.status == "proved":
                each = self._written[index]
                try:
                    target = each.target
                    text = without_folder(each.text) if target.keeps_place else each.text
                    updates[index] = update(self._imported, target.module, text, was=target.was)
                except BoardwrightError as error:
                    self._done[index] = replace(board, status="failed", error=error)
        return updates

    def _shared_update(self, text: bytes) -> Update:
        found = update(self._imported, SHARED_FILE, text)
        self.shared = SharedModule(
            module=self._folder / SHARED_FILE, status=found.outcome, conflicts=found.conflicts
        )
        return found


def _refuse_twin(uid: str, title: str, found: FoundBoard, owners: dict[str, str]) -> None:
    """Refuse a second board of one uid, which a Grafana would take for the first."""
    if uid in owners:
        raise DeclarationError(
            f'the board "{title}" has the uid {uid!r}, as has the one of {owners[uid]}',
            where=found.origin,
            hint="Give one of them a uid of its own.",
        )
    owners[uid] = found.origin
