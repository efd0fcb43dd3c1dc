"""Real Prometheus and node-exporter on free loopback ports, and recorded targets over HTTP."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import requests
import yaml

from serving import Handler, serving
from support import ROOT, server_program

RECORDINGS = ROOT / "tests/recordings/metrics"
CONFIG = ROOT / "provisioning/prometheus/prometheus.yml"
RULES = CONFIG.parent / "rules"
EXPOSITION = "text/plain; version=0.0.4"
_STAMPED = re.compile(r"^([^#].* \S+) \d{13}$", re.MULTILINE)


@dataclass(frozen=True, kw_only=True)
class Prometheus:
    """A running Prometheus."""

    url: str

    def get(self, path: str, **params: Any) -> Any:
        """Return `data` in an answer of the HTTP API."""
        answer = requests.get(f"{self.url}/api/v1/{path}", params=params, timeout=30).json()
        if answer["status"] != "success":
            raise RuntimeError(f"{params}: {answer['error']}")
        return answer["data"]

    def wait_until_ready(self) -> None:
        """Wait until Prometheus has read its storage."""
        ready = f"{self.url}/-/ready"
        wait_until(lambda: requests.get(ready, timeout=5).ok, 30, "Prometheus")

    def query(self, expr: str, time: float | None = None) -> list[dict[str, Any]]:
        """Return the series of an instant query."""
        data = self.get("query", query=expr, **({} if time is None else {"time": time}))
        if data["resultType"] in {"scalar", "string"}:
            return [{"metric": {}, "value": data["result"]}]
        result: list[dict[str, Any]] = data["result"]
        return result

    def value(self, expr: str, time: float | None = None) -> float:
        """Return the only value of an instant query."""
        (series,) = self.query(expr, time)
        return float(series["value"][1])


def free_port() -> int:
    """Return a loopback port on which no program listens."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def remove_stamps(exposition: str) -> str:
    """Return a recorded /metrics page without its time stamps."""
    return _STAMPED.sub(r"\1", exposition)


@contextmanager
def exposition(text: str) -> Iterator[str]:
    """Serve a recorded /metrics page; yield `host:port`."""
    body = remove_stamps(text)

    class Exposition(Handler):
        def do_GET(self) -> None:
            self.answer(200, EXPOSITION, body)

    with serving(Exposition) as address:
        yield address


@contextmanager
def running(command: list[str], log: Path) -> Iterator[None]:
    """Run a server. If it exits at once, raise an error with its log."""
    with log.open("wb") as output:
        process = subprocess.Popen(command, stdout=output, stderr=output)
        try:
            time.sleep(0.3)
            if process.poll() is not None:
                raise RuntimeError(f"{command[0]} ended: {log.read_text()[-2000:]}")
            yield
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()


@contextmanager
def node_exporter(folder: Path) -> Iterator[str]:
    """Run node-exporter; yield `host:port`.

    Debian's build omits the loopback device unless it is configured; the upstream build does not.
    """
    address = f"127.0.0.1:{free_port()}"
    program = server_program("prometheus-node-exporter")
    command = [
        program,
        f"--web.listen-address={address}",
        "--collector.netdev.device-exclude=^$",
        "--log.level=error",
    ]
    with running(command, folder / "node-exporter.log"):
        yield address


def usable_cpus() -> float:
    """Return how many CPUs this process may use. A container may have fewer than the machine."""
    usable = float(len(os.sched_getaffinity(0)))
    limit = Path("/sys/fs/cgroup/cpu.max")
    quota, _, period = limit.read_text().partition(" ") if limit.exists() else ("max", "", "")
    return usable if quota == "max" else min(usable, int(quota) / int(period))


def quick_rules(folder: Path) -> list[str]:
    """Write a rule file with a faster copy of the CPU alert, which needs 30 s instead of 15 m.

    The file records the same expression over 30 s under another name, and the alert has the same
    condition without `for`. In a container with fewer CPUs than the machine, the limit is lower.
    The path of the file is returned.
    """
    (stack,) = (yaml.safe_load(path.read_text()) for path in RULES.glob("*.yml"))
    rules = {
        rule.get("alert") or rule["record"]: rule
        for group in stack["groups"]
        for rule in group["rules"]
    }
    recorded, high = rules["instance:node_cpu_usage:ratio"], rules["HostCpuHigh"]
    record = {"record": "test:node_cpu_usage:ratio", "expr": recorded["expr"].replace("5m", "30s")}
    limit = 0.9 * usable_cpus() / (os.cpu_count() or 1)
    alert = {**high, "expr": f"{record['record']} > {limit}", "for": "0s"}
    path = folder / "quick.yml"
    path.write_text(yaml.safe_dump({"groups": [{"name": "quick", "rules": [record, alert]}]}))
    return [str(path)]


@contextmanager
def prometheus(
    folder: Path, targets: dict[str, str], *, quick: bool = False
) -> Iterator[Prometheus]:
    """Run Prometheus with the generated configuration, with the targets of each job replaced.

    Args:
        folder: Folder for configuration, storage and log.
        targets: Job -> address of its target, for each job except Prometheus itself.
        quick: Whether to load also the faster copy of an alert; see `quick_rules`.
    """
    address = f"127.0.0.1:{free_port()}"
    config = yaml.safe_load(CONFIG.read_text())
    moved = targets | {"prometheus": address}
    for job in config["scrape_configs"]:
        (static,) = job["static_configs"]
        static["targets"] = [moved[job["job_name"]]]
    config["rule_files"] = [str(RULES / "*.yml"), *(quick_rules(folder) if quick else [])]
    path = folder / "prometheus.yml"
    path.write_text(yaml.safe_dump(config))
    command = [
        server_program("prometheus"),
        f"--config.file={path}",
        f"--storage.tsdb.path={folder / 'data'}",
        f"--web.listen-address={address}",
        "--log.level=error",
    ]
    with running(command, folder / "prometheus.log"):
        yield Prometheus(url=f"http://{address}")


def newest_program() -> str:
    """Return the path of Prometheus 3.16. Without it, skip the test, also in CI.

    `make test` does not build this program, because a build takes several minutes. The answers of
    the program are recorded in `tests/recordings/prometheus-3.16`, with the command that builds it.
    """
    program = shutil.which("prometheus-3.16")
    if program is None:
        pytest.skip("prometheus-3.16 is not on this machine; its recorded answers are tested")
    return program


@contextmanager
def empty_prometheus(program: str, folder: Path, features: Sequence[str]) -> Iterator[Prometheus]:
    """Run a Prometheus without targets, which accepts remote writes.

    Args:
        program: Path of the program.
        folder: Folder for configuration, storage and log.
        features: The feature flags.
    """
    address = f"127.0.0.1:{free_port()}"
    config = folder / "prometheus.yml"
    config.write_text("global: {scrape_interval: 10s}\n")
    command = [
        program,
        f"--config.file={config}",
        f"--storage.tsdb.path={folder / 'data'}",
        "--storage.tsdb.retention.time=100y",
        f"--web.listen-address={address}",
        "--web.enable-remote-write-receiver",
        *(f"--enable-feature={feature}" for feature in features),
        "--log.level=error",
    ]
    with running(command, folder / "prometheus.log"):
        server = Prometheus(url=f"http://{address}")
        server.wait_until_ready()
        yield server


def wait_until(ready: Any, seconds: float, what: str) -> None:
    """Wait until `ready()` is true. Fail with `what` after `seconds`."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            if ready():
                return
        except requests.ConnectionError:
            pass
        time.sleep(0.1)
    raise TimeoutError(f"{what}: not within {seconds} s")
