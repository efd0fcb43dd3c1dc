"""`make up`, `make down`, `make deploy`, with a Docker that only records its calls."""

from __future__ import annotations

import json
import os
import pty
import re
import socket
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from boardwright.config.project_file import read_project
from boardwright.grafana.server import VARIABLES
from boardwright.http.credential_search import find_credentials
from compose.machine import DOCKER, Machine
from support import ROOT

UP = "up -d --wait --wait-timeout 300"
SERVICES = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]


def with_a_network(machine: Machine) -> None:
    """Use 127.0.0.2 as an address that others reach."""
    script = machine.root / "scripts/up"
    script.write_text(script.read_text().replace("$address != 127.*", "$address != 127.0.0.1"))


def listener(host: str, port: int) -> socket.socket:
    """Listen as servers do: `::` is every address, IPv4's too."""
    if host != "::":
        return socket.create_server((host, port))
    if not socket.has_dualstack_ipv6():
        pytest.skip("this machine has no IPv6")
    return socket.create_server((host, port), family=socket.AF_INET6, dualstack_ipv6=True)


def start_stack(machine: Machine) -> bool:
    return any(UP in line for line in machine.read_requests())


@pytest.mark.parametrize("script", ["up", "down"])
def test_a_machine_without_docker_is_reported(machine_without_docker: Machine, script: str) -> None:
    result = machine_without_docker.script(script)
    assert result.returncode == 2
    assert result.stderr == (
        "error: Docker is not installed on this machine.\n"
        "  Install Docker Engine with its Compose plugin: https://docs.docker.com/engine/install/\n"
        "  Or run the servers without it: docs/how-to/without-docker.md\n"
    )
    assert not machine_without_docker.env_file.exists()


@pytest.mark.parametrize(
    ("fails", "message"),
    [
        ("compose", "error: Docker's Compose plugin is not installed"),
        ("info", "error: the Docker engine does not answer: Cannot connect.\n"),
    ],
)
def test_a_docker_that_is_not_ready_is_reported(machine: Machine, fails: str, message: str) -> None:
    result = machine.script("up", FAILS=fails)
    assert result.returncode == 2
    assert result.stderr.startswith(message)
    assert not start_stack(machine)
    assert not machine.env_file.exists()


@pytest.mark.parametrize("version", ["2.16.0", "v2.3.3", "1.29.2"])
def test_an_old_compose_is_refused(machine: Machine, version: str) -> None:
    result = machine.script("up", COMPOSE_VERSION=version)
    assert result.returncode == 2
    assert f"error: Docker Compose {version} is too old; this stack needs 2.17" in result.stderr
    assert not start_stack(machine)


@pytest.mark.parametrize("version", ["2.17.0", "v2.40.3", "5.0.1", "dev"])
def test_a_current_compose_is_accepted(machine: Machine, version: str) -> None:
    assert machine.script("up", COMPOSE_VERSION=version).returncode == 0


@pytest.mark.parametrize(
    ("engine", "message"),
    [
        (" Security Options:\n  seccomp\n  rootless", "error: this Docker engine is rootless"),
        ("  buildahVersion: 1.28.2", "error: the docker command uses Podman"),
        (" Docker Root Dir: /var/lib/containers/storage", "error: the docker command uses Podman"),
    ],
)
def test_an_engine_that_cannot_run_the_stack_is_refused(
    machine: Machine, engine: str, message: str
) -> None:
    result = machine.script("up", ENGINE=engine)
    assert result.returncode == 2
    assert result.stderr.startswith(message)
    assert "docs/how-to/without-docker.md" in result.stderr
    assert not start_stack(machine)
    assert not machine.env_file.exists()


@pytest.mark.parametrize("script", ["up", "down"])
def test_podman_without_compose_is_reported_as_podman(machine: Machine, script: str) -> None:
    """The package podman-docker installs a `docker` command that runs Podman."""
    result = machine.script(script, VERSION="podman version 4.3.1", FAILS="compose")
    assert result.returncode == 2
    assert result.stderr.startswith("error: the docker command uses Podman")


@pytest.mark.parametrize(
    ("host", "code"),
    [
        ("ssh://admin@10.0.0.5", 2),
        ("tcp://10.0.0.5:2376", 2),
        ("tcp://127.0.0.1:2375", 0),
        ("unix:///run/docker.sock", 0),
        ("", 0),
    ],
)
def test_an_engine_on_another_machine_is_refused(machine: Machine, host: str, code: int) -> None:
    """It would mount empty folders instead of provisioning/, which only this machine has."""
    result = machine.script("up", HOST=host)
    assert result.returncode == code, result.stderr
    if code:
        assert f"error: the Docker engine is on another machine ({host})" in result.stderr
        assert not start_stack(machine)
        assert not machine.env_file.exists()


@pytest.mark.parametrize(
    ("engine", "note"),
    [
        (" Operating System: Docker Desktop", "note: with Docker Desktop, the boards show"),
        (" Cgroup Version: 1", "note: this machine has cgroups version 1"),
    ],
)
def test_an_engine_with_limits_is_noted(machine: Machine, engine: str, note: str) -> None:
    result = machine.script("up", ENGINE=engine)
    assert result.returncode == 0
    assert result.stderr.startswith(note)


def test_a_machine_without_kernel_messages_is_reported_once(machine: Machine) -> None:
    refused = machine.script("up", KMSG_DEVICE="/dev/no-such-device")
    assert refused.returncode == 2
    assert "To start without this metric: make up KMSG_DEVICE=/dev/null" in refused.stderr
    assert machine.script("up", KMSG_DEVICE="/dev/null").returncode == 0
    assert machine.settings()["KMSG_DEVICE"] == "/dev/null"


def test_a_failed_pull_is_reported_with_the_steps_without_a_network(machine: Machine) -> None:
    result = machine.script("up", FAILS="pull")
    assert result.returncode == 2
    assert result.stderr.startswith("error: the Docker engine cannot pull an-image.\n")
    assert "docker save an-image | gzip >images.tar.gz" in result.stderr
    assert not start_stack(machine)


def test_a_pull_has_a_time_limit(machine: Machine) -> None:
    machine.install(
        "bin/docker", DOCKER.replace('"pull "*)', '"pull "*) exec /bin/sleep 30;; nothing)')
    )
    result = machine.script("up", FAILS="pull", PULL_TIMEOUT="1")
    assert result.returncode == 2
    assert "The image was not pulled within 1 seconds;" in result.stderr


def test_a_mount_that_is_not_shared_is_explained(machine: Machine) -> None:
    """The engine's error is the one that Docker 20.10 and 28 give for a private `/`."""
    error = "path / is mounted on / but it is not a shared or slave mount"
    result = machine.script("up", FAILS="up", ERROR=error)
    assert result.returncode == 1
    assert "Start without later mounts: make up NODE_MOUNT=ro" in result.stderr
    machine.script("up", NODE_MOUNT="ro")
    assert machine.settings()["NODE_MOUNT"] == "ro"


def test_the_first_up_creates_a_secret_password(machine: Machine) -> None:
    result = machine.script("up")
    assert result.returncode == 0, result.stderr
    password = machine.settings()["GRAFANA_ADMIN_PASSWORD"]
    assert re.fullmatch("[0-9a-f]{48}", password)
    assert machine.env_file.stat().st_mode & 0o777 == 0o600
    assert password not in result.stdout + result.stderr + "\n".join(machine.read_requests())
    assert "password in .env" in result.stdout


def test_up_waits_for_healthy_servers_and_reloads_prometheus(machine: Machine) -> None:
    result = machine.script("up")
    assert f"compose --profile single {UP}" in machine.read_requests()
    assert machine.read_requests()[-1] == "compose --profile single kill -s HUP prometheus"
    for name in machine.ports:
        assert f"http://127.0.0.1:{machine.ports[name]}" in result.stdout
    assert result.stdout.endswith("Next: make deploy\n")


def test_the_passwords_of_two_machines_differ(machine: Machine) -> None:
    machine.script("up")
    first = machine.settings()
    machine.env_file.unlink()
    machine.script("up")
    assert machine.settings()["GRAFANA_ADMIN_PASSWORD"] != first["GRAFANA_ADMIN_PASSWORD"]


def test_an_existing_password_is_kept(machine: Machine) -> None:
    machine.script("up")
    before = machine.env_file.read_bytes()
    assert machine.script("up").returncode == 0
    assert machine.env_file.read_bytes() == before


def test_other_lines_of_the_file_are_kept(machine: Machine) -> None:
    machine.env_file.write_text("# mine\nexport GRAFANA_ADMIN_PASSWORD = 'my own'\nOTHER=1")
    machine.env_file.chmod(0o600)
    assert machine.script("up").returncode == 0
    assert machine.env_file.read_text() == (
        "# mine\nexport GRAFANA_ADMIN_PASSWORD = 'my own'\nOTHER=1\n"
        "COMPOSE_PROFILES=single\nBOARDS=push\n"
    )


def test_a_file_that_other_users_can_read_becomes_private(machine: Machine) -> None:
    machine.env_file.write_text("GRAFANA_ADMIN_PASSWORD=abc\n")
    machine.env_file.chmod(0o644)
    result = machine.script("up")
    assert "other users of this machine could read .env. Its mode is now 600" in result.stderr
    assert machine.env_file.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("value", ["", '""', "''", " # later", "   ", "x\nGRAFANA_ADMIN_PASSWORD="])
def test_a_blank_password_is_refused(machine: Machine, value: str) -> None:
    machine.env_file.write_text(f"GRAFANA_ADMIN_PASSWORD={value}\n")
    result = machine.script("up")
    assert result.returncode == 2
    assert "GRAFANA_ADMIN_PASSWORD in .env is blank" in result.stderr
    assert not start_stack(machine)


def test_the_default_password_of_grafana_is_refused(machine: Machine) -> None:
    machine.env_file.write_text("GRAFANA_ADMIN_PASSWORD=admin\n")
    result = machine.script("up")
    assert result.returncode == 2
    assert "is Grafana's default" in result.stderr
    assert not start_stack(machine)


def test_the_password_in_the_file_is_preferred_to_the_environment(machine: Machine) -> None:
    machine.script("up", GRAFANA_ADMIN_PASSWORD="of-another-project")
    assert machine.settings()["GRAFANA_ADMIN_PASSWORD"] != "of-another-project"
    assert "with GRAFANA_ADMIN_PASSWORD" not in machine.read_requests()


def test_deploy_uses_the_password_that_up_created(machine: Machine) -> None:
    """`make up` writes the file in which the configuration of this repository has the password."""
    machine.script("up")
    secrets = read_project(ROOT).server.secrets
    credentials = find_credentials(secrets, usual=VARIABLES, environ={}, root=machine.root)
    assert credentials.user == "admin"
    assert credentials.secret == machine.settings()["GRAFANA_ADMIN_PASSWORD"]
    assert credentials.warnings == ()


@pytest.mark.parametrize(
    ("setting", "server"),
    [
        ("PROMETHEUS_PORT", "prometheus"),
        ("GRAFANA_PORT", "grafana"),
        ("NODE_EXPORTER_PORT", "node-exporter"),
        ("CADVISOR_PORT", "cadvisor"),
    ],
)
@pytest.mark.parametrize("host", ["127.0.0.1", "0.0.0.0", "::"])
def test_a_port_in_use_is_reported_before_anything_starts(
    machine: Machine, setting: str, server: str, host: str
) -> None:
    port = machine.ports[setting]
    with listener(host, port):
        result = machine.script("up")
        assert result.returncode == 2
        assert result.stderr == (
            f"error: port {port} of 127.0.0.1 is in use; {server} needs it.\n"
            f"  sudo ss -ltnp 'sport = :{port}' shows the program. Stop the program, or use"
            f" another port for {server}:\n  write {setting}=NUMBER in .env, the same number in"
            " boardwright.toml, then run make build.\n"
        )
        assert not start_stack(machine)
        again = machine.script("up", RUNNING=server)
    assert again.returncode == 0, "the port is in use by our own server"


def test_a_port_in_use_on_another_address_is_accepted(machine: Machine) -> None:
    with socket.create_server(("127.0.0.7", machine.ports["GRAFANA_PORT"])):
        assert machine.script("up").returncode == 0


def test_a_port_in_the_file_is_used(machine: Machine) -> None:
    port = machine.ports["GRAFANA_PORT"]
    machine.env_file.write_text(f"GRAFANA_PORT={port}\n")
    result = machine.script("up", GRAFANA_PORT="")
    assert f"http://127.0.0.1:{port} " in result.stdout


def test_a_stack_that_does_not_become_healthy_is_reported(machine: Machine) -> None:
    result = machine.script("up", FAILS="up")
    assert result.returncode == 1
    assert "docker compose logs" in result.stderr
    assert "The stack is up" not in result.stdout


def test_missing_files_of_build_are_reported(machine: Machine) -> None:
    (machine.root / "provisioning/prometheus/prometheus.yml").unlink()
    result = machine.script("up")
    assert result.returncode == 2
    assert result.stderr.endswith("Run: make build\n")


def test_files_that_the_servers_cannot_read_are_reported(machine: Machine) -> None:
    (machine.root / "provisioning/prometheus").chmod(0o700)
    result = machine.script("up")
    assert result.returncode == 2
    assert result.stderr.endswith("Run: chmod -R o+rX provisioning\n")


@pytest.mark.parametrize(
    ("profiles", "flags"),
    [
        ("single", "--profile single"),
        ("master", "--profile master"),
        ("node", "--profile node"),
        ("master node", "--profile master --profile node"),
    ],
)
def test_each_profile_starts_its_servers(machine: Machine, profiles: str, flags: str) -> None:
    with_a_network(machine)
    address = "127.0.0.1" if profiles == "single" else "127.0.0.2"
    result = machine.script("up", PROFILE=profiles, NODE_ADDRESS=address)
    assert result.returncode == 0, result.stderr
    assert f"compose {flags} {UP}" in machine.read_requests()
    wanted = {name for name, s in SERVICES.items() if set(s["profiles"]) & set(profiles.split())}
    (line,) = (line for line in result.stdout.splitlines() if line.startswith("Starting"))
    assert line == f"Starting {' '.join(line.split()[1:-1])} ..."
    assert set(line.split()[1:-1]) == wanted
    assert ("Grafana" in result.stdout) == ("grafana" in wanted)


def test_settings_of_an_earlier_up_are_kept(machine: Machine) -> None:
    machine.script("up", PROFILE="master node", NODE_ADDRESS="127.0.0.3", BOARDS="files")
    again = machine.script("up")
    assert machine.settings() | {"GRAFANA_ADMIN_PASSWORD": ""} == {
        "GRAFANA_ADMIN_PASSWORD": "",
        "COMPOSE_PROFILES": "master,node",
        "BOARDS": "files",
        "NODE_ADDRESS": "127.0.0.3",
    }
    assert "compose --profile master --profile node " + UP in machine.read_requests()
    assert "http://127.0.0.3:" in again.stdout


def test_a_node_needs_no_files_of_build(machine: Machine) -> None:
    (machine.root / "provisioning/prometheus/prometheus.yml").unlink()
    with_a_network(machine)
    result = machine.script("up", PROFILE="node", NODE_ADDRESS="127.0.0.2")
    assert result.returncode == 0, result.stderr
    assert "list 127.0.0.2 in the master's boardwright.toml" in result.stdout
    assert not any("HUP" in line for line in machine.read_requests())


@pytest.mark.parametrize(
    ("env", "message"),
    [
        ({"PROFILE": "nodes"}, "PROFILE is 'nodes'; it takes single, master, node or \"master"),
        ({"BOARDS": "file"}, "BOARDS is 'file'; it takes push or files."),
        (
            {"NODE_ADDRESS": "10.0.0.555"},
            "NODE_ADDRESS is '10.0.0.555', which is not an IPv4 address.",
        ),
        ({"NODE_ADDRESS": "http://x"}, "NODE_ADDRESS is 'http://x', which is not an IPv4 address."),
        (
            {"NODE_ADDRESS": "203.0.113.9"},
            "'203.0.113.9', which is not an address of this machine.",
        ),
        ({"NODE_ADDRESS": "127.0.0.2"}, "PROFILE=single scrapes this machine at 127.0.0.1."),
        (
            {"PROFILE": "node"},
            "a node that listens on 127.0.0.1 only cannot be reached by a master",
        ),
    ],
)
def test_a_setting_with_a_typo_is_refused(
    machine: Machine, env: dict[str, str], message: str
) -> None:
    result = machine.script("up", **env)
    assert result.returncode == 2
    assert message in result.stderr
    assert machine.read_requests() == []
    assert not machine.env_file.exists()


def test_make_down_needs_no_password(machine: Machine) -> None:
    result = machine.script("down")
    assert result.returncode == 0, result.stderr
    assert machine.read_requests()[-2:] == [
        "compose --profile single --profile master --profile node down",
        "with GRAFANA_ADMIN_PASSWORD",
    ]
    assert not machine.env_file.exists()


BOARDWRIGHT = """\
#!/bin/sh
echo "$*" >>boardwright.log
case "$*" in
*json) cat answer.json 2>/dev/null && : >stack-is-up; exit 1 ;;
stack*) [ -e stack-is-up ] ;;
deploy*) echo deployed ;;
esac
"""
"""A boardwright for which the stack is up after its answer in JSON was read."""


@pytest.fixture
def deploying(machine: Machine) -> Machine:
    machine.install(".venv/bin/boardwright", BOARDWRIGHT)
    (machine.root / ".venv/bin/python").symlink_to(sys.executable)
    return machine


def write_answer(machine: Machine, *problems: str, scraped: bool | None) -> None:
    """Write the answer of `boardwright stack check grafana --format json`."""
    found = [{"what": problem, "hint": None} for problem in problems]
    server = {"name": "grafana", "answers": True, "scraped": scraped, "problems": found}
    text = json.dumps({"ok": not problems, "servers": [server]})
    (machine.root / "answer.json").write_text(text)


def ran(machine: Machine) -> list[str]:
    log: Path = machine.root / "boardwright.log"
    return log.read_text().splitlines() if log.exists() else []


def test_deploy_checks_the_stack_and_then_deploys(deploying: Machine) -> None:
    (deploying.root / "stack-is-up").touch()
    result = deploying.script("deploy")
    assert (result.returncode, result.stdout) == (0, "deployed\n")
    assert ran(deploying) == ["stack check grafana", "deploy --yes"]


CHECKS = ["stack check grafana", "stack check grafana --format json"]


def test_deploy_waits_for_the_first_scrape_of_grafana(deploying: Machine) -> None:
    """Right after `make up`, Prometheus may have tried to scrape Grafana before it listened."""
    write_answer(deploying, "Prometheus cannot scrape this target: refused", scraped=False)
    result = deploying.script("deploy")
    assert result.returncode == 0, result.stdout
    assert "Waiting until Prometheus scrapes Grafana" in result.stdout
    assert ran(deploying) == [*CHECKS, "stack check grafana", "deploy --yes"]


@pytest.mark.parametrize(
    ("problems", "scraped"),
    [
        (["Prometheus cannot scrape this target: refused", "no data source"], False),
        (["no data source"], True),
        (["no data source"], None),
    ],
)
def test_deploy_does_not_wait_if_grafana_has_another_problem(
    deploying: Machine, problems: list[str], scraped: bool | None
) -> None:
    write_answer(deploying, *problems, scraped=scraped)
    result = deploying.script("deploy")
    assert result.returncode == 2
    assert "Waiting" not in result.stdout
    assert ran(deploying) == CHECKS


def test_deploy_without_a_running_stack_suggests_make_up(deploying: Machine) -> None:
    result = deploying.script("deploy")
    assert result.returncode == 2
    assert (
        result.stderr == "error: the stack is not ready for boards.\n  Start the stack: make up\n"
    )
    assert ran(deploying) == CHECKS


@pytest.mark.parametrize(("answer", "code"), [("y", 0), ("n", 1)])
def test_on_a_terminal_deploy_offers_to_start_the_stack(
    deploying: Machine, answer: str, code: int
) -> None:
    script = deploying.root / "scripts/up"
    script.write_text('#!/usr/bin/env bash\necho started >"$(dirname "$0")/../stack-is-up"\n')
    ours, theirs = pty.openpty()
    os.write(ours, f"{answer}\n".encode())
    result = subprocess.run(
        [deploying.root / "scripts/deploy"],
        env=deploying.environ,
        stdin=theirs,
        stdout=theirs,
        stderr=subprocess.PIPE,
        timeout=60,
    )
    os.close(theirs)
    os.close(ours)
    assert result.returncode == code, result.stderr
    assert ("deploy --yes" in ran(deploying)) == (answer == "y")


def test_boards_read_from_files_are_not_deployed(deploying: Machine) -> None:
    deploying.script("up", BOARDS="files")
    result = deploying.script("deploy")
    assert result.returncode == 0
    assert result.stdout.startswith("Nothing is pushed: Grafana reads the boards in provisioning/")
    assert f"http://127.0.0.1:{deploying.ports['GRAFANA_PORT']}/dashboards" in result.stdout
    assert ran(deploying) == []


@pytest.mark.parametrize("target", ["up", "down", "deploy"])
def test_make_runs_the_script_of_each_target(target: str) -> None:
    result = subprocess.run(
        ["make", "--dry-run", "--silent", target], cwd=ROOT, capture_output=True, text=True
    )
    assert result.stdout.splitlines()[-1] == f"scripts/{target}"
