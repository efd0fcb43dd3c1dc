"""Measure a deploy of thousands of boards that nobody has changed, as a separate process.

    python bench/unchanged_deploy.py [--boards 1000 10000] [--runs 3]
    GRAFANA_URL=... GRAFANA_USER=... GRAFANA_PASSWORD=... python bench/unchanged_deploy.py --pid PID

The project is the one of bench/organisation.py: 15 panels per board, 300 folders. Before the
measurement, two deploys create the boards and read them once. Without GRAFANA_URL, the Grafana is
the stand-in of the tests, with the version 12.4.3, in a separate process. With GRAFANA_URL, the
boards are created in a real Grafana, and `--pid` is the process id of this Grafana, whose CPU time
is then measured, too. With `--project FOLDER`, an existing project is measured, whose boards are
already in Grafana.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import psutil
import requests
from deploy import Server, stand_in_server
from installed import write_bytecode
from organisation import BOARDWRIGHT, measure, write_organisation

DEPLOY = (BOARDWRIGHT, "deploy", "--yes")


@contextmanager
def tested_server(pid: int | None) -> Iterator[tuple[Server, int | None]]:
    """Yield the Grafana at GRAFANA_URL or the stand-in, with its process id."""
    if url := os.environ.get("GRAFANA_URL"):
        yield Server(url.rstrip("/"), {}, None), pid
        return
    with stand_in_server("12.4.3") as server:
        yield server, server.pid


def measure_deploys(server: Server, pid: int | None, root: Path, runs: int) -> None:
    """Print the time of deploys for which nothing has changed, and after a save of another board.

    After such a save, Grafana lists the metadata of all boards.
    """
    show("nobody saved a board", server, pid, root, runs)
    save_other_board(server)
    show("another board was saved", server, pid, root, 1)


def show(case: str, server: Server, pid: int | None, root: Path, runs: int) -> None:
    for _ in range(runs):
        server.requests()
        before = cpu_seconds(pid)
        result = measure(DEPLOY, root, environ=server.environ)
        grafana_cpu = cpu_seconds(pid) - before
        count = sum(server.requests().values())
        print(
            f"{case:24} {result.wall:7.2f} s {result.cpu:7.2f} s CPU"
            f" {grafana_cpu:9.2f} s CPU of Grafana"
            f" {result.memory:6.0f} MiB {count or '-':>6} requests",
            flush=True,
        )


def cpu_seconds(pid: int | None) -> float:
    """Return the CPU time that a process has used; 0 if there is no process."""
    times = psutil.Process(pid).cpu_times() if pid else None
    return times.user + times.system if times else 0.0


def save_other_board(server: Server) -> None:
    """Save a board that the project does not declare."""
    board = {"uid": "bench-other", "title": os.urandom(4).hex(), "panels": [], "schemaVersion": 41}
    requests.post(
        f"{server.url}/api/dashboards/db",
        json={"dashboard": board, "overwrite": True},
        timeout=60,
        **login(server.environ),
    ).raise_for_status()


def login(environ: Mapping[str, str]) -> dict[str, object]:
    if token := environ.get("GRAFANA_TOKEN"):
        return {"headers": {"Authorization": f"Bearer {token}"}}
    return {"auth": (environ["GRAFANA_USER"], environ["GRAFANA_PASSWORD"])}


def deploy_boards(server: Server, root: Path, boards: int) -> None:
    """Write the project, create its boards in Grafana, and read them once."""
    write_organisation(root, boards)
    config = root / "boardwright.toml"
    config.write_text(f'{config.read_text()}\n[grafana]\nurl = "{server.url}"\n')
    for _ in range(2):
        subprocess.run(DEPLOY, cwd=root, env=server.environ, check=True, stdout=subprocess.DEVNULL)


def main() -> None:
    """Measure, and print one line for each deploy."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--boards", type=int, nargs="+", default=[1000, 10_000])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--pid", type=int)
    parser.add_argument("--project", type=Path)
    options = parser.parse_args()
    write_bytecode()
    if options.project:
        with tested_server(options.pid) as (server, pid):
            measure_deploys(server, pid, options.project, options.runs)
        return
    for boards in options.boards:
        print(f"Number of boards: {boards}")
        with tested_server(options.pid) as (server, pid), tempfile.TemporaryDirectory() as name:
            deploy_boards(server, Path(name), boards)
            measure_deploys(server, pid, Path(name), options.runs)


if __name__ == "__main__":
    main()
