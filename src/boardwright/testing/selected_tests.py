"""Selects the tests to run after changes since a git ref. A test is left out only if boardwright
can prove that the changes do not affect it.
"""

from __future__ import annotations

import inspect
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from boardwright.errors import BoardwrightError
from boardwright.lazy import lazy_property
from boardwright.notation.plurals import format_quantity
from boardwright.testing.affected_declarations import AffectedDeclarations, find_affected
from boardwright.testing.fixture_uses import PANELS, RULES, FixtureUses, read_uses

if TYPE_CHECKING:
    import pytest

    from boardwright.testing.tested_project import TestedProject

BOARD, RECORDED = "board", "recorded"
_PLUGIN = "boardwright.testing.plugin"
_SETTINGS = frozenset({"pyproject.toml", "pytest.ini", ".pytest.ini", "tox.ini", "setup.cfg"})
_CODE = frozenset({".py", ".lock"})
_DOCUMENTS = frozenset({".md", ".rst"})
_RECORDINGS = "recordings"


class SelectedTests:
    """Decides which tests pytest runs, and which tests it leaves out.

    Args:
        project: The tested project.
        ref: The git ref. Files that differ from this ref count as changed.
        items: All tests that pytest has collected.
        root: pytest's root folder.

    Attributes:
        reasons: Reason -> the number of tests that are run for this reason.
        kept: The tests to run.
        left_out: The tests that the changes cannot affect.

    Raises:
        BoardwrightError: The ref does not exist, or the project cannot be compiled.
    """

    def __init__(
        self, project: TestedProject, ref: str, items: Sequence[pytest.Item], root: Path
    ) -> None:
        self._project, self._root, self._ref = project, root.resolve(), ref
        self._affected: AffectedDeclarations = find_affected(project, ref)
        self._modules = {str(item.path.resolve()): _read_file(item.path) for item in items}
        self.reasons: Counter[str] = Counter()
        self.kept: list[pytest.Item] = []
        self.left_out: list[pytest.Item] = []
        for item in items:
            why = self._why_all or self._explain_run(item)
            self.reasons.update([why] if why else ())
            (self.kept if why else self.left_out).append(item)

    @property
    def lines(self) -> list[str]:
        """The lines of pytest's summary about the tests that are run and left out, with reasons."""
        count = format_quantity(len(self.left_out), "test")
        return [
            f"{count} left out, because the changes since {self._ref} do not affect the boards and"
            " rules of these tests",
            *(
                f"  {format_quantity(n, 'test')} run, because {why}"
                for why, n in self.reasons.most_common()
            ),
        ]

    @lazy_property
    def _why_all(self) -> str:
        """The reason why all tests are run; empty if some tests can be left out."""
        if self._affected.why_all:
            return self._affected.why_all
        tests = {Path(path).relative_to(self._root).parts[0] for path in self._inside_modules}
        for path in sorted(self._affected.changed - self._affected.declaring - {*self._modules}):
            inside = Path(path).is_relative_to(self._root)
            first = Path(path).relative_to(self._root).parts[0] if inside else ""
            if first in tests or Path(path).suffix in _CODE or Path(path).name in _SETTINGS:
                return f"{path} changed, and every test may use this file"
        return ""

    @property
    def _inside_modules(self) -> Iterator[str]:
        return (path for path in self._modules if Path(path).is_relative_to(self._root))

    def _explain_run(self, item: pytest.Item) -> str:
        """Return the reason why a test is run; empty if the changes cannot affect the test."""
        path = str(item.path.resolve())
        if path in self._affected.changed:
            return "a test file changed"
        text = self._read_text(item)
        if any(self._mentions_file(text, each) for each in self._affected.changed):
            return "a file with a test or its fixtures mentions a changed file or folder"
        uses = self._read_uses(item)
        if uses.why_unknown:
            return uses.why_unknown
        is_affected = self._is_affected(item, uses)
        return "a test uses an affected board or rule" if is_affected else ""

    def _read_text(self, item: pytest.Item) -> str:
        """Return the text of the test's file and of the files with its fixtures."""
        paths = {str(item.path.resolve()), *map(_find_source_file, self._iter_functions(item))}
        for path in paths - {*self._modules}:
            self._modules[path] = _read_file(Path(path))
        return "\n".join(self._modules[path] for path in sorted(paths))

    def _mentions_file(self, text: str, changed: str) -> bool:
        """Return whether the text of a test mentions a changed file.

        The text mentions a file if it contains the name of the file, with or without suffix, or the
        name of one of its parent folders. For a document, only the full file name counts. For a
        file that declares a board, only an import counts, because the board often has the same
        name.
        """
        file = Path(changed)
        if changed in self._affected.declaring:
            imported = rf"^\s*(?:from|import)\b.*\b{re.escape(file.stem)}\b"
            return re.search(imported, text, re.MULTILINE) is not None
        if file.name in text or file.suffix in _DOCUMENTS:
            return file.name in text
        inside = file.relative_to(self._root) if file.is_relative_to(self._root) else file
        words = "|".join(map(re.escape, (file.stem, *inside.parts[:-1])))
        return re.search(rf"\b(?:{words})\b", text) is not None

    def _read_uses(self, item: pytest.Item) -> FixtureUses:
        names = set(getattr(item, "fixturenames", ()))
        if not names & {PANELS, RULES, BOARD}:
            return FixtureUses(why_unknown="a test uses none of boardwright's fixtures")
        return read_uses(self._iter_functions(item), _read_parameters(item))

    def _iter_functions(self, item: pytest.Item) -> Iterator[Callable[..., Any]]:
        """Yield the test function, and the functions of those fixtures that the user wrote."""
        yield item.function  # type: ignore[attr-defined]
        known: dict[str, Any] = item._fixtureinfo.name2fixturedefs  # type: ignore[attr-defined]
        for definitions in known.values():
            for each in definitions:
                if each.func.__module__ != _PLUGIN and self._is_own(each.func):
                    yield each.func

    def _is_own(self, function: Callable[..., Any]) -> bool:
        path = Path(_find_source_file(function))
        return path.is_relative_to(self._root) and "site-packages" not in path.parts

    def _is_affected(self, item: pytest.Item, uses: FixtureUses) -> bool:
        if not self._affected.rules.isdisjoint(uses.rules):
            return True
        parameters = _read_parameters(item)
        boards = {*uses.boards, *([parameters[BOARD]] if BOARD in parameters else [])}
        try:
            uids = {self._project.find_board(str(name)).uid for name in boards}
        except BoardwrightError:
            return True  # The test must run, because it fails with a message about this name.
        if not self._affected.boards.isdisjoint(uids):
            return True
        recordings = str(self._root / _RECORDINGS)
        uses_recordings = RECORDED in getattr(item, "fixturenames", ())
        return uses_recordings and any(e.startswith(recordings) for e in self._affected.changed)


def _read_parameters(item: pytest.Item) -> Mapping[str, Any]:
    """Return the values of a test's parameters."""
    values: Mapping[str, Any] = getattr(getattr(item, "callspec", None), "params", {})
    return values


def _find_source_file(function: Callable[..., Any]) -> str:
    """Return the path of the file that defines a function; empty if Python knows no file."""
    try:
        path = inspect.getsourcefile(inspect.unwrap(function))
    except TypeError:
        return ""
    return str(Path(path).resolve()) if path else ""


def _read_file(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
