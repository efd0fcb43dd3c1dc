"""`new`, completion, `--help`, encodings and signals: tests that need values or a shell."""

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
from support import TOML, MakeProject, Run


@pytest.mark.parametrize("verb", ["build", "list"])
@pytest.mark.parametrize("source", ["", "1 / 0\n"])
def test_the_json_report_follows_the_schema(
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


def test_the_readme_of_a_new_project_shows_the_main_verbs(tmp_path: Path, run: Run) -> None:
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


@pytest.mark.parametrize("verb", VERBS)
def test_the_help_of_each_verb_shows_examples(tmp_path: Path, run: Run, verb: str) -> None:
    result = run(verb, "--help", cwd=tmp_path)
    assert result.returncode == 0
    assert "Examples:" in result.stdout
    assert f"boardwright {verb}" in result.stdout


def test_the_command_alone_shows_its_verbs(tmp_path: Path, run: Run) -> None:
    result = run("--help", cwd=tmp_path)
    assert result.returncode == 0
    for verb in VERBS:
        assert f"  {verb} " in result.stdout


@pytest.mark.parametrize("command", ["boardwright --help", "boardwright list"])
def test_a_closed_output_gives_no_message(make_project: MakeProject, command: str) -> None:
    left = shell(f"(sleep 0.1; {command}) | true; exit ${{PIPESTATUS[0]}}", make_project())
    assert (left.returncode, left.stderr) == (141, "")


def test_an_encoding_without_a_character_shows_its_code(make_project: MakeProject) -> None:
    root = make_project({"dashboards/a.json": '{"title": "Größe ✓", "uid": "a", "panels": []}'})
    latin = "PYTHONIOENCODING=latin-1 boardwright"
    result = shell(f"{latin} list | iconv -f latin1 -t utf8", root)
    assert result.returncode == 0, result.stderr
    assert "Größe \\u2713" in result.stdout
    listed = json.loads(shell(f"{latin} list --format json", root).stdout)
    assert listed["boards"][0]["title"] == "Größe ✓"


@pytest.mark.parametrize("delay", [0.02, 0.05, 0.08, 0.12, 0.2, 0.3])
def test_ctrl_c_at_the_start_shows_no_traceback(make_project: MakeProject, delay: float) -> None:
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
