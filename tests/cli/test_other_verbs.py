"""`list`, `new`, `completion`, help and usage, as processes."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
import tomllib
from pathlib import Path

import pytest

from boardwright.cli.root import VERBS
from cli.json_reports import read_valid_json
from support import TOML, MakeProject, Run, files_of


def test_list_is_a_table(make_project: MakeProject, run: Run) -> None:
    result = run("list", cwd=make_project())
    assert result.returncode == 0, result.stderr
    assert result.stdout.splitlines() == [
        "UID   TITLE  FOLDER  PANELS  SCHEMA  DECLARED AT",
        "demo  Demo   Demo    1       v1      dashboards/demo.py:3",
    ]


def test_list_writes_nothing(make_project: MakeProject, run: Run) -> None:
    root = make_project()
    before = files_of(root)
    run("list", cwd=root)
    assert files_of(root) == before


def test_list_reports_files_that_it_could_not_read(make_project: MakeProject, run: Run) -> None:
    root = make_project({"dashboards/a.py": "1 / 0\n"})
    result = run("list", cwd=root)
    assert result.returncode == 2
    assert "dashboards/a.py:1" in result.stderr


@pytest.mark.parametrize("verb", ["build", "list"])
@pytest.mark.parametrize("source", ["", "1 / 0\n"])
def test_json_has_the_shape_of_its_schema(
    make_project: MakeProject, run: Run, verb: str, source: str
) -> None:
    root = make_project()
    (root / "dashboards/other.py").write_text(source)
    result = run(verb, "--format", "json", cwd=root)
    assert result.returncode == (2 if source else 0)
    read_valid_json(result.stdout, verb)


def test_new_starts_a_project_that_builds(tmp_path: Path, run: Run) -> None:
    result = run("new", "My Boards", cwd=tmp_path)
    assert result.returncode == 0, result.stderr
    assert result.stdout.endswith("Next: cd 'My Boards' && boardwright preview\n")
    root = tmp_path / "My Boards"
    assert run("build", cwd=root).returncode == 0
    board = json.loads(
        (root / "provisioning/dashboards/my-boards/my-boards-first.json").read_text()
    )
    assert board["panels"][0]["targets"][0]["expr"] == (
        '100 - avg by (instance) (irate(node_cpu_seconds_total{mode="idle"}[1m])) * 100'
    )


@pytest.mark.parametrize(
    ("folder", "project", "title"),
    [
        ("My Boärds !", "my-boards", "My boärds"),
        ("caf\u0065\u0301_2", "cafe-2", "Café 2"),
        ("日本 $", "boards", "日本"),
        ("हिन्दी", "boards", "हिन्दी"),
        ("!!", "boards", "Boards"),
    ],
)
def test_new_keeps_the_letters_of_a_name(
    tmp_path: Path, run: Run, folder: str, project: str, title: str
) -> None:
    result = run("new", folder, cwd=tmp_path)
    assert result.returncode == 0, result.stderr
    config = tomllib.loads((tmp_path / folder / "boardwright.toml").read_text())["project"]
    assert (config["name"], config["folder"]) == (project, title)
    step = result.stdout.splitlines()[-1].removeprefix("Next: ")
    shown = shell(step, tmp_path)
    assert shown.returncode == 0, shown.stderr
    assert (tmp_path / folder / ".boardwright/preview/index.html").is_file()


def test_new_adds_files_to_a_repository_and_changes_none(tmp_path: Path, run: Run) -> None:
    (tmp_path / "README.md").write_text("mine")
    (tmp_path / ".gitignore").write_text("*.log\n")
    (tmp_path / "dashboards").mkdir()
    exported = '{"title": "Exported", "uid": "exported", "panels": []}'
    (tmp_path / "dashboards/exported.json").write_text(exported)
    result = run("new", ".", "--name", "infra", cwd=tmp_path)
    assert result.returncode == 0, result.stderr
    assert result.stdout.splitlines() == [
        "     new  ./boardwright.toml",
        "     new  ./dashboards/first.py",
        "     new  ./tests/test_first.py",
        "    kept  ./.gitignore",
        "    kept  ./README.md",
        "Add these lines to ./.gitignore: .boardwright/ and __pycache__/",
        "Next: boardwright preview",
    ]
    assert (tmp_path / "README.md").read_text() == "mine"
    assert (tmp_path / ".gitignore").read_text() == "*.log\n"
    built = run("build", cwd=tmp_path)
    assert built.returncode == 0, built.stderr
    assert "2 boards compiled" in built.stdout


def test_new_refuses_a_project_and_a_file(make_project: MakeProject, run: Run) -> None:
    root = make_project()
    before = files_of(root)
    again = run("new", ".", cwd=root)
    assert again.returncode == 2
    assert "boardwright.toml: the folder already contains a project" in again.stderr
    file = run("new", "boardwright.toml", cwd=root)
    assert file.returncode == 2
    assert "is a file" in file.stderr
    assert files_of(root) == before


def test_the_readme_of_a_new_project_covers_the_loop(tmp_path: Path, run: Run) -> None:
    assert run("new", "shop", cwd=tmp_path).returncode == 0
    text = (tmp_path / "shop/README.md").read_text()
    verbs = re.findall(r"^    boardwright (\w+)", text, re.M)
    assert {"preview", "check", "build", "diff", "deploy"} <= set(verbs) <= set(VERBS)


def test_a_long_name_still_builds(tmp_path: Path, run: Run) -> None:
    result = run("new", "x" * 200, cwd=tmp_path)
    assert result.returncode == 0, result.stderr
    built = run("build", cwd=tmp_path / ("x" * 200))
    assert built.returncode == 0, built.stderr


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        (["bu"], {"build"}),
        (["check", "--select", "hardcoded-c"], {"hardcoded-cpu-count"}),
        (["check", "--ignore", "empty-row,hardcoded-c"], {"empty-row,hardcoded-cpu-count"}),
        (["check", "--explain", "promql-s"], {"promql-syntax"}),
        (["build", "--env", ""], {"live", "staging"}),
        (["release", ""], {"demo"}),
        (["import", "--folder", ""], {"Demo", "Team A"}),
    ],
)
def test_the_shell_completes_names_of_the_project(
    make_project: MakeProject, run: Run, words: list[str], offered: set[str]
) -> None:
    names = (
        '[environments.live]\n[environments.staging]\n[[folders]]\ntitle = "Team A"\nuid = "a"\n'
    )
    root = make_project(toml=TOML + names)
    assert run("build", cwd=root).returncode == 0
    variables = {
        "_BOARDWRIGHT_COMPLETE": "bash_complete",
        "COMP_WORDS": " ".join(["boardwright", *words]),
        "COMP_CWORD": str(len(words)),
    }
    result = run(cwd=root, env=variables)
    assert {line.removeprefix("plain,") for line in result.stdout.splitlines()} == offered


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_prints_a_script(tmp_path: Path, run: Run, shell: str) -> None:
    result = run("completion", shell, cwd=tmp_path)
    assert result.returncode == 0
    assert "_BOARDWRIGHT_COMPLETE" in result.stdout


@pytest.mark.parametrize("verb", VERBS)
def test_help_shows_examples(tmp_path: Path, run: Run, verb: str) -> None:
    result = run(verb, "--help", cwd=tmp_path)
    assert result.returncode == 0
    assert "Examples:" in result.stdout
    assert f"boardwright {verb}" in result.stdout


def test_the_command_alone_shows_its_verbs(tmp_path: Path, run: Run) -> None:
    result = run("--help", cwd=tmp_path)
    assert result.returncode == 0
    for verb in VERBS:
        assert f"  {verb} " in result.stdout


@pytest.mark.parametrize(
    "command",
    [
        "boardwright --help",
        "boardwright --version",
        "boardwright build --help",
        "boardwright list",
        "boardwright check --format json",
        "boardwright completion bash",
    ],
)
def test_an_output_that_takes_nothing_is_one_line(make_project: MakeProject, command: str) -> None:
    full = shell(f"{command} > /dev/full", make_project())
    assert full.returncode == 2
    assert full.stderr == "error: cannot write to the output: No space left on device\n"


@pytest.mark.parametrize("command", ["boardwright --help", "boardwright list"])
def test_a_reader_that_leaves_gets_no_message(make_project: MakeProject, command: str) -> None:
    left = shell(f"(sleep 0.1; {command}) | true; exit ${{PIPESTATUS[0]}}", make_project())
    assert (left.returncode, left.stderr) == (141, "")


def test_a_closed_output_is_refused_before_anything_is_written(make_project: MakeProject) -> None:
    root = make_project()
    result = shell("boardwright build >&-", root)
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr == "error: cannot write to the output: standard output is closed\n"
    assert not (root / "provisioning").exists()


@pytest.mark.parametrize("args", ["build", "check absent.py", "new ."])
def test_a_deleted_current_folder_is_one_message(tmp_path: Path, args: str) -> None:
    result = shell(f"mkdir gone && cd gone && rmdir ../gone && boardwright {args}", tmp_path)
    assert result.returncode == 2
    assert "Traceback" not in result.stderr
    assert "no longer exists" in result.stderr or "does not exist" in result.stderr


def test_help_and_rule_pages_exist_without_docstrings(make_project: MakeProject) -> None:
    """PYTHONOPTIMIZE=2 removes docstrings, which help and rule pages are made of."""
    root = make_project()
    for command in ("build --help", "check --explain promql-syntax", "build"):
        usual = shell(f"boardwright {command}", root)
        assert shell(f"PYTHONOPTIMIZE=2 boardwright {command}", root).returncode == 0
        if command != "build":
            optimised = shell(f"PYTHONOPTIMIZE=2 boardwright {command}", root)
            assert optimised.stdout == usual.stdout


def test_an_encoding_without_a_character_shows_its_code(make_project: MakeProject) -> None:
    root = make_project({"dashboards/a.json": '{"title": "Größe ✓", "uid": "a", "panels": []}'})
    latin = "PYTHONIOENCODING=latin-1 boardwright"
    result = shell(f"{latin} list | iconv -f latin1 -t utf8", root)
    assert result.returncode == 0, result.stderr
    assert "Größe \\u2713" in result.stdout
    listed = json.loads(shell(f"{latin} list --format json", root).stdout)
    assert listed["boards"][0]["title"] == "Größe ✓"


@pytest.mark.parametrize("delay", [0.02, 0.05, 0.08, 0.12, 0.2, 0.3])
def test_ctrl_c_at_the_start_is_no_traceback(make_project: MakeProject, delay: float) -> None:
    """Before `main` runs, Python itself and pip's launcher script may show one."""
    program = Path(sys.executable).with_name("boardwright")
    with subprocess.Popen(
        [program, "check"], cwd=make_project(), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        time.sleep(delay)
        process.send_signal(signal.SIGINT)
        _, stderr = process.communicate(timeout=60)
    assert b"boardwright/cli" not in stderr, stderr
    assert process.returncode in {0, 1, 130, -signal.SIGINT}


def shell(line: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run a line of bash with the command of this environment."""
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    return subprocess.run(
        ["bash", "-c", line], cwd=cwd, env={**os.environ, "PATH": path},
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip


@pytest.mark.parametrize(
    "args",
    [
        ["build", "--output", ""],
        ["diff", "--against", ""],
        ["import", "--output", ""],
        ["new", ""],
        ["preview", "--against", ""],
        ["preview", "--record", ""],
        ["check", "--select", ""],
        ["check", "--ignore", " , "],
        ["build", "--env", ""],
    ],
)
def test_an_empty_name_is_not_this_folder(
    make_project: MakeProject, run: Run, args: list[str]
) -> None:
    root = make_project()
    before = files_of(root)
    result = run(*args, cwd=root)
    assert result.returncode == 2
    assert "the value is empty; perhaps a shell variable is not set." in result.stderr
    assert files_of(root) == before


@pytest.mark.parametrize(
    ("verb", "hint"),
    [
        ("biuld", "Did you mean 'build'?"),
        ("chekc", "Did you mean 'check'?"),
        ("x", "Verbs: build,"),
    ],
)
def test_a_misspelled_verb_names_the_nearest(
    tmp_path: Path, run: Run, verb: str, hint: str
) -> None:
    result = run(verb, cwd=tmp_path)
    assert result.returncode == 2
    assert f"No such verb '{verb}'. {hint}" in result.stderr


@pytest.mark.parametrize("args", [["nonsense"], ["build", "--nonsense"], ["build", "absent.py"]])
def test_usage_is_2(tmp_path: Path, run: Run, args: list[str]) -> None:
    result = run(*args, cwd=tmp_path)
    assert result.returncode == 2
    assert "Error:" in result.stderr
