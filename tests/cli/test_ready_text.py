"""What is printed without click is, to the byte, what click prints."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import click
import pytest

from boardwright.cli.ready_text import HELP_FILE, ready_text
from boardwright.cli.root import boardwright

PROGRAM = str(Path(sys.executable).with_name("boardwright"))


def of_click(*args: str, columns: int) -> str:
    """Return what click prints on a terminal of that width."""
    script = (
        "import sys; from boardwright.cli.root import boardwright as b; b(prog_name='boardwright')"
    )
    command = [sys.executable, "-c", script, *args]
    env = {**os.environ, "COLUMNS": str(columns)}
    return subprocess.run(command, capture_output=True, text=True, env=env, check=True).stdout


def test_the_file_is_current(request: pytest.FixtureRequest) -> None:
    settings = boardwright.context_settings
    context = click.Context(boardwright, info_name="boardwright", terminal_width=78, **settings)
    text = context.get_help() + "\n"
    if request.config.getoption("--rewrite-golden"):
        Path(HELP_FILE).write_text(text)
    assert Path(HELP_FILE).read_text() == text


@pytest.mark.parametrize("columns", [50, 79, 80, 200])
@pytest.mark.parametrize("args", [("--help",), ("-h",), ("--version",), ("-V",)])
def test_the_command_prints_what_click_prints(args: tuple[str, ...], columns: int) -> None:
    env = {**os.environ, "COLUMNS": str(columns)}
    result = subprocess.run([PROGRAM, *args], capture_output=True, text=True, env=env, check=True)
    assert result.stdout == of_click(*args, columns=columns)


@pytest.mark.parametrize("columns", ["80", "0", "", "wide", None])
def test_without_a_width_it_is_80(monkeypatch: pytest.MonkeyPatch, columns: str | None) -> None:
    monkeypatch.delenv("COLUMNS", raising=False)
    if columns is not None:
        monkeypatch.setenv("COLUMNS", columns)
    assert ready_text(["/x/boardwright", "--help"]) == Path(HELP_FILE).read_text()


@pytest.mark.parametrize(
    "arguments",
    [
        ["boardwright"],
        ["boardwright", "--help", "build"],
        ["boardwright", "build", "--help"],
        ["boardwright", "--helps"],
        ["/x/boardwright/__main__.py", "--help"],
    ],
)
def test_all_else_is_clicks(arguments: list[str]) -> None:
    assert ready_text(arguments) is None


def test_a_narrow_terminal_is_clicks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "79")
    assert ready_text(["boardwright", "-h"]) is None
