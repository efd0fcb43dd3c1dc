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


def edit(root: Path, path: str, before: str, after: str) -> None:
    file = root / path
    file.write_text(file.read_text().replace(before, after))


@pytest.mark.parametrize("cached", [False, True])
def test_a_helper_affects_the_boards_that_use_it(root: Path, run: Run, cached: bool) -> None:
    if cached:
        assert run("build", cwd=root).returncode == 0
    edit(root, "dashboards/panels/cpu.py", "load", "node_load1")
    assert list_uids(run, root, "--changed-since", "HEAD") == ["a", "b"]


def test_a_changed_file_affects_its_own_boards(root: Path, run: Run) -> None:
    edit(root, "dashboards/shop/carts/d.json", '"d"', '"d2"')
    assert list_uids(run, root, "--changed-since", "HEAD") == ["d2"]


def test_commits_of_the_other_branch_are_not_changes(root: Path, run: Run) -> None:
    """main goes on after the branch left it."""
    git(root, "checkout", "-qb", "topic")
    edit(root, "dashboards/a.py", "usage()", "usage(), usage()")
    commit(root)
    git(root, "checkout", "-q", "main")
    edit(root, "dashboards/b.py", "usage()", "usage(), usage()")
    commit(root)
    git(root, "checkout", "-q", "topic")
    assert list_uids(run, root, "--changed-since", "main") == ["a"]


def test_a_new_file_that_git_does_not_know_counts(root: Path, run: Run) -> None:
    (root / "dashboards/e.py").write_text(ALONE.format("e"))
    assert list_uids(run, root, "--changed-since", "HEAD") == ["e"]


def test_a_new_module_that_an_import_finds_first_affects_its_users(root: Path, run: Run) -> None:
    """`panels` is a folder without `__init__.py`; a module `panels.py` would be found instead."""
    assert run("build", cwd=root).returncode == 0
    (root / "dashboards/panels/__init__.py").write_text("")
    assert list_uids(run, root, "--changed-since", "HEAD") == ["a", "b"]


def test_the_project_s_settings_affect_all_boards(root: Path, run: Run) -> None:
    edit(root, "boardwright.toml", 'name = "demo"', 'name = "demo2"')
    assert list_uids(run, root, "--changed-since", "HEAD") == ["a", "b", "c", "d"]


def test_a_file_that_does_not_load_is_selected(root: Path, run: Run) -> None:
    edit(root, "dashboards/panels/cpu.py", "return", "retrun")
    result = run("check", "--changed-since", "HEAD", cwd=root)
    assert result.returncode == 2
    assert "SyntaxError" in result.stderr


def test_folders_include_those_below(root: Path, run: Run) -> None:
    assert list_uids(run, root, "--folder", "shop") == ["c", "d"]
    assert list_uids(run, root, "--folder", "shop/carts") == ["d"]
    assert list_uids(run, root, "--folder", "shop", "dashboards/shop/c.py") == ["c"]


def test_owners_come_from_the_last_line_that_matches(root: Path, run: Run) -> None:
    (root / ".github").mkdir()
    owners = "* @all\n/dashboards/shop/ @shop @sre  # both\n/dashboards/shop/carts/\n"
    (root / ".github/CODEOWNERS").write_text(owners)
    assert list_uids(run, root, "--owner", "@all") == ["a", "b"]
    assert list_uids(run, root, "--owner", "@sre") == ["c"]
    assert list_uids(run, root, "--owner", "@sre", "--owner", "@all") == ["a", "b", "c"]
    result = run("list", "--owner", "@shp", cwd=root)
    assert (result.returncode, "Did you mean @shop?" in result.stderr) == (2, True)


def test_a_star_stays_in_its_folder_and_sections_have_owners(root: Path, run: Run) -> None:
    """GitHub's documentation: `docs/*` does not match `docs/build-app/troubleshooting.md`."""
    owners = "[Boards] @all\n/dashboards/*\n^[Shops][2] @shop\n/dashboards/shop/*\n"
    (root / "CODEOWNERS").write_text(owners)
    assert list_uids(run, root, "--owner", "@all") == ["a", "b"]
    assert list_uids(run, root, "--owner", "@shop") == ["c"]


def test_names_that_are_not_utf_8(root: Path, run: Run) -> None:
    (root / "CODEOWNERS").write_bytes(b"* @caf\xe9\n")
    result = run("list", "--owner", "@a", cwd=root)
    assert (result.returncode, "is not UTF-8" in result.stderr) == (2, True)
    Path(os.fsdecode(os.fsencode(root) + b"/caf\xe9.txt")).touch()
    assert list_uids(run, root, "--changed-since", "HEAD") == []


def test_several_conditions_must_all_hold(root: Path, run: Run) -> None:
    edit(root, "dashboards/shop/c.py", "up", "down")
    edit(root, "dashboards/a.py", "usage()", "usage(), usage()")
    assert list_uids(run, root, "--changed-since", "HEAD", "--folder", "shop") == ["c"]


@pytest.mark.parametrize("verb", ["build", "check", "diff", "preview", "deploy"])
def test_no_selected_board_is_not_the_whole_project(root: Path, run: Run, verb: str) -> None:
    """Each verb reports that, succeeds, and prints valid JSON."""
    assert run("build", cwd=root).returncode == 0
    commit(root)
    extra = {"diff": ["--against", "committed"], "deploy": ["--plan"]}.get(verb, [])
    result = run(verb, "--changed-since", "HEAD", *extra, "--format", "json", cwd=root)
    assert "No board of the project matches the selection." in result.stderr
    if verb != "deploy":  # there is no Grafana
        assert result.returncode == 0, result.stderr
        assert read_valid_json(result.stdout, verb).get("boards", []) in ([], 0)


def test_a_build_of_selected_boards_keeps_the_other_files(root: Path, run: Run) -> None:
    assert run("build", cwd=root).returncode == 0
    edit(root, "dashboards/shop/c.py", 'unit="short"', 'unit="percent"')
    result = run("build", "--changed-since", "HEAD", cwd=root)
    assert result.returncode == 0
    written = sorted(path.stem for path in (root / "provisioning/dashboards").rglob("*.json"))
    assert written == ["a", "b", "c", "d"]
    assert "1 board compiled" in result.stdout


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (("--changed-since", "nowhere"), "the repository has no such branch, tag or commit"),
        (("--changed-since", ""), "the value is empty"),
        (("--owner", "@a"), "--owner needs a CODEOWNERS file"),
    ],
)
def test_wrong_options(root: Path, run: Run, args: tuple[str, ...], message: str) -> None:
    result = run("check", *args, cwd=root)
    assert (result.returncode, message in result.stderr) == (2, True), result.stderr


def test_outside_a_project_there_is_nothing_to_select(tmp_path: Path, run: Run) -> None:
    (tmp_path / "x.json").write_text("{}")
    result = run("check", "x.json", "--owner", "@a", cwd=tmp_path)
    assert (result.returncode, "need a project" in result.stderr) == (2, True)


def test_prune_needs_the_whole_project(root: Path, run: Run) -> None:
    result = run("deploy", "--prune", "--folder", "shop", "--yes", cwd=root)
    assert (result.returncode, "--prune needs the whole project" in result.stderr) == (2, True)


def test_a_folder_without_boards_is_an_error(root: Path, run: Run) -> None:
    result = run("check", "--folder", "Shop", cwd=root)
    assert (result.returncode, "no board is in this folder" in result.stderr) == (2, True)


def test_a_file_that_fails_may_be_in_any_folder(root: Path, run: Run) -> None:
    """Its `folder` is not known: leaving it out would look like success."""
    edit(root, "dashboards/a.py", "from grafanalib", "import nope\nfrom grafanalib")
    for verb in ("check", "build", "list"):
        result = run(verb, "--folder", "shop", cwd=root)
        assert (result.returncode, "nope" in result.stderr) == (2, True), (verb, result.stderr)


@pytest.mark.parametrize("form", ["text", "json", "markdown"])
@pytest.mark.parametrize("part", [["dashboards"], ["--folder", "shop"], ["dashboards/a.py"]])
def test_a_diff_of_a_part_names_deleted_files(
    root: Path, run: Run, part: list[str], form: str
) -> None:
    """No option selects a file that is gone, and its board may be declared elsewhere now."""
    assert run("build", cwd=root).returncode == 0
    commit(root)
    diff = ["diff", *part, "--format", form, "--against"]
    assert "deleted files" not in run(*diff, "HEAD", cwd=root).stderr
    (root / "dashboards/shop/c.py").unlink()
    for against, name in (("HEAD", "git HEAD"), ("committed", "provisioning")):
        result = run(*diff, against, cwd=root)
        assert result.returncode == 0, result.stderr
        assert result.stderr == (
            f"note: {name}: this diff of a part of the project does not show the boards of deleted"
            " files: dashboards/shop/c.py\n"
            "  Run `boardwright diff` for the whole project to see deleted boards.\n"
        )
    whole = run("diff", "--against", "committed", cwd=root)
    assert (whole.returncode, whole.stderr) == (1, "")
    assert "removed" in whole.stdout or "deleted" in whole.stdout, whole.stdout
