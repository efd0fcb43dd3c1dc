"""Measure how long `boardwright deploy` takes and which requests it sends, as a separate process.

    python bench/deploy.py [--boards 200 1000] [--runs 3]
    python bench/deploy.py ... --url http://127.0.0.1:3000 [--grr FILE] [--gcx FILE]

There are three cases: a first deploy, a deploy without changes, and a deploy in which one board in
a hundred has changed. If a case runs several times, the table shows the run with the median time.
Each board has 30 time series. The files that a tool reads are written before the measurement
starts, as a build in CI would do. Without --url, the Grafana is the stand-in of the tests in a
separate process, which counts the requests. With --url, the Grafana at this URL is used, with the
user and password in GRAFANA_USER and GRAFANA_PASSWORD; its folder "bench" is deleted before each
tool's first deploy. The other tools are grizzly (`grr apply`) and gcx (`gcx resources push`). They
are measured if --grr and --gcx name their programs, and both need a real Grafana.
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
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.append(str(ROOT / "tests"))

from deploy_tools import Tool, boardwright, gcx, grizzly  # noqa: E402
from installed import write_bytecode  # noqa: E402

from boards import write_project  # noqa: E402
from standin.server import stand_in  # noqa: E402
from standin.store import Store  # noqa: E402

TOKEN = "bench-token"


@dataclass(frozen=True, kw_only=True)
class Measured:
    """The result of one run of a tool.

    Attributes:
        tool: Name of the tool.
        case: Name of the measured case.
        seconds: Wall time of the process in seconds.
        cpu: CPU time of the process in seconds.
        requests: HTTP method -> number of requests; empty if the requests are not counted.
    """

    tool: str
    case: str
    seconds: float
    cpu: float
    requests: Counter[str]


class Server:
    """A Grafana and the credentials for it.

    Args:
        url: URL of the Grafana.
        environ: Environment variables for a tool.
        log: Connection that returns the methods of the requests since the last call; None if the
            requests are not counted.
        pid: Process id of the stand-in; None for a real Grafana.
    """

    def __init__(
        self, url: str, environ: dict[str, str], log: Connection | None, pid: int | None = None
    ) -> None:
        self.url, self.environ = url, os.environ | environ
        self._log, self.pid = log, pid

    def requests(self) -> Counter[str]:
        """Return HTTP method -> number of requests since the last call."""
        if self._log is None:
            return Counter()
        self._log.send("read")
        return Counter(self._log.recv())

    def clear(self) -> None:
        """Delete the folder of the benchmark's boards with all its content."""
        if self._log is not None:
            self._log.send("clear")
            self._log.recv()
            return
        import requests

        answer = requests.delete(
            f"{self.url}/api/folders/bench-folder?forceDeleteRules=true",
            auth=(self.environ["GRAFANA_USER"], self.environ["GRAFANA_PASSWORD"]),
            timeout=300,
        )
        if answer.status_code not in {200, 404}:
            raise SystemExit(f"the folder 'bench' cannot be deleted: {answer.status_code}")


@contextmanager
def stand_in_server(version: str = "12.2.0") -> Iterator[Server]:
    """Run the stand-in for Grafana in a separate process, so that its CPU time is not measured."""
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.Process(target=serve, args=(theirs, version), daemon=True)
    process.start()
    try:
        yield Server(ours.recv(), {"GRAFANA_TOKEN": TOKEN}, ours, process.pid)
    finally:
        ours.send("stop")
        process.join()


def serve(pipe: Connection, version: str) -> None:
    with stand_in(store=Store(version=version)) as server:
        server.store.add_token(TOKEN, "Admin")
        pipe.send(server.url)
        while (command := pipe.recv()) != "stop":
            pipe.send([method for method, _ in server.log])
            server.log.clear()
            if command == "clear":
                server.store.boards.clear()
                server.store.folders.clear()


def measure_tools(
    server: Server, tools: Sequence[Tool], root: Path, boards: int, runs: int
) -> Iterator[Measured]:
    """Measure the three cases of each tool on one Grafana, several times each."""
    files = write_project(root, boards)
    config = root / "boardwright.toml"
    config.write_text(f'{config.read_text()}\n[grafana]\nurl = "{server.url}"\n')
    for tool in tools:
        change(files, "handler zero", "handler 0")
        tool.write(root)
        run = partial(time_tool, server, tool, root)
        yield median(run("first", before=server.clear) for _ in range(runs))
        yield median(run("nothing changed") for _ in range(runs))
        changes = (change_some(files[::100]) for _ in range(runs))
        yield median(run("1 % changed", before=partial(tool.write, root)) for _ in changes)


def median(runs: Iterable[Measured]) -> Measured:
    """Return the run with the median time."""
    ordered = sorted(runs, key=lambda run: run.seconds)
    return ordered[len(ordered) // 2]


def change_some(files: Sequence[Path]) -> None:
    """Change some files, or undo the change if they are already changed."""
    is_changed = "handler 0" in files[0].read_text()
    change(files, *(("handler 0", "handler zero") if is_changed else ("handler zero", "handler 0")))


def change(files: Sequence[Path], old: str, new: str) -> None:
    for file in files:
        text = file.read_text()
        if old in text:
            file.write_text(text.replace(old, new))


def time_tool(
    server: Server, tool: Tool, root: Path, case: str, before: Callable[[], object] = lambda: None
) -> Measured:
    """Run a tool once. The preparation is not part of the measured time."""
    before()
    server.requests()
    environ = {**server.environ, **tool.environ(server.url, server.environ)}
    start = time.perf_counter()
    process = subprocess.Popen(tool.command, cwd=root, env=environ, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    if os.waitstatus_to_exitcode(status) != 0:
        raise SystemExit(f"{tool.name} failed")
    cpu = usage.ru_utime + usage.ru_stime
    requests = server.requests()
    return Measured(tool=tool.name, case=case, seconds=seconds, cpu=cpu, requests=requests)


def main() -> None:
    """Measure, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--boards", type=int, nargs="+", default=[200, 1000])
    parser.add_argument("--runs", type=int, default=1)
    parser.add_argument("--url")
    parser.add_argument("--grr")
    parser.add_argument("--gcx")
    options = parser.parse_args()
    if (options.grr or options.gcx) and not options.url:
        parser.error("--grr and --gcx need a real Grafana: pass --url")
    peers: list[tuple[Callable[[str], Tool], str]] = [(grizzly, options.grr), (gcx, options.gcx)]
    tools = [boardwright(), *(tool(program) for tool, program in peers if program)]
    write_bytecode()
    print("boards  tool         case              seconds   ratio   CPU s   requests")
    for boards in options.boards:
        with tempfile.TemporaryDirectory() as name, grafana(options.url) as server:
            show(boards, measure_tools(server, tools, Path(name), boards, options.runs))


@contextmanager
def grafana(url: str | None) -> Iterator[Server]:
    """Yield the Grafana at a URL; without a URL, yield the stand-in."""
    if url:
        yield Server(url, {}, None)
        return
    with stand_in_server() as server:
        yield server


def show(boards: int, rows: Iterator[Measured]) -> None:
    """Print each run, with its ratio to boardwright's run of the same case."""
    ours: dict[str, float] = {}
    for row in rows:
        ratio = row.seconds / ours.setdefault(row.case, row.seconds)
        requests = ", ".join(f"{count} {method}" for method, count in sorted(row.requests.items()))
        print(
            f"{boards:6}  {row.tool:11}  {row.case:16} {row.seconds:8.2f} {ratio:6.2f}x"
            f" {row.cpu:7.2f}   {requests or '-'}",
            flush=True,
        )


if __name__ == "__main__":
    main()
