"""Reading a secret has a limit of bytes and of seconds, for files and programs."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import pytest

from boardwright.http import secret_sources
from boardwright.http.request_errors import NoCredentialsError
from boardwright.http.secret_sources import read_secret_file, run_token_command


@pytest.fixture(autouse=True)
def hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(secret_sources, "FILE_SECONDS", 0.3)
    monkeypatch.setattr(secret_sources, "COMMAND_SECONDS", 1)


def failure_of_command(*words: str) -> str:
    with pytest.raises(NoCredentialsError) as caught:
        run_token_command(words, environ=os.environ, root=Path("/"))
    return caught.value.what


def test_a_program_that_prints_without_end_is_stopped() -> None:
    begin = time.monotonic()
    assert "failed: the content is longer than 64 KiB" in failure_of_command("yes")
    assert time.monotonic() - begin < 1


@pytest.mark.parametrize(
    "words",
    [("sleep", "30"), ("sh", "-c", "sleep 30 & echo token"), ("sh", "-c", "exec >&-; sleep 30")],
    ids=["silent", "a child keeps the output open", "the output closed"],
)
def test_a_program_that_does_not_end_is_stopped(words: tuple[str, ...]) -> None:
    begin = time.monotonic()
    assert failure_of_command(*words).endswith("failed: reading the content took longer than 1 s")
    assert time.monotonic() - begin < 3


def test_an_argument_with_a_null_byte_is_reported() -> None:
    assert "cannot be run: embedded null byte" in failure_of_command("printf", "a\0b")


def failure_of_file(path: Path) -> str:
    with pytest.raises(NoCredentialsError) as caught:
        read_secret_file(path, path.name)
    return caught.value.what


def test_a_named_pipe_without_a_writer_is_reported_in_time(tmp_path: Path) -> None:
    os.mkfifo(fifo := tmp_path / "fifo")
    end = "cannot be read: reading the content took longer than 0.3 s"
    assert failure_of_file(fifo).endswith(end)


@pytest.mark.skipif(sys.platform == "win32", reason="no devices in the file system")
def test_an_endless_device_is_reported() -> None:
    assert "the content is longer than 64 KiB" in failure_of_file(Path("/dev/zero"))


def test_a_folder_in_place_of_a_secret_file_is_reported(tmp_path: Path) -> None:
    assert failure_of_file(tmp_path).endswith("cannot be read: Is a directory")
