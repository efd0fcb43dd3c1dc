"""The class `TestedProject`, which compiles the project once in a test session and starts promtool
when a test needs it.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Sequence
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

import orjson

from boardwright.engine.engine_errors import EngineMissingError
from boardwright.lazy import lazy_property
from boardwright.notation.durations import parse_range_milliseconds
from boardwright.notation.plurals import format_quantity
from boardwright.preview.query_sources import QuerySources
from boardwright.schema.rule_values import RuleGroup
from boardwright.testing.evaluation_log import EvaluationLog
from boardwright.testing.rule_recordings import RecordingRules, number_recordings
from boardwright.testing.tested_board import TestedBoard
from boardwright.testing.testing_errors import TestInputError, suggest_item

if TYPE_CHECKING:
    from boardwright.config.project import ProjectSettings
    from boardwright.engine.display_script import DisplayScript
    from boardwright.engine.promtool_engine import PromtoolEngine
    from boardwright.errors import BoardwrightError
    from boardwright.projects.compiled_project import CompiledProject
    from boardwright.schema.document import Note


def _raise_error(error: EngineMissingError) -> None:
    raise error


class TestedProject:
    """A project in a test session. Call `close` at the end of the session.

    Args:
        project: The project's settings.
        on_missing_engine: Function that skips the test or raises an error. It is called if promtool
            is not installed.

    Attributes:
        log: The log of the current test's evaluations.
        compile_error: The error with which compiling the project has failed; otherwise None.
    """

    __test__ = False  # Without this, pytest would collect the class as a test.

    def __init__(
        self,
        project: ProjectSettings,
        on_missing_engine: Callable[[EngineMissingError], None] = _raise_error,
    ) -> None:
        self.project, self._on_missing = project, on_missing_engine
        self.log = EvaluationLog()
        self.compile_error: BoardwrightError | None = None
        self._engine: PromtoolEngine | None = None
        self._script: DisplayScript | None = None

    @classmethod
    def from_folder(
        cls, folder: Path, on_missing_engine: Callable[[EngineMissingError], None] = _raise_error
    ) -> TestedProject:
        """Return the project that contains a folder.

        Raises:
            ConfigError: Neither the folder nor a parent folder contains `boardwright.toml`.
        """
        from boardwright.config.project_file import read_project
        from boardwright.config.project_root import find_root

        return cls(read_project(find_root(folder)), on_missing_engine)

    @lazy_property
    def compiled(self) -> CompiledProject:
        """The compiled project.

        Raises:
            BoardwrightError: A board cannot be compiled.
        """
        from boardwright.projects.compiled_project import CacheUse, compile_project

        if self.compile_error is not None:
            raise self.compile_error.with_traceback(None)
        compiled = compile_project(
            self.project, environment=self.project.find_environment(None), cache=CacheUse.READ
        )
        if compiled.errors:
            self.compile_error = compiled.errors[0]
            raise self.compile_error
        return compiled

    @property
    def file_notes(self) -> Sequence[Note]:
        """Notes about files, such as a file that declares no board; empty before the project is
        compiled.
        """
        found = vars(self).get("compiled")
        return found.file_notes if found else ()

    @lazy_property
    def boards(self) -> Sequence[TestedBoard]:
        """The boards, in the order of their folders and titles."""
        return tuple(TestedBoard(self, board) for _, board in self.compiled.boards)

    @lazy_property
    def sources(self) -> QuerySources:
        """The data sources of the project."""
        from boardwright.projects.project_sources import read_project_sources

        return read_project_sources(self.project)

    @lazy_property
    def scrape_interval(self) -> int:
        """The scrape interval in milliseconds."""
        return parse_range_milliseconds(self.project.scrape_interval) or 10_000

    @property
    def rule_groups(self) -> Sequence[RuleGroup]:
        """All groups of Prometheus rules."""
        return self.compiled.rule_groups

    @lazy_property
    def recording_rules(self) -> RecordingRules:
        """The recording rules of the project, because panels and rules may query their series."""
        groups = number_recordings(self.rule_groups)
        expressions: dict[str, tuple[str, ...]] = {}
        for rule in (rule for group in groups for rule in group.rules):
            expressions[rule.name] = (*expressions.get(rule.name, ()), rule.expr)
        return RecordingRules(
            expressions=expressions,
            path=self.write_rules(groups) if groups else "",
            groups=tuple(each.name for each in groups),
        )

    def write_rules(self, groups: Sequence[RuleGroup]) -> str:
        """Write rule groups to a rule file, and return the path of the file."""
        from boardwright.provisioning.rule_files import build_rule_file

        content = orjson.dumps(build_rule_file(groups))
        path = self._folder / f"{sha256(content).hexdigest()[:16]}.yml"
        if not path.exists():
            path.write_bytes(content)  # JSON is also valid YAML.
        return str(path)

    @lazy_property
    def _folder(self) -> Path:
        return Path(tempfile.mkdtemp(prefix="boardwright-test-"))

    @property
    def engine(self) -> PromtoolEngine:
        """The engine, which evaluates queries with promtool.

        Raises:
            EngineMissingError: promtool is not installed.
        """
        if self._engine is None:
            from boardwright.engine.promtool_engine import PromtoolEngine
            from boardwright.engine.promtool_lookup import find_promtool

            try:
                promtool = find_promtool(os.environ)
            except EngineMissingError as error:
                self._on_missing(error)
                raise
            self._engine = PromtoolEngine(promtool)
        return self._engine

    @property
    def engine_version(self) -> tuple[int, int] | None:
        """The version of promtool; None if no test has used the engine yet."""
        return self._engine.promtool.version if self._engine is not None else None

    @property
    def script(self) -> DisplayScript:
        """The JavaScript of the preview, which formats values as Grafana does.

        Raises:
            EngineMissingError: mini-racer is not installed.
            OutputError: The script has not been built.
        """
        if self._script is None:
            from boardwright.engine.display_script import DisplayScript
            from boardwright.preview.bundle import VARIABLE, read_values_script

            source = read_values_script(os.environ.get(VARIABLE))
            try:
                self._script = DisplayScript(source)
            except EngineMissingError as error:
                self._on_missing(error)
                raise
        return self._script

    def __call__(self, name: str) -> TestedBoard:
        """Return the board with this uid, title, or file name: `panels("node")`."""
        __tracebackhide__ = True
        return self.find_board(name)

    def __repr__(self) -> str:
        return f"<panels of the project {self.project.name!r}>"

    def find_board(self, name: str) -> TestedBoard:
        """Return the board with this uid, title, or file name.

        Raises:
            TestInputError: No board or more than one board has this uid, title, or file name.
        """
        __tracebackhide__ = True
        for names in (_list_uids, _list_titles, _list_stems):
            boards = [board for board in self.boards if name in names(board)]
            if len(boards) == 1:
                return boards[0]
            if boards:
                raise _build_ambiguous_name_error(name, boards)
        known = [
            each for board in self.boards for each in (*_list_uids(board), *_list_titles(board))
        ]
        raise TestInputError(
            f"no board has the uid, title or file name {name!r}",
            where=str(self.project.dashboards_folder),
            hint=suggest_item(name, known, heading="Boards"),
        )

    def close(self) -> None:
        """Stop promtool and the script, and remove the rule files."""
        if self._script is not None:
            self._script.close()
            self._script = None
        if "_folder" in vars(self):
            shutil.rmtree(self._folder, ignore_errors=True)
        if self._engine is not None:
            self._engine.close()
            self._engine = None


def _list_uids(board: TestedBoard) -> tuple[str, ...]:
    return (board.uid,)


def _list_titles(board: TestedBoard) -> tuple[str, ...]:
    return (board.title,)


def _list_stems(board: TestedBoard) -> tuple[str, ...]:
    return (PurePosixPath(board.compiled.place.file).stem,)


def _build_ambiguous_name_error(name: str, found: Sequence[TestedBoard]) -> TestInputError:
    places = "\n".join(f"    {b.compiled.place}: {b.uid}, {b.title!r}" for b in found)
    return TestInputError(
        f"{format_quantity(len(found), 'board')} have the uid, title or file name "
        f"{name!r}:\n{places}",
        hint="Select one of the boards by its uid.",
    )
