"""Runs pytest with the plugin, and measures the coverage of panels and rules."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from boardwright.errors import ConfigError
from boardwright.frozen import frozen
from boardwright.testing.project_rules import ProjectRules
from boardwright.testing.query_coverage import Coverage, measure_coverage
from boardwright.testing.tested_project import TestedProject

if TYPE_CHECKING:
    from boardwright.config.project import Project

PLUGIN = "boardwright.testing.plugin"
FOLDER = "tests"
_QUIET = "ignore:Module already imported so cannot be rewritten:pytest.PytestAssertRewriteWarning"
"""This command imported its own package before pytest started; the plugin has no assertions."""

INTERRUPTED = 130

_EXIT_CODES = {0: 0, 1: 1, 2: INTERRUPTED}
"""pytest's exit code -> ours; all others (usage error, no tests, internal error) are 2."""


@frozen
class TestOptions:
    """The user's options for a run of tests.

    Attributes:
        paths: Files, folders, and tests as pytest names them; all of `tests/` when empty.
        pytest_options: Options for pytest.
        skips_without_engine: Whether to skip tests where promtool is missing.
        updates_snapshots: Whether to write the snapshots.
        with_coverage: Whether to measure coverage.
    """

    __test__ = False  # pytest would collect the class

    paths: tuple[str, ...] = ()
    pytest_options: tuple[str, ...] = ()
    skips_without_engine: bool = False
    updates_snapshots: bool = False
    with_coverage: bool = False


@frozen
class TestRun:
    """A run of tests.

    Attributes:
        exit_code: 0 all passed, 1 a test failed, 2 the tests could not be run.
        coverage: The coverage; None if it was not measured.
    """

    __test__ = False  # pytest would collect the class

    exit_code: int
    coverage: Coverage | None = None


def run_tests(project: Project, options: TestOptions) -> TestRun:
    """Run tests; pytest prints its report.

    Raises:
        ConfigError: pytest is not installed, or there is nothing to run.
    """
    with tempfile.TemporaryDirectory() as folder:
        record = Path(folder) / "coverage.json"
        code = _run_pytest([*_arguments(project, options), *_coverage_option(options, record)])
        found = _EXIT_CODES.get(code, 2)
        if not options.with_coverage or not record.exists():
            return TestRun(exit_code=found)
        return TestRun(exit_code=found, coverage=read_coverage(project, record))


def _run_pytest(arguments: Sequence[str]) -> int:
    try:
        import pytest
    except ModuleNotFoundError:
        raise ConfigError(
            "pytest is not installed", hint='Install it: pip install "boardwright[test]"'
        ) from None
    return int(pytest.main(list(arguments)))


def _arguments(project: Project, options: TestOptions) -> list[str]:
    paths = options.paths
    if not paths:
        folder = project.root / FOLDER
        if not folder.is_dir():
            raise ConfigError(
                f"the folder {FOLDER!r} is missing, and it would contain the tests",
                where=str(project.root),
                hint="Name files of tests, or see docs/how-to/test.md.",
            )
        paths = (str(folder),)
    found = ["-p", PLUGIN, "-W", _QUIET, "--rootdir", str(project.root), *options.pytest_options]
    if options.skips_without_engine:
        found += ["--boardwright-no-engine", "skip"]
    if options.updates_snapshots:
        found.append("--boardwright-update")
    return [*found, *paths]


def _coverage_option(options: TestOptions, record: Path) -> list[str]:
    return ["--boardwright-coverage", str(record)] if options.with_coverage else []


def read_coverage(project: Project, record: Path) -> Coverage:
    """Return the coverage of a run from the record that the plugin wrote."""
    import orjson

    from boardwright.testing.evaluation_log import CoverageRecord

    found = CoverageRecord()
    found.merge(orjson.loads(record.read_bytes()))
    tested = TestedProject(project)
    rules = [(each.name, each.place) for each in ProjectRules(tested).all]
    return measure_coverage(tested.boards, rules, found)
