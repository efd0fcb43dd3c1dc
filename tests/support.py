"""Helpers for all tests: a project with one board, and the paths of real programs."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
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

SECOND = BOARD.replace('"Demo"', '"Second"').replace('"demo"', '"second"')
"""Another board."""

FOLDERS = '\n[[folders]]\ntitle = "Demo"\nuid = "demo-folder"\n'
"""The entry in `boardwright.toml` for the folder of the boards."""

TOKEN = "glsa_hunter2hunter2hunter2"
"""The token of a service account in the stand-in."""

SECRETS = ("hunter2", "correct horse", "Y29ycmVjdCBob3JzZ", "stand-in-password")
"""Texts that occur in the tokens and passwords of tests, also in encoded form."""

Run = Callable[..., "subprocess.CompletedProcess[str]"]
MakeProject = Callable[..., Path]


def run_process(
    args: Sequence[str], *, cwd: Path, env: Mapping[str, str]
) -> subprocess.CompletedProcess[str]:
    """Run `boardwright ARGS` as a process."""
    return subprocess.run(
        [sys.executable, "-m", "boardwright", *args],
        cwd=cwd,
        env=env,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def numbered_board(number: int) -> str:
    """Return a board with a numbered title and uid, such as `B7` and `b7`."""
    return BOARD.replace('"Demo"', f'"B{number}"').replace('"demo"', f'"b{number}"')


def secrets_in(text: str) -> list[str]:
    """Return the secrets of the tests that a text contains."""
    return [secret for secret in SECRETS if secret in text]


def files_of(folder: Path) -> dict[str, bytes]:
    """Return every file under a folder, by relative path."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    }


def server_program(name: str) -> str:
    """Return the path of a real server's program. Without it, skip the test; in CI, fail."""
    path = shutil.which(name)
    if path is None and os.environ.get("CI") == "true":
        pytest.fail(f"{name} is not on this machine, and CI skips nothing real")
    if path is None:
        pytest.skip(f"{name} is not on this machine; `make test` brings it where it can")
    return path
