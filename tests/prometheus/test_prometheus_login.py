"""A login for Prometheus: its sources, and that only this server receives it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from boardwright.config.project_file import read_project
from boardwright.errors import ConfigError, ServerError
from boardwright.http.credentials import Certificates, Secrets
from boardwright.http.request_errors import NoCredentialsError
from boardwright.prometheus.login_session import open_prometheus_session
from boardwright.prometheus.prometheus_api import Prometheus
from boardwright.prometheus.prometheus_requests import fetch_text
from boardwright.prometheus.query_api import QueryApi
from boardwright.prometheus.server_settings import PrometheusServer
from standin.raw import RawServer, http, raw_server
from support import TOML, MakeProject

BUILD = '{"status": "success", "data": {"version": "3.5.0"}}'


@pytest.fixture
def server() -> Iterator[RawServer]:
    with raw_server(lambda request: http("200 OK", BUILD, "application/json")) as running:
        yield running


def headers_sent(
    server: RawServer, settings: PrometheusServer, root: Path = Path(), **environ: str
) -> dict[str, str]:
    """Return the headers that Prometheus gets, their names in small letters."""
    with open_prometheus_session(settings, environ=environ, root=root) as session:
        assert Prometheus(session, server.url).read_version() == "3.5.0"
    lines = server.requests[-1].decode().split("\r\n")[1:]
    return {
        name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)
    }


def test_no_credentials_are_sent_without_a_login(server: RawServer) -> None:
    sent = headers_sent(server, PrometheusServer(url=server.url))
    assert not {"authorization", "x-scope-orgid"} & sent.keys()


def test_a_token_and_a_tenant_are_read_from_the_environment(server: RawServer) -> None:
    environ = {"PROMETHEUS_TOKEN": "hunter2", "PROMETHEUS_TENANT": "team-a"}
    sent = headers_sent(server, PrometheusServer(url=server.url), **environ)
    assert (sent["authorization"], sent["x-scope-orgid"]) == ("Bearer hunter2", "team-a")


def test_a_user_and_a_password_are_read_from_the_environment(server: RawServer) -> None:
    environ = {"PROMETHEUS_USER": "me", "PROMETHEUS_PASSWORD": "pä"}
    sent = headers_sent(server, PrometheusServer(url=server.url), **environ)
    assert sent["authorization"] == "Basic bWU6cMOk"


def test_a_password_needs_a_user(server: RawServer) -> None:
    with pytest.raises(
        NoCredentialsError, match="there is a password for Prometheus, but no user name"
    ):
        headers_sent(server, PrometheusServer(url=server.url), PROMETHEUS_PASSWORD="p")


def test_a_token_is_read_from_a_file_and_from_a_command(server: RawServer, tmp_path: Path) -> None:
    (tmp_path / "token").write_text("from-file\n")
    of_file = PrometheusServer(url=server.url, secrets=Secrets(token_file="token"))
    assert headers_sent(server, of_file, tmp_path)["authorization"] == "Bearer from-file"
    command = Secrets(token_command=("printf", "from-command"))
    of_command = PrometheusServer(url=server.url, secrets=command)
    sent = headers_sent(server, of_command, tmp_path, PATH="/usr/bin:/bin")
    assert sent["authorization"] == "Bearer from-command"


def test_a_configured_but_empty_token_is_an_error() -> None:
    settings = PrometheusServer(url="http://p", secrets=Secrets(token_env="MIMIR_TOKEN"))
    with pytest.raises(NoCredentialsError, match="no Prometheus credentials found"):
        open_prometheus_session(settings, environ={"PROMETHEUS_TOKEN": "x"}, root=Path())


def test_queries_are_sent_with_the_login(server: RawServer) -> None:
    settings = PrometheusServer(url=server.url, headers={"X-Scope-OrgID": "team-b"})
    with open_prometheus_session(settings, environ={"PROMETHEUS_TOKEN": "t"}, root=Path()) as s:
        QueryApi(s, server.url).query_instant("up", moment=0)
    request = server.requests[-1].decode()
    assert request.startswith("POST /api/v1/query")
    assert "Authorization: Bearer t\r\n" in request
    assert "X-Scope-OrgID: team-b\r\n" in request


@pytest.mark.parametrize(
    "environ",
    [
        {"PROMETHEUS_TOKEN": "hunter2hunter2"},
        {"PROMETHEUS_USER": "me", "PROMETHEUS_PASSWORD": "hunter2hunter2"},
    ],
)
def test_a_login_repeated_by_the_server_is_masked(environ: dict[str, str]) -> None:
    def repeat(request: bytes) -> bytes:
        (login,) = re.findall(rb"Authorization: (.*)\r\n", request)
        error = f"no query of hunter2hunter2, or {login.decode()}"
        return http("400 Bad Request", json.dumps({"status": "error", "error": error}), "json")

    with raw_server(repeat) as server:
        settings = PrometheusServer(url=server.url)
        with (
            open_prometheus_session(settings, environ=environ, root=Path()) as session,
            pytest.raises(ServerError) as caught,
        ):
            QueryApi(session, server.url).query_instant("up", moment=0)
    assert "no query of ***, or" in str(caught.value)
    assert "hunter2" not in str(caught.value)
    assert "aHVudGVy" not in str(caught.value)
    assert "bWU6" not in str(caught.value)


def test_no_login_is_sent_to_another_server(server: RawServer) -> None:
    """An exporter on another port of the same host gets a request of the same session."""
    settings = PrometheusServer(url="http://127.0.0.1:9090", headers={"X-Scope-OrgID": "team-b"})
    with open_prometheus_session(settings, environ={"PROMETHEUS_TOKEN": "t"}, root=Path()) as s:
        fetch_text(s, f"{server.url}/metrics")
    assert b"Authorization" not in server.requests[-1]
    assert b"team-b" not in server.requests[-1]


def test_a_redirect_is_not_followed_and_gets_no_login(server: RawServer) -> None:
    moved = http("302 Found", Location=f"{server.url}/login?next=1")
    with raw_server(lambda request: moved) as first:
        settings = PrometheusServer(url=first.url)
        environ = {"PROMETHEUS_TOKEN": "t"}
        with (
            open_prometheus_session(settings, environ=environ, root=Path()) as session,
            pytest.raises(ServerError, match=r"\(HTTP 302\) to http://127.0.0.1:\d+/login\n"),
        ):
            Prometheus(session, first.url).read_version()
    assert server.requests == []


@pytest.mark.parametrize(("status", "hint"), [("401 Unauthorized", "Set PROMETHEUS_TOKEN"),
    ("403 Forbidden", "does not allow these"), ("429 Too Many Requests", "limits the number"),
    ("500 Oops", "in the log of the server")])  # fmt: skip
def test_a_refusal_has_a_hint_about_the_cause(status: str, hint: str) -> None:
    answer = http(status, '{"status": "error", "error": "no"}', "application/json")
    with raw_server(lambda request: answer) as running:
        settings = PrometheusServer(url=running.url)
        with open_prometheus_session(settings, environ={}, root=Path()) as session:
            with pytest.raises(ServerError) as caught:
                Prometheus(session, running.url).read_version()
            assert caught.value.what == f"the server answers with status {status[:3]}"
            assert hint in str(caught.value.hint)
            if status[0] == "4" and status[:3] != "404":
                with pytest.raises(
                    ServerError, match=f"the server answers with status {status[:3]}"
                ):
                    QueryApi(session, running.url).query_instant("up", moment=0)


def test_every_setting_of_the_table_is_read(make_project: MakeProject) -> None:
    toml = """
[prometheus]
url = "https://mimir.example.org/prometheus/"
token_file = "secrets/token"
ca_file = "ca.pem"
client_cert = "client.pem"
client_key = "client.key"
headers = { X-Scope-OrgID = "team-a" }
"""
    project = read_project(make_project(toml=TOML + toml))
    assert project.prometheus == PrometheusServer(
        url="https://mimir.example.org/prometheus",
        secrets=Secrets(token_file="secrets/token"),
        certificates=Certificates(
            ca_file="ca.pem", client_cert="client.pem", client_key="client.key"
        ),
        headers={"X-Scope-OrgID": "team-a"},
    )
    same = project.find_prometheus("https://mimir.example.org/other/")
    assert same == replace(project.prometheus, url="https://mimir.example.org/other")
    other = project.find_prometheus("https://mimir.example.org:8443/")
    assert other == PrometheusServer(url="https://mimir.example.org:8443")  # no login, no headers


def test_without_an_address_the_default_data_source_is_used(make_project: MakeProject) -> None:
    project = read_project(make_project(toml=TOML))
    assert project.find_prometheus().url == project.datasources[0].url


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ('token = "hunter2"', "remove token from boardwright.toml, because secrets must"),
        ('url = "http://me:hunter2@host"', "prometheus.url contains a user or password"),
        ('headers = { authorization = "Bearer hunter2" }', "remove the header Authorization"),
        ("headers = { X = 7 }", "prometheus.headers.X is 7, which is not a valid HTTP header"),
        ('tenant = "a"', "unknown key 'prometheus.tenant'"),
        ('url = "http://a"\n[stack]\nprometheus = "http://b"', "both set the URL of Prometheus"),
    ],
)
def test_an_invalid_setting_of_the_table_is_refused(
    make_project: MakeProject, lines: str, message: str
) -> None:
    with pytest.raises(ConfigError) as caught:
        read_project(make_project(toml=f"{TOML}\n[prometheus]\n{lines}\n"))
    assert message in str(caught.value)
    assert "hunter2" not in str(caught.value)
