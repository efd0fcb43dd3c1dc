"""`docker-compose.yml`: valid, closed to the outside, and consistent with `boardwright.toml`."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import yaml

from boardwright.config.project import ProjectSettings
from boardwright.config.project_file import read_project
from boardwright.provisioning.prometheus_config import list_scrape_targets
from boardwright.provisioning.provisioning_tree import build_server_files
from support import ROOT

FILE = ROOT / "docker-compose.yml"
TEXT = FILE.read_text()
_VARIABLE = re.compile(r"\$\{(?P<name>\w+)(?::-(?P<default>[^}]*)|:\?[^}]*)\}")


def with_defaults(value: Any) -> Any:
    """Return the file's data as Compose reads it where `.env` has a password only."""
    if isinstance(value, dict):
        return {key: with_defaults(each) for key, each in value.items()}
    if isinstance(value, list):
        return [with_defaults(each) for each in value]
    if isinstance(value, str):
        return _VARIABLE.sub(lambda match: match["default"] or "from-env", value)
    return value


COMPOSE = with_defaults(yaml.safe_load(TEXT))
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
NAMES = sorted(SERVICES)


@pytest.fixture(scope="module")
def project() -> ProjectSettings:
    return read_project(ROOT)


def flags(service: str) -> dict[str, str]:
    pairs = (flag.removeprefix("--").partition("=") for flag in SERVICES[service]["command"])
    return {name: value for name, _, value in pairs}


def mounts(service: str) -> dict[str, tuple[str, str]]:
    """Return source and mode of each mount by its place in the container."""
    parts = (volume.split(":") for volume in SERVICES[service]["volumes"])
    return {part[1]: (part[0], ":".join(part[2:])) for part in parts}


def listens(service: str) -> str:
    """Return `host:port` of a server, from its own settings."""
    match service:
        case "prometheus" | "node-exporter":
            return flags(service)["web.listen-address"]
        case "cadvisor":
            return f"{flags(service)['listen_ip']}:{flags(service)['port']}"
    settings = SERVICES["grafana"]["environment"]
    return f"{settings['GF_SERVER_HTTP_ADDR']}:{settings['GF_SERVER_HTTP_PORT']}"


def test_the_file_follows_the_compose_specification() -> None:
    program = Path(sys.executable).parent / "check-jsonschema"
    result = subprocess.run(
        [program, "--builtin-schema", "vendor.compose-spec", FILE], capture_output=True, text=True
    )
    assert result.returncode == 0, result.stdout


def test_the_profiles_are_single_master_and_node() -> None:
    profiles = {name: set(service["profiles"]) for name, service in SERVICES.items()}
    assert profiles == {
        "prometheus": {"single", "master"},
        "grafana": {"single", "master"},
        "node-exporter": {"single", "node"},
        "cadvisor": {"single", "node"},
    }


@pytest.mark.parametrize("name", NAMES)
def test_every_version_is_pinned(name: str) -> None:
    assert re.search(r":v?\d+\.\d+\.\d+$", SERVICES[name]["image"])


@pytest.mark.parametrize("name", NAMES)
def test_every_server_listens_on_loopback_only(name: str) -> None:
    service = SERVICES[name]
    assert service["network_mode"] == "host"
    assert "ports" not in service, "ports of the machine's own network are not published"
    assert listens(name).startswith("127.0.0.1:")


@pytest.mark.parametrize("name", NAMES)
def test_every_server_runs_with_the_least_privileges(name: str) -> None:
    service = SERVICES[name]
    assert service["restart"] == "unless-stopped"
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in service["security_opt"]
    assert "privileged" not in service
    assert service["mem_limit"]
    assert service["cpus"] <= 1, "more than a machine has is refused by the daemon"
    assert service["logging"]["options"].keys() == {"max-size", "max-file"}


@pytest.mark.parametrize("name", NAMES)
def test_the_health_check_of_every_server_uses_the_listening_address(name: str) -> None:
    test = SERVICES[name]["healthcheck"]["test"]
    assert test[0] == "CMD", "no shell in between"
    assert urlsplit(test[-1]).netloc == listens(name)


@pytest.mark.parametrize("name", NAMES)
def test_mounts_of_the_machine_are_read_only(name: str) -> None:
    for source, mode in mounts(name).values():
        writable = source in COMPOSE["volumes"]
        assert writable or "ro" in mode.split(","), source


def test_grafana_starts_after_prometheus_is_healthy() -> None:
    assert SERVICES["grafana"]["depends_on"] == {"prometheus": {"condition": "service_healthy"}}


def test_node_exporter_has_access_to_the_machine() -> None:
    service = SERVICES["node-exporter"]
    assert (service["network_mode"], service["pid"]) == ("host", "host")
    assert mounts("node-exporter") == {"/host": ("/", "ro,rslave")}
    assert flags("node-exporter")["path.rootfs"] == "/host"


def test_cadvisor_has_access_to_the_containers() -> None:
    assert mounts("cadvisor") == {
        "/rootfs": ("/", "ro"),
        "/var/run": ("/var/run", "ro"),
        "/sys": ("/sys", "ro"),
        "/var/lib/docker": ("/var/lib/docker", "ro"),
        "/dev/disk": ("/dev/disk", "ro"),
    }


def test_cadvisor_measures_as_often_as_it_is_scraped(project: ProjectSettings) -> None:
    assert flags("cadvisor")["housekeeping_interval"] == project.scrape_interval


def test_grafana_allows_no_anonymous_access_and_no_sign_up() -> None:
    settings = SERVICES["grafana"]["environment"]
    for name in ("AUTH_ANONYMOUS_ENABLED", "USERS_ALLOW_SIGN_UP", "USERS_ALLOW_ORG_CREATE"):
        assert settings[f"GF_{name}"] == "false"


def test_grafana_sends_nothing_to_the_outside() -> None:
    settings = SERVICES["grafana"]["environment"]
    for name in (
        "ANALYTICS_REPORTING_ENABLED",
        "ANALYTICS_CHECK_FOR_UPDATES",
        "ANALYTICS_CHECK_FOR_PLUGIN_UPDATES",
        "NEWS_NEWS_FEED_ENABLED",
        "SNAPSHOTS_EXTERNAL_ENABLED",
    ):
        assert settings[f"GF_{name}"] == "false"
    assert settings["GF_PLUGINS_PREINSTALL_DISABLED"] == "true"
    assert settings["GF_PLUGINS_PUBLIC_KEY_RETRIEVAL_DISABLED"] == "true"
    assert settings["GF_SECURITY_DISABLE_GRAVATAR"] == "true"


def test_the_password_has_no_default() -> None:
    assert "GF_SECURITY_ADMIN_PASSWORD: ${GRAFANA_ADMIN_PASSWORD:?" in TEXT


def test_each_job_scrapes_a_server_of_the_file(project: ProjectSettings) -> None:
    jobs = {
        target.job: target.address for target in list_scrape_targets(project.jobs, project.nodes)
    }
    assert jobs == {
        "prometheus": listens("prometheus"),
        "k8s-node": listens("node-exporter"),
        "grafana": listens("grafana"),
        "cadvisor": listens("cadvisor"),
    }


def test_grafana_and_the_data_source_are_at_the_addresses_in_boardwright_toml(
    project: ProjectSettings,
) -> None:
    (source,) = project.datasources
    assert urlsplit(source.url).netloc == listens("prometheus")
    assert urlsplit(project.server.url or "").netloc == listens("grafana")


def test_the_mounted_files_are_those_that_build_writes(project: ProjectSettings) -> None:
    folder = f"./{project.output}/"
    files = build_server_files(
        folders=[],
        datasources=project.datasources,
        jobs=project.jobs,
        scrape_interval=project.scrape_interval,
        dashboards_path=project.dashboards_path,
    )
    assert mounts("prometheus")["/etc/prometheus"][0] == f"{folder}prometheus"
    assert flags("prometheus")["config.file"] == "/etc/prometheus/prometheus.yml"
    assert "prometheus/prometheus.yml" in files
    grafana = mounts("grafana")
    assert grafana[project.dashboards_path][0] == f"{folder}dashboards"
    assert grafana["/etc/boardwright/files"][0] == f"{folder}grafana/provisioning"
    assert {path.split("/")[2] for path in files if path.startswith("grafana/provisioning/")} == {
        "datasources",
        "dashboards",
    }


def test_boards_are_either_pushed_or_read_from_files() -> None:
    """`BOARDS` names the folder that Grafana reads; the provider of `push` has no boards."""
    assert "GF_PATHS_PROVISIONING: /etc/boardwright/${BOARDS:-push}" in TEXT
    push = {path: at for path, at in mounts("grafana").items() if "/push/" in path}
    provider = "/etc/boardwright/push/dashboards/no-boards.yaml"
    assert set(push) == {"/etc/boardwright/push/datasources", provider}
    (only,) = yaml.safe_load((ROOT / push[provider][0]).read_text())["providers"]
    assert only["options"]["path"] == "/etc/boardwright/push/dashboards", "its own folder"


def test_data_of_the_servers_is_in_named_volumes() -> None:
    assert mounts("grafana")["/var/lib/grafana"][0] == "grafana-data"
    assert mounts("prometheus")["/prometheus"][0] == "prometheus-data"
    assert flags("prometheus")["storage.tsdb.path"] == "/prometheus"
    assert COMPOSE["volumes"].keys() == {"grafana-data", "prometheus-data"}


def test_the_page_lists_every_setting() -> None:
    page = (ROOT / "docs/how-to/stack.md").read_text()
    names = {match["name"] for match in _VARIABLE.finditer(TEXT)}
    assert names == set(re.findall(r"^\| `([A-Z_]+)`", page, re.MULTILINE)) - {"COMPOSE_PROFILES"}


def test_secrets_are_ignored_by_git() -> None:
    assert ".env" in (ROOT / ".gitignore").read_text().splitlines()
