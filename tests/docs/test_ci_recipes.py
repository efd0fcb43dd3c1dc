"""The recipes of docs/how-to/ci: valid for their hosts, true to the command, safe with tokens."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest
import yaml

from boardwright.cli.root import boardwright
from support import ROOT, MakeProject, Run

RECIPES = ROOT / "docs/how-to/ci"
HOOKS = ROOT / ".pre-commit-hooks.yaml"
SCHEMAS = {
    "github-boards.yml": "vendor.github-workflows",
    "github-comment.yml": "vendor.github-workflows",
    "gitlab.yml": "vendor.gitlab-ci",
}
FILES = [*sorted(RECIPES.glob("*.yml")), HOOKS]


def read(path: Path) -> Any:
    return yaml.safe_load(path.read_text())


def texts(data: object) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict):
        for value in data.values():
            yield from texts(value)
    elif isinstance(data, list):
        for value in data:
            yield from texts(value)


def commands(path: Path) -> list[str]:
    lines = (line.strip() for text in texts(read(path)) for line in text.splitlines())
    verbs = "|".join(boardwright.list_commands(click.Context(boardwright)))
    return [line for line in lines if re.match(rf"boardwright ({verbs})(?= |$)", line)]


def takes(command: str) -> bool:
    """Whether the verb has each option, with a value that it takes."""
    words = shlex.split(command.partition(" > ")[0])[1:]
    verb = boardwright.get_command(click.Context(boardwright), words[0])
    assert verb is not None
    try:
        verb.make_context(words[0], words[1:])
    except click.UsageError:
        return False
    return True


def test_what_is_no_command_is_told_apart() -> None:
    assert takes("boardwright build --check")
    assert not takes("boardwright build --chek")
    assert not takes("boardwright diff --format html > x")


@pytest.mark.parametrize(("name", "schema"), SCHEMAS.items())
def test_each_is_valid_for_its_host(name: str, schema: str) -> None:
    tool = Path(sys.executable).parent / "check-jsonschema"
    line = [tool, "--builtin-schema", schema, RECIPES / name]
    result = subprocess.run(line, capture_output=True, text=True, timeout=60)
    assert result.returncode == 0, result.stdout + result.stderr


def test_each_recipe_is_told_of_and_known_here() -> None:
    page = (ROOT / "docs/how-to/ci.md").read_text()
    names = {path.name for path in RECIPES.iterdir()}
    assert names == {*SCHEMAS, "pre-commit.yml"}
    assert {name for name in names if f"](ci/{name})" in page} == names


@pytest.mark.parametrize(
    ("name", "check"),
    [("github-boards.yml", "boardwright check --format"), ("gitlab.yml", "boardwright check")],
)
def test_both_hosts_check_show_and_deploy(name: str, check: str) -> None:
    assert [" ".join(command.split()[:3]) for command in commands(RECIPES / name)] == [
        "boardwright build --check",
        check,
        "boardwright diff --against",
        "boardwright deploy --yes",
    ]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_each_command_exists(path: Path) -> None:
    assert [command for command in commands(path) if not takes(command)] == []


@pytest.mark.parametrize("path", sorted(RECIPES.glob("*.yml")), ids=lambda path: path.name)
def test_shell_parses_each_script(path: Path) -> None:
    for job in read(path).get("jobs", {}).values():
        for step in job["steps"]:
            parses(step.get("run", ""))
    for job in read(path).values():
        if isinstance(job, dict) and "script" in job:
            parses("\n".join(job["script"]))


def parses(script: str) -> None:
    result = subprocess.run(["sh", "-n"], input=script, capture_output=True, text=True, timeout=10)
    assert result.stderr == ""


def test_github_gives_no_secret_to_a_pull_request() -> None:
    workflow = read(RECIPES / "github-boards.yml")
    assert set(workflow[True]) == {"pull_request", "push"}  # YAML 1.1 reads `on` as true
    assert workflow["permissions"] == {"contents": "read"}
    jobs = workflow["jobs"]
    with_secrets = {
        name for name, job in jobs.items() if any("secrets." in text for text in texts(job))
    }
    assert with_secrets == {"deploy"}
    assert jobs["deploy"]["if"] == "github.event_name == 'push' && github.ref == 'refs/heads/main'"
    assert all("permissions" not in job for job in jobs.values())


def test_what_may_comment_runs_nothing_of_the_pull_request() -> None:
    workflow = read(RECIPES / "github-comment.yml")
    assert set(workflow[True]) == {"workflow_run"}
    assert workflow[True]["workflow_run"]["workflows"] == [
        read(RECIPES / "github-boards.yml")["name"]
    ]
    steps = workflow["jobs"]["comment"]["steps"]
    assert [step["uses"] for step in steps if "uses" in step] == ["actions/download-artifact@v4"]
    comment = read(RECIPES / "gitlab.yml")["comment"]
    assert comment["variables"]["GIT_STRATEGY"] == "none"
    assert not commands_in(comment)


def commands_in(data: object) -> list[str]:
    return [text for text in texts(data) if text.startswith("boardwright ")]


@pytest.mark.parametrize("name", ["github-boards.yml", "github-comment.yml"])
def test_no_text_of_others_is_pasted_into_a_script(name: str) -> None:
    for job in read(RECIPES / name)["jobs"].values():
        assert [step["run"] for step in job["steps"] if "${{" in step.get("run", "")] == []


def test_hooks_are_those_of_the_recipe() -> None:
    hooks = read(HOOKS)
    used = read(RECIPES / "pre-commit.yml")["repos"][0]["hooks"]
    assert [hook["id"] for hook in used] == [hook["id"] for hook in hooks]
    for hook in hooks:
        assert hook["language"] == "python"
        assert hook["pass_filenames"] is False
        found = {
            name: bool(re.search(hook["files"], name))
            for name in (
                "dashboards/a/b.py",
                "boardwright.toml",
                "provisioning/x.json",
                "README.md",
            )
        }
        assert found == {
            "dashboards/a/b.py": True,
            "boardwright.toml": True,
            "provisioning/x.json": True,
            "README.md": False,
        }


def test_the_build_hook_refuses_what_is_stale(make_project: MakeProject, run: Run) -> None:
    root = make_project()
    entry = shlex.split(read(HOOKS)[0]["entry"])[1:]
    assert run(*entry, cwd=root).returncode == 1
    assert run("build", cwd=root).returncode == 0
    assert run(*entry, cwd=root).returncode == 0
