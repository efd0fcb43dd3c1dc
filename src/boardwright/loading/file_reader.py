"""Reads the boards, alerts and rules that one file declares. The file is a Python module, which is
executed, or a JSON or YAML file.
"""

from __future__ import annotations

import stat
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import field, replace
from pathlib import Path
from types import ModuleType

from boardwright.errors import BoardwrightError, DeclarationError, NotABoardError
from boardwright.found.file_contents import read_content
from boardwright.found.json_files import read_json_board
from boardwright.found.rule_yaml import read_rule_file
from boardwright.frozen import frozen
from boardwright.loading.alert_documents import build_alert_document
from boardwright.loading.declarations import CONVENTION, Declaration, Declarations
from boardwright.loading.dependencies import Dependencies
from boardwright.loading.grafanalib_objects import PACKAGE as GRAFANALIB
from boardwright.loading.grafanalib_objects import build_grafanalib_hook
from boardwright.loading.literal_panels import place_literals
from boardwright.loading.module_source import ModuleSource
from boardwright.loading.object_origins import ObjectOrigins
from boardwright.loading.plain_data import BoardConverter
from boardwright.loading.rule_ownership import (
    RuleValue,
    collect_own_groups,
    fill_group,
    iter_rules,
)
from boardwright.loading.sdk_objects import PACKAGE as SDK
from boardwright.loading.sdk_objects import build_sdk_hook
from boardwright.loading.skipped_files import build_skipped_note
from boardwright.loading.unfinished_work import find_unfinished_work
from boardwright.loading.user_errors import convert_exception
from boardwright.loading.user_files import UserFiles
from boardwright.loading.user_modules import UserModules
from boardwright.rules.slo_specs import looks_like_slo_spec, parse_slos
from boardwright.schema.alerting.alerts import AlertDocument
from boardwright.schema.document import ORIGIN, Board, Document, Note, Place
from boardwright.schema.envelopes import unwrap_board
from boardwright.schema.rule_values import AlertRule, RuleGroup


@frozen
class LoadSettings:
    """The settings of a project that are needed to load its files.

    Attributes:
        root: The project's folder. File names in messages are relative to this folder, and modules
            run with this folder as the working directory.
        dashboards: The directory whose subdirectories correspond to folders in Grafana.
        python_path: Folders from which modules can import. Python searches these folders before all
            others.
        scrape_interval: The project's scrape interval. The scrape interval determines the default
            window of functions such as `rate`, and the default evaluation interval of rule groups.
        window: The default window of functions such as `rate`; None to derive the window from the
            scrape interval.
        load_timeout: The longest time that loading one file may take, in seconds.
        slow_after: The time after which boardwright warns that a file is still loading, in seconds.
        rules: The directory that contains the files with Prometheus rules; None if the project has
            no such directory.
        declares: Function that takes the path of a file, without symbolic links, and returns
            whether the file declares boards or rules of the project.
    """

    root: Path
    dashboards: Path
    python_path: tuple[Path, ...] = ()
    scrape_interval: str = "10s"
    window: str | None = None
    load_timeout: float = 60
    slow_after: float = 10
    rules: Path | None = None
    declares: Callable[[Path], bool] = lambda path: False


@frozen
class LoadedFile:
    """The declarations and the errors of one file.

    Attributes:
        path: Path of the file.
        documents: The boards that the file declares.
        alerts: The groups of Grafana's alert rules that the file declares.
        rules: The groups of Prometheus rules that the file declares.
        folder: The Grafana folder for the boards and alerts of the file; None for the project's
            default folder.
        remarks: Notes about declarations that have no effect.
        errors: Errors of the file. `documents` contains the boards without errors.
        facts: The inputs on which the declarations depend, as described in the module `facts`. For
            example, a key names a file, and the value is the digest of the file's content.
        doubt: The reason why the declarations may change although all `facts` stay the same; empty
            if no reason is known.
    """

    path: Path
    documents: tuple[Document, ...] = ()
    alerts: tuple[AlertDocument, ...] = ()
    rules: tuple[RuleGroup, ...] = ()
    folder: str | None = None
    remarks: tuple[Note, ...] = ()
    errors: tuple[BoardwrightError, ...] = ()
    facts: Mapping[str, str] = field(default_factory=dict)
    doubt: str = ""


class FileReader:
    """Reads files that declare boards, alerts or rules, one after the other.

    Args:
        settings: The settings of the project.
        explicit: Files that the user passed on the command line; each of these files must declare a
            board.
    """

    def __init__(self, settings: LoadSettings, explicit: Collection[Path]) -> None:
        self._settings, self._explicit = settings, explicit
        self._files = UserFiles(settings.root)
        self._origins = ObjectOrigins(self._files)
        self._plain = BoardConverter(self._origins, self._files)
        self.dependencies = Dependencies(self._files)
        self.modules = UserModules(
            self._files,
            self.dependencies,
            first=settings.python_path,
            fallback=[settings.dashboards, settings.root],
            hooks={
                GRAFANALIB: build_grafanalib_hook(self._origins),
                SDK: build_sdk_hook(self._origins),
            },
        )

    def read(self, path: Path) -> LoadedFile:
        """Read one file, and return the declarations and errors of the file."""
        place = self._files.locate(path)
        self._source = ModuleSource(path)
        self._errors: list[BoardwrightError] = []
        self._alerts: list[AlertDocument] = []
        self._rules: tuple[RuleGroup, ...] = ()
        self._rule_folder: str | None = None
        self._rule_values: dict[str, list[RuleValue]] = {}
        self._remarks: list[Note] = []
        self._origins.begin(str(path))
        self.dependencies.begin()
        documents: list[Document] = []
        with self.dependencies.collect_facts():
            try:
                documents = self._read_documents(path, place)
            except BoardwrightError as error:
                self._add_error(error, place)
        if unfinished := find_unfinished_work(forked=self.dependencies.forked):
            self._add_error(unfinished, place)
        return LoadedFile(
            path=path,
            documents=tuple(documents),
            alerts=tuple(self._alerts),
            rules=self._rules,
            folder=self._rule_folder,
            remarks=tuple(self._remarks),
            errors=tuple(self._errors),
            facts=self.dependencies.facts,
            doubt=self.dependencies.doubt,
        )

    def _add_error(self, error: BoardwrightError, place: Place) -> None:
        error.where = error.where or str(place)
        self._errors.append(error)

    def _read_documents(self, path: Path, place: Place) -> list[Document]:
        try:
            is_file = stat.S_ISREG(path.stat().st_mode)
        except FileNotFoundError:
            raise DeclarationError("the file does not exist", where=place) from None
        except OSError as error:
            raise DeclarationError(
                f"the file cannot be read: {error.strerror}", where=place
            ) from None
        if not is_file:
            read_content(path, place)  # raises an error that names the kind of `path`
        if path.suffix == ".json":
            return self._read_json_documents(path, place)
        if path.suffix in {".yml", ".yaml"}:
            self._rules = self._read_yaml_rules(read_content(path, place), place)
            return []
        if path.suffix == ".py":
            with self.modules.prepare_environment(path, root=self._settings.root):
                return self._read_module_documents(path, place)
        raise DeclarationError(
            "is not a Python module, a JSON file or a file of rules",
            where=place,
            hint="Declare boards in .py or .json files, and rules in .py or .yml files.",
        )

    def _read_json_documents(self, path: Path, place: Place) -> list[Document]:
        try:
            return [read_json_board(path, place=place, folder=self._derive_folder(path))]
        except NotABoardError as error:
            if path in self._explicit:
                raise
            self._remarks.append(build_skipped_note(place, error.what, in_project=True))
            return []

    def _read_module_documents(self, path: Path, place: Place) -> list[Document]:
        declarations = self._build_declarations(path, self._execute_module(path), self._source)
        boards = declarations.list_boards(convention=_follows_convention(path))
        groups = declarations.list_alert_groups()
        rules = self._rule_values[self._files.resolve_path(path)] = declarations.list_rule_values()
        self._errors += declarations.find_unsupported()
        self._remarks += declarations.iter_remarks()
        if not (boards or groups or rules or self._errors):
            self._report_no_board(path, place)
        origins = self._find_creating_modules(path, [*boards, *groups])
        self._read_alerts(declarations, groups, path, origins)
        self._plain.recorded.clear()
        documents = self._read_boards(declarations, boards, path, origins)
        self._rules = self._collect_own_rules(rules, path)
        if self._rules:
            self._rule_folder = declarations.read_folder() or self._derive_folder(path)
        return documents

    def _report_no_board(self, path: Path, place: Place) -> None:
        """Add a note if the module creates a board only in the block under `if __name__ ==
        '__main__'`.

        Raises:
            DeclarationError: The user passed the file on the command line, so the file must declare
                a board.
        """
        line = self._source.find_main_block()
        if path in self._explicit:
            hint = (
                _NO_BOARD
                if line is None
                else f"{_NO_BOARD} {_ONLY_MAIN[0].upper()}{_ONLY_MAIN[1:]}."
            )
            raise DeclarationError("declares no board", where=place, hint=hint)
        if line is not None:
            what = f"declares no board: {_ONLY_MAIN}. Assign the board to a variable of the module"
            self._remarks.append(Note(what=what, place=self._files.locate(path, line)))

    def _read_boards(
        self,
        declarations: Declarations,
        boards: Sequence[Declaration],
        path: Path,
        imported: Mapping[int, str],
    ) -> list[Document]:
        board_ids = {id(board.value) for board in boards}
        own = [b for b in boards if id(self._origins.find_numbered_copy(b.value)) not in board_ids]
        if not own:
            return []
        folder = declarations.read_folder() or self._derive_folder(path)
        tags = declarations.read_tags()
        alerts = self._collect_alerts()
        documents = []
        for board in own:
            try:
                body, where = self._convert_board(board, path)
            except BoardwrightError as error:
                self._add_error(error, board.place)
            else:
                document = Document(
                    body=body,
                    place=where,
                    name=board.name,
                    folder=folder,
                    tags=tags,
                    form=board.form,
                    imported_from=imported.get(id(board.value), ""),
                    alert_rules=alerts,
                )
                documents.append(document.with_default_uid(board.uid))
        return documents

    def _read_alerts(
        self,
        declarations: Declarations,
        groups: Sequence[Declaration],
        path: Path,
        imported: Mapping[int, str],
    ) -> None:
        file = self._files.name_file(path)
        for group in groups:
            try:
                document = build_alert_document(
                    group,
                    plain=self._plain,
                    origins=self._origins,
                    file=file,
                    find_folder=lambda: declarations.read_folder() or self._derive_folder(path),
                )
            except BoardwrightError as error:
                self._add_error(error, group.place)
            else:
                source = imported.get(id(group.value), "")
                self._alerts.append(replace(document, imported_from=source))
        for rule in declarations.list_ungrouped_rules(groups):
            mark = self._origins.find_mark(rule.value)
            place = mark.place if mark else rule.place
            if place.file == file:
                self._remarks.append(Note(what=_UNGROUPED.format(rule.name), place=place))

    def _iter_module_rules(self) -> Iterator[tuple[str, list[RuleValue]]]:
        """Yield each module that was executed while the file was loaded, and the module's rules."""
        for file, module in self.modules.finished:
            if file not in self._rule_values:
                declarations = self._build_declarations(Path(file), module, self._source)
                self._rule_values[file] = declarations.list_rule_values()
            yield file, self._rule_values[file]

    def _collect_alerts(self) -> tuple[AlertRule, ...]:
        """Return the Prometheus alerts of all modules that were executed for this file."""
        alerts_by_key: dict[tuple[str, str], AlertRule] = {}
        for _, values in self._iter_module_rules():
            alerts = (rule for rule in iter_rules(values) if isinstance(rule, AlertRule))
            alerts_by_key |= {alert.key: alert for alert in alerts}
        return tuple(alerts_by_key.values())

    def _collect_own_rules(
        self, declared: Sequence[RuleValue], path: Path
    ) -> tuple[RuleGroup, ...]:
        recorded = [*self._plain.recorded.values()]
        if not declared and not recorded:
            return ()
        others = [
            value
            for file, values in self._iter_module_rules()
            if file != self._files.resolve_path(path) and self._settings.declares(Path(file))
            for value in values
        ]
        return collect_own_groups(
            declared,
            recorded,
            others=others,
            file=self._files.name_file(path),
            name=self._derive_group_name(path),
            interval=self._settings.scrape_interval,
        )

    def _read_yaml_rules(self, content: bytes, place: Place) -> tuple[RuleGroup, ...]:
        """Return the rule groups of a Prometheus rule file, or of a YAML file with SLO
        specifications.
        """
        if not looks_like_slo_spec(content):
            return read_rule_file(content, place=place)
        groups = (group for level in parse_slos(content, file=place.file) for group in level.groups)
        return tuple(fill_group(group, self._settings.scrape_interval) for group in groups)

    def _derive_group_name(self, path: Path) -> str:
        """Return the default name of a rule group: the file's path without extension, relative to
        the project's folder for dashboards or rules.
        """
        for folder in (self._settings.dashboards, self._settings.rules):
            if folder is not None and path.is_relative_to(folder):
                return path.relative_to(folder).with_suffix("").as_posix()
        return path.stem

    def _execute_module(self, path: Path) -> ModuleType:
        try:
            return self.modules.load(path)
        except BaseException as error:
            raise convert_exception(error, files=self._files, module=path) from error

    def _build_declarations(
        self, path: Path, module: ModuleType, source: ModuleSource
    ) -> Declarations:
        return Declarations(module, source, lambda line: self._files.locate(path, line))

    def _convert_board(self, board: Declaration, path: Path) -> tuple[Board, Place]:
        """Return the JSON data of a board, and the position in the file `path` at which the board
        is declared.
        """
        value = unwrap_board(board.value, board.place) if board.form == "dict" else board.value
        body = self._plain.convert_board(value, board.find_place)
        place_literals(body, self._source, board.name)
        place: Place = body[ORIGIN].place
        return body, place if place.file == self._files.name_file(path) else board.place

    def _find_creating_modules(self, path: Path, declared: Sequence[Declaration]) -> dict[int, str]:
        """Return the `id()` of each imported board or alert group -> the path of the module that
        declares the board or group.
        """
        files: dict[int, str] = {}
        declared_ids = {id(declaration.value) for declaration in declared}
        for file, module in self.modules.finished if declared_ids else ():
            if file != self._files.resolve_path(path):
                for value in self._list_declared_values(Path(file), module):
                    if id(value) in declared_ids:
                        files.setdefault(id(value), file)
        return files

    def _list_declared_values(self, path: Path, module: ModuleType) -> list[object]:
        with suppress(DeclarationError):
            declarations = self._build_declarations(path, module, ModuleSource(path))
            boards = declarations.list_boards(convention=_follows_convention(path))
            return [each.value for each in (*boards, *declarations.list_alert_groups())]
        return []

    def _derive_folder(self, path: Path) -> str | None:
        """Return the title of the Grafana folder for the boards of a file: the path of the file's
        directory relative to the dashboards directory. None for files directly in the dashboards
        directory and outside of it.
        """
        if not path.is_relative_to(self._settings.dashboards):
            return None
        levels = path.relative_to(self._settings.dashboards).parts[:-1]
        return "/".join(levels) or None


def _follows_convention(path: Path) -> bool:
    return path.name.endswith(CONVENTION)


_UNGROUPED = (
    "the alert rule `{}` is in no alert group of this module, so this module does not deploy it"
)
_NO_BOARD = "A board is a module-level grafanalib Dashboard, Foundation SDK dashboard, or dict."
_ONLY_MAIN = (
    "the block under `if __name__ == '__main__'` does not run when boardwright imports the module"
)
