"""Runs pytest with boardwright's plugin, and measures the coverage of panels and rules."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Sequence
from contextlib import redirect_stdout
from pathlib import Path
from typing import TYPE_CHECKING

from boardwright.commands.testing.session_hooks import SessionHooks
from boardwright.errors import ConfigError
from boardwright.frozen import frozen
from boardwright.testing.project_rules import ProjectRules
from boardwright.testing.query_coverage import QueryCoverage, measure_coverage
from boardwright.testing.tested_project import TestedProject

if TYPE_CHECKING:
    from boardwright.config.project import ProjectSettings

PLUGIN = "boardwright.testing.plugin"
_QUIET = "ignore:Module already imported so cannot be rewritten:pytest.PytestAssertRewriteWarning"
"""Makes pytest ignore the warning that boardwright's modules were imported before pytest started.
The warning is harmless, because boardwright's plugin contains no assertions to rewrite.
"""

INTERRUPTED = 130

_FAILURE = 2
"""The exit code if pytest could not collect or run the tests."""


@frozen
class TestOptions:
    """The user's options for `boardwright test`.

    Attributes:
        arguments: Paths and options for pytest. Without a path, pytest runs all tests in `tests/`.
        skips_without_engine: Whether to skip tests that need promtool if promtool is not installed.
        updates_snapshots: Whether to rewrite the snapshot files.
        with_coverage: Whether to measure coverage.
        reports_on_stderr: Whether pytest writes its report to stderr.
        changed_since: A git ref, such as `main`, to run only the tests whose results may differ
            from the git ref; None to run all tests.
    """

    __test__ = False  # otherwise pytest collects this class as a test

    arguments: tuple[str, ...] = ()
    skips_without_engine: bool = False
    updates_snapshots: bool = False
    with_coverage: bool = False
    reports_on_stderr: bool = False
    changed_since: str | None = None


@frozen
class TestRun:
    """The result of running tests.

    Attributes:
        exit_code: 0 if all tests passed, 1 if a test failed, 2 if the tests could not be run, and
            130 if the user interrupted the tests.
        coverage: The coverage of panels and rules; None if it was not measured.
    """

    __test__ = False  # otherwise pytest collects this class as a test

    exit_code: int
    coverage: QueryCoverage | None = None


def run_tests(project: ProjectSettings, options: TestOptions) -> TestRun:
    """Run the project's tests with pytest, which prints the report.

    Raises:
        ConfigError: pytest is not installed, or the project has no folder `tests`.
    """
    with tempfile.TemporaryDirectory() as folder:
        record = Path(folder) / "coverage.json"
        arguments = [*_build_arguments(project, options), *_build_coverage_option(options, record)]
        with redirect_stdout(sys.stderr if options.reports_on_stderr else sys.stdout):
            exit_code = _run_pytest(arguments, SessionHooks(project.root))
        if not options.with_coverage or not record.exists():
            return TestRun(exit_code=exit_code)
        return TestRun(exit_code=exit_code, coverage=read_coverage(project, record))


def _run_pytest(arguments: Sequence[str], hooks: SessionHooks) -> int:
    try:
        import pytest
    except ModuleNotFoundError:
        raise ConfigError(
            "pytest is not installed", hint='Run pip install "boardwright[test]".'
        ) from None
    code = int(pytest.main(list(arguments), plugins=[hooks]))
    if hooks.is_interrupted:
        return INTERRUPTED
    return code if code in (0, 1) and not hooks.has_prevented_tests else _FAILURE


def _build_arguments(project: ProjectSettings, options: TestOptions) -> list[str]:
    arguments = ["-p", PLUGIN, "-W", _QUIET, "--rootdir", str(project.root), *options.arguments]
    if options.skips_without_engine:
        arguments += ["--boardwright-no-engine", "skip"]
    if options.updates_snapshots:
        arguments.append("--boardwright-update")
    if options.changed_since is not None:
        arguments += ["--boardwright-changed-since", options.changed_since]
    return arguments


def _build_coverage_option(options: TestOptions, record: Path) -> list[str]:
    return ["--boardwright-coverage", str(record)] if options.with_coverage else []


def read_coverage(project: ProjectSettings, record: Path) -> QueryCoverage:
    """Return the coverage of panels and rules.

    Args:
        project: The settings of the project.
        record: Path of the file that boardwright's pytest plugin wrote.
    """
    import orjson

    from boardwright.testing.evaluation_log import CoverageRecord

    evaluations = CoverageRecord()
    evaluations.merge(orjson.loads(record.read_bytes()))
    tested = TestedProject(project)
    rules = [each.key for each in ProjectRules(tested).all]
    return measure_coverage(tested.boards, rules, evaluations)
