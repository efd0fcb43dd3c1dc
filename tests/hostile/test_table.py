"""Hostile input gives one message and exit code 2, changes no file, and never shows a traceback."""

from __future__ import annotations

import os
import re
import shlex
import tomllib
from pathlib import Path
from typing import Any

import pytest

from boardwright.cli.root import VERBS
from hostile.inputs import SETUPS
from preview.helpers import stub_bundle
from support import TOML, MakeProject, Run

CASE_PAGES = Path(__file__).parent.parent / "cli/cases"
ROWS = tomllib.loads((Path(__file__).parent / "table.toml").read_text())["row"]
CASES = [
    pytest.param(
        row,
        command,
        id=f"{row.get('setup') or row['toml']}: {command}",
        marks=[pytest.mark.xfail(strict=False)] if command in row.get("open", ()) else [],
    )
    for row in ROWS
    for command in row["run"]
]


def snapshot(root: Path) -> dict[str, tuple[int, int]]:
    """Return size and time of each file, without following links or opening anything."""
    found = {}
    for folder, folders, files in os.walk(root):
        folders[:] = [name for name in folders if name not in {"__pycache__", ".boardwright"}]
        for name in files:
            stat = (path := Path(folder, name)).lstat()
            found[path.relative_to(root).as_posix()] = (stat.st_size, stat.st_mtime_ns)
    return found


@pytest.mark.parametrize(("row", "command"), CASES)
def test_hostile_input_gives_one_message_and_changes_no_file(
    make_project: MakeProject, run: Run, tmp_path: Path, row: dict[str, Any], command: str
) -> None:
    root = make_project(toml=TOML + row.get("toml", ""))
    SETUPS[row.get("setup", "good")](root)
    before = snapshot(root)
    environment = stub_bundle(tmp_path / "bundle") | {"GRAFANA_TOKEN": ""}
    result = run(*shlex.split(command), cwd=root, env=environment)
    output = result.stdout + result.stderr
    assert result.returncode == row.get("exit", 2), output
    assert re.search(row["word"], output), output
    assert "boardwright/cli" not in output, "a traceback of ours"
    if result.returncode == 2:
        assert snapshot(root) == before


def test_every_setup_is_used() -> None:
    assert {row.get("setup", "good") for row in ROWS} == set(SETUPS)


def test_every_verb_has_hostile_input() -> None:
    """A verb has a row in table.toml, or its page of cases shows a refused input."""
    with_row = {command.split()[0] for row in ROWS for command in row["run"]}
    pages = {page.stem for page in CASE_PAGES.glob("*.md") if "\n[exit 2]\n" in page.read_text()}
    assert set(VERBS) <= with_row | pages
    assert with_row <= set(VERBS)
