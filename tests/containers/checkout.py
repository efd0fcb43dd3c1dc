"""A copy of the repository. Its stack uses free ports and the Docker engine of the tests."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import requests

from containers.engine import Engine
from stack.servers import free_port
from support import ROOT

DEFAULTS = {
    "PROMETHEUS_PORT": 9090,
    "GRAFANA_PORT": 3000,
    "NODE_EXPORTER_PORT": 9100,
    "CADVISOR_PORT": 8080,
}
LINKED = (".venv", "src", "preview", "docs")
LEFT_OUT = {*LINKED, "tests", "bench", "build", "dist", ".env"}
"""Names that are not copied. Caches, whose names begin with a dot, are not copied either."""
OFTEN = """\
# Health checks run every second here; in the real file, they run every 10 seconds.
services:
{services}
"""


@dataclass(frozen=True, kw_only=True)
class Checkout:
    """A copy of the repository on a machine with a Docker engine.

    Attributes:
        root: Folder of the copy.
        engine: The Docker engine that its commands use.
        ports: Name of a setting -> port of the server.
        project: Name of its Compose project.
    """

    root: Path
    engine: Engine
    ports: Mapping[str, int]
    project: str

    @property
    def environ(self) -> dict[str, str]:
        """The environment variables for its commands."""
        ports = {name: str(port) for name, port in self.ports.items()}
        return self.engine.environ | ports | {"COMPOSE_PROJECT_NAME": self.project}

    def make(self, *args: str) -> subprocess.CompletedProcess[str]:
        """Run `make ARGS`."""
        return subprocess.run(
            ["make", *args],
            cwd=self.root,
            env=self.environ,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=300,
        )

    def compose(self, *args: str) -> str:
        """Return the output of `docker compose ARGS`."""
        flags = ("--profile", "single", "--profile", "master", "--profile", "node")
        result = subprocess.run(
            ["docker", "compose", *flags, *args],
            cwd=self.root,
            env=self.environ | {"GRAFANA_ADMIN_PASSWORD": "unused"},
            capture_output=True,
            text=True,
            timeout=300,
        )
        assert result.returncode == 0, result.stderr
        return result.stdout

    def list_states(self) -> dict[str, tuple[str, str]]:
        """Return service -> state and health of its container."""
        lines = self.compose("ps", "--all", "--format", "json").splitlines()
        found = [json.loads(line) for line in lines]
        return {each["Service"]: (each["State"], each["Health"]) for each in found}

    def grafana(self, path: str) -> Any:
        """Return the answer of its Grafana to a GET request of the admin."""
        password = re.search(
            r"^GRAFANA_ADMIN_PASSWORD=(.*)$", (self.root / ".env").read_text(), re.M
        )
        assert password is not None
        url = f"http://127.0.0.1:{self.ports['GRAFANA_PORT']}{path}"
        answer = requests.get(url, auth=("admin", password[1]), timeout=10)
        assert answer.ok, answer.text
        return answer.json()

    def board_uids(self) -> set[str]:
        """Return the uids of the boards in its Grafana."""
        return {board["uid"] for board in self.grafana("/api/search?type=dash-db")}

    def query(self, expr: str) -> list[dict[str, Any]]:
        """Return the series of an instant query of its Prometheus."""
        url = f"http://127.0.0.1:{self.ports['PROMETHEUS_PORT']}/api/v1/query"
        answer = requests.get(url, params={"query": expr}, timeout=10).json()
        result: list[dict[str, Any]] = answer["data"]["result"]
        return result

    def edit(self, name: str, old: str, new: str) -> None:
        """Replace a text in a file. The text must be there."""
        path = self.root / name
        text = path.read_text()
        assert old in text, name
        path.write_text(text.replace(old, new))


def copy_checkout(root: Path, engine: Engine, project: str) -> Checkout:
    """Copy the repository, and choose free ports for `boardwright.toml` and the stack."""
    root.mkdir()
    for path in ROOT.iterdir():
        if path.name not in LEFT_OUT and not path.name.startswith("."):
            copy = shutil.copytree if path.is_dir() else shutil.copy2
            copy(path, root / path.name)
    for name in ("pyproject.toml", "requirements-dev.lock", "scripts/environment"):
        os.utime(root / name, (0, 0))  # older than the environment, which make then leaves alone
    for name in LINKED:
        (root / name).symlink_to(ROOT / name)
    ports = {name: free_port() for name in DEFAULTS}
    checkout = Checkout(root=root, engine=engine, ports=ports, project=project)
    for name, default in DEFAULTS.items():
        path = root / "boardwright.toml"
        path.write_text(re.sub(rf"\b{default}\b", str(ports[name]), path.read_text()))
    services = ("prometheus", "node-exporter", "cadvisor", "grafana")
    often = "".join(f"  {name}: {{healthcheck: {{interval: 1s}}}}\n" for name in services)
    (root / "docker-compose.override.yml").write_text(OFTEN.format(services=often))
    return checkout
