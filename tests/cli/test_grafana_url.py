"""`--url` and `GRAFANA_URL` replace the address in boardwright.toml, in each verb that uses it."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Mapping

import pytest

from standin.server import StandIn
from support import TOKEN, TOML, MakeProject, Run

Result = subprocess.CompletedProcess[str]
AtUrl = Callable[..., Result]
NOWHERE = "http://127.0.0.1:9"
VERBS: Mapping[str, tuple[str, ...]] = {
    "deploy": ("deploy", "--plan"),
    "deploy to an environment": ("deploy", "--plan", "--env", "live"),
    "diff": ("diff",),
    "import": ("import", "--from-grafana", "--check", "there"),
    "release": ("release", "there"),
    "stack check": ("stack", "check", "grafana"),
}


@pytest.fixture
def at_url(server: StandIn, make_project: MakeProject, run: Run) -> AtUrl:
    server.store.provision("there", {"title": "There", "panels": []}, folder="f", file="x.json")

    def call(*args: str, toml: str = "", **env: str) -> Result:
        tables = f'\n[grafana]\nurl = "{NOWHERE}"\nretries = 0\n{toml}\n[environments.live]\n'
        root = make_project(toml=TOML + tables)
        return run(*args, cwd=root, env={"GRAFANA_TOKEN": TOKEN, "GRAFANA_URL": "", **env})

    return call


@pytest.mark.parametrize("verb", VERBS)
def test_the_option_replaces_the_address_in_the_file(
    server: StandIn, at_url: AtUrl, verb: str
) -> None:
    at_url(*VERBS[verb], "--url", server.url)
    assert ("GET", "/api/health") in server.log


@pytest.mark.parametrize("verb", VERBS)
def test_the_variable_replaces_the_address_in_the_file(
    server: StandIn, at_url: AtUrl, verb: str
) -> None:
    at_url(*VERBS[verb], GRAFANA_URL=f"{server.url}/")
    assert ("GET", "/api/health") in server.log


@pytest.mark.parametrize("verb", VERBS)
def test_without_option_and_variable_the_address_in_the_file_is_used(
    server: StandIn, at_url: AtUrl, verb: str
) -> None:
    result = at_url(*VERBS[verb])
    assert server.log == []
    assert "the connection was refused" in result.stdout + result.stderr


def test_the_option_replaces_the_address_in_the_variable(server: StandIn, at_url: AtUrl) -> None:
    result = at_url("deploy", "--plan", "--url", server.url, GRAFANA_URL=NOWHERE)
    assert (result.returncode, ("GET", "/api/health") in server.log) == (1, True)


def test_the_token_of_one_grafana_is_not_sent_to_another(server: StandIn, at_url: AtUrl) -> None:
    """`token_env` names the token of the Grafana in the file; elsewhere GRAFANA_TOKEN counts."""
    named = 'token_env = "LIVE_TOKEN"\n'
    secret = {"LIVE_TOKEN": "hunter2", "GRAFANA_TOKEN": ""}
    result = at_url("deploy", "--plan", "--url", server.url, toml=named, **secret)
    assert result.returncode == 2
    assert "no Grafana credentials found" in result.stderr or "is blank" in result.stderr
    assert server.log == []
    assert at_url("deploy", "--plan", "--url", server.url, toml=named).returncode == 1


def test_the_token_in_the_file_is_used_for_the_same_address(
    server: StandIn, make_project: MakeProject, run: Run
) -> None:
    table = f'\n[grafana]\nurl = "{server.url}"\ntoken_env = "LIVE_TOKEN"\n'
    root = make_project(toml=TOML + table)
    env = {"LIVE_TOKEN": TOKEN, "GRAFANA_TOKEN": ""}
    assert run("deploy", "--plan", "--url", server.url, cwd=root, env=env).returncode == 1


@pytest.mark.parametrize(
    "args",
    [("deploy", "--plan", "--env", "live", "--env", "two"), ("diff", "--against", "env:live")],
)
def test_one_address_for_several_grafanas_is_refused(at_url: AtUrl, args: tuple[str, ...]) -> None:
    result = at_url(*args, toml="[environments.two]\n", GRAFANA_URL="http://127.0.0.1:1")
    assert result.returncode == 2
    assert "is the address of one Grafana" in result.stderr


def test_an_address_with_a_password_is_refused_without_the_password(at_url: AtUrl) -> None:
    result = at_url("deploy", "--plan", GRAFANA_URL="http://me:hunter2@host")
    assert result.returncode == 2
    assert "--url or GRAFANA_URL contains a user or password" in result.stderr
    assert "hunter2" not in result.stderr
