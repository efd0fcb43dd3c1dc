"""`boardwright stack check`, as a process: on real servers, and on small ones that misbehave."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from cli.json_reports import read_valid_json
from serving import Page, as_json, serving_pages
from stack.servers import RECORDINGS, Prometheus, exposition, free_port, running, wait_until
from support import ROOT, MakeProject, Run, files_of, server_program

TOML = """\
[project]
name = "demo"

[grafana]
url = "{grafana}"

[[datasources]]
name = "Prometheus"
uid = "prometheus"
url = "{prometheus}"

[[scrape]]
job = "prometheus"
targets = ["{prometheus_host}"]

[[scrape]]
job = "k8s-node"
targets = ["{node}"]

[[scrape]]
job = "cadvisor"
targets = ["{cadvisor}"]
"""
NO_LOGIN = {"GRAFANA_TOKEN": "", "GRAFANA_PASSWORD": ""}


def target(job: str, instance: str, health: str = "up", **other: str) -> dict[str, Any]:
    return {
        "labels": {"job": job, "instance": instance},
        "health": health,
        "lastError": "",
        "scrapeInterval": "10s",
    } | other


def prometheus_pages(*targets: Mapping[str, Any]) -> dict[str, Page]:
    return {
        "/api/v1/status/buildinfo": as_json({"status": "success", "data": {"version": "3.13.3"}}),
        "/api/v1/targets?state=active": as_json(
            {"status": "success", "data": {"activeTargets": list(targets)}}
        ),
    }


SOURCE = "/api/datasources/uid/prometheus"
GRAFANA: dict[str, Page] = {
    "/api/health": as_json({"database": "ok", "version": "12.2.0", "commit": "NA"}),
    SOURCE: as_json({"url": "http://127.0.0.1:9090", "jsonData": {"timeInterval": "10s"}}),
    f"{SOURCE}/health": as_json(
        {"message": "Successfully queried the Prometheus API.", "status": "OK"}
    ),
}
NODE = "node-exporter:9100"
"""A name that Prometheus reaches, and this machine does not."""

Check = Callable[..., tuple[int, dict[str, Any]]]


@pytest.fixture
def check(make_project: MakeProject, run: Run) -> Check:
    """Return a function that checks a project of these servers, and returns code and JSON."""

    def call(
        *args: str, env: Mapping[str, str] = NO_LOGIN, **hosts: str
    ) -> tuple[int, dict[str, Any]]:
        hosts = {"node": NODE, "cadvisor": NODE, "grafana": "http://127.0.0.1:1"} | hosts
        hosts.setdefault("prometheus", f"http://{hosts.get('prometheus_host', '127.0.0.1:1')}")
        hosts.setdefault("prometheus_host", "127.0.0.1:1")
        root = make_project(toml=TOML.format(**hosts))
        result = run("stack", "check", *args, "--format", "json", cwd=root, env=dict(env))
        assert result.returncode in {0, 1}, result.stderr
        found = read_valid_json(result.stdout, "stack-check")
        assert found["ok"] == (result.returncode == 0)
        return result.returncode, {server["name"]: server for server in found["servers"]}

    return call


def whats(server: Mapping[str, Any]) -> list[str]:
    return [problem["what"] for problem in server["problems"]]


def test_running_servers_have_no_problems(check: Check) -> None:
    with ExitStack() as stack:
        node = stack.enter_context(exposition((RECORDINGS / "node-exporter.prom").read_text()))
        cadvisor = stack.enter_context(
            exposition('cadvisor_version_info{cadvisorVersion="v0.60.5",osVersion="x"} 1\n')
        )
        targets = [target("k8s-node", node), target("cadvisor", cadvisor)]
        pages = prometheus_pages(target("prometheus", "127.0.0.1:1"), *targets)
        prometheus = stack.enter_context(serving_pages(pages))
        grafana = stack.enter_context(serving_pages(GRAFANA))
        code, servers = check(
            prometheus=f"http://{prometheus}",
            grafana=f"http://{grafana}",
            node=node,
            cadvisor=cadvisor,
            env={"GRAFANA_TOKEN": "a-token"},
        )
    reported = {name: (each["software"], each["version"]) for name, each in servers.items()}
    assert reported == {
        "prometheus": ("Prometheus", "3.13.3"),
        "grafana": ("Grafana", "12.2.0"),
        "k8s-node": ("node-exporter", "1.5.0"),
        "cadvisor": ("cAdvisor", "v0.60.5"),
    }
    assert servers["prometheus"]["facts"] == ["3 of 3 targets up", "every 10s"]
    assert servers["grafana"]["facts"] == ['data source "Prometheus" answers']
    assert servers["k8s-node"]["facts"] == ["up"]
    assert code == 0


def test_stopped_servers_are_reported(check: Check) -> None:
    closed = f"127.0.0.1:{free_port()}"
    code, servers = check(prometheus_host=closed, node=closed, cadvisor=closed)
    assert code == 1
    assert {name: whats(each) for name, each in servers.items()} == {
        "prometheus": ["the connection was refused"],
        "grafana": ["the connection was refused"],
        "k8s-node": ["the connection was refused"],
        "cadvisor": ["the connection was refused"],
    }
    assert "make up" in servers["grafana"]["problems"][0]["hint"]


def test_a_target_that_prometheus_scrapes_is_not_requested_from_here(check: Check) -> None:
    pages = prometheus_pages(
        target("prometheus", "127.0.0.1:1"), target("k8s-node", NODE), target("cadvisor", NODE)
    )
    with serving_pages(pages) as prometheus:
        code, servers = check("prometheus", "k8s-node", prometheus=f"http://{prometheus}")
    assert code == 0
    assert servers["k8s-node"]["answers"] is False
    assert servers["k8s-node"]["scraped"] is True
    assert servers["k8s-node"]["facts"] == [
        "up",
        "Prometheus can reach the target, but this machine cannot",
    ]


def test_a_target_that_is_down_is_reported_with_the_message_of_prometheus(check: Check) -> None:
    down = target("k8s-node", NODE, "down", lastError="context deadline exceeded")
    with serving_pages(prometheus_pages(down)) as prometheus:
        _, servers = check("k8s-node", prometheus=f"http://{prometheus}")
    (problem,) = servers["k8s-node"]["problems"]
    assert problem["what"] == "Prometheus cannot scrape this target: context deadline exceeded"
    assert problem["hint"].startswith(
        "This machine also cannot reach the target: the host name cannot be resolved"
    )


def test_a_target_that_only_this_machine_reaches_is_reported(check: Check) -> None:
    with exposition('node_exporter_build_info{version="1.12.1"} 1\n') as node:
        down = target("k8s-node", node, "down", lastError="no route to host")
        with serving_pages(prometheus_pages(down)) as prometheus:
            _, servers = check("k8s-node", prometheus=f"http://{prometheus}", node=node)
    (problem,) = servers["k8s-node"]["problems"]
    assert problem["hint"].startswith("This machine can reach the target. Check the address of")
    assert servers["k8s-node"]["scraped"] is False


def test_a_failed_scrape_of_grafana_is_reported(check: Check) -> None:
    """Grafana is a target of Prometheus, and answers this machine."""
    with serving_pages(GRAFANA) as grafana:
        down = target("cadvisor", grafana, "down", lastError="connection refused")
        with serving_pages(prometheus_pages(down)) as prometheus:
            addresses = {"prometheus": f"http://{prometheus}", "grafana": f"http://{grafana}"}
            code, servers = check("grafana", cadvisor=grafana, **addresses)
    assert (code, servers["grafana"]["answers"], servers["grafana"]["scraped"]) == (1, True, False)
    assert whats(servers["grafana"]) == ["Prometheus cannot scrape this target: connection refused"]


def test_a_target_not_yet_scraped_is_not_a_problem(check: Check) -> None:
    with exposition("up 1\n") as node:
        young = target("k8s-node", node, "unknown")
        with serving_pages(prometheus_pages(young)) as prometheus:
            code, servers = check("k8s-node", prometheus=f"http://{prometheus}", node=node)
    assert (code, servers["k8s-node"]["facts"]) == (0, ["not scraped yet"])
    assert servers["k8s-node"]["scraped"] is None


def test_a_scrape_interval_other_than_that_of_the_project_is_reported(check: Check) -> None:
    slow = target("k8s-node", NODE, scrapeInterval="1m0s")
    own = target("prometheus", "127.0.0.1:1", scrapeInterval="10000ms")
    pages = prometheus_pages(own, slow, target("cadvisor", NODE))
    with serving_pages(pages) as prometheus:
        code, servers = check("prometheus", prometheus=f"http://{prometheus}")
    assert code == 1
    assert whats(servers["prometheus"]) == ["Prometheus scrapes k8s-node every 1m0s, not every 10s"]
    assert "reload" in servers["prometheus"]["problems"][0]["hint"]


def test_a_prometheus_with_another_configuration_is_reported(check: Check) -> None:
    with serving_pages(prometheus_pages(target("other", "x:1"))) as prometheus:
        _, servers = check("prometheus", prometheus=f"http://{prometheus}")
    assert whats(servers["prometheus"]) == [
        f"Prometheus does not scrape 127.0.0.1:1 (prometheus), {NODE} (k8s-node), {NODE} (cadvisor)"
    ]


def test_a_prometheus_without_targets_may_have_just_started(check: Check) -> None:
    with serving_pages(prometheus_pages()) as prometheus:
        _, servers = check("prometheus", prometheus=f"http://{prometheus}")
    (problem,) = servers["prometheus"]["problems"]
    assert problem["what"] == "Prometheus scrapes no targets"
    assert problem["hint"].startswith("If Prometheus started a few seconds ago, wait and check")


@pytest.mark.parametrize(
    ("page", "what"),
    [
        ((503, "text/plain", "Service Unavailable"), "the server answers with status 503"),
        ((200, "text/html", "<html>Log in</html>"), "the answer of the server is not JSON"),
        (
            as_json({"status": "ok"}),
            "the answer of the server does not have the format of Prometheus's API",
        ),
        (as_json([]), "the answer of the server does not have the format of Prometheus's API"),
        (
            (302, "text/html", ""),
            "the server answers with a redirect (HTTP 302) to http://127.0.0.1:1/elsewhere",
        ),
        ((401, "text/plain", "Unauthorized"), "the server answers with status 401"),
        ((404, "text/plain", "404 page not found"), "the server answers with status 404"),
    ],
)
def test_a_server_that_is_not_prometheus_is_reported(check: Check, page: Page, what: str) -> None:
    with serving_pages({"/api/v1/status/buildinfo": page}) as prometheus:
        code, servers = check("prometheus", prometheus=f"http://{prometheus}")
    (problem,) = servers["prometheus"]["problems"]
    assert (code, problem["what"]) == (1, what)
    assert problem["hint"]


def test_a_page_instead_of_metrics_is_reported(check: Check) -> None:
    with serving_pages({"/metrics": (200, "text/html", "<html></html>")}) as node:
        _, servers = check("k8s-node", node=node)
    assert whats(servers["k8s-node"]) == ["the server answers with an HTML page, not with metrics"]


def test_a_server_that_does_not_answer_is_reported_after_10_seconds(check: Check) -> None:
    with serving_pages({}, seconds=30) as prometheus:
        start = time.monotonic()
        _, servers = check("prometheus", prometheus=f"http://{prometheus}")
    assert whats(servers["prometheus"]) == ["no answer in 10 s"]
    assert time.monotonic() - start < 25


@pytest.mark.parametrize(
    ("pages", "what", "hint"),
    [
        (
            {SOURCE: as_json({"message": "Data source not found"}, 404)},
            "Grafana has no data source \"Prometheus\" with the uid 'prometheus'",
            "docker compose restart grafana",
        ),
        (
            {SOURCE: as_json({"url": "http://x", "jsonData": {"timeInterval": "15s"}})},
            (
                'the data source "Prometheus" in Grafana has the scrape interval 15s, but '
                "boardwright.toml sets 10s"
            ),
            "docker compose restart grafana",
        ),
        (
            {
                f"{SOURCE}/health": as_json(
                    {"message": "connection refused", "status": "ERROR"}, 400
                )
            },
            'the data source "Prometheus" in Grafana does not answer: connection refused',
            "Check that Grafana can reach http://127.0.0.1:9090.",
        ),
        (
            {SOURCE: as_json({"message": "Invalid API key"}, 401)},
            "the token of GRAFANA_TOKEN was refused: Invalid API key",
            "Check that the token or password is still valid",
        ),
    ],
)
def test_a_wrong_data_source_is_reported(
    check: Check, pages: Mapping[str, Page], what: str, hint: str
) -> None:
    with serving_pages(GRAFANA | pages) as grafana:
        code, servers = check(
            "grafana", grafana=f"http://{grafana}", env={"GRAFANA_TOKEN": "a-token"}
        )
    (problem,) = servers["grafana"]["problems"]
    assert (code, problem["what"]) == (1, what)
    assert hint in problem["hint"]


def test_without_credentials_data_sources_are_not_checked(check: Check) -> None:
    with serving_pages(GRAFANA) as grafana:
        code, servers = check("grafana", grafana=f"http://{grafana}", env={})
    assert code == 0
    assert servers["grafana"]["facts"] == [
        "data sources were not checked: no Grafana credentials found"
    ]


def test_a_server_that_is_not_grafana_is_reported(check: Check) -> None:
    with serving_pages({"/api/health": as_json({"ok": True})}) as grafana:
        _, servers = check("grafana", grafana=f"http://{grafana}")
    assert whats(servers["grafana"]) == [
        "the answer is JSON, but not an answer of Grafana: the key 'database' is missing or has"
        " the wrong type"
    ]


JSON_TYPE = "application/json"


@pytest.mark.parametrize(
    ("page", "what", "hint"),
    [
        (
            (401, JSON_TYPE, '{"message": "Unauthorized"}'),
            "a request without credentials was refused: Unauthorized",
            "A proxy in front of Grafana demands a login",
        ),
        (
            (429, JSON_TYPE, '{"message": "slow down"}'),
            "Grafana received too many requests (HTTP 429): slow down",
            "Wait a minute",
        ),
        (
            (500, JSON_TYPE, '{"message": "database is locked"}'),
            "Grafana failed (HTTP 500): database is locked",
            "Read Grafana's log",
        ),
        (
            (502, "text/html", "<title>Bad Gateway</title>"),
            'a proxy in front of Grafana answers 502 Bad Gateway: "Bad Gateway"',
            "Grafana is down, or is still starting",
        ),
        (
            (200, "text/html", "<title>Welcome to nginx</title>"),
            'the answer (HTTP 200) is an HTML page, not JSON: "Welcome to nginx"',
            "A proxy or a login page answers at this URL",
        ),
        (
            (200, JSON_TYPE, '{"status": "success"}'),
            "the answer is JSON, but not an answer of Grafana: the key 'database' is missing or has"
            " the wrong type",
            "Check whether another program answers",
        ),
    ],
    ids=["401", "429", "500", "502", "another page", "another server"],
)
def test_each_hint_fits_the_cause(check: Check, page: Page, what: str, hint: str) -> None:
    with serving_pages({"/api/health": page}) as grafana:
        _, servers = check("grafana", grafana=f"http://{grafana}")
    (problem,) = servers["grafana"]["problems"]
    assert problem["what"] == what
    assert hint in problem["hint"]
    assert "make up" not in problem["hint"]


def test_a_failed_tls_connection_has_a_hint(check: Check) -> None:
    with serving_pages({}) as plain:
        _, servers = check("grafana", grafana=f"https://{plain}")
    (problem,) = servers["grafana"]["problems"]
    assert problem["what"].startswith("no TLS connection could be made: ")
    assert "write http:// instead of https://" in problem["hint"]


def test_the_hint_names_the_owner_of_another_machines_server(check: Check) -> None:
    """Only the bundled stack starts with `make up`."""
    _, servers = check("grafana", grafana="http://grafana.invalid:3000")
    (problem,) = servers["grafana"]["problems"]
    assert problem["what"] == "the host name cannot be resolved"
    assert problem["hint"].endswith(
        "can reach grafana.invalid, or ask the operator of grafana.invalid."
    )


def test_addresses_of_this_machine_are_requested_without_a_proxy(check: Check) -> None:
    proxy = {"HTTP_PROXY": "http://127.0.0.1:1", "http_proxy": "http://127.0.0.1:1"}
    with serving_pages(GRAFANA) as grafana:
        code, _ = check("grafana", grafana=f"http://{grafana}", env=NO_LOGIN | proxy)
    assert code == 0


def test_prometheus_may_have_another_address_for_this_machine(
    make_project: MakeProject, run: Run
) -> None:
    host = "127.0.0.1:1"
    toml = TOML.format(
        grafana="http://g", prometheus="http://p", prometheus_host=host, node=NODE, cadvisor=NODE
    )
    pages = prometheus_pages(
        target("prometheus", host), target("k8s-node", NODE), target("cadvisor", NODE)
    )
    with serving_pages(pages) as prometheus:
        toml += f'\n[stack]\nprometheus = "http://{prometheus}/"\n'
        result = run("stack", "check", "prometheus", cwd=make_project(toml=toml))
    assert result.returncode == 0, result.stdout
    assert f"http://{prometheus}  Prometheus 3.13.3, 3 of 3 targets up" in result.stdout


def test_an_unknown_server_is_an_error(make_project: MakeProject, run: Run) -> None:
    result = run("stack", "check", "grafan", cwd=make_project())
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr == (
        "error: boardwright.toml: the project has no server with the name 'grafan'\n"
        "  Did you mean 'grafana'?\n"
    )


def test_the_text_report_shows_the_problem_and_the_next_step(
    make_project: MakeProject, run: Run
) -> None:
    closed = f"127.0.0.1:{free_port()}"
    toml = TOML.format(
        grafana=f"http://{closed}",
        prometheus=f"http://{closed}",
        prometheus_host=closed,
        node=closed,
        cadvisor=closed,
    )
    root = make_project(toml=toml)
    before = files_of(root)
    result = run("stack", "check", "grafana", cwd=root, env=NO_LOGIN)
    assert result.stdout == (
        f"WRONG  grafana  http://{closed}  no answer\n"
        "       the connection was refused\n"
        "       Check that the server runs at the address in boardwright.toml. In a checkout of"
        " boardwright, `make up` starts the bundled stack.\n"
        "0 of 1 server ok; 1 problem.\n"
    )
    assert files_of(root) == before


def page_commands() -> list[str]:
    """Return the commands of the page that start servers."""
    page = (ROOT / "docs/how-to/without-docker.md").read_text()
    commands = re.findall(r"^    (prometheus.*127\.0\.0\.1.*)$", page, re.MULTILINE)
    assert [line.split()[0] for line in commands] == ["prometheus-node-exporter", "prometheus"]
    return commands


@pytest.mark.real
@pytest.mark.xdist_group("stack-check")
def test_real_servers_started_with_the_generated_files_are_checked(
    make_project: MakeProject, run: Run, tmp_path: Path
) -> None:
    """With the commands of docs/how-to/without-docker.md, on free ports; cAdvisor is not there."""
    host, node, nothing = (f"127.0.0.1:{free_port()}" for _ in range(3))
    with serving_pages(GRAFANA) as grafana, ExitStack() as stack:
        toml = TOML.format(
            grafana=f"http://{grafana}",
            prometheus=f"http://{host}",
            prometheus_host=host,
            node=node,
            cadvisor=nothing,
        )
        root = make_project(toml=toml)
        assert run("build", cwd=root).returncode == 0
        for line in page_commands():
            moved = line.replace("127.0.0.1:9090", host).replace("127.0.0.1:9100", node)
            program, rest = moved.split(" ", 1)
            command = ["sh", "-c", f"cd {root} && exec {server_program(program)} {rest}"]
            stack.enter_context(running(command, tmp_path / f"{program}.log"))
        server = Prometheus(url=f"http://{host}")
        wait_until(lambda: len(server.query("up")) == 3, 60, "the first scrapes")
        result = run(
            "stack", "check", "--format", "json", cwd=root, env={"GRAFANA_TOKEN": "a-token"}
        )
        fine = run("stack", "check", "prometheus", "grafana", "k8s-node", cwd=root, env=NO_LOGIN)
    servers = {each["name"]: each for each in json.loads(result.stdout)["servers"]}
    assert result.returncode == 1
    assert [name for name, each in servers.items() if each["problems"]] == ["cadvisor"]
    assert "connection refused" in servers["cadvisor"]["problems"][0]["what"]
    assert servers["prometheus"]["facts"] == ["2 of 3 targets up", "every 10s"]
    assert (servers["k8s-node"]["software"], servers["k8s-node"]["facts"]) == (
        "node-exporter",
        ["up"],
    )
    assert (fine.returncode, fine.stdout.splitlines()[-1]) == (0, "3 servers checked, no problems.")
