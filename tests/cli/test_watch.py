"""`boardwright watch`: pages that follow their files, for this machine's own browser alone."""

from __future__ import annotations

import http.client
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from preview.helpers import model_of, stub_bundle
from stack.servers import free_port, wait_until
from support import BOARD, MakeProject, Run

SECONDS = 20.0
"""The longest time of a rebuild on a machine that is busy; it takes well under one."""


class Watching:
    """A running `boardwright watch`."""

    def __init__(self, root: Path, port: int, errors: Path) -> None:
        self.root, self.port, self.errors = root, port, errors

    def ask(self, path: str, *, method: str = "GET", host: str | None = None) -> tuple[int, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=SECONDS)
        headers = {"Host": host} if host else {}
        try:
            connection.request(method, path, headers=headers)
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        finally:
            connection.close()

    def title(self) -> str:
        return str(model_of(self.ask("/demo.html")[1])["title"])

    def save(self, text: str) -> None:
        (self.root / "dashboards/demo.py").write_text(text)


@pytest.fixture
def watching(make_project: MakeProject, tmp_path: Path) -> Iterator[Watching]:
    root, port = make_project(), free_port()
    command = [sys.executable, "-m", "boardwright", "watch", "--port", str(port)]
    environment = os.environ | stub_bundle(tmp_path / "bundle")
    errors = tmp_path / "errors"
    with (
        errors.open("wb") as stderr,
        subprocess.Popen(
            command, cwd=root, env=environment, stdout=subprocess.PIPE, stderr=stderr
        ) as process,
    ):
        assert process.stdout is not None
        try:
            assert b"1 board, no errors" in process.stdout.readline()
            yield Watching(root, port, errors)
            process.send_signal(signal.SIGINT)
            assert process.wait(timeout=SECONDS) == 0
        finally:
            process.kill()


def events(watching: Watching) -> Iterator[str]:
    """Yield `event data` as the page hears them."""
    connection = http.client.HTTPConnection("127.0.0.1", watching.port, timeout=SECONDS)
    connection.request("GET", "/events?page=demo")
    stream = connection.getresponse()
    kind = ""
    while line := stream.readline().decode():
        if line.startswith("event: "):
            kind = line[7:].strip()
        elif line.startswith("data: "):
            yield f"{kind} {line[6:].strip()}".strip()


def test_a_saved_file_is_drawn_again_and_the_page_reloads(watching: Watching) -> None:
    assert watching.title() == "Demo"
    heard = events(watching)
    assert next(heard) == "errors"
    begun = time.monotonic()
    watching.save(BOARD.replace('title="Demo"', 'title="Second"'))
    assert next(heard) == "reload"
    assert time.monotonic() - begun < SECONDS
    assert watching.title() == "Second"


def test_a_broken_module_is_shown_over_the_last_good_page(watching: Watching) -> None:
    heard = events(watching)
    assert next(heard) == "errors"
    watching.save("x = (\n")
    reported = next(heard)
    assert reported.startswith("errors error: dashboards/demo.py:1")
    wait_until(
        lambda: "error: dashboards/demo.py:1" in watching.errors.read_text(),
        SECONDS,
        "the error in the terminal",
    )
    assert watching.title() == "Demo"
    watching.save(BOARD)
    assert next(heard) == "errors"


def test_problems_of_check_are_on_the_page(watching: Watching) -> None:
    heard = events(watching)
    next(heard)
    watching.save(BOARD.replace('expr="up"', 'expr="sum(up"'))
    assert next(heard) == "reload"
    page = model_of(watching.ask("/demo.html")[1])
    (panel,) = page["selections"][0]["sections"][0]["panels"]
    assert [problem["rule"] for problem in panel["problems"]] == ["promql-syntax"]


def test_only_requests_to_names_of_this_machine_are_answered(watching: Watching) -> None:
    assert watching.ask("/")[0] == 200
    assert watching.ask("/", host=f"localhost:{watching.port}")[0] == 200
    assert watching.ask("/", host=f"evil.example:{watching.port}")[0] == 421
    assert watching.ask("/", host="127.0.0.1")[0] == 421


def test_only_get_requests_are_answered(watching: Watching) -> None:
    for method in ("POST", "PUT", "DELETE", "OPTIONS"):
        assert watching.ask("/", method=method)[0] in {405, 501}


def test_paths_outside_the_pages_are_not_found(watching: Watching) -> None:
    for path in ("/nothing.html", "/../boardwright.toml", "/%2e%2e/boardwright.toml"):
        assert watching.ask(path)[0] == 404


def test_a_port_in_use_gives_exit_code_2(watching: Watching, run: Run, tmp_path: Path) -> None:
    bundle = {"BOARDWRIGHT_PREVIEW_BUNDLE": str(tmp_path / "bundle")}
    result = run("watch", "--port", str(watching.port), cwd=watching.root, env=bundle)
    assert result.returncode == 2
    assert "cannot listen on port" in result.stderr
