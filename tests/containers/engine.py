"""A Docker engine that belongs to the tests: own folders, socket and mount namespace."""

from __future__ import annotations

import os
import platform
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from stack.servers import wait_until

HOME = Path(sys.prefix) / "engine"
"""Folder in which `make test` puts the engine's programs (scripts/engine)."""

DOCKERD = (
    *("--bridge=none", "--iptables=false", "--ip6tables=false"),
    *("--storage-driver=overlay2", "--containerd=", "--shutdown-timeout=2"),
)


@dataclass(frozen=True, kw_only=True)
class Engine:
    """A running Docker engine.

    Attributes:
        folder: Folder of its data, socket, pid file and log.
        process: The process of the engine.
    """

    folder: Path
    process: subprocess.Popen[bytes]

    @property
    def environ(self) -> dict[str, str]:
        """The environment variables with which `docker` and `docker compose` use this engine."""
        return {
            "PATH": f"{HOME / 'root/usr/bin'}:{os.environ['PATH']}",
            "HOME": str(self.folder),
            "DOCKER_HOST": f"unix://{self.folder / 'sock'}",
            "DOCKER_CONFIG": str(HOME / "config"),
        }

    def docker(self, *args: str, stdin: int | None = None) -> subprocess.CompletedProcess[str]:
        """Run `docker ARGS`."""
        return subprocess.run(
            ["docker", *args],
            env=self.environ,
            stdin=subprocess.DEVNULL if stdin is None else stdin,
            capture_output=True,
            text=True,
            timeout=300,
        )

    def is_ready(self) -> bool:
        """Return whether the engine answers."""
        return self.docker("info").returncode == 0

    def kill(self) -> None:
        """Kill the engine and its containers at once, like a power failure."""
        self.process.kill()
        self.process.wait()
        self.kill_rest()
        shutil.rmtree(self.folder / "exec")  # as /run, which is empty after a start

    def kill_rest(self) -> None:
        """Kill the processes that a killed engine leaves: containerd, and a parent for each
        container."""
        deadline = time.monotonic() + 30
        while found := [*_list_processes(f"{self.folder}/exec/")]:
            assert time.monotonic() < deadline, found
            for pid in found:
                _kill(pid)
            time.sleep(0.1)


def find_obstacle() -> str | None:
    """Return why no engine can run on this machine; None if one can run."""
    if (sys.platform, platform.machine()) != ("linux", "x86_64"):
        return "the packages of scripts/engine are for Linux on x86_64"
    if os.geteuid() != 0:
        return "only root can start a Docker engine"
    if subprocess.run(["unshare", "--mount", "true"], capture_output=True).returncode != 0:
        return "this machine refuses a new mount namespace"
    if not os.access("/sys/fs/cgroup", os.W_OK):
        return "control groups (/sys/fs/cgroup) are read-only on this machine"
    return None


def need_engine() -> None:
    """Skip the test if no engine can run here. In CI, fail if the engine's programs are missing."""
    if obstacle := find_obstacle():
        pytest.skip(f"no containers: {obstacle}")
    if not (HOME / "root/usr/sbin/dockerd").exists():
        report = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
        report(f"{HOME} has no Docker engine; `make test` brings it")


@contextmanager
def start_engine(folder: Path, *, propagation: str = "shared") -> Iterator[Engine]:
    """Run an engine. `propagation` is the mount propagation of `/` in its mount namespace.

    Raises:
        RuntimeError: The engine exited; the message contains the end of its log.
        TimeoutError: The engine does not answer within a minute.
    """
    need_engine()
    programs = HOME / "root/usr"
    command = [
        *("unshare", "--mount", "--propagation", propagation, str(programs / "sbin/dockerd")),
        *DOCKERD,
        f"--data-root={folder / 'data'}",
        f"--exec-root={folder / 'exec'}",
        f"--pidfile={folder / 'pid'}",
        f"--host=unix://{folder / 'sock'}",
    ]
    path = f"{programs / 'sbin'}:{programs / 'bin'}:{os.environ['PATH']}"
    with (folder / "log").open("ab") as log:
        process = subprocess.Popen(command, env=os.environ | {"PATH": path}, stdout=log, stderr=log)
    engine = Engine(folder=folder, process=process)
    try:
        wait_until(lambda: engine.is_ready() or engine.process.poll() is not None, 60, "an engine")
        if not engine.is_ready():
            raise RuntimeError(f"the engine does not start: {(folder / 'log').read_text()[-3000:]}")
        yield engine
    finally:
        _stop(engine)


def _stop(engine: Engine) -> None:
    """Remove all containers, then stop the engine and the processes that it started."""
    names = engine.docker("ps", "--all", "--quiet").stdout.split()
    if names:
        engine.docker("rm", "--force", "--volumes", *names)
    engine.process.terminate()
    try:
        engine.process.wait(20)
    except subprocess.TimeoutExpired:
        engine.kill()
    engine.kill_rest()


def _list_processes(argument: str) -> Iterator[int]:
    """Yield the ids of processes whose arguments contain a text, children before their parents."""
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            if argument.encode() in path.read_bytes():
                yield from map(
                    int, (path.parent / f"task/{path.parent.name}/children").read_text().split()
                )
                yield int(path.parent.name)
        except (FileNotFoundError, ProcessLookupError):
            continue


def _kill(pid: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
