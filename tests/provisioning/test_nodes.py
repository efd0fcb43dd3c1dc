"""`[[nodes]]`, `[remote_write]`, `[stack]`: the written files, and refusals with the line."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from boardwright.config.project import ProjectSettings
from boardwright.config.project_file import read_project
from boardwright.errors import ConfigError
from boardwright.provisioning.nodes import ScrapedNode, find_address_fault
from boardwright.provisioning.prometheus_config import build_prometheus_file, list_scrape_targets
from support import TOML, MakeProject, Run

JOBS = """
[[scrape]]
job = "k8s-node"
node_port = 9100

[[scrape]]
job = "cadvisor"
node_port = 8080
[scrape.labels]
site = "here"
"""
NODES = """
[[nodes]]
name = "web-1"
address = "10.0.0.5"

[[nodes]]
name = "web-2"
address = "fd00::6"
"""
REMOTE = """
[remote_write]
url = "https://mimir.example.org/api/v1/push"
username = "boards"
password_file = "secrets/mimir"
headers = {X-Scope-OrgID = "team-a"}
labels = {cluster = "home", prometheus = "one"}
"""


def prometheus_yml(project: ProjectSettings) -> dict[str, Any]:
    return build_prometheus_file(
        project.jobs,
        scrape_interval=project.scrape_interval,
        nodes=project.nodes,
        remote_write=project.remote_write,
    )


def static_configs(file: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    return {job["job_name"]: job["static_configs"] for job in file["scrape_configs"]}


def test_without_nodes_the_jobs_scrape_this_machine(make_project: MakeProject) -> None:
    project = read_project(make_project(toml=TOML + JOBS))
    assert static_configs(prometheus_yml(project)) == {
        "prometheus": [{"targets": ["prometheus:9090"]}],
        "k8s-node": [{"targets": ["127.0.0.1:9100"]}],
        "cadvisor": [{"targets": ["127.0.0.1:8080"], "labels": {"site": "here"}}],
    }


def test_with_nodes_the_jobs_scrape_each_node_by_name(make_project: MakeProject) -> None:
    project = read_project(make_project(toml=TOML + JOBS + NODES))
    assert static_configs(prometheus_yml(project)) == {
        "prometheus": [{"targets": ["prometheus:9090"]}],
        "k8s-node": [
            {"targets": ["10.0.0.5:9100"], "labels": {"instance": "web-1"}},
            {"targets": ["[fd00::6]:9100"], "labels": {"instance": "web-2"}},
        ],
        "cadvisor": [
            {"targets": ["10.0.0.5:8080"], "labels": {"instance": "web-1", "site": "here"}},
            {"targets": ["[fd00::6]:8080"], "labels": {"instance": "web-2", "site": "here"}},
        ],
    }


def test_listed_targets_are_those_of_the_prometheus_file(make_project: MakeProject) -> None:
    project = read_project(make_project(toml=TOML + JOBS + NODES))
    found = [(t.job, t.instance, t.url) for t in list_scrape_targets(project.jobs, project.nodes)]
    assert found[:3] == [
        ("prometheus", "prometheus:9090", "http://prometheus:9090/metrics"),
        ("k8s-node", "web-1", "http://10.0.0.5:9100/metrics"),
        ("k8s-node", "web-2", "http://[fd00::6]:9100/metrics"),
    ]


def test_remote_write_is_off_by_default(make_project: MakeProject) -> None:
    assert "remote_write" not in prometheus_yml(read_project(make_project()))


def test_remote_write_names_secret_files_and_contains_no_secret(make_project: MakeProject) -> None:
    file = prometheus_yml(read_project(make_project(toml=TOML + REMOTE)))
    assert file["global"]["external_labels"] == {"cluster": "home", "prometheus": "one"}
    assert file["remote_write"] == [
        {
            "url": "https://mimir.example.org/api/v1/push",
            "headers": {"X-Scope-OrgID": "team-a"},
            "basic_auth": {"username": "boards", "password_file": "secrets/mimir"},
        }
    ]


def test_remote_write_names_the_token_file(make_project: MakeProject) -> None:
    toml = TOML + '\n[remote_write]\nurl = "https://thanos/api/v1/receive"\ntoken_file = "t"\n'
    (entry,) = prometheus_yml(read_project(make_project(toml=toml)))["remote_write"]
    assert entry["authorization"] == {"type": "Bearer", "credentials_file": "t"}


@pytest.mark.real
@pytest.mark.parametrize("extra", [JOBS, JOBS + NODES, JOBS + NODES + REMOTE])
def test_promtool_accepts_the_written_configuration(
    make_project: MakeProject, run: Run, promtool: str, extra: str
) -> None:
    root = make_project(toml=TOML + extra)
    assert run("build", cwd=root).returncode == 0
    path = root / "provisioning/prometheus/prometheus.yml"
    result = subprocess.run([promtool, "check", "config", path], capture_output=True, text=True)
    assert result.returncode == 0, result.stderr
    assert ("remote_write" in yaml.safe_load(path.read_text())) == ("remote_write" in extra)


@pytest.mark.parametrize(
    ("address", "fault"),
    [
        ("10.0.0.555", "is not an IP address: Octet 555 (> 255) not permitted"),
        ("10.0.0", "is not an IP address: Expected 4 octets"),
        ("http://10.0.0.5", "is a URL"),
        ("10.0.0.5:9100", "has a port"),
        ("web-1:9100", "has a port"),
        ("[fd00::6]:9100", "has a port"),
        ("10.0.0.5 ", "contains a space"),
        ("web 1", "contains a space"),
        ("10.0.0.5/24", "contains a slash"),
        ("0.0.0.0", "is not the address of a single machine"),
        ("fe80::1%eth0", "has an IPv6 zone such as %eth0, which Prometheus does not accept"),
        ("-web", "is not an IP address or a host name"),
        ("wéb", "is not an IP address or a host name"),
    ],
)
def test_an_address_with_a_typo_is_refused_with_the_line(
    make_project: MakeProject, address: str, fault: str
) -> None:
    toml = TOML + JOBS + NODES.replace("10.0.0.5", address)
    with pytest.raises(ConfigError) as caught:
        read_project(make_project(toml=toml))
    line = toml.splitlines().index(f'address = "{address}"') + 1
    what, hint = str(caught.value).split("\n")
    assert what == f"boardwright.toml:{line}: the address {address!r} of the node 'web-1' {fault}"
    assert "without scheme, port" in hint


@pytest.mark.parametrize(
    "address", ["10.0.0.5", "fd00::6", "web-1", "web-1.example.org", "web_1.lan.", "127.0.0.1"]
)
def test_addresses_and_host_names_are_accepted(address: str) -> None:
    assert find_address_fault(address) is None


def test_an_ipv6_address_is_written_in_brackets_before_the_port() -> None:
    assert ScrapedNode(name="a", address="fd00::6").format_address(9100) == "[fd00::6]:9100"


MISTAKES = [
    (
        NODES.replace("web-2", "web-1") + JOBS,
        "boardwright.toml:19: two nodes have the name 'web-1'",
    ),
    (
        NODES.replace("fd00::6", "10.0.0.5") + JOBS,
        "boardwright.toml:20: the nodes 'web-1' and 'web-2' have the same address '10.0.0.5'",
    ),
    (
        NODES.replace("web-1", "web 1") + JOBS,
        "boardwright.toml:15: the node's name 'web 1' is not valid: use only ASCII letters,"
        " digits, dots, hyphens and _, and begin with a letter or digit",
    ),
    (
        NODES.replace("address", "adress", 1) + JOBS,
        "boardwright.toml:16: unknown key 'nodes.adress'\n  Did you mean 'address'?",
    ),
    (
        NODES,
        "boardwright.toml:14: Prometheus would not scrape the [[nodes]], because no [[scrape]] "
        "table has node_port\n"
        "  In the [[scrape]] table of node_exporter, replace targets by node_port = 9100.",
    ),
    (
        JOBS.replace("9100", '9100\ntargets = ["a:1"]'),
        "boardwright.toml:16: the scrape job 'k8s-node' has both targets and node_port, but only "
        "one of them is allowed\n"
        "  Remove either targets or node_port.",
    ),
    (
        JOBS.replace("9100", "91000"),
        "boardwright.toml:16: scrape.node_port is 91000, but must be from 1 to 65535",
    ),
    (REMOTE.replace("url", "# url"), "boardwright.toml:14: remote_write.url is missing"),
    (
        REMOTE.replace("https://", "https://me:secret@"),
        "boardwright.toml:15: remote_write.url contains a user or password, which is not"
        " allowed in a URL\n"
        "  Put the token or password into a file on the Prometheus server. Then set token_file, or"
        " set username and password_file.",
    ),
    (
        REMOTE.replace("password_file", "password"),
        "boardwright.toml:17: remote_write.password is a secret, which must not be in"
        " boardwright.toml\n"
        "  Put the token or password into a file on the Prometheus server. Then set token_file, or"
        " set username and password_file.",
    ),
    (
        REMOTE.replace('password_file = "secrets/mimir"\n', ""),
        (
            "boardwright.toml:16: [remote_write] has only one of username and password_file, "
            "but a login needs both keys"
        ),
    ),
    (
        REMOTE + 'token_file = "t"\n',
        (
            "boardwright.toml:20: [remote_write] has both token_file and username, but "
            "Prometheus can send only one of them\n"
            "  Remove token_file, or remove username and password_file."
        ),
    ),
    (
        REMOTE.replace("X-Scope-OrgID", "Authorization"),
        "boardwright.toml:14: remove the header Authorization from boardwright.toml, because it "
        "contains a secret\n"
        "  Put the token or password into a file on the Prometheus server. Then set token_file, or"
        " set username and password_file.",
    ),
    (
        '\n[stack]\nprometheus = "localhost:9090"\n',
        "boardwright.toml:15: stack.prometheus is 'localhost:9090'; it must begin with http:// or"
        ' https://\n  Write a URL such as "http://host:9090".',
    ),
]


@pytest.mark.parametrize(("extra", "message"), MISTAKES)
def test_a_wrong_setting_is_reported_with_the_line(
    make_project: MakeProject, extra: str, message: str
) -> None:
    with pytest.raises(ConfigError) as caught:
        read_project(make_project(toml=TOML + extra))
    assert str(caught.value) == message


def test_the_message_never_repeats_a_password(make_project: MakeProject, run: Run) -> None:
    root: Path = make_project(toml=TOML + REMOTE.replace("https://", "https://me:hunter2@"))
    result = run("build", cwd=root)
    assert result.returncode == 2
    assert "hunter2" not in result.stdout + result.stderr
