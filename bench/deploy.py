"""How long `boardwright deploy` takes, and what it asks: whole processes against a Grafana.

    python bench/deploy.py [--boards 200 1000] [--url http://127.0.0.1:3000]

Three cases: a first deploy, one with nothing changed, and one with one board in a hundred changed.
The boards have 30 time series each and are compiled before the clock starts, as a build in CI has
done. Without --url the Grafana is the stand-in of the tests, in a process of its own, which counts
the requests; with it, the one of that address, with the user and password of the environment.

Its peers grizzly (`grr`) and gcx are not measured: their programs are not available here.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from boards import write_project  # noqa: E402

from standin.server import stand_in  # noqa: E402

BOARDWRIGHT = [sys.executable, "-m", "boardwright"]
TOKEN = "bench-token"


@dataclass(frozen=True, kw_only=True)
class Measured:
    """One run.

    Attributes:
        boards: How many boards the project has.
        case: What had changed.
        seconds: From the process's start to its end.
        cpu: Seconds of processor of the process.
        requests: How many of each method; empty where they are not counted.
    """

    boards: int
    case: str
    seconds: float
    cpu: float
    requests: Counter[str]


class Server:
    """A Grafana and how to log in to it.

    Args:
        url: Its address.
        environ: What the deploy finds in its environment.
        log: Gives the methods of the requests since it was last read; None where not counted.
    """

    def __init__(self, url: str, environ: dict[str, str], log: Connection | None) -> None:
        self.url, self.environ = url, os.environ | environ
        self._log = log

    def requests(self) -> Counter[str]:
        if self._log is None:
            return Counter()
        self._log.send("read")
        return Counter(self._log.recv())


@contextmanager
def stand_in_server() -> Iterator[Server]:
    """Run a stand-in in a process of its own, so that it does not share ours."""
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.Process(target=serve, args=(theirs,), daemon=True)
    process.start()
    try:
        yield Server(ours.recv(), {"GRAFANA_TOKEN": TOKEN}, ours)
    finally:
        ours.send("stop")
        process.join()


def serve(pipe: Connection) -> None:
    with stand_in() as server:
        server.store.add_token(TOKEN, "Admin")
        pipe.send(server.url)
        while pipe.recv() == "read":
            pipe.send([method for method, _ in server.log])
            server.log.clear()


def measured(server: Server, root: Path, boards: int) -> Iterator[Measured]:
    """Measure the three cases on one Grafana."""
    files = write_project(root, boards)
    config = root / "boardwright.toml"
    config.write_text(f'{config.read_text()}\n[grafana]\nurl = "{server.url}"\n')
    run(server, root, "build")
    yield timed(server, root, boards, "first")
    yield timed(server, root, boards, "nothing changed")
    for file in files[::100]:
        file.write_text(file.read_text().replace("handler 0", "handler zero"))
    run(server, root, "build")
    yield timed(server, root, boards, "1 % changed")


def timed(server: Server, root: Path, boards: int, case: str) -> Measured:
    server.requests()
    start = time.perf_counter()
    cpu = run(server, root, "deploy", "--yes")
    seconds = time.perf_counter() - start
    return Measured(boards=boards, case=case, seconds=seconds, cpu=cpu, requests=server.requests())


def run(server: Server, root: Path, *args: str) -> float:
    """Run the command, and return the seconds of processor that it took."""
    process = subprocess.Popen(
        [*BOARDWRIGHT, *args], cwd=root, env=server.environ, stdout=subprocess.DEVNULL
    )
    _, status, usage = os.wait4(process.pid, 0)
    if os.waitstatus_to_exitcode(status) != 0:
        raise SystemExit(f"{args} failed")
    return usage.ru_utime + usage.ru_stime


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--boards", type=int, nargs="+", default=[200, 1000])
    parser.add_argument("--url")
    given = parser.parse_args()
    print("boards  case              seconds   CPU s   requests")
    for boards in given.boards:
        with tempfile.TemporaryDirectory() as name:
            print_all(given.url, Path(name), boards)


def print_all(url: str | None, root: Path, boards: int) -> None:
    if url:
        show(measured(Server(url, {}, None), root, boards))
        return
    with stand_in_server() as server:
        show(measured(server, root, boards))


def show(rows: Iterator[Measured]) -> None:
    for row in rows:
        asked = ", ".join(f"{count} {method}" for method, count in sorted(row.requests.items()))
        print(
            f"{row.boards:6}  {row.case:16} {row.seconds:8.2f} {row.cpu:7.2f}   {asked or '-'}",
            flush=True,
        )


if __name__ == "__main__":
    main()
