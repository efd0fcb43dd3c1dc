"""What all tests share: throw-away projects, and the command as a process."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

TOML = """\
[project]
name = "demo"

[[datasources]]
name = "Prometheus"
uid = "prometheus"
url = "http://prometheus:9090"
default = true

[[scrape]]
job = "prometheus"
targets = ["prometheus:9090"]
"""

BOARD = """\
from grafanalib.core import Dashboard, Target, TimeSeries

dashboard = Dashboard(
    title="Demo",
    uid="demo",
    panels=[TimeSeries(title="Up", unit="short", targets=[Target(expr="up")])],
)
"""

Run = Callable[..., "subprocess.CompletedProcess[str]"]
MakeProject = Callable[..., Path]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--rewrite-golden", action="store_true", help="Write what is compiled as what is expected."
    )


@pytest.fixture
def make_project(tmp_path: Path) -> MakeProject:
    """Return a function that writes files, by path, over a project of one board."""

    def make(files: Mapping[str, str | bytes] | None = None, *, toml: str = TOML) -> Path:
        root = tmp_path / "project"
        wanted = {"boardwright.toml": toml} | dict(files or {"dashboards/demo.py": BOARD})
        for name, content in wanted.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return root

    return make


@pytest.fixture
def run() -> Run:
    """Return a function that runs `boardwright ARGS` as a process in a folder."""

    def call(
        *args: str, cwd: Path, env: Mapping[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "boardwright", *args],
            cwd=cwd,
            env=os.environ | dict(env or {}),
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    return call


def files_of(folder: Path) -> dict[str, bytes]:
    """Return every file under a folder, by relative path."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    }


def server_program(name: str) -> str:
    """Return the path of a real server's program; skip where it is not, but fail in CI."""
    path = shutil.which(name)
    if path is None and os.environ.get("CI") == "true":
        pytest.fail(f"{name} is not on this machine, and CI skips nothing real")
    if path is None:
        pytest.skip(f"{name} is not on this machine; `make test` brings it where it can")
    return path


@pytest.fixture(scope="session")
def promtool() -> str:
    """Return the path of promtool."""
    return server_program("promtool")
