"""Boards that differ, and the source of each: read by people before it is committed.

`make golden` rewrites the source; the diff is then reviewed. The expected files are no `.py`,
so that this project's own settings do not sort their imports.
"""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from support import ROOT

from .nodes import find_unexpected
from .round_trip import judge_source, source_of

FOLDER = Path(__file__).parent / "golden"
BOARDS = sorted(path.stem for path in FOLDER.glob("*.json"))
RUFF = [str(ROOT / ".venv/bin/ruff")]


def board(name: str) -> dict[str, Any]:
    body: dict[str, Any] = json.loads((FOLDER / f"{name}.json").read_text())
    return body


@pytest.mark.parametrize("name", BOARDS)
def test_the_generated_source_equals_the_reviewed_source(
    name: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    source = source_of(board(name))
    expected = FOLDER / f"{name}.source"
    if request.config.getoption("--rewrite-golden"):
        expected.write_text(source)
    assert source == expected.read_text()
    assert find_unexpected(source) == []
    assert judge_source(board(name), source, tmp_path).differences == ()


@pytest.mark.parametrize("width", [88, 100])
@pytest.mark.parametrize("style", ["grafanalib", "dict"])
@pytest.mark.parametrize("name", BOARDS)
def test_ruff_changes_nothing_in_the_generated_source(
    name: str, style: Any, width: int, tmp_path: Path
) -> None:
    file = tmp_path / "imported.py"
    file.write_text(source_of(board(name), style, width=width))
    length = ["--isolated", "--line-length", str(width)]
    rules = ["--select", "E4,E7,E9,F,I,UP,N,C4,RUF,ISC,PIE,SIM,RET,A,D1", "--ignore", "RUF001"]
    for command in (["format", "--diff", *length], ["check", *length, *rules]):
        done = subprocess.run(
            [*RUFF, *command, str(file)], capture_output=True, text=True, cwd=tmp_path, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr


def test_mypy_accepts_the_generated_source(tmp_path: Path) -> None:
    for name in BOARDS:
        file = tmp_path / f"{name.replace('-', '_')}.py"
        file.write_text(source_of(board(name)))
    done = subprocess.run(
        [str(ROOT / ".venv/bin/mypy"), "--strict", "--config-file", str(ROOT / "pyproject.toml")]
        + [str(file) for file in sorted(tmp_path.glob("*.py"))],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
    )
    assert done.returncode == 0, done.stdout
