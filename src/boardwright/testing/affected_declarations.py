"""Finds the boards and rules that the changed files since a git ref can affect."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import orjson

from boardwright.frozen import frozen
from boardwright.schema.rule_values import drop_alert_rules

if TYPE_CHECKING:
    from boardwright.loading.compiled_file import CompiledFile
    from boardwright.projects.affected_files import AffectedFiles
    from boardwright.testing.tested_project import TestedProject

_DECLARES_RECORDINGS = re.compile(r"record|\bslo\b|ServiceLevel")
"""Matches words that every file with recording rules contains, such as `record(` or `record:`."""


@frozen
class AffectedDeclarations:
    """The boards and rules of a project that the changes since a git ref can affect.

    Attributes:
        boards: The uids of the affected boards.
        rules: The names of the affected rules.
        why_all: The reason why all boards and rules may be affected; empty if only `boards` and
            `rules` are affected.
        changed: The absolute paths of all changed files, with symbolic links resolved.
        declaring: The paths in `changed` of files that declare boards or rules, and of the files
            that a declaration uses.
    """

    boards: frozenset[str]
    rules: frozenset[str]
    why_all: str
    changed: frozenset[str]
    declaring: frozenset[str]


def find_affected(project: TestedProject, ref: str) -> AffectedDeclarations:
    """Return the boards and rules that the changes since a git ref can affect.

    A board or rule is affected if its file has changed, or if one of its queries uses a recorded
    series whose rule is in a changed file. A file also counts as changed if a file that it uses has
    changed.

    Raises:
        ConfigError: git is not installed, the project is not in a git repository, or the ref does
            not exist.
        BoardwrightError: The project cannot be compiled.
    """
    from boardwright.projects.affected_files import AffectedFiles
    from boardwright.projects.compiled_project import CacheUse, compile_each_file

    settings = project.project
    affected_files = AffectedFiles(settings, ref)
    files = compile_each_file(
        settings, environment=settings.find_environment(None), cache=CacheUse.READ
    )
    affected = [file for file in files if affected_files.is_affected(file)]
    recorded = {
        rule.name
        for file in affected
        for group in drop_alert_rules(file.rules)
        for rule in group.rules
    }
    find_recorded_names = project.recording_rules.find_names
    declaring = frozenset(_iter_declaring_paths(files, affected_files.changes.paths))
    return AffectedDeclarations(
        boards=frozenset(
            board.uid
            for file in files
            for board in file.boards
            if file in affected
            or not recorded.isdisjoint(find_recorded_names([_encode_json(board.body)]))
        ),
        rules=frozenset(
            name
            for file in files
            for name, text in _iter_rule_texts(file)
            if file in affected or not recorded.isdisjoint(find_recorded_names([text]))
        ),
        why_all=_explain_all(affected_files, declaring),
        changed=affected_files.changes.paths,
        declaring=declaring,
    )


def _iter_rule_texts(file: CompiledFile) -> Iterator[tuple[str, str]]:
    """Yield the name of each rule with a text that contains all its queries."""
    for group in file.rules:
        for rule in group.rules:
            yield rule.name, rule.expr
    for managed in file.alerts:
        for each in managed.rules:
            yield each.title, _encode_json([step.raw for step in each.steps])


def _encode_json(data: object) -> str:
    return orjson.dumps(data).decode()


def _iter_declaring_paths(files: Iterable[CompiledFile], changed: frozenset[str]) -> Iterator[str]:
    """Yield each changed path that declares boards or rules, or that a declaration uses."""
    for file in files:
        yield from changed & {str(file.path), str(file.path.resolve())}
        for fact in file.facts:
            kind, _, name = fact.partition(":")
            path = name.partition("\0")[0]
            if kind in {"file", "real"} and path in changed:
                yield path


def _explain_all(changed: AffectedFiles, declaring: frozenset[str]) -> str:
    """Return the reason why the changes may affect all boards and rules; empty if there is none.

    For example, boardwright does not know which queries use the series of a removed recording rule.
    """
    from boardwright.found.git_refs import read_old_file

    if changed.affects_all:
        return "the settings of the project changed"
    removed = {path for path in changed.changes.paths if not Path(path).exists()}
    for path in sorted(declaring | removed):
        old = read_old_file(changed.changes, path, hint="Fetch the branch's history with git.")
        if old is not None and _DECLARES_RECORDINGS.search(old):
            return f"{path} changed, and declared recording rules before the change"
    return ""
