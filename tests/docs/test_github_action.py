"""`action.yml` and the workflows: linted, pinned, and the steps of the action run in order."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from boardwright.report.diff_markdown import MARK
from machines import add_program
from standin.server import StandIn, stand_in
from support import BOARD, ROOT, TOKEN, TOML, server_program

WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))
EXAMPLE = ROOT / "docs/how-to/ci/github.yml"
ACTION: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text())
STEPS: list[dict[str, Any]] = ACTION["runs"]["steps"]
MODES = ("check", "comment", "deploy")
PINNED = re.compile(r"^[\w.-]+/[\w.-]+@[0-9a-f]{40}$")


@pytest.mark.slow
def test_actionlint_accepts_the_workflows_and_the_action(tmp_path: Path) -> None:
    """The example uses the action of this checkout, so that its inputs are checked too."""
    folder = tmp_path / ".github/workflows"
    folder.mkdir(parents=True)
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    shutil.copy(ROOT / "action.yml", tmp_path)
    for path in WORKFLOWS:
        shutil.copy(path, folder)
    example = EXAMPLE.read_text().replace("OWNER/boardwright@COMMIT", "./")
    (folder / "boards.yml").write_text(example)
    command = [server_program("actionlint-1.7.12"), "-no-color", "-shellcheck=", "-pyflakes="]
    result = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert result.returncode == 0, result.stdout


def workflow_steps() -> Iterator[tuple[str, dict[str, Any]]]:
    for path in (*WORKFLOWS, EXAMPLE):
        for job in yaml.safe_load(path.read_text())["jobs"].values():
            yield from ((path.name, step) for step in job["steps"])
    yield from (("action.yml", step) for step in STEPS)


def test_every_action_is_pinned_by_its_commit() -> None:
    used = {step["uses"] for _, step in workflow_steps() if "uses" in step}
    assert len(used) >= 5
    assert [name for name in used if not PINNED.match(name)] == ["OWNER/boardwright@COMMIT"]


def test_no_shell_command_contains_an_expression() -> None:
    assert [name for name, step in workflow_steps() if "${{" in step.get("run", "")] == []


@pytest.mark.parametrize("path", [*WORKFLOWS, EXAMPLE], ids=lambda path: path.name)
def test_each_job_lists_its_permissions(path: Path) -> None:
    data = yaml.safe_load(path.read_text())
    assert data["permissions"] == {}
    assert all(job["permissions"] for job in data["jobs"].values())
    assert all(job["timeout-minutes"] <= 60 for job in data["jobs"].values())
    assert "pull_request_target" not in data[True]  # YAML reads the key `on` as true


def test_the_job_that_runs_a_forks_code_has_no_token() -> None:
    jobs = yaml.safe_load(EXAMPLE.read_text())["jobs"]
    assert jobs["check"]["permissions"] == {"contents": "read"}
    assert "token" not in str(jobs["check"]).lower()
    assert "secrets." not in str(jobs["check"])
    assert "checkout" not in str(jobs["comment"])
    assert "refs/heads/main" in jobs["deploy"]["if"]
    assert [name for name, job in jobs.items() if "secrets." in str(job)] == ["deploy"]


def test_the_mode_that_has_a_token_installs_and_runs_nothing() -> None:
    for step in STEPS:
        if "inputs.token" in str(step):
            assert step["if"] == "inputs.mode == 'comment'"
            assert "boardwright " not in step["run"]
    assert [step for step in STEPS if "if" not in step] == []


def test_only_jobs_that_publish_may_write_and_they_run_no_code_of_the_repository() -> None:
    data = yaml.safe_load((ROOT / ".github/workflows/release.yml").read_text())
    writing = {
        name: {scope for scope, access in job["permissions"].items() if access == "write"}
        for name, job in data["jobs"].items()
        if "write" in str(job["permissions"])
    }
    assert writing == {"publish": {"id-token", "attestations"}, "publish-site": {"contents"}}
    assert all("run" not in step for step in data["jobs"]["publish"]["steps"])
    commands = [step["run"] for step in data["jobs"]["publish-site"]["steps"] if "run" in step]
    assert [line.split()[:2] for line in "".join(commands).splitlines()] == [
        ["git", "fetch"],
        ["git", "push"],
    ]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Return a project with two commits: the second changes the title of its board."""
    root = tmp_path / "project"
    (root / "dashboards").mkdir(parents=True)
    (root / "boardwright.toml").write_text(TOML)
    (root / "dashboards/demo.py").write_text(BOARD)
    (root / ".gitignore").write_text(".boardwright/\n__pycache__/\n")
    git = ["git", "-C", str(root), "-c", "user.name=x", "-c", "user.email=x@localhost"]
    for title in ("Demo", "Shop"):
        board = root / "dashboards/demo.py"
        board.write_text(board.read_text().replace('title="Demo"', f'title="{title}"'))
        subprocess.run([sys.executable, "-m", "boardwright", "build"], cwd=root, check=True)
        for words in (["init", "-q"], ["add", "-A"], ["commit", "-q", "-m", title]):
            subprocess.run([*git, *words], check=True)
        if title == "Demo":
            subprocess.run([*git, "update-ref", "refs/remotes/origin/main", "HEAD"], check=True)
    return root


def run_mode(
    mode: str, root: Path, temp: Path, **env: str
) -> list[subprocess.CompletedProcess[str]]:
    """Run the action's own commands of a mode as GitHub's runner does; stop at a failure.

    `pip install` is left out: the tests of the wheel cover it.
    """
    temp.mkdir(exist_ok=True)
    values = {"runner.temp": str(temp), "github.base_ref": "main", "inputs.deploy-options": ""}
    values |= {"inputs.token": TOKEN, "github.event.pull_request.number": "7"}
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    summary = {"GITHUB_STEP_SUMMARY": str(temp / "summary.md"), "PATH": path}
    results = []
    for step in STEPS:
        if f"inputs.mode == '{mode}'" not in step["if"] or "run" not in step:
            continue
        given = {
            name: re.sub(r"\$\{\{ ([\w.-]+) \}\}", lambda found: values[found[1]], value)
            for name, value in step.get("env", {}).items()
        }
        command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]]
        environ = os.environ | summary | given | env
        result = subprocess.run(command, cwd=root, env=environ, capture_output=True, text=True)
        results.append(result)
        if result.returncode != 0:
            break
    return results


def test_a_pull_request_is_checked_and_gets_a_comment_with_the_changes(
    project: Path, tmp_path: Path
) -> None:
    results = run_mode("check", project, tmp_path / "temp")
    assert [result.returncode for result in results] == [0, 0, 0, 0], results[-1]
    comment = (tmp_path / "temp/comment.md").read_text()
    assert "Demo" in comment
    assert "Shop" in comment
    pages = [path.name for path in (tmp_path / "temp/previews").glob("*.html")]
    assert "demo.html" in pages


def test_output_that_was_not_built_fails_the_check(project: Path, tmp_path: Path) -> None:
    board = project / "dashboards/demo.py"
    board.write_text(board.read_text().replace("Shop", "Other"))
    (result,) = run_mode("check", project, tmp_path / "temp")
    assert result.returncode == 1
    assert "demo.json" in result.stdout + result.stderr


GH = """\
#!/bin/sh
[ "$GH_TOKEN" = "$EXPECTED_TOKEN" ] || exit 4
echo "$*" >>gh.log
[ "$1 $2" != "pr view" ] || cat comments.json
"""


@pytest.mark.parametrize(
    ("bodies", "call"),
    [
        (["coverage: 80 %"], "pr comment 7 --repo shop/boards --body-file COMMENT"),
        (
            [f"{MARK}\nold", "coverage: 80 %"],
            "api --silent --method PATCH repos/shop/boards/issues/comments/100"
            " --field body=@COMMENT",
        ),
        ([f"by somebody else: {MARK}"], "pr comment 7 --repo shop/boards --body-file COMMENT"),
    ],
)
def test_only_our_own_comment_is_updated(tmp_path: Path, bodies: list[str], call: str) -> None:
    """The comments have the numbers 100, 101, ...; all are written with the account of the token.

    Coverage reports and other workflows use the same account, so the last comment may be theirs.
    """
    add_program(tmp_path / "bin/gh", GH)
    address = "https://example.org/shop/boards/pull/7#issuecomment-"
    comments = [
        {"body": body, "url": f"{address}{100 + place}", "viewerDidAuthor": True}
        for place, body in enumerate(bodies)
    ]
    comments.append({"body": f"{MARK}\ncopied", "url": f"{address}99", "viewerDidAuthor": False})
    (tmp_path / "comments.json").write_text(json.dumps({"comments": comments}))
    env = {"PATH": f"{tmp_path}/bin:{os.environ['PATH']}", "GITHUB_REPOSITORY": "shop/boards"}
    (result,) = run_mode("comment", tmp_path, tmp_path / "temp", EXPECTED_TOKEN=TOKEN, **env)
    assert result.returncode == 0, result.stderr
    comment = f"{tmp_path}/temp/boardwright/comment.md"
    view = "pr view 7 --repo shop/boards --json comments"
    assert (tmp_path / "gh.log").read_text().splitlines() == [
        view,
        call.replace("COMMENT", comment),
    ]


def test_an_unreadable_pull_request_gets_no_second_comment(tmp_path: Path) -> None:
    add_program(tmp_path / "bin/gh", GH)
    env = {"PATH": f"{tmp_path}/bin:{os.environ['PATH']}", "GITHUB_REPOSITORY": "shop/boards"}
    (result,) = run_mode("comment", tmp_path, tmp_path / "temp", EXPECTED_TOKEN="other", **env)
    assert result.returncode != 0


@pytest.fixture
def grafana() -> Iterator[StandIn]:
    with stand_in() as server:
        server.store.add_token(TOKEN, "Admin")
        yield server


def test_the_main_branch_is_deployed_by_a_saved_plan(
    project: Path, tmp_path: Path, grafana: StandIn
) -> None:
    """The first run has changes (exit code 1 of the plan), the second has none (exit code 0)."""
    env = {"GRAFANA_URL": grafana.url, "GRAFANA_TOKEN": TOKEN}
    for expected in ("1 create", "1 unchanged"):
        results = run_mode("deploy", project, tmp_path / "temp", **env)
        assert [result.returncode for result in results] == [0, 0], results[-1].stderr
        assert expected in (tmp_path / "temp/summary.md").read_text()
    assert grafana.store.boards["demo"].title == "Shop"
    assert json.loads((tmp_path / "temp/boardwright-plan.json").read_text())
    assert TOKEN not in (tmp_path / "temp/boardwright-plan.json").read_text()


def test_a_grafana_that_does_not_answer_fails_the_deploy(project: Path, tmp_path: Path) -> None:
    env = {"GRAFANA_URL": "http://127.0.0.1:1", "GRAFANA_TOKEN": TOKEN}
    (result,) = run_mode("deploy", project, tmp_path / "temp", **env)
    assert result.returncode == 1
    assert "http://127.0.0.1:1" in result.stderr
