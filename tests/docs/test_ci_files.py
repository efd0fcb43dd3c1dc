"""The files for CI are valid by the vendors' schemas, and every command in them exists."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import parse_qs, urlsplit

import click
import pytest
import yaml

from boardwright.cli.root import boardwright
from boardwright.report.diff_markdown import MARK
from serving import Handler, serving
from support import ROOT

CI = ROOT / "docs/how-to/ci"
COMPONENT = ROOT / "templates/boards/template.yml"
HOOKS = ROOT / ".pre-commit-hooks.yaml"


def read_component() -> tuple[dict[str, Any], str]:
    """Return the inputs of the GitLab component, and its jobs with the inputs' defaults as text."""
    head, _, text = COMPONENT.read_text().partition("\n---\n")
    inputs: dict[str, Any] = yaml.safe_load(head)["spec"]["inputs"]
    values = {name: str((each or {}).get("default", "a-package")) for name, each in inputs.items()}
    text = re.sub(r"\$\[\[ inputs\.([\w-]+) \]\]", lambda found: values[found[1]], text)
    return inputs, text


@pytest.mark.parametrize("name", ["the component", "the example"])
def test_the_files_for_gitlab_are_valid(name: str, tmp_path: Path) -> None:
    path = tmp_path / "gitlab-ci.yml"
    example = (CI / "gitlab-ci.yml").read_text()
    path.write_text(read_component()[1] if name == "the component" else example)
    options = ["--builtin-schema", "vendor.gitlab-ci", "--data-transform", "gitlab-ci"]
    result = subprocess.run(
        [sys.executable, "-m", "check_jsonschema", *options, str(path)],
        capture_output=True,
        text=True,
    )
    assert result.returncode == 0, result.stdout + result.stderr


def test_the_example_sets_every_input_that_has_no_default() -> None:
    inputs, _ = read_component()
    needed = {name for name, each in inputs.items() if "default" not in (each or {})}
    (include,) = yaml.safe_load((CI / "gitlab-ci.yml").read_text())["include"]
    assert set(include["inputs"]) == needed


def commands(text: str) -> list[list[str]]:
    """Return the words of each command; the plan to apply is a file that exists."""
    text = re.sub(r"--apply-plan \S+", f"--apply-plan {COMPONENT}", text)
    text = text.replace('"${options[@]}"', "").replace("$[[ inputs.deploy-options ]]", "")
    return [shlex.split(line) for line in re.findall(r"\bboardwright ([a-z]+ ?-[^\n>|\\]*)", text)]


def test_every_command_of_the_component_exists_with_its_options() -> None:
    found = commands(read_component()[1])
    assert {words[0] for words in found} == {"build", "diff", "preview", "deploy"}
    for words in found:
        parse(words)


def test_every_command_of_the_action_exists_with_its_options() -> None:
    found = commands((ROOT / "action.yml").read_text())
    assert {words[0] for words in found} == {"build", "check", "diff", "preview", "deploy"}
    for words in found:
        parse(words)


def parse(words: list[str]) -> None:
    """Parse a command line as `boardwright` does, and run nothing."""
    group = click.Context(boardwright, **boardwright.context_settings)
    command = boardwright.get_command(group, words[0])
    assert command is not None, words
    command.make_context(words[0], words[1:], parent=group)


def test_an_unknown_option_is_refused() -> None:
    with pytest.raises(click.UsageError):
        parse(["build", "--chekc"])


def test_the_hooks_exist_and_the_configuration_names_them() -> None:
    hooks = yaml.safe_load(HOOKS.read_text())
    for hook in hooks:
        assert {"id", "name", "entry", "language"} <= hook.keys()
        assert (hook["language"], hook["pass_filenames"]) == ("python", False)
        assert re.search(hook["files"], "shop/dashboards/infra/node.py")
        assert re.search(hook["files"], "rules/slo.py")
        assert re.search(hook["files"], "boardwright.toml")
        assert not re.search(hook["files"], "README.md")
        parse(shlex.split(hook["entry"])[1:])
    config = yaml.safe_load((CI / "pre-commit-config.yaml").read_text())
    named = [hook["id"] for repo in config["repos"] for hook in repo["hooks"]]
    assert named == [hook["id"] for hook in hooks]
    for ours, theirs in zip(
        hooks, (h for repo in config["repos"] for h in repo["hooks"]), strict=True
    ):
        assert {key: theirs[key] for key in ("entry", "files")} == {
            key: ours[key] for key in ("entry", "files")
        }


class Notes(Handler):
    """The notes of a merge request in GitLab's API."""

    asked: ClassVar[list[tuple[str, str, str | None]]] = []
    stored: ClassVar[dict[int, str]] = {}

    def do_GET(self) -> None:
        notes = [{"id": number, "body": text} for number, text in self.stored.items()]
        page = int(parse_qs(urlsplit(self.path).query)["page"][0])
        self._send(notes[100 * (page - 1) : 100 * page])

    def do_POST(self) -> None:
        self._send({"id": 8, "body": self._keep(8)})

    def do_PUT(self) -> None:
        number = int(self.path.rpartition("/")[2])
        self._send({"id": number, "body": self._keep(number)})

    def _keep(self, number: int) -> str:
        text = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["body"]
        self.stored[number] = text
        return str(text)

    def _send(self, data: Any) -> None:
        self.asked.append((self.command, self.path, self.headers["PRIVATE-TOKEN"]))
        self.answer(200, "application/json", json.dumps(data))


def run_comment_job(tmp_path: Path, stored: dict[int, str]) -> list[tuple[str, str, str | None]]:
    """Run the script of the job `comment-boards`; return its requests, and change `stored`."""
    job = yaml.safe_load(read_component()[1])["comment-boards"]
    (tmp_path / "comment.md").write_text(f"{MARK}\nnew")
    asked: list[tuple[str, str, str | None]] = []
    handler = type("Handler", (Notes,), {"stored": stored, "asked": asked})
    with serving(handler) as address:
        variables = {
            "CI_API_V4_URL": f"http://{address}/api/v4",
            "CI_PROJECT_ID": "5",
            "CI_MERGE_REQUEST_IID": "7",
            "COMMENT_TOKEN": "for-comments",
        }
        result = subprocess.run(
            ["sh", "-e", "-c", "\n".join(job["script"])],
            cwd=tmp_path,
            env={**os.environ, **variables},
            capture_output=True,
            text=True,
        )
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")
    return asked


@pytest.mark.parametrize(
    ("there", "after", "sent"),
    [
        ({}, {8: "<!-- boardwright diff -->\nnew"}, ("POST", "/notes")),
        (
            {3: "by hand", 4: "<!-- boardwright diff -->\nold"},
            {3: "by hand", 4: "<!-- boardwright diff -->\nnew"},
            ("PUT", "/notes/4"),
        ),
    ],
)
def test_the_comment_on_gitlab_is_created_once(
    tmp_path: Path, there: dict[int, str], after: dict[int, str], sent: tuple[str, str]
) -> None:
    stored = dict(there)
    asked = run_comment_job(tmp_path, stored)
    assert stored == after
    base = "/api/v4/projects/5/merge_requests/7"
    method, path = sent
    assert asked == [
        ("GET", f"{base}/notes?sort=asc&per_page=100&page=1", "for-comments"),
        (method, base + path, "for-comments"),
    ]


def test_the_comment_on_gitlab_is_found_after_a_hundred_notes(tmp_path: Path) -> None:
    """GitLab returns at most 100 notes a page; notes 1 to 100 are by hand, note 101 is ours."""
    stored = dict.fromkeys(range(1, 101), "by hand") | {101: f"{MARK}\nold"}
    asked = run_comment_job(tmp_path, stored)
    assert stored[101] == f"{MARK}\nnew"
    assert [(method, path.rpartition("/7/")[2]) for method, path, _ in asked] == [
        ("GET", "notes?sort=asc&per_page=100&page=1"),
        ("GET", "notes?sort=asc&per_page=100&page=2"),
        ("PUT", "notes/101"),
    ]


def test_the_job_with_the_gitlab_token_runs_no_code_of_the_repository() -> None:
    jobs = yaml.safe_load(read_component()[1])
    comment = jobs["comment-boards"]
    assert comment["variables"]["GIT_STRATEGY"] == "none"
    assert "extends" not in comment
    assert "boardwright " not in "".join(comment["script"])
    assert [name for name, job in jobs.items() if "COMMENT_TOKEN" in str(job)] == ["comment-boards"]
    assert [name for name, job in jobs.items() if "'comments'" in str(job)] == ["comment-boards"]
