"""`boardwright import`: convert dashboard JSON to modules that compile to the same boards."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import field, replace
from pathlib import Path
from types import MappingProxyType

from boardwright.commands.building.output_files import generate_files
from boardwright.commands.importing.board_sources import FromGrafana, read_files, read_grafana
from boardwright.commands.importing.earlier_uids import EarlierUids
from boardwright.commands.importing.folder_entries import add_folders, find_new_folders
from boardwright.commands.importing.import_record import encode_record, forget_modules, read_record
from boardwright.commands.importing.import_results import (
    SHARED_FILE,
    ImportedBoard,
    ImportResult,
    SharedModule,
)
from boardwright.commands.importing.line_length import find_line_length
from boardwright.commands.importing.module_compilation import ModuleCompiler
from boardwright.commands.importing.module_drafts import (
    CompilableBoard,
    ModuleDraft,
    ModuleDrafter,
    refuse_second_uid,
)
from boardwright.commands.importing.module_places import (
    remove_folder_statement,
)
from boardwright.commands.importing.module_updates import ModuleUpdate, update_module
from boardwright.commands.importing.project_boards import ProjectBoards
from boardwright.config.project import ProjectSettings
from boardwright.config.project_root import FILE_NAME
from boardwright.errors import BoardwrightError, DeclarationError
from boardwright.found.found_board import FoundBoard
from boardwright.frozen import frozen
from boardwright.projects.compiled_project import CompiledProject, Progress
from boardwright.provisioning.output_paths import PlacedBoard, find_duplicates
from boardwright.provisioning.providers import BoardFolder
from boardwright.schema.canonical import encode_canonical_json
from boardwright.source.board_module import WIDTH, SourceStyle
from boardwright.source.shared_module import share_values
from boardwright.source.verdict import judge_import
from boardwright.writing.file_tree import write_files


@frozen
class ImportOptions:
    """The options of an import.

    Attributes:
        paths: Files and folders that contain boards.
        grafana: The boards to read from the environment's Grafana; None to read files only.
        environ: Environment variables, which may contain the token or password for Grafana.
        output: Folder for the modules; None for the project's dashboards folder.
        env: Name of the environment with the Grafana and the data sources of the boards.
        style: Whether modules use grafanalib classes or only dicts.
        share: Move code that several boards have in common into one module. Later imports into the
            same folder also share code, even without the option.
        check: Whether to only test that the boards can be imported, without writing a file.
    """

    paths: tuple[Path, ...] = ()
    grafana: FromGrafana | None = None
    environ: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    output: Path | None = None
    env: str | None = None
    style: SourceStyle = "grafanalib"
    share: bool = False
    check: bool = False


def import_boards(
    project: ProjectSettings,
    options: ImportOptions,
    *,
    progress: Callable[[str], Progress] = lambda verb: lambda done, total: None,
) -> ImportResult:
    """Import boards as modules, and prove that each module compiles to the original board.

    Args:
        project: The settings of the project.
        options: The user's options for the import.
        progress: Function that takes a verb such as `Read`, and returns a progress callback. The
            callback is called after each board.

    Raises:
        ServerError: Grafana does not answer or refuses the credentials.
        ConfigError: No Grafana is configured, or `[[folders]]` cannot be added.
        OutputError: A file cannot be written. If one file cannot be written, no file is changed.
    """
    search = read_files(project, options.paths)
    if options.grafana is not None:
        search += read_grafana(
            project,
            project.find_environment(options.env),
            options.grafana,
            environ=options.environ,
            progress=progress("Read"),
        )
    run = _Import(project, options, search.boards)
    run.draft_modules(progress("Imported"))
    run.prove()
    run.check_build()
    run.share_common()
    if not options.check:
        run.save()
    return ImportResult(
        output=run.folder,
        boards=run.collect_results(),
        skipped=search.skipped,
        checked=options.check,
        shared=run.shared,
        folders=run.list_new_folders(),
    )


class _Import:
    """One import into one folder.

    Call the steps in this order: `draft_modules`, `prove`, `check_build`, `share_common`, `save`.
    """

    def __init__(
        self, project: ProjectSettings, options: ImportOptions, boards: Sequence[FoundBoard]
    ) -> None:
        self._project, self._options, self._boards = project, options, boards
        self.folder = options.output or project.dashboards_folder
        self.shared: SharedModule | None = None
        environment = project.find_environment(options.env)
        self._width = find_line_length(self.folder.absolute(), otherwise=WIDTH)
        self._record = read_record(self.folder)
        self._declared = ProjectBoards(project, environment, self._record)
        self._drafter = ModuleDrafter(
            project,
            environment,
            self._record,
            self._declared,
            style=options.style,
            width=self._width,
        )
        self._compiler = ModuleCompiler(project, environment, self.folder)
        self._drafts: dict[int, ModuleDraft] = {}
        self._placed: dict[int, PlacedBoard] = {}
        self._results: dict[int, ImportedBoard] = {}
        self._shared_text: bytes | None = None

    def collect_results(self) -> tuple[ImportedBoard, ...]:
        """Return the result of each board, in the order of the import."""
        return tuple(self._results[index] for index in sorted(self._results))

    @contextmanager
    def _catch_error(self, index: int) -> Iterator[None]:
        """Record an error as the result of one board, so that the other boards are imported."""
        try:
            yield
        except BoardwrightError as error:
            known = self._results.get(index) or ImportedBoard(
                origin=self._boards[index].origin, status="failed"
            )
            self._results[index] = replace(known, status="failed", error=error)

    def draft_modules(self, progress: Progress) -> None:
        """Generate the text of the module of each board."""
        stored: dict[int, CompilableBoard] = {}
        for index, found in enumerate(self._boards):
            with self._catch_error(index):
                stored[index] = self._drafter.compile_board(found)
        earlier = EarlierUids(
            self._record,
            used_uids={each.uid for each in stored.values()},
            compile_modules=lambda texts, shared: self._compiler.compile(texts, imported=shared),
        )
        owners: dict[str, str] = {}
        for index in range(len(self._boards)):
            if index in stored:
                with self._catch_error(index):
                    board = self._drafter.with_earlier_uid(stored[index], earlier)
                    refuse_second_uid(board, owners)
                    self._drafts[index] = self._drafter.draft_module(board)
            progress(index + 1, len(self._boards))

    def prove(self) -> None:
        """Compile the modules, and compare the compiled boards with the original boards."""
        self._results |= self._prove_modules(self._drafts, {})

    def _prove_modules(
        self, drafts: Mapping[int, ModuleDraft], imported: Mapping[str, bytes]
    ) -> dict[int, ImportedBoard]:
        texts = {draft.place.module: draft.text for draft in drafts.values()}
        compiled = self._compiler.compile(texts, imported=imported)
        results: dict[int, ImportedBoard] = {}
        for index, draft in drafts.items():
            found = compiled[draft.place.module]
            results[index] = self._judge_module(draft, found)
            if not isinstance(found, BoardwrightError):
                self._placed[index] = found
        return results

    def _judge_module(
        self, draft: ModuleDraft, found: PlacedBoard | BoardwrightError
    ) -> ImportedBoard:
        stored = draft.stored
        board = ImportedBoard(
            origin=stored.found.origin,
            status="proved",
            title=stored.compiled.title,
            uid=stored.uid,
            module=self.folder / draft.place.module,
            lines=(draft.text.count(b"\n"), encode_canonical_json(stored.found.body).count(b"\n")),
            notes=draft.notes,
        )
        if isinstance(found, BoardwrightError):
            return replace(board, status="failed", error=found)
        added = (self._project.tag, *self._project.tags)
        verdict = judge_import(
            stored.document.body, stored.compiled.body, found[1].body, added_tags=added
        )
        is_right = verdict.outcome != "different"
        return replace(board, status="proved" if is_right else "different", verdict=verdict)

    def check_build(self) -> None:
        """Record an error for each imported board that `build` would refuse.

        For example, `build` refuses two boards with the same title in a folder.
        """
        paths = {self.folder / draft.place.module for draft in self._drafts.values()}
        paths |= {self._project.root / board.origin for board in self._boards}
        others = self._declared.list_other_boards({path.resolve() for path in paths})
        proved = [i for i, board in self._results.items() if board.status == "proved"]
        owners = {str(self._placed[index][1].place): index for index in proved}
        uids = {each.title: each.uid for board in self._boards for each in board.folders}
        imported = [_with_folder_uid(self._placed[index], uids) for index in proved]
        compiled = CompiledProject(boards=tuple(imported), alerts=(), errors=(), notes=(), paths=())
        files = generate_files(self._project, compiled, self._project.targets, partial=True)
        for error in (*find_duplicates([*others, *imported]), *files.errors):
            index = owners.get(error.where or "")
            if index is not None and self._results[index].status == "proved":
                origin = self._boards[index].origin
                moved = DeclarationError(error.what, where=origin, hint=error.hint)
                self._results[index] = replace(self._results[index], status="failed", error=moved)

    def share_common(self) -> None:
        """Move code that several modules have in common into one shared module.

        If a module with shared code compiles to another board, the module is not changed.
        """
        before = self._record.read_base(SHARED_FILE)
        if not self._options.share and before is None:
            return
        proved = {i: each for i, each in self._drafts.items() if self._is_proved(i)}
        shared = share_values(
            {str(index): each.text.decode() for index, each in proved.items()},
            before=(before or b"").decode(),
            width=self._width,
        )
        if shared is None:
            return
        texts = {int(index): text.encode() for index, text in shared.texts.items()}
        sharing = {i: replace(proved[i], text=text) for i, text in texts.items()}
        self._shared_text = shared.text.encode()
        for index, board in self._prove_modules(sharing, {SHARED_FILE: self._shared_text}).items():
            if board.verdict == self._results[index].verdict:
                self._drafts[index], self._results[index] = sharing[index], board
        self.shared = SharedModule(module=self.folder / SHARED_FILE, status="proved")

    def _is_proved(self, index: int) -> bool:
        return self._results[index].status == "proved"

    def list_new_folders(self) -> tuple[BoardFolder, ...]:
        """Return the folders of imported boards whose uids `boardwright.toml` lacks."""
        dashboards = (self._project.dashboards_folder).resolve()
        path = self._project.root / FILE_NAME
        if not path.is_file() or not self.folder.resolve().is_relative_to(dashboards):
            return ()
        written = [
            found
            for index, found in enumerate(self._boards)
            if self._results[index].status not in {"failed", "different"}
        ]
        return find_new_folders(self._project, written)

    def save(self) -> None:
        """Write the modules that compile to the original boards.

        Also update the record of imports and the folders in `boardwright.toml`. If one file cannot
        be written, no file is changed.
        """
        updates = self._collect_updates()
        if not updates:
            return
        drafts = {index: self._drafts[index] for index in updates}
        texts = {draft.place.module: draft.text for draft in drafts.values()}
        changes = {drafts[i].place.module: update.text for i, update in updates.items()}
        if self._shared_text is not None:
            texts[SHARED_FILE] = self._shared_text
            changes[SHARED_FILE] = self._update_shared(self._shared_text).text
        modules = {draft.stored.uid: draft.place.module for draft in drafts.values()}
        files = {name: text for name, text in changes.items() if text is not None}
        write_files(
            {
                **files,
                **encode_record(self._record, modules, texts),
                **self._build_folder_entries(),
            },
            self.folder,
        )
        moved = (draft.place.moved_from for draft in drafts.values())
        forget_modules(self._record, filter(None, moved))
        for index, update in updates.items():
            self._results[index] = replace(
                self._results[index], status=update.outcome, conflicts=update.conflicts
            )

    def _build_folder_entries(self) -> dict[str, bytes]:
        """Return the path and new text of `boardwright.toml`; empty if the file does not change."""
        folders = self.list_new_folders()
        path = (self._project.root / FILE_NAME).resolve()
        if not folders:
            return {}
        return {os.path.relpath(path, self.folder.resolve()): add_folders(path, folders)}

    def _collect_updates(self) -> dict[int, ModuleUpdate]:
        """Return a dict: index of a board -> update of its module.

        Modules that do not compile to the original boards are omitted.
        """
        updates: dict[int, ModuleUpdate] = {}
        for index, draft in self._drafts.items():
            if self._is_proved(index):
                with self._catch_error(index):
                    place = draft.place
                    text = remove_folder_statement(draft.text) if place.keeps_folder else draft.text
                    updates[index] = update_module(
                        self._record, place.module, text, moved_from=place.moved_from
                    )
        return updates

    def _update_shared(self, text: bytes) -> ModuleUpdate:
        update = update_module(self._record, SHARED_FILE, text)
        self.shared = SharedModule(
            module=self.folder / SHARED_FILE, status=update.outcome, conflicts=update.conflicts
        )
        return update


def _with_folder_uid(placed: PlacedBoard, uids: Mapping[str, str]) -> PlacedBoard:
    """Return the board in its folder, with the folder uid that `boardwright.toml` will contain."""
    folder, board = placed
    return BoardFolder(title=folder.title, uid=uids.get(folder.title, folder.uid)), board
