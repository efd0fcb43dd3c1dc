"""The files for CI: valid by the vendors' schemas, and every command in them exists as written."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import click
import pytest
import yaml

from boardwright.cli.root import boardwright
from support import ROOT

CI = ROOT / "docs/how-to/ci"
HOOKS = ROOT / ".pre-commit-hooks.yaml"


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("github.yml", ["--builtin-schema", "vendor.github-workflows"]),
        (
            "gitlab-ci.yml",
            ["--builtin-schema", "vendor.gitlab-ci", "--data-transform", "gitlab-ci"],
        ),
    ],
)
def test_a_file_is_valid(name: str, options: list[str]) -> None:
    result = subprocess.run(
        [sys.executable, "-m", "check_jsonschema", *options, str(CI / name)],
        capture_output=True,
        text=True,
    )
    assert result.returncode == 0, result.stdout + result.stderr


def commands(path: Path) -> list[list[str]]:
    lines = re.findall(r"\bboardwright ((?:build|check|diff|deploy)\b[^\n>]*)", path.read_text())
    return [shlex.split(line) for line in lines]


FILES = [CI / "github.yml", CI / "gitlab-ci.yml"]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_command_exists_with_its_options(path: Path) -> None:
    found = commands(path)
    assert {words[0] for words in found} == {"build", "check", "diff", "deploy"}
    for words in found:
        parse(words)


def parse(words: list[str]) -> None:
    """Parse a command line as `boardwright` does, and run nothing."""
    group = click.Context(boardwright, **boardwright.context_settings)
    command = boardwright.get_command(group, words[0])
    assert command is not None, words
    command.make_context(words[0], words[1:], parent=group)


def test_an_unknown_option_would_be_seen() -> None:
    with pytest.raises(click.UsageError):
        parse(["build", "--chekc"])


def test_the_hooks_exist_and_the_configuration_names_them() -> None:
    hooks = yaml.safe_load(HOOKS.read_text())
    for hook in hooks:
        assert {"id", "name", "entry", "language"} <= hook.keys()
        assert (hook["language"], hook["pass_filenames"]) == ("python", False)
        assert re.search(hook["files"], "shop/dashboards/infra/node.py")
        assert re.search(hook["files"], "boardwright.toml")
        assert not re.search(hook["files"], "README.md")
        parse(shlex.split(hook["entry"])[1:])
    config = yaml.safe_load((CI / "pre-commit-config.yaml").read_text())
    named = [hook["id"] for repo in config["repos"] for hook in repo["hooks"]]
    assert named == [hook["id"] for hook in hooks]


def workflow() -> dict[str, Any]:
    data: dict[str, Any] = yaml.safe_load((CI / "github.yml").read_text())
    return data


def test_what_runs_a_forks_code_has_no_token() -> None:
    data = workflow()
    assert "pull_request" in data[True]  # YAML reads the key `on` as true
    assert "pull_request_target" not in data[True]
    assert data["permissions"] == {"contents": "read"}
    check, comment, deploy = (data["jobs"][name] for name in ("check", "comment", "deploy"))
    assert "secrets." not in str(check)
    assert "token" not in str(check).lower()
    assert "permissions" not in check
    assert "checkout" not in str(comment)
    assert "boardwright " not in str(comment)
    assert "refs/heads/main" in deploy["if"]
    assert [name for name, job in data["jobs"].items() if "secrets." in str(job)] == ["deploy"]


def test_no_expression_is_put_into_a_shell() -> None:
    for job in workflow()["jobs"].values():
        for step in job["steps"]:
            assert "${{" not in step.get("run", "")
