"""`boardwright deploy`: results, messages, and secrets that are never shown."""

from __future__ import annotations

import base64
import json
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from cli.json_reports import read_valid_json
from stack.servers import free_port
from standin.kubernetes import CREATE
from standin.raw import http, raw_server
from standin.server import StandIn
from standin.values import Answer, Request
from support import BOARD, FOLDERS, SECOND, TOKEN, TOML, MakeProject, Run, numbered_board

PASSWORD = "correct horse/battery"
SECRETS = (TOKEN, PASSWORD, base64.b64encode(f"admin:{PASSWORD}".encode()).decode())
Result = subprocess.CompletedProcess[str]
Deploy = Callable[..., Result]


@pytest.fixture
def server(server: StandIn) -> StandIn:
    server.store.add_user("admin", PASSWORD, "Admin")
    return server


@pytest.fixture
def deploy(make_project: MakeProject, run: Run) -> Deploy:
    """Return a function that deploys a project to an address; no output holds a secret."""

    def call(
        url: str,
        *args: str,
        retries: int = 0,
        files: Mapping[str, str] | None = None,
        toml: str = "",
        env: Mapping[str, str] | None = None,
    ) -> Result:
        grafana = f'\n[grafana]\nurl = "{url}"\nretries = {retries}\n{toml}'
        root = make_project(files, toml=TOML + FOLDERS + grafana)
        given = {"GRAFANA_TOKEN": TOKEN} if env is None else env
        result = run("deploy", *(args or ("--yes",)), cwd=root, env=given)
        output = result.stdout + result.stderr
        assert not [secret for secret in SECRETS if secret in output], output
        assert "bug in boardwright" not in output, output
        return result

    return call


def test_boards_are_created_and_their_addresses_are_shown(server: StandIn, deploy: Deploy) -> None:
    result = deploy(server.url)
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout.splitlines() == [
        f'Grafana 12.2.0 at {server.url}, organisation "Main Org."',
        '   create  folder "Demo" (demo-folder)',
        "           FOLDER  UID   TITLE",
        "   create  Demo    demo  Demo",
        "Plan: 1 folder to create, 1 board: 1 create",
        '  created  folder "Demo" (demo-folder)',
        "           FOLDER  UID   TITLE  ADDRESS",
        f"  created  Demo    demo  Demo   {server.url}/d/demo",
        "1 board: 1 created",
    ]
    board = server.store.boards["demo"]
    assert (board.folder, board.title) == ("demo-folder", "Demo")
    assert "boardwright:demo" in board.body["tags"]


def test_unchanged_boards_are_not_saved(server: StandIn, deploy: Deploy) -> None:
    files = {"dashboards/a.py": BOARD, "dashboards/b.py": SECOND}
    deploy(server.url, files=files)
    server.log.clear()
    result = deploy(server.url, files=files)
    assert result.stdout.endswith("2 boards: 2 unchanged\n")
    assert server.list_writes() == []
    changed = {"dashboards/b.py": SECOND.replace('"Up"', '"Down"')}
    result = deploy(server.url, files=changed)
    assert result.stdout.endswith("2 boards: 1 updated, 1 unchanged\n")
    assert server.list_writes() == [("POST", "/api/dashboards/db")]
    assert server.store.boards["second"].versions[-1][1] == "boardwright: demo, version 2"


def test_nested_folders_are_created(server: StandIn, deploy: Deploy) -> None:
    result = deploy(
        server.url, files={"dashboards/a.py": 'folder = "Infrastructure/Node"\n' + BOARD}
    )
    assert result.returncode == 0
    assert server.store.folders["infrastructure-node-folder"].parent == "infrastructure-folder"
    assert server.store.folders["infrastructure-node-folder"].title == "Node"
    assert server.store.boards["demo"].folder == "infrastructure-node-folder"


def test_only_the_boards_of_the_named_files_are_deployed(server: StandIn, deploy: Deploy) -> None:
    files = {"dashboards/a.py": BOARD, "dashboards/b.py": SECOND}
    result = deploy(server.url, "--yes", "dashboards/b.py", files=files)
    assert result.returncode == 0
    assert list(server.store.boards) == ["second"]


def test_an_environment_can_have_another_grafana(server: StandIn, deploy: Deploy) -> None:
    server.store.data_sources.append(("P1", "Live", "prometheus"))
    toml = f'[environments.live]\nurl = "{server.url}"\ntoken_env = "LIVE"\n'
    toml += '[environments.live.datasources]\nprometheus = "P1"\n'
    result = deploy("http://127.0.0.1:9", "--yes", "--env", "live", toml=toml, env={"LIVE": TOKEN})
    assert result.returncode == 0, result.stderr
    (panel,) = server.store.boards["demo"].body["panels"]
    assert panel["datasource"]["uid"] == "P1"


def test_the_json_report_follows_the_schema(server: StandIn, deploy: Deploy) -> None:
    server.store.provision("second", {"title": "Second"}, folder="files", file="b.json")
    files = {"dashboards/a.py": BOARD, "dashboards/b.py": SECOND}
    result = deploy(server.url, "--yes", "--format", "json", files=files)
    assert result.returncode == 2
    reported = only_environment(result.stdout)
    assert [board["status"] for board in reported["boards"]] == ["created", "failed"]
    assert reported["boards"][0]["url"] == f"{server.url}/d/demo"
    assert reported["server"]["organisation"] == "Main Org."


def test_a_board_that_does_not_compile_stops_everything(server: StandIn, deploy: Deploy) -> None:
    files = {"dashboards/a.py": BOARD, "dashboards/b.py": "1 / 0\n"}
    result = deploy(server.url, "--yes", "--format", "json", files=files)
    assert result.returncode == 2
    assert "dashboards/b.py:1" in result.stderr
    assert server.log == []
    assert only_environment(result.stdout)["server"] is None


def only_environment(stdout: str) -> dict[str, Any]:
    """Return the report of the only environment."""
    (environment,) = read_valid_json(stdout, "deploy")["environments"]
    assert isinstance(environment, dict)
    return environment


def test_one_failed_board_does_not_stop_the_others(server: StandIn, deploy: Deploy) -> None:
    server.store.provision("demo", {"title": "Demo"}, folder="files", file="infra/demo.json")
    result = deploy(server.url, files={"dashboards/a.py": BOARD, "dashboards/b.py": SECOND})
    assert result.returncode == 2
    assert result.stdout.endswith("2 boards: 1 created, 1 failed\n")
    assert result.stderr == (
        'error: dashboards/a.py:3: board "Demo" (demo): a file provider of Grafana '
        "manages the board, so the API cannot save it (the provider reads "
        "infra/demo.json)\n  Use either a deploy or a file provider for a board. Remove "
        "the board's file from the provider's folder, or do not deploy the board.\n"
    )


def test_a_reason_shared_by_many_boards_is_reported_once(server: StandIn, deploy: Deploy) -> None:
    server.store.add_token(TOKEN, "Viewer")
    files = {f"dashboards/b{n:02}.py": numbered_board(n) for n in range(12)}
    result = deploy(server.url, files=files)
    assert result.returncode == 2
    lines = result.stderr.splitlines()
    assert lines[0].startswith('error: folder "Demo" (demo-folder): ')
    assert "it needs the permission folders:create" in lines[0]
    assert 'error: 12 boards: the folder "Demo" could not be created' in lines
    assert lines[-1] == "    and 2 more"


@pytest.mark.parametrize("mode", [0o600, 0o644])
def test_a_token_file_that_others_can_read_is_a_warning(
    server: StandIn, deploy: Deploy, tmp_path: Path, mode: int
) -> None:
    (tmp_path / "token").write_text(TOKEN)
    (tmp_path / "token").chmod(mode)
    result = deploy(server.url, toml='token_file = "../token"\n', env={})
    assert result.returncode == 0
    warning = "warning: other users of this machine can read ../token: run `chmod 600 ../token`\n"
    assert result.stderr == (warning if mode == 0o644 else "")


def test_the_password_is_read_from_the_env_file_of_the_stack(
    server: StandIn, deploy: Deploy, tmp_path: Path
) -> None:
    (tmp_path / ".env").write_text(f"GRAFANA_ADMIN_PASSWORD='{PASSWORD}'\n")
    (tmp_path / ".env").chmod(0o600)
    result = deploy(server.url, toml='env_file = "../.env"\n', env={})
    assert (result.returncode, result.stderr) == (0, "")


@pytest.mark.parametrize(
    ("toml", "env", "message"),
    [
        ("", {}, "no Grafana credentials found\n  Set GRAFANA_TOKEN or GRAFANA_PASSWORD"),
        ('env_file = ".env"\n', {}, "The file .env, which boardwright.toml names, does not exist"),
        ("", {"GRAFANA_TOKEN": ""}, "the token of GRAFANA_TOKEN is blank"),
        (
            'token_file = "none"\n',
            {},
            "the file none cannot be read: No such file or directory",
        ),
        (
            "",
            {"GRAFANA_TOKEN": TOKEN[:-1]},
            "the token of GRAFANA_TOKEN was refused: Invalid API key",
        ),
        (
            "",
            {"GRAFANA_PASSWORD": PASSWORD[1:], "GRAFANA_USER": "nobody"},
            "the user 'nobody' with the password of GRAFANA_PASSWORD was refused:"
            " Invalid username or password",
        ),
        (
            "org_id = 77\n",
            {"GRAFANA_TOKEN": TOKEN},
            "the token of GRAFANA_TOKEN does not belong to the organisation that org_id in"
            " [grafana] sets",
        ),
        (
            "org_id = 77\n",
            {"GRAFANA_PASSWORD": PASSWORD},
            "the user 'admin' with the password of GRAFANA_PASSWORD has no access to"
            " organisation 77",
        ),
    ],
)
def test_missing_or_wrong_credentials_are_reported(
    server: StandIn, deploy: Deploy, toml: str, env: Mapping[str, str], message: str
) -> None:
    result = deploy(server.url, toml=toml, env=env)
    assert (result.returncode, result.stdout) == (2, "")
    assert message in result.stderr
    assert server.list_writes() == []


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (
            http("200 OK", "<html><title>Company login</title></html>"),
            'the answer (HTTP 200) is an HTML page, not JSON: "Company login"',
        ),
        (
            http("502 Bad Gateway", "<title>502 Bad Gateway</title>"),
            "a proxy in front of Grafana answers 502 Bad Gateway",
        ),
        (
            http("302 Found", Location=f"https://login.example.org/?token={TOKEN}"),
            "the server answers with a redirect (HTTP 302) to https://login.example.org/\n",
        ),
        (
            http("200 OK", '{"database": "o', "application/json"),
            "the JSON of the answer (HTTP 200) is incomplete or damaged",
        ),
        (http("500 Oops", json.dumps({"message": TOKEN}), "application/json"), "(HTTP 500): ***"),
        (None, "no answer in 1 s"),
    ],
)
def test_a_server_that_is_not_grafana_is_reported(
    deploy: Deploy, answer: bytes | None, message: str
) -> None:
    with raw_server(lambda request: answer) as server:
        result = deploy(server.url, toml="timeout = 1\n")
        assert (result.returncode, result.stdout) == (2, "")
        assert f"error: {server.url}: {message}" in result.stderr or message in result.stderr
        assert len(server.requests) == 1


def test_a_refused_connection_is_reported(deploy: Deploy) -> None:
    url = f"http://127.0.0.1:{free_port()}"
    result = deploy(url)
    assert result.returncode == 2
    assert result.stderr == (
        f"error: {url}: the connection was refused\n"
        "  Check that Grafana runs at this URL, and that the port is right.\n"
    )


def test_a_project_without_a_grafana_url_is_reported(make_project: MakeProject, run: Run) -> None:
    result = run("deploy", "--yes", cwd=make_project(), env={"GRAFANA_TOKEN": TOKEN})
    assert result.returncode == 2
    assert result.stderr.startswith("error: boardwright.toml: the table [grafana] has no url\n")


@pytest.mark.parametrize(
    "line",
    [
        f'url = "http://admin:{TOKEN}@127.0.0.1:9"',
        f'url = "http://127.0.0.1:9"\ntoken = "{TOKEN}"',
        f'url = "http://127.0.0.1:9"\npassword = "{TOKEN}"',
    ],
)
def test_a_secret_in_the_file_is_refused_and_not_repeated(
    make_project: MakeProject, run: Run, line: str
) -> None:
    result = run("deploy", cwd=make_project(toml=f"{TOML}\n[grafana]\n{line}\n"))
    assert result.returncode == 2
    assert "Set the environment variable GRAFANA_TOKEN" in result.stderr
    assert TOKEN not in result.stderr + result.stdout


def test_a_secret_on_the_command_line_is_refused(make_project: MakeProject, run: Run) -> None:
    assert run("deploy", "--token", "x", cwd=make_project()).returncode == 2


def test_ctrl_c_finishes_the_current_requests_and_reports(
    server: StandIn, make_project: MakeProject
) -> None:
    held = threading.Event()

    def hold(request: Request) -> Answer | None:
        if request.path == CREATE:
            held.wait(30)
        return None

    server.before = hold
    toml = f'{TOML}{FOLDERS}\n[grafana]\nurl = "{server.url}"\n'
    root = make_project({"dashboards/a.py": BOARD, "dashboards/b.py": SECOND}, toml=toml)
    process = subprocess.Popen(
        [sys.executable, "-m", "boardwright", "deploy", "--yes", "--concurrency", "1"],
        cwd=root,
        env={"GRAFANA_TOKEN": TOKEN, "PATH": ""},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    wait_until(lambda: ("POST", CREATE) in server.log)
    process.send_signal(signal.SIGINT)
    time.sleep(0.5)
    held.set()
    stdout, stderr = process.communicate(timeout=30)
    assert process.returncode == 130
    assert stdout.endswith("2 boards: 1 created, 1 failed\n")
    assert "not sent, because the deploy was stopped by Ctrl-C" in stderr
    assert stderr.endswith(
        "Interrupted. Some boards may already be saved in Grafana. Run `boardwright deploy` again"
        " to send the other boards.\n"
    )
    assert list(server.store.boards) == ["demo"]


def test_ctrl_c_while_boards_are_read_stops_at_once(
    server: StandIn, make_project: MakeProject
) -> None:
    held = threading.Event()

    def hold(request: Request) -> Answer | None:
        if request.path.startswith("/api/dashboards/uid/"):
            held.wait(30)
        return None

    server.before = hold
    root = make_project(toml=f'{TOML}{FOLDERS}\n[grafana]\nurl = "{server.url}"\n')
    process = subprocess.Popen(
        [sys.executable, "-m", "boardwright", "deploy", "--yes"],
        cwd=root,
        env={"GRAFANA_TOKEN": TOKEN, "PATH": ""},
        stderr=subprocess.PIPE,
        text=True,
    )
    wait_until(lambda: ("GET", "/api/dashboards/uid/demo") in server.log)
    process.send_signal(signal.SIGINT)
    _, stderr = process.communicate(timeout=10)
    held.set()
    assert (process.returncode, stderr.strip()) == (130, "Interrupted; nothing was written.")


def wait_until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.02)
