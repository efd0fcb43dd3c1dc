"""The pytest plugin, with its fixtures, options and reports of failed tests.

pytest loads the plugin even for tests that do not need it. Therefore the plugin imports other
modules of boardwright only when a test needs them.
"""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from boardwright.engine.engine_errors import EngineMissingError
    from boardwright.errors import BoardwrightError
    from boardwright.preview.recorded_answers import Recording
    from boardwright.testing.project_rules import ProjectRules
    from boardwright.testing.snapshots import CurrentTest
    from boardwright.testing.tested_board import TestedBoard
    from boardwright.testing.tested_project import TestedProject

_PROJECT = pytest.StashKey["TestedProject"]()
_ITEM = pytest.StashKey[pytest.Item]()
_SELECTION = pytest.StashKey[list[str]]()
_NOTES = pytest.StashKey[list[str]]()
WORKER_KEY = "boardwright_coverage"
SELECTION_KEY = "boardwright_selection"
NOTES_KEY = "boardwright_notes"
NO_TESTS = pytest.ExitCode.NO_TESTS_COLLECTED
SECTION = "boardwright"
"""Title of the section that the plugin adds to the report of a failed test."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options of the plugin."""
    group = parser.getgroup("boardwright")
    group.addoption(
        "--boardwright-no-engine",
        choices=["fail", "skip"],
        default="fail",
        help="Fail or skip the tests that need promtool if promtool is missing (default: fail).",
    )
    _add_update_option(group)
    group.addoption(
        "--boardwright-changed-since",
        metavar="REF",
        help="Leave out the tests that the changes since this git ref cannot affect.",
    )
    group.addoption(
        "--boardwright-coverage",
        metavar="FILE",
        help="Write a JSON file that lists the queries and rules whose results the tests use.",
    )


def _add_update_option(group: pytest.OptionGroup) -> None:
    group.addoption(
        "--boardwright-update",
        action="store_true",
        help="Write the values of panels to their snapshots instead of comparing them.",
    )


def open_project(config: pytest.Config) -> TestedProject:
    """Return the project of the session.

    Raises:
        ConfigError: Neither the current folder nor pytest's root folder belongs to a project.
    """
    project = config.stash.get(_PROJECT, None)
    if project is None:
        project = config.stash[_PROJECT] = _read_project(config)
        project.log.begin(_find_current_test(config))
    return project


def _read_project(config: pytest.Config) -> TestedProject:
    from boardwright.errors import ConfigError
    from boardwright.testing.snapshots import SnapshotStore
    from boardwright.testing.tested_project import TestedProject

    skips = config.getoption("--boardwright-no-engine") == "skip"
    act = _skip_test if skips else _raise_error
    try:
        project = TestedProject.from_folder(Path(config.invocation_params.dir), act)
    except ConfigError:
        project = TestedProject.from_folder(config.rootpath, act)
    if config.getoption("--boardwright-update"):
        if hasattr(config, "workerinput"):
            raise ConfigError(
                "boardwright cannot write snapshots from several pytest processes",
                hint="Run pytest without the option -n.",
            )
        project.log.snapshots = SnapshotStore(updates=True)
    return project


def _find_current_test(config: pytest.Config) -> CurrentTest | None:
    from boardwright.testing.snapshots import CurrentTest

    item = config.stash.get(_ITEM, None)
    if item is None:
        return None
    name = f"{item.path.name}::{item.nodeid.partition('::')[2]}"
    return CurrentTest(name=name, folder=item.path.parent)


def _raise_error(error: EngineMissingError) -> None:
    raise error


def _skip_test(error: EngineMissingError) -> None:
    pytest.skip(error.what)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Write the coverage of the tests to a file.

    A worker process of pytest-xdist instead sends its coverage to the main process. If
    `--boardwright-changed-since` has left out all tests, pytest exits with code 0.
    """
    if _SELECTION in session.config.stash and session.exitstatus == NO_TESTS:
        session.exitstatus = pytest.ExitCode.OK
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput[NOTES_KEY] = _format_note_lines(session.config)
    path = session.config.getoption("--boardwright-coverage")
    if path is None:
        return
    project = open_project(session.config)
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput[WORKER_KEY] = project.log.record.as_json()
    else:
        import orjson

        content = orjson.dumps(project.log.record.as_json(), option=orjson.OPT_INDENT_2)
        Path(path).write_bytes(content)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any, error: object) -> None:
    """Copy the coverage and summary of a pytest-xdist worker process to the main process."""
    output = getattr(node, "workeroutput", {})
    if WORKER_KEY in output:
        open_project(node.config).log.record.merge(output[WORKER_KEY])
    if SELECTION_KEY in output:
        node.config.stash[_SELECTION] = output[SELECTION_KEY]
    node.config.stash[_NOTES] = node.config.stash.get(_NOTES, []) or output.get(NOTES_KEY, [])


def _format_note_lines(config: pytest.Config) -> list[str]:
    """Return a line about each file that declares no board, if a test needed the project."""
    project = config.stash.get(_PROJECT, None)
    notes = project.file_notes if project else ()
    return [f"note: {each.place.file}: {each.what}" for each in notes]


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Deselect the tests that `--boardwright-changed-since` leaves out."""
    ref = config.getoption("--boardwright-changed-since")
    if ref is None:
        return
    from boardwright.testing.selected_tests import SelectedTests

    selected = SelectedTests(open_project(config), ref, items, config.rootpath)
    items[:] = selected.kept
    if selected.left_out:
        config.hook.pytest_deselected(items=selected.left_out)
    config.stash[_SELECTION] = selected.lines
    if hasattr(config, "workeroutput"):
        config.workeroutput[SELECTION_KEY] = selected.lines


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """Print files without boards, tests that are left out, and written snapshots."""
    for line in (*_format_note_lines(config), *config.stash.get(_NOTES, ())):
        terminalreporter.write_line(line)
    for line in config.stash.get(_SELECTION, ()):
        terminalreporter.write_line(line)
    project = config.stash.get(_PROJECT, None)
    for path in dict.fromkeys(project.log.snapshots.written if project else ()):
        terminalreporter.write_line(f"snapshots written: {path}")


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop the engine."""
    project = config.stash.get(_PROJECT, None)
    if project is not None:
        project.close()


@pytest.fixture(scope="session")
def panels(pytestconfig: pytest.Config) -> TestedProject:
    """Return a function that selects a board by uid, title or file name: `panels("node")`."""
    return open_project(pytestconfig)


@pytest.fixture(scope="session")
def rules(pytestconfig: pytest.Config) -> ProjectRules:
    """Return a function that selects a rule by name: `rules("HighCpu")`."""
    from boardwright.testing.project_rules import ProjectRules

    return ProjectRules(open_project(pytestconfig))


@pytest.fixture
def board(request: pytest.FixtureRequest) -> TestedBoard:
    """Return a board of the project. pytest runs the test once for each board."""
    return open_project(request.config).find_board(request.param)


@pytest.fixture
def recorded(board: TestedBoard, pytestconfig: pytest.Config) -> Recording:
    """Return the recording of the board from `recordings/`.

    `boardwright preview --record` writes the recordings.
    """
    __tracebackhide__ = True
    from boardwright.testing.board_recordings import read_tested_recording

    return read_tested_recording(open_project(pytestconfig).project.root, board)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a test once for each board of the project, if the test uses the plugin's `board`."""
    fixtures = metafunc._arg2fixturedefs.get("board")
    if not fixtures or fixtures[-1].func is not _BOARD or _is_parametrized(metafunc):
        return
    uids = [each.uid for each in open_project(metafunc.config).boards]
    metafunc.parametrize("board", uids, indirect=True)


_BOARD = getattr(board, "__wrapped__", None) or getattr(board, "_fixture_function", board)


def _is_parametrized(metafunc: pytest.Metafunc) -> bool:
    markers = metafunc.definition.iter_markers("parametrize")
    return any("board" in str(marker.args[0]).split(",") for marker in markers if marker.args)


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Clear the log of evaluations before each test."""
    item.config.stash[_ITEM] = item
    project = item.config.stash.get(_PROJECT, None)
    if project is not None:
        project.log.begin(_find_current_test(item.config))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Add the evaluations to the report of a failed test, and shorten its traceback."""
    error = _find_input_error(call)
    has_user_line = error is not None and _shorten_traceback(item, call, error)
    report = yield
    if error is not None:
        _describe_error(report, error, item, has_user_line)
    project = item.config.stash.get(_PROJECT, None)
    if project is not None and call.when == "call" and report.failed:
        _explain_failure(report, project)
    return report


def _find_input_error(call: pytest.CallInfo[Any]) -> BoardwrightError | None:
    from boardwright.errors import BoardwrightError

    error = call.excinfo.value if call.excinfo is not None else None
    return error if isinstance(error, BoardwrightError) else None


def _shorten_traceback(
    item: pytest.Item, call: pytest.CallInfo[None], error: BoardwrightError
) -> bool:
    """Remove boardwright's frames from a traceback, and return whether a user's line remains."""
    from boardwright.testing.short_traces import shorten_trace

    if item.config.getoption("fulltrace"):
        return True
    has_user_line = shorten_trace(error)
    if has_user_line:
        call.excinfo = pytest.ExceptionInfo.from_exception(error)
    return has_user_line


def _describe_error(
    report: pytest.TestReport, error: BoardwrightError, item: pytest.Item, has_user_line: bool
) -> None:
    """Add the traceback of a failed board module to the report, if the error has one.

    If the traceback of the test contains no line of the user's code, replace it by the message.
    """
    from boardwright.testing.short_traces import PREVENTED, prevents_tests

    report.__dict__[PREVENTED] = prevents_tests(error, item.config.stash.get(_PROJECT, None))
    if not has_user_line:
        report.longrepr = f"error: {error}"
    trace = getattr(error, "trace", "")
    if trace:
        report.sections.append((SECTION, trace.rstrip()))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Show an error without its traceback if the fixture `board` cannot list the boards."""
    report = yield
    call = getattr(report, "call", None)
    error = _find_input_error(call) if report.failed and call is not None else None
    if error is not None and not collector.config.getoption("fulltrace"):
        report.longrepr = f"{getattr(error, 'trace', '')}error: {error}"
    return report


def _explain_failure(report: pytest.TestReport, project: TestedProject) -> None:
    from boardwright.testing.failure_text import format_engine_lines, format_log_lines

    lines = format_log_lines(project.log.current)
    if project.engine_version is not None:
        lines += format_engine_lines(project.log.current, project.engine_version)
    if lines:
        report.sections.append((SECTION, "\n".join(lines)))


def pytest_assertrepr_compare(op: str, left: object, right: object) -> list[str] | None:
    """Explain the failure of `assert shown == {...}`."""
    if op != "==":
        return None
    import sys

    module = sys.modules.get("boardwright.testing.series_result")
    if module is None or not isinstance(right, dict) or not isinstance(left, module.SeriesResult):
        return None
    from boardwright.testing.failure_text import format_mismatch_lines

    return format_mismatch_lines(left, right)
