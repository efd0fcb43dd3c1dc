"""`boardwright diff` against servers: each exit code, each format, and nothing written."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from alerts.declared import module
from cli.json_reports import read_valid_json
from standin.kubernetes import CREATE
from standin.server import StandIn, stand_in
from standin.values import Answer, Request
from support import BOARD, FOLDERS, SECOND, TOKEN, TOML, MakeProject, Run, files_of, numbered_board

GROUP = module("g = AlertGroup(name='load', rules=[rule()])")
CHANGED = BOARD.replace('expr="up"', 'expr="sum(up)"')
Result = subprocess.CompletedProcess[str]
Call = Callable[..., Result]


@pytest.fixture
def call(make_project: MakeProject, run: Run) -> Call:
    """Return a function that writes files over a project and runs a verb in it."""

    def run_verb(
        verb: str,
        *args: str,
        url: str = "http://127.0.0.1:9",
        files: Mapping[str, str] | None = None,
        toml: str = "",
    ) -> Result:
        config = f'{TOML}{FOLDERS}\n[grafana]\nurl = "{url}"\n{toml}'
        root = make_project(files, toml=config)
        result = run(verb, *args, cwd=root, env={"GRAFANA_TOKEN": TOKEN})
        output = result.stdout + result.stderr
        assert TOKEN not in output
        assert "bug in boardwright" not in output, output
        return result

    return run_verb


def git(root: Path, *args: str) -> str:
    settings = ["-c", "user.name=Test", "-c", "user.email=test@example.org"]
    command = ["git", "-C", str(root), *settings, *args]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def last(result: Result) -> str:
    return result.stdout.splitlines()[-1]


def test_a_deployed_board_has_no_difference(server: StandIn, call: Call) -> None:
    call("deploy", "--yes", url=server.url)
    result = call("diff", url=server.url)
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout == (f"Grafana at {server.url} -> the declared boards\n\n1 board: 1 same\n")


def test_a_changed_query_is_shown_with_its_panel(server: StandIn, call: Call) -> None:
    call("deploy", "--yes", url=server.url)
    result = call("diff", url=server.url, files={"dashboards/demo.py": CHANGED})
    assert (result.returncode, result.stderr) == (1, "")
    assert result.stdout.splitlines()[2:] == [
        '~ board "Demo" (demo) in Demo: changed  dashboards/demo.py:3',
        '    ~ panel "Up": changed',
        "        query A",
        "          - up",
        "          + sum(up)",
        "            ^^^^  ^",
        "",
        "1 board: 1 changed",
    ]
    zero = call("diff", "--exit-zero", url=server.url, files={"dashboards/demo.py": CHANGED})
    assert (zero.returncode, zero.stdout) == (0, result.stdout)


def test_a_threshold_changed_in_the_editor_is_shown_in_one_line(
    server: StandIn, call: Call
) -> None:
    call("deploy", "--yes", url=server.url)
    stored = server.store.boards["demo"]
    body = json.loads(json.dumps(stored.body))
    fields = body["panels"][0]["fieldConfig"]["defaults"]
    fields["thresholds"]["steps"][1]["value"] = 95.0
    fields |= {"mappings": [], "custom": {"lineWidth": 1, "fillOpacity": 0}}
    body["panels"][0] |= {"pluginVersion": "12.2.0", "transparent": False}
    body |= {"weekStart": "", "preload": False, "refresh": "", "iteration": 1}
    stored.versions.append((body, ""))
    result = call("diff", url=server.url)
    assert result.returncode == 1
    assert result.stdout.splitlines()[3:5] == [
        '    ~ panel "Up": changed',
        "        threshold: red from 95 -> red from 80",
    ]


def test_diff_writes_nothing(server: StandIn, call: Call, tmp_path: Path) -> None:
    call(
        "deploy",
        "--yes",
        url=server.url,
        files={"dashboards/demo.py": BOARD, "dashboards/b.py": SECOND},
    )
    versions = {uid: board.version for uid, board in server.store.boards.items()}
    server.log.clear()
    before = files_of(tmp_path)
    call("diff", url=server.url)
    assert server.log
    assert server.list_writes() == []
    assert {uid: board.version for uid, board in server.store.boards.items()} == versions
    assert files_of(tmp_path) == before


def test_a_board_missing_in_grafana_is_shown_as_created(server: StandIn, call: Call) -> None:
    result = call("diff", url=server.url)
    assert result.returncode == 1
    assert '+ board "Demo" (demo) in Demo: created  dashboards/demo.py:3' in result.stdout


def test_a_board_in_another_folder_is_shown_as_changed(server: StandIn, call: Call) -> None:
    call("deploy", "--yes", url=server.url)
    server.store.boards["demo"].folder = ""
    result = call("diff", url=server.url)
    assert result.returncode == 1
    assert '~ board "Demo" (demo) in General -> Demo: changed' in result.stdout


def test_a_board_that_cannot_be_read_is_an_error_and_the_others_are_shown(
    server: StandIn, call: Call
) -> None:
    files = {"dashboards/demo.py": BOARD, "dashboards/b.py": SECOND}
    call("deploy", "--yes", url=server.url, files=files)

    def broken(request: Request) -> Answer | None:
        if request.path.endswith("/second"):
            return Answer(status=500, body={"message": "disk full"})
        return None

    server.before = broken
    result = call("diff", url=server.url, files={**files, "dashboards/demo.py": CHANGED})
    assert result.returncode == 2
    assert '~ board "Demo" (demo)' in result.stdout
    assert last(result) == "1 board: 1 changed, 1 error"
    assert 'dashboards/b.py:3: board "Second" (second)' in result.stderr
    assert "disk full" in result.stderr
    assert call("diff", "--exit-zero", url=server.url, files=files).returncode == 2


def test_a_board_of_ours_that_is_no_longer_declared_is_shown_as_removed(
    server: StandIn, call: Call, tmp_path: Path
) -> None:
    call(
        "deploy",
        "--yes",
        url=server.url,
        files={"dashboards/demo.py": BOARD, "dashboards/b.py": SECOND},
    )
    server.store.provision("other", {"title": "Other", "tags": []}, folder="files", file="o.json")
    (tmp_path / "project/dashboards/b.py").unlink()
    result = call("diff", url=server.url)
    assert (result.returncode, last(result)) == (1, "2 boards: 1 removed, 1 same")
    assert '- board "Second" (second) in Demo: removed' in result.stdout
    assert last(call("diff", "dashboards/demo.py", url=server.url)) == "1 board: 1 same"
    broken = call("diff", url=server.url, files={"dashboards/b.py": "1 / 0\n"})
    assert (broken.returncode, last(broken)) == (2, "1 board: 1 same, 1 error")


def test_many_boards_are_read_as_a_list(server: StandIn, call: Call) -> None:
    files = {"dashboards/demo.py": BOARD}
    files |= {f"dashboards/b{n:02}.py": numbered_board(n) for n in range(20)}
    call("deploy", "--yes", url=server.url, files=files)
    server.log.clear()
    result = call("diff", url=server.url)
    assert (result.returncode, last(result)) == (0, "21 boards: 21 same")
    assert not [path for _, path in server.log if path.startswith("/api/dashboards/uid/")]
    assert len(server.log) <= 7
    assert server.list_writes() == []


def test_a_board_that_does_not_compile_is_an_error_and_the_others_are_shown(
    server: StandIn, call: Call
) -> None:
    call("deploy", "--yes", url=server.url)
    files = {"dashboards/demo.py": CHANGED, "dashboards/b.py": "1 / 0\n"}
    result = call("diff", url=server.url, files=files)
    assert result.returncode == 2
    assert '~ board "Demo" (demo)' in result.stdout
    assert "dashboards/b.py:1" in result.stderr


def test_only_the_boards_of_the_named_files_are_compared(server: StandIn, call: Call) -> None:
    files = {"dashboards/demo.py": BOARD, "dashboards/b.py": SECOND}
    result = call("diff", "dashboards/b.py", url=server.url, files=files)
    assert last(result) == "1 board: 1 created"
    assert "Second" in result.stdout


def test_alert_rules_that_cannot_be_read_are_reported(call: Call, tmp_path: Path) -> None:
    call("build", files={"dashboards/demo.py": BOARD, "dashboards/a.py": GROUP})
    (group,) = (tmp_path / "project/provisioning/grafana/provisioning/alerting").glob("*")
    group.unlink()
    group.mkdir()
    result = call("diff", "--against", "committed")
    assert result.returncode == 2
    assert f"alerting/{group.name}: the path is a folder, not a file" in result.stderr
    assert last(result) == "1 board: 1 same, 1 error"


def test_boards_are_compared_between_two_environments(server: StandIn, call: Call) -> None:
    with stand_in() as staging:
        staging.store.add_token(TOKEN, "Admin")
        staging.store.data_sources.append(("P9", "Staging", "prometheus"))
        toml = f'\n[environments.staging]\nurl = "{staging.url}"\n'
        toml += '[environments.staging.datasources]\nprometheus = "P9"\n'
        given = {"url": server.url, "toml": toml}
        call("deploy", "--yes", **given)
        call("deploy", "--yes", "--env", "staging", **given)
        same = call("diff", "--against", "env:staging", **given)
        assert (same.returncode, same.stdout.splitlines()[0]) == (
            0,
            f"Grafana at {staging.url} -> Grafana at {server.url}",
        )
        call("deploy", "--yes", files={"dashboards/demo.py": CHANGED}, **given)
        result = call("diff", "--against", "env:staging", **given)
        assert result.stdout.splitlines()[5:7] == ["          - up", "          + sum(up)"]
        back = call("diff", "--env", "staging", **given)
        assert (back.returncode, last(back)) == (0, "1 board: 1 same")
        assert [*staging.list_writes()] == [("POST", "/api/folders"), ("POST", CREATE)]
    nowhere = call("diff", "--against", "env:nowhere", url=server.url)
    assert nowhere.returncode == 2
    assert "no environment 'nowhere'" in nowhere.stderr


def test_the_json_report_follows_the_schema(server: StandIn, call: Call) -> None:
    call("deploy", "--yes", url=server.url)
    files = {"dashboards/demo.py": CHANGED, "dashboards/b.py": SECOND, "dashboards/c.py": "1 / 0\n"}
    result = call("diff", "--format", "json", url=server.url, files=files)
    assert result.returncode == 2
    reported = read_valid_json(result.stdout, "diff")
    changed, created = reported["boards"]
    assert (changed["kind"], created["kind"]) == ("changed", "created")
    (panel,) = changed["panels"]
    assert (panel["title"], panel["place"]) == ("Up", "dashboards/demo.py:6")
    assert panel["changes"] == [
        {
            "kind": "changed",
            "path": "/targets/0/expr",
            "what": "query A",
            "before": "up",
            "after": "sum(up)",
        }
    ]
    assert len(reported["errors"]) == 1


def test_github_annotations_have_the_line_of_the_panel(server: StandIn, call: Call) -> None:
    call("deploy", "--yes", url=server.url)
    files = {"dashboards/demo.py": CHANGED}
    result = call("diff", "--format", "github", url=server.url, files=files)
    assert result.stdout.splitlines()[1] == (
        '::notice file=dashboards/demo.py,line=6,title=panel "Up" changed::'
        'board "Demo"%0Aquery A: up -> sum(up)'
    )


def test_the_markdown_report_is_a_table_of_boards(server: StandIn, call: Call) -> None:
    call("deploy", "--yes", url=server.url)
    files = {"dashboards/demo.py": CHANGED}
    result = call("diff", "--format", "markdown", url=server.url, files=files)
    assert result.returncode == 1
    assert "| 🟡 changed | <code>Demo</code> | <code>Demo</code> | 1 changed |" in result.stdout
