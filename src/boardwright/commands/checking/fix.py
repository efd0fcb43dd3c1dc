"""`boardwright check --fix`: fix those problems in JSON files that have exactly one correct
solution.
"""

from __future__ import annotations

import os
import shutil
from collections import defaultdict
from collections.abc import Collection, Sequence
from pathlib import Path

from boardwright.checks.fixes import FIXES, ValueChange, apply_changes
from boardwright.checks.settings import Settings
from boardwright.checks.views.board_view import BoardView
from boardwright.checks.views.reading import source_of_json
from boardwright.commands.checking.check import (
    DEFAULT_OPTIONS,
    CheckOptions,
    CheckResult,
    find_problems,
)
from boardwright.commands.checking.input_files import choose_root
from boardwright.commands.checking.rule_inputs import build_settings
from boardwright.config.project import ProjectSettings
from boardwright.errors import BoardwrightError, DeclarationError
from boardwright.found.json_files import parse_json
from boardwright.frozen import frozen
from boardwright.projects.compiled_project import Progress
from boardwright.schema.document import Note, Place
from boardwright.writing.file_tree import write_files
from boardwright.writing.temporary_files import write_temporary

_NEVER = frozenset({".py", ".yml", ".yaml"})


@frozen
class FixedFile:
    """The changes in one file.

    Attributes:
        name: Path of the file, as reports show it.
        before: Text of the file before the changes.
        after: Text of the file after the changes.
        changes: Number of changed values.
    """

    name: str
    before: str
    after: str
    changes: int


@frozen
class FixResult:
    """The result of `check --fix`.

    Attributes:
        files: The files that the fixes change, ordered by name.
        left: Number of errors and warnings that remain after the fixes.
        errors: Errors that occurred when files were read, compiled or fixed.
        skipped: One note for each skipped file.
        written: Whether the files were written.
    """

    files: tuple[FixedFile, ...]
    left: int
    errors: tuple[BoardwrightError, ...]
    skipped: tuple[Note, ...]
    written: bool

    @property
    def found(self) -> bool:
        """Whether the files still contain problems."""
        return bool(self.left) or (bool(self.files) and not self.written)


def fix_problems(
    project: ProjectSettings | None,
    *,
    here: Path,
    paths: Sequence[Path] | None = None,
    options: CheckOptions = DEFAULT_OPTIONS,
    write: bool = False,
    progress: Progress = lambda done, total: None,
) -> FixResult:
    """Fix problems in JSON files that have exactly one correct solution.

    Python modules are not changed. If a rule reports a problem in a JSON file, the fix of this rule
    changes all problems of the rule in this file, including suppressed problems and problems in the
    baseline.

    Args:
        project: The project; None if the current folder is in no project.
        here: The folder to which paths are relative if there is no project.
        paths: Files or folders; None for the whole project.
        options: The rules to run and fix, the baseline and the metrics.
        write: Whether to write the fixed files.
        progress: Function that is called after each checked board, with the number of checked
            boards and the number of all boards.

    Raises:
        BoardwrightError: The check cannot start, or a file cannot be written. After an error, no
            file is changed.
    """
    checked = find_problems(project, here=here, paths=paths, options=options, progress=progress)
    root = choose_root(project, here)
    settings = build_settings(project, None)
    files, errors = [], []
    for name, rules in sorted(_find_fixable_rules(checked).items()):
        try:
            fixed_file = _fix_file(name, root, rules, settings)
        except BoardwrightError as error:
            errors.append(error)
            continue
        if fixed_file is not None:
            files.append(fixed_file)
    if write:
        new = {os.path.realpath(root / file.name): file.after.encode() for file in files}
        write_files(new, root, stage=_write_temporary_copy)
    fixed = {(file.name, rule) for file in files for rule in FIXES}
    return FixResult(
        files=tuple(files),
        left=sum(
            1
            for problem in checked.problems
            if problem.severity != "info" and (problem.place.file, problem.rule) not in fixed
        ),
        errors=(*checked.errors, *errors),
        skipped=checked.skipped,
        written=write,
    )


def fix_text(
    text: str, rules: Collection[str], settings: Settings, *, place: Place
) -> tuple[str, int]:
    """Fix the problems of the given rules in the text of a board.

    Returns:
        The new text and the number of changed values.

    Raises:
        BoardwrightError: The text contains no board, or cannot be edited.
    """
    count = 0
    for rule, changes_of in FIXES.items():
        if rule not in rules:
            continue
        source = source_of_json(parse_json(text.encode(), place=place), place=place)
        if source.form != "classic":
            break
        changes = [
            ValueChange(source.convert_pointer(change.pointer), change.value)
            for change in changes_of(BoardView(source, settings))
        ]
        text = apply_changes(text, changes) if changes else text
        count += len(changes)
    return text, count


def _find_fixable_rules(checked: CheckResult) -> dict[str, set[str]]:
    """Return, for each file name, the rules that report a problem in this file and have a fix."""
    rules_by_file: dict[str, set[str]] = defaultdict(set)
    for problem in checked.problems:
        if problem.rule in FIXES and Path(problem.place.file).suffix not in _NEVER:
            rules_by_file[problem.place.file].add(problem.rule)
    return rules_by_file


def _fix_file(
    name: str, root: Path, rules: Collection[str], settings: Settings
) -> FixedFile | None:
    place = Place(file=name)
    try:
        before = (root / name).read_bytes().decode()
    except OSError as error:
        raise DeclarationError(f"the file cannot be read: {error.strerror}", where=place) from None
    after, changes = fix_text(before, rules, settings, place=place)
    if after == before:
        return None
    return FixedFile(name=name, before=before, after=after, changes=changes)


def _write_temporary_copy(target: Path, content: bytes) -> Path:
    """Write the new content of a file to a temporary file with the same permissions."""
    return write_temporary(target, content, lambda temporary: shutil.copymode(target, temporary))
