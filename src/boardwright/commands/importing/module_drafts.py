"""Generates the modules that declare the imported boards."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from boardwright.commands.importing.earlier_uids import EarlierUids
from boardwright.commands.importing.import_record import ImportRecord
from boardwright.commands.importing.module_places import ModulePlace, ModulePlaces
from boardwright.commands.importing.project_boards import ProjectBoards, build_declared_error
from boardwright.compiler.notes import collect_notes
from boardwright.compiler.pipeline import compile_document
from boardwright.config.project import Environment, ProjectSettings
from boardwright.errors import DeclarationError
from boardwright.found.found_board import FoundBoard
from boardwright.frozen import frozen
from boardwright.projects.compile_context import build_context
from boardwright.schema.board_tags import list_owner_tags, remove_owner_tags
from boardwright.schema.datasource_uids import rename_board_sources
from boardwright.schema.document import Document, Note, Place
from boardwright.source.board_module import SourceStyle, generate_board_module


@frozen
class CompilableBoard:
    """An original board that compiles without errors."""

    found: FoundBoard
    document: Document
    compiled: Document

    @property
    def uid(self) -> str:
        """The uid of the board. The compiler generates a uid if the original board has none."""
        return self.compiled.uid


@frozen
class ModuleDraft:
    """An original board, and the text of the module that will declare the board."""

    stored: CompilableBoard
    place: ModulePlace
    text: bytes
    notes: tuple[Note, ...]


class ModuleDrafter:
    """Compiles the original boards of one import, and generates modules that declare the boards.

    Args:
        project: The settings of the project.
        environment: The environment of the original boards. In the modules, the data source uids of
            the environment are replaced by the uids in `[[datasources]]`.
        record: The record of earlier imports.
        declared: The boards that the project already declares.
        style: Whether modules use grafanalib classes or only dicts.
        width: Largest number of characters in a line of a module.
    """

    def __init__(
        self,
        project: ProjectSettings,
        environment: Environment,
        record: ImportRecord,
        declared: ProjectBoards,
        *,
        style: SourceStyle,
        width: int,
    ) -> None:
        self._project, self._record, self._declared = project, record, declared
        self._style, self._width = style, width
        self._datasources = {theirs: ours for ours, theirs in environment.datasources.items()}
        self._context = build_context(project, replace(environment, datasources={}))
        self._places = ModulePlaces(
            record, dashboards=project.dashboards_folder, default=project.folder
        )

    def compile_board(self, found: FoundBoard) -> CompilableBoard:
        """Compile the stored JSON of a board, with the data source uids that `[[datasources]]` in
        boardwright.toml sets.

        Raises:
            BoardwrightError: The file could not be read, or the board cannot be compiled.
        """
        if found.body is None:
            raise found.error or DeclarationError("the file contains no board", where=found.origin)
        body = rename_board_sources(remove_owner_tags(found.body), self._datasources)
        place = Place(file=found.origin)
        document = Document(body=body, place=place, name=found.name, form="json")
        compiled = compile_document(document, self._context)
        return CompilableBoard(found=found, document=document, compiled=compiled)

    def with_earlier_uid(self, board: CompilableBoard, earlier: EarlierUids) -> CompilableBoard:
        """Return the board, with the uid that an earlier import generated if the board has none."""
        if board.document.uid:
            return board
        uid = earlier.find(board.compiled.body, origin=board.found.origin)
        if uid is None:
            return board
        document = board.document.with_uid(uid)
        compiled = compile_document(document, self._context)
        return replace(board, document=document, compiled=compiled)

    def draft_module(self, board: CompilableBoard) -> ModuleDraft:
        """Generate the text of the module, and choose the path of the module.

        Raises:
            DeclarationError: Another module of the project already declares the board.
        """
        place = self._choose_place(board)
        text = generate_board_module(
            replace(board.document, folder=place.folder),
            style=self._style,
            origin=board.found.origin,
            context=self._context,
            width=self._width,
        )
        notes = [
            Note(what=what, place=board.document.place) for what in self._iter_remarks(board.found)
        ]
        return ModuleDraft(
            stored=board,
            place=place,
            text=text.encode(),
            notes=(*notes, *collect_notes(board.compiled)),
        )

    def _choose_place(self, board: CompilableBoard) -> ModulePlace:
        """Return the path of the module for a board.

        Raise an error if another module already declares the board.
        """
        found, uid = board.found, board.uid
        place = self._places.place(found, uid=uid, title=board.compiled.title)
        known = self._record.modules.get(uid)
        if known and self._record.read_current(known) is not None:
            return place
        places = self._declared.find_other_places(uid, place.module, origin=found.origin)
        if not places:
            return place
        module = self._declared.find_moved_module(known, places) if known else None
        if known is None or module is None:
            raise build_declared_error(uid, places, origin=found.origin)
        return self._places.place_moved(found, moved_from=known, module=module)

    def _iter_remarks(self, found: FoundBoard) -> Iterator[str]:
        yield from found.notes
        for tag in list_owner_tags(found.body or {}):
            if tag != self._project.tag:
                yield (
                    f'the tag "{tag}" of another project is not imported. If Grafana still has '
                    "the board with this tag, pass --adopt to `boardwright deploy`"
                )
        for folder in found.folders:
            uid = self._project.folder_uids.get(folder.title, folder.uid)
            if uid != folder.uid:
                yield (
                    f'the folder "{folder.title}" has the uid {folder.uid!r} in Grafana, but the'
                    f" uid {uid!r} in boardwright.toml"
                )
        dashboards = self._project.dashboards_folder
        if (self._project.root / found.origin).is_relative_to(dashboards):
            yield (
                "`boardwright build` also reads this file. Delete the file, because the new module "
                "declares the same uid"
            )


def refuse_second_uid(board: CompilableBoard, owners: dict[str, str]) -> None:
    """Raise an error if `owners` already contains the uid of the board; otherwise add the board."""
    if board.uid in owners:
        raise DeclarationError(
            f"two boards have the uid {board.uid!r}:"
            f' "{board.compiled.title}" and a board in {owners[board.uid]}',
            where=board.found.origin,
            hint="Give one of the two boards another uid.",
        )
    owners[board.uid] = board.found.origin
