"""`boardwright watch`: a page on loopback that follows what is saved."""

from __future__ import annotations

import http.client
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from preview.helpers import model_of, stub_bundle
from support import BOARD, MakeProject, Run

WITHIN = 30.0
"""Seconds for a page to follow on a machine that does much else; alone it takes one."""


@contextmanager
def watching(root: Path, bundle: dict[str, str]) -> Iterator[tuple[int, subprocess.Popen[str]]]:
    command = [sys.executable, "-u", "-m", "boardwright", "watch"]
    with subprocess.Popen(
        command, cwd=root, env=os.environ | bundle, stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            assert process.stdout is not None
            found = re.match(r"http://127\.0\.0\.1:(\d+)/ ", process.stdout.readline())
            assert found is not None
            yield int(found[1]), process
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(20)


def ask(port: int, path: str, *, method: str = "GET", host: str | None = None) -> tuple[int, str]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    headers = {"Host": host} if host else {}
    connection.request(method, path, headers=headers)
    answer = connection.getresponse()
    return answer.status, answer.read().decode()


class Events:
    """Listens to the page's events."""

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=WITHIN)
        self._connection.request("GET", "/events")
        self._answer = self._connection.getresponse()

    def next(self) -> tuple[str, str]:
        """Return the next event's name and data."""
        name, data = "", []
        while True:
            line = self._answer.readline().decode().rstrip("\n")
            if line.startswith("event: "):
                name = line.removeprefix("event: ")
            elif line.startswith("data: "):
                data.append(line.removeprefix("data: "))
            elif not line and name:
                return name, "\n".join(data)


def test_pages_follow_and_stay_over_a_broken_module(
    make_project: MakeProject, tmp_path: Path
) -> None:
    root = make_project()
    file = root / "dashboards/demo.py"
    with watching(root, stub_bundle(tmp_path / "bundle")) as (port, _):
        status, index = ask(port, "/")
        assert status == 200
        assert "demo.html" in index
        first = model_of(ask(port, "/demo.html")[1])
        assert (first["title"], first["reload"]) == ("Demo", "/events")
        events = Events(port)
        saved = time.monotonic()
        file.write_text(BOARD.replace("Demo", "Renamed"))
        assert events.next() == ("reload", "")
        assert time.monotonic() - saved < WITHIN
        assert model_of(ask(port, "/demo.html")[1])["title"] == "Renamed"
        file.write_text("1 / 0\n")
        name, message = events.next()
        assert name == "trouble"
        assert "ZeroDivisionError" in message
        assert model_of(ask(port, "/demo.html")[1])["title"] == "Renamed"
        assert Events(port).next()[0] == "trouble"
        file.write_text(BOARD.replace("Demo", "Renamed"))
        assert events.next() == ("trouble", "")


def test_it_checks_as_it_goes(make_project: MakeProject, tmp_path: Path) -> None:
    root = make_project({"dashboards/demo.py": BOARD.replace('"up"', '"sum(up"')})
    with watching(root, stub_bundle(tmp_path / "bundle")) as (port, _):
        model = model_of(ask(port, "/demo.html")[1])
        (panel,) = model["selections"][0]["sections"][0]["panels"]
        assert "promql-syntax" in {problem["rule"] for problem in panel["problems"]}


@pytest.mark.parametrize(
    ("method", "path", "host", "status"),
    [
        ("GET", "/", "evil.example", 403),
        ("GET", "/events", "evil.example:{port}", 403),
        ("GET", "/", "127.0.0.1", 403),
        ("GET", "/", "localhost:{port}", 200),
        ("GET", "/nothing.html", None, 404),
        ("GET", "/../boardwright.toml", None, 404),
        ("POST", "/", None, 501),
        ("PUT", "/demo.html", None, 501),
    ],
)
def test_only_get_and_only_by_a_name_of_loopback(
    make_project: MakeProject,
    tmp_path: Path,
    method: str,
    path: str,
    host: str | None,
    status: int,
) -> None:
    with watching(make_project(), stub_bundle(tmp_path / "bundle")) as (port, _):
        named = host.format(port=port) if host else None
        assert ask(port, path, method=method, host=named)[0] == status


def test_ctrl_c_is_0(make_project: MakeProject, tmp_path: Path) -> None:
    with watching(make_project(), stub_bundle(tmp_path / "bundle")) as (_, process):
        process.send_signal(signal.SIGINT)
        assert process.wait(20) == 0


def test_trouble_is_2(make_project: MakeProject, run: Run, tmp_path: Path) -> None:
    env = stub_bundle(tmp_path / "bundle")
    root = make_project()
    assert run("watch", "--range", "long", cwd=root, env=env).returncode == 2
    assert run("watch", cwd=tmp_path, env=env).returncode == 2
    with watching(root, env) as (port, _):
        result = run("watch", "--port", str(port), cwd=root, env=env)
    assert result.returncode == 2
    assert f"the port {port} cannot be had" in result.stderr
