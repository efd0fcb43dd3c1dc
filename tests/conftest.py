"""Fixtures for all tests: temporary projects, and a function that runs the command."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Generator, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from command_server import CommandServer, can_fork
from real_browser import browser
from support import BOARD, TOML, MakeProject, Run, run_process, secrets_in, server_program

__all__ = ["browser"]

# No deadline: the time of an example depends on how busy the machine is.
settings.register_profile("boardwright", parent=settings(), deadline=None)
settings.register_profile("quick", parent=settings(), deadline=None, max_examples=10)
settings.load_profile("boardwright")

# A shell starts background jobs with SIGINT ignored, and processes of the tests would inherit this.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

TESTS = Path(__file__).parent
SLOW = {
    TESTS / line
    for line in (TESTS / "slow_tests.txt").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--rewrite-golden",
        action="store_true",
        help="Rewrite golden files with the current output.",
    )


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests that `make quick` leaves out; see slow_tests.txt."""
    missing = sorted(str(path.relative_to(TESTS)) for path in SLOW if not path.exists())
    if missing:
        raise pytest.UsageError(f"slow_tests.txt names files that do not exist: {missing}")
    for item in items:
        if not SLOW.isdisjoint((item.path, *item.path.parents)):
            item.add_marker("slow")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Keep test groups together with `--dist loadgroup`; leave other modes to pytest-xdist."""
    if config.getvalue("dist") != "loadgroup":
        return None
    from grouping import GroupScheduling

    return GroupScheduling(config, log)


@pytest.fixture
def make_project(tmp_path: Path) -> MakeProject:
    """Return a function that writes a project with one board, and further or other files."""

    def make(files: Mapping[str, str | bytes] | None = None, *, toml: str = TOML) -> Path:
        root = tmp_path / "project"
        wanted = {"boardwright.toml": toml} | dict(files or {"dashboards/demo.py": BOARD})
        for name, content in wanted.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return root

    return make


@pytest.fixture(scope="session")
def command_server() -> Iterator[CommandServer]:
    """Return a process that runs commands in forked children."""
    server = CommandServer()
    yield server
    server.close()


@pytest.fixture
def run(command_server: CommandServer) -> Run:
    """Return a function that runs `boardwright ARGS` in a folder."""

    def call(
        *args: str, cwd: Path, env: Mapping[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        given = dict(env or {})
        start = command_server.run if can_fork(given) else run_process
        result = start(args, cwd=cwd, env=os.environ | given)
        assert not secrets_in(result.stdout + result.stderr), args
        return result

    return call


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Fail a test if its output or logs, including debug logs, contain a token or password."""
    report = yield
    text = "".join(content for _, content in report.sections)
    if report.passed and (found := secrets_in(text)):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid}: its output or log holds {found}"
    return report


@pytest.fixture(scope="session")
def promtool() -> str:
    """Return the path of promtool."""
    return server_program("promtool")
