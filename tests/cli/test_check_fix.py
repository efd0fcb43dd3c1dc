"""`boardwright check --fix` as a process: exit codes, changed files and unchanged files."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from support import MakeProject, Run, files_of

BAD = """\
{
  "id": 42,
  "uid": "exported",
  "title": "Exported",
  "panels": [
    {
      "type": "text",
      "title": "Notes"
    }
  ]
}
"""
GOOD = BAD.replace("42", "null").replace('      "type"', '      "id": 1,\n      "type"')
ONLY = ("--select", "non-null-id,missing-panel-id")
DIFFERENCE = """\
--- a/board.json
+++ b/board.json
@@ -1,9 +1,10 @@
 {
-  "id": 42,
+  "id": null,
   "uid": "exported",
   "title": "Exported",
   "panels": [
     {
+      "id": 1,
       "type": "text",
       "title": "Notes"
     }
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "board.json").write_text(BAD)
    return tmp_path


def test_without_the_option_write_only_the_difference_is_shown(folder: Path, run: Run) -> None:
    result = run("check", "--fix", *ONLY, "board.json", cwd=folder)
    assert (result.returncode, result.stderr) == (1, "")
    summary = "Pass --write to fix 2 values in 1 file; no problems left.\n"
    assert result.stdout == f"{DIFFERENCE}\n{summary}"
    assert files_of(folder) == {"board.json": BAD.encode()}


@pytest.mark.skipif(not shutil.which("git"), reason="needs git")
def test_git_can_apply_the_difference(folder: Path, run: Run) -> None:
    result = run("check", "--fix", *ONLY, "board.json", cwd=folder)
    subprocess.run(["git", "apply", "-"], cwd=folder, input=result.stdout, text=True, check=True)
    assert (folder / "board.json").read_text() == GOOD


def test_with_the_option_write_the_file_is_fixed_once(folder: Path, run: Run) -> None:
    (folder / "board.json").chmod(0o640)
    result = run("check", "--fix", "--write", *ONLY, ".", cwd=folder)
    assert (result.returncode, result.stderr) == (0, "")
    summary = "Fixed 2 values in 1 file; no problems left.\n"
    assert result.stdout == f"{DIFFERENCE}\n{summary}"
    assert files_of(folder) == {"board.json": GOOD.encode()}
    assert (folder / "board.json").stat().st_mode & 0o777 == 0o640
    again = run("check", "--fix", "--write", *ONLY, ".", cwd=folder)
    assert (again.returncode, again.stdout) == (0, "Nothing to fix; no problems left.\n")
    assert run("check", *ONLY, ".", cwd=folder).returncode == 0


def test_a_problem_without_a_fix_is_reported_and_the_file_unchanged(folder: Path, run: Run) -> None:
    (folder / "board.json").write_text(
        BAD.replace(
            '"text"', '"graph", "targets": [{"expr": "(", "datasource": {"type": "prometheus"}}]'
        )
    )
    only = ("--select", "non-null-id,missing-panel-id,promql-syntax")
    result = run("check", "--fix", "--write", *only, "board.json", cwd=folder)
    assert result.returncode == 1
    assert result.stdout.endswith(
        "\nFixed 2 values in 1 file; 1 problem cannot be fixed automatically.\n"
    )
    again = run("check", "--fix", *only, "board.json", cwd=folder)
    assert (again.returncode, again.stdout) == (
        1,
        "Nothing to fix; 1 problem cannot be fixed automatically.\n",
    )


def test_line_ends_and_the_byte_order_mark_are_unchanged(folder: Path, run: Run) -> None:
    content = b"\xef\xbb\xbf" + BAD.replace("\n", "\r\n").encode()
    (folder / "board.json").write_bytes(content)
    assert run("check", "--fix", "--write", *ONLY, "board.json", cwd=folder).returncode == 0
    wanted = b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode()
    assert (folder / "board.json").read_bytes() == wanted


def test_a_link_to_a_fixed_file_remains_a_link(folder: Path, run: Run) -> None:
    (folder / "link.json").symlink_to("board.json")
    assert run("check", "--fix", "--write", *ONLY, "link.json", cwd=folder).returncode == 0
    assert (folder / "link.json").is_symlink()
    assert (folder / "board.json").read_text() == GOOD


def test_a_failure_gives_exit_code_2_and_the_rest_is_fixed(folder: Path, run: Run) -> None:
    (folder / "broken.json").write_text('{"title": ')
    result = run("check", "--fix", "--write", *ONLY, ".", cwd=folder)
    assert result.returncode == 2
    assert "broken.json" in result.stderr
    assert files_of(folder)["board.json"] == GOOD.encode()
    assert files_of(folder)["broken.json"] == b'{"title": '


@pytest.mark.parametrize(
    "options", [("--write",), ("--fix", "--format", "json"), ("--fix", "--format", "baseline")]
)
def test_contradictory_options_are_refused(
    folder: Path, run: Run, options: tuple[str, ...]
) -> None:
    result = run("check", *options, "board.json", cwd=folder)
    assert (result.returncode, result.stdout) == (2, "")
    assert "--fix" in result.stderr
    assert files_of(folder) == {"board.json": BAD.encode()}


def test_a_data_source_of_the_project_becomes_an_object_reference(
    make_project: MakeProject, run: Run
) -> None:
    panel = {"id": 1, "type": "stat", "title": "Up", "datasource": "Prometheus"}
    text = json.dumps({"title": "Old", "uid": "old", "panels": [panel]})
    root = make_project({"dashboards/old.json": text})
    only = ("--select", "old-datasource-form")
    result = run("check", "--fix", "--write", *only, cwd=root)
    assert (result.returncode, result.stderr) == (0, "")
    wanted = text.replace('"Prometheus"', '{"type": "prometheus", "uid": "prometheus"}')
    assert (root / "dashboards/old.json").read_text() == wanted


def test_a_rule_that_is_suppressed_is_not_fixed(make_project: MakeProject, run: Run) -> None:
    root = make_project({"dashboards/exported.json": BAD})
    with (root / "boardwright.toml").open("a") as toml:
        toml.write(
            '\n[[check.ignore]]\nrule = "non-null-id"\npath = "dashboards/exported.json"\n'
            'reason = "kept"\n'
        )
    run("check", "--fix", "--write", *ONLY, cwd=root)
    assert (root / "dashboards/exported.json").read_text() == GOOD.replace("null", "42")


def test_a_python_module_is_never_changed(make_project: MakeProject, run: Run) -> None:
    board = '{"title": "Board", "uid": "b", "id": 7, "panels": [{"type": "text"}]}'
    root = make_project({"dashboards/demo.py": f"dashboard = {board}\n"})
    before = files_of(root)
    run("check", "--fix", "--write", "--profile", "strict", cwd=root)
    assert {name: files_of(root)[name] for name in before} == before
