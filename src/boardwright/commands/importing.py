"""`boardwright import`: stored boards become modules that compile to the same boards."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from boardwright.commands.compiling import Progress
from boardwright.commands.compiling_files import context_of
from boardwright.commands.import_bodies import brought_home, classic
from boardwright.commands.import_files import Outcome, Target, Targets, Update, update
from boardwright.commands.import_proof import compile_texts
from boardwright.commands.import_sources import FromGrafana, boards_of_files, boards_of_grafana
from boardwright.compile.notes import notes as notes_of
from boardwright.compile.pipeline import compile_document
from boardwright.errors import BoardwrightError, DeclarationError
from boardwright.project.config import Environment, Project
from boardwright.project.found.value import Finds, Found, Skipped
from boardwright.project.imported import read_imported, record
from boardwright.project.writing import write_files
from boardwright.schema.canonical import canonical_json
from boardwright.schema.document import Board, Document, Note, Place
from boardwright.source.verdict import Verdict, verdict
from boardwright.source.writing import Style, source_text

Status = Literal[Outcome, "proved", "different", "failed"]


@dataclass(frozen=True, kw_only=True)
class ImportedBoard:
    """What became of one board.

    Attributes:
        origin: Where it came from.
        status: `new`, `updated`, `merged`, `conflict` or `unchanged` is what happened to its
            module, `proved` that a check wrote nothing; `different` and `failed` boards are not
            written.
        title: Its title; empty where it could not be read.
        uid: Its uid; empty where it could not be read.
        module: Its module; None where it has none.
        verdict: Whether the module compiles to the board; None where it was not run.
        conflicts: Places of the module that need the user.
        lines: Lines of the module, and of the board's JSON.
        notes: What its owner should know.
        error: Why it failed.
    """

    origin: str
    status: Status
    title: str = ""
    uid: str = ""
    module: Path | None = None
    verdict: Verdict | None = None
    conflicts: int = 0
    lines: tuple[int, int] = (0, 0)
    notes: tuple[Note, ...] = ()
    error: BoardwrightError | None = None


@dataclass(frozen=True, kw_only=True)
class ImportResult:
    """What an import did, or with `check` would do.

    Attributes:
        output: The folder of the modules.
        boards: What became of each board, in the order they were found.
        skipped: Files of folders that hold no board.
        checked: Whether this was `--check`, which writes nothing.
    """

    output: Path
    boards: tuple[ImportedBoard, ...]
    skipped: tuple[Skipped, ...]
    checked: bool


@dataclass(frozen=True, kw_only=True)
class _Written:
    """A board with the text of its module."""

    found: Found
    uid: str
    title: str
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
    boards = run.boards(finds, progress("Imported"), check=check)
    return ImportResult(output=folder, boards=tuple(boards), skipped=finds.skipped, checked=check)


class _Run:
    """One import into one folder."""

    def __init__(
        self, project: Project, environment: Environment, folder: Path, style: Style
    ) -> None:
        self._project, self._style = project, style
        self._context = context_of(project, replace(environment, datasources={}))
        self._here = {theirs: ours for ours, theirs in environment.datasources.items()}
        self._imported = read_imported(folder)
        dashboards = (project.root / project.dashboards).resolve()
        self._targets = Targets(self._imported, located=folder.resolve() == dashboards)
        self._folder = folder

    def boards(self, finds: Finds, tell: Progress, *, check: bool) -> list[ImportedBoard]:
        """Import what was found; a board's trouble stops no other."""
        written: dict[int, _Written] = {}
        done: dict[int, ImportedBoard] = {}
        owners: dict[str, str] = {}
        for index, found in enumerate(finds.boards):
            try:
                written[index] = self._write(found, owners)
            except BoardwrightError as error:
                done[index] = ImportedBoard(origin=found.origin, status="failed", error=error)
            tell(index + 1, len(finds.boards))
        done |= self._prove(written, check=check)
        return [done[index] for index in sorted(done)]

    def _write(self, found: Found, owners: dict[str, str]) -> _Written:
        if found.body is None:
            raise found.error or DeclarationError("holds no board", where=found.origin)
        body = brought_home(found.body, self._here, tag=self._project.tag)
        document = Document(body=body, place=Place(file=found.origin), name=found.name, form="json")
        compiled = compile_document(document, self._context)
        uid, title = compiled.body["uid"], compiled.title
        _refuse_twin(uid, title, found, owners)
        target = self._targets.of(found, uid=uid, title=title)
        text = source_text(
            replace(document, body=classic(body), folder=target.folder),
            style=self._style,
            origin=found.origin,
            context=self._context,
        )
        own = [Note(what=what, place=document.place) for what in self._remarks(found)]
        return _Written(
            found=found,
            uid=uid,
            title=title,
            compiled=compiled.body,
            target=target,
            text=text.encode(),
            notes=(*own, *notes_of(compiled)),
        )

    def _remarks(self, found: Found) -> Iterator[str]:
        yield from found.notes
        dashboards = self._project.root / self._project.dashboards
        if (self._project.root / found.origin).is_relative_to(dashboards):
            yield "a build reads this file too: delete it, or there are two boards of one uid"

    def _prove(self, written: Mapping[int, _Written], *, check: bool) -> dict[int, ImportedBoard]:
        by_module = {each.target.module: index for index, each in written.items()}
        texts = {module: written[index].text for module, index in by_module.items()}
        proved: dict[int, ImportedBoard] = {}
        for module, result in compile_texts(texts, self._project, self._context):
            index = by_module[module]
            proved[index] = self._judged(written[index], result)
        if check:
            return proved
        return proved | dict(self._save(written, proved))

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
        found = verdict(each.compiled, result)
        status: Status = "different" if found.outcome == "different" else "proved"
        return replace(board, status=status, verdict=found)

    def _save(
        self, written: Mapping[int, _Written], proved: Mapping[int, ImportedBoard]
    ) -> Iterator[tuple[int, ImportedBoard]]:
        """Write the modules that are proved, all at once, and yield what became of each."""
        updates: dict[int, Update] = {}
        for index, board in proved.items():
            if board.status != "proved":
                continue
            each = written[index]
            try:
                updates[index] = update(self._imported, each.target.module, each.text)
            except BoardwrightError as error:
                yield index, replace(board, status="failed", error=error)
        changed = {
            written[index].target.module: found.text
            for index, found in updates.items()
            if found.text is not None
        }
        kept = {
            written[index].uid: (written[index].target.module, written[index].text)
            for index in updates
        }
        if kept:
            write_files(changed | record(self._imported, kept), self._folder)
        for index, found in updates.items():
            yield index, replace(proved[index], status=found.outcome, conflicts=found.conflicts)


def _refuse_twin(uid: str, title: str, found: Found, owners: dict[str, str]) -> None:
    """Refuse a second board of one uid, which a Grafana would take for the first."""
    if uid in owners:
        raise DeclarationError(
            f'the board "{title}" has the uid {uid!r}, as has the one of {owners[uid]}',
            where=found.origin,
            hint="Give one of them a uid of its own.",
        )
    owners[uid] = found.origin
