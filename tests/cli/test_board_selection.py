"""`--changed-since`, `--owner` and `--folder`, which choose boards of a project."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from cli.json_reports import read_valid_json
from support import TOML, MakeProject, Run

HELPED = """\
from grafanalib.core import Dashboard
from panels.cpu import usage

dashboard = Dashboard(title="{0}", uid="{0}", panels=[usage()])
"""
ALONE = """\
from grafanalib.core import Dashboard, Target, TimeSeries

up = TimeSeries(title="Up", unit="short", targets=[Target(expr="up")])
dashboard = Dashboard(title="{0}", uid="{0}", panels=[up])
"""
HELPER = """\
from grafanalib.core import Target, TimeSeries

def usage():
    return TimeSeries(title="Usage", unit="short", targets=[Target(expr="load")])
"""
FILES = {
    "dashboards/a.py": HELPED.format("a"),
    "dashboards/b.py": HELPED.format("b"),
    "dashboards/shop/c.py": ALONE.format("c"),
    "dashboards/shop/carts/d.json": json.dumps({"title": "d", "uid": "d", "panels": []}),
    "dashboards/panels/cpu.py": HELPER,
}


@pytest.fixture
def root(make_project: MakeProject) -> Path:
    """A project of four boards, committed; two of them use a helper."""
    root = make_project(FILES, toml=TOML)
    git(root, "init", "-q", "-b", "main")
    commit(root)
    return root


def git(root: Path, *args: str) -> None:
    identity = ("-c", "user.name=a", "-c", "user.email=a@b", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *identity, *args], cwd=root, check=True, capture_output=True)


def commit(root: Path) -> None:
    git(root, "add", "-A")
    git(root, "commit", "-qm", "change")


def list_uids(run: Run, root: Path, *args: str) -> list[str]:
    """Return the uids that `list` shows."""
    result = run("list", *args, "--format", "json", cwd=root)
    assert result.returncode == 0, result.stderr
    return sorted(board["uid"] for board in read_valid_json(result.stdout, "list")["boards"])


def test_names_that_are_not_utf_8_are_reported(root: Path, run: Run) -> None:
    (root / "CODEOWNERS").write_bytes(b"* @caf\xe9\n")
    result = run("list", "--owner", "@a", cwd=root)
    assert (result.returncode, "is not UTF-8" in result.stderr) == (2, True)
    Path(os.fsdecode(os.fsencode(root) + b"/caf\xe9.txt")).touch()
    assert list_uids(run, root, "--changed-since", "HEAD") == []


@pytest.mark.parametrize("verb", ["build", "check", "diff", "preview", "deploy"])
def test_a_selection_without_boards_does_not_mean_the_whole_project(
    root: Path, run: Run, verb: str
) -> None:
    """Each verb reports that, succeeds, and prints valid JSON."""
    assert run("build", cwd=root).returncode == 0
    commit(root)
    extra = {"diff": ["--against", "committed"], "deploy": ["--plan"]}.get(verb, [])
    result = run(verb, "--changed-since", "HEAD", *extra, "--format", "json", cwd=root)
    assert "No board of the project matches the selection." in result.stderr
    if verb != "deploy":  # there is no Grafana
        assert result.returncode == 0, result.stderr
        assert read_valid_json(result.stdout, verb).get("boards", []) in ([], 0)


@pytest.mark.parametrize("form", ["text", "json", "markdown"])
@pytest.mark.parametrize("part", [["dashboards"], ["--folder", "shop"], ["dashboards/a.py"]])
def test_a_diff_of_a_part_names_deleted_files(
    root: Path, run: Run, part: list[str], form: str
) -> None:
    """No option selects a deleted file, and its board may now be declared in another file."""
    assert run("build", cwd=root).returncode == 0
    commit(root)
    diff = ["diff", *part, "--format", form, "--against"]
    assert "deleted files" not in run(*diff, "HEAD", cwd=root).stderr
    (root / "dashboards/shop/c.py").unlink()
    for against, name in (("HEAD", "git HEAD"), ("committed", "provisioning")):
        result = run(*diff, against, cwd=root)
        assert result.returncode == 0, result.stderr
        assert result.stderr == (
            f"note: {name}: this diff compares only a part of the project, so it does not "
            "show the boards of deleted files: dashboards/shop/c.py\n  Run `boardwright "
            "diff` for the whole project to see deleted boards.\n"
        )
    whole = run("diff", "--against", "committed", cwd=root)
    assert (whole.returncode, whole.stderr) == (1, "")
    assert "removed" in whole.stdout or "deleted" in whole.stdout, whole.stdout
