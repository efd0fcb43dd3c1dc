"""Pipes, devices, loops of links and unreadable folders: each is read or reported, none hangs."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from boardwright.errors import DeclarationError
from boardwright.found.board_files import find_boards
from boardwright.found.file_contents import (
    LARGEST,
    read_content,
    read_if_present,
    walk_files,
)
from boardwright.schema.document import Place

BOARD = json.dumps({"title": "B", "uid": "b", "panels": []})
NOBODY = 65534
"""The user that may read nothing of root's."""


@pytest.fixture
def short_path() -> Iterator[Path]:
    """A folder that every user may enter, and whose path is short enough for a socket."""
    folder = Path(tempfile.mkdtemp(prefix="boardwright-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@contextmanager
def without_root() -> Iterator[None]:
    """Run as another user, since root may read everything."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


def refusal(path: Path) -> str:
    with pytest.raises(DeclarationError) as error:
        read_content(path, Place(file="x.json"))
    return str(error.value)


def errors_in(folder: Path) -> list[str]:
    found = find_boards(folder, root=folder.parent, titles={})
    return [str(board.error) for board in found.boards if board.error]


def test_a_named_pipe_passed_by_the_user_is_read(tmp_path: Path) -> None:
    path = tmp_path / "pipe.json"
    os.mkfifo(path)
    with subprocess.Popen(["sh", "-c", f"printf text > {path}"]):
        assert read_content(path, Place(file="x.json"), pipe_seconds=20) == b"text"


@pytest.mark.parametrize(
    ("writer", "what"),
    [
        ("exec 3<>{}; sleep 60", "is a named pipe whose writer did not end within 0.5 s"),
        ("sleep 60", "is a named pipe whose writer did not end within 0.5 s"),
        ("exec cat /dev/zero > {}", f"is larger than {LARGEST >> 20} MiB"),
    ],
)
def test_a_named_pipe_has_a_size_and_a_time_limit(tmp_path: Path, writer: str, what: str) -> None:
    path = tmp_path / "pipe.json"
    os.mkfifo(path)
    seconds = 60 if "zero" in writer else 0.5
    with subprocess.Popen(["sh", "-c", writer.format(path)], start_new_session=True) as process:
        try:
            with pytest.raises(DeclarationError, match=what):
                read_content(path, Place(file="x.json"), pipe_seconds=seconds)
        finally:
            os.killpg(process.pid, signal.SIGKILL)


def test_a_missing_file_is_absent_and_a_broken_link_is_an_error(tmp_path: Path) -> None:
    place = Place(file="x.json")
    assert read_if_present(tmp_path / "x.json", place) is None
    assert read_if_present(tmp_path / "no/x.json", place) is None
    (tmp_path / "x.json").symlink_to("nowhere")
    with pytest.raises(DeclarationError, match="cannot be read: No such file"):
        read_if_present(tmp_path / "x.json", place)


def test_a_named_pipe_in_a_folder_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.json")
    assert refusal(tmp_path / "pipe.json") == "x.json: the path is a named pipe, not a file"
    assert errors_in(tmp_path) == [
        f"{tmp_path.name}/pipe.json: the path is a named pipe, not a file"
    ]


def test_a_device_is_refused(tmp_path: Path) -> None:
    (tmp_path / "zero.json").symlink_to("/dev/zero")
    assert refusal(tmp_path / "zero.json") == "x.json: the path is a device, not a file"


def test_a_socket_is_refused(short_path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(short_path / "s.json"))
        assert refusal(short_path / "s.json") == "x.json: the path is a socket, not a file"


def test_a_folder_with_the_name_of_a_file_is_searched(tmp_path: Path) -> None:
    (tmp_path / "boards.json").mkdir()
    (tmp_path / "boards.json/b.json").write_text(BOARD)
    assert refusal(tmp_path / "boards.json") == "x.json: the path is a folder, not a file"
    found = find_boards(tmp_path, root=tmp_path, titles={})
    assert [board.levels for board in found.boards] == [("boards.json",)]


def test_a_huge_file_is_refused(tmp_path: Path) -> None:
    with (tmp_path / "huge.json").open("wb") as file:
        file.truncate(LARGEST + 1)
    assert refusal(tmp_path / "huge.json") == "x.json: the file is larger than 64 MiB"


def test_a_name_that_is_too_long_is_refused(tmp_path: Path) -> None:
    name = f"{'n' * 300}.json"
    assert refusal(tmp_path / name) == "x.json: the file cannot be read: File name too long"


def test_a_search_ends_when_links_form_a_loop(tmp_path: Path) -> None:
    (tmp_path / "a/b").mkdir(parents=True)
    (tmp_path / "a/b/board.json").write_text(BOARD)
    (tmp_path / "a/b/up").symlink_to(tmp_path / "a")
    (tmp_path / "top").symlink_to(tmp_path)
    assert [each.path.name for each in walk_files(tmp_path)] == ["board.json"]


def test_folders_reached_by_many_links_are_read_once(tmp_path: Path) -> None:
    for level in range(40):
        (tmp_path / f"d{level}").mkdir()
        for name in ("x", "y"):
            (tmp_path / f"d{level}/{name}").symlink_to(tmp_path / f"d{level + 1}")
    (tmp_path / "d40").mkdir()
    (tmp_path / "d40/board.json").write_text(BOARD)
    assert [each.path.name for each in walk_files(tmp_path / "d0")] == ["board.json"]


def test_a_linked_folder_is_read(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "real/board.json").write_text(BOARD)
    (tmp_path / "boards").mkdir()
    (tmp_path / "boards/Linux").symlink_to(tmp_path / "real")
    found = find_boards(tmp_path / "boards", root=tmp_path, titles={})
    assert [(each.origin, each.levels) for each in found.boards] == [
        ("boards/Linux/board.json", ("Linux",))
    ]


@pytest.mark.parametrize("name", ["board.json", "Linux"])
def test_a_broken_link_is_reported(tmp_path: Path, name: str) -> None:
    """A folder that is not mounted is not an empty one."""
    (tmp_path / name).symlink_to(tmp_path / "absent")
    assert errors_in(tmp_path) == [
        f"{tmp_path.name}/{name}: the symbolic link is broken: its target does not exist"
    ]


def test_a_folder_that_cannot_be_read_is_reported(short_path: Path) -> None:
    (short_path / "open.json").write_text(BOARD)
    (short_path / "closed").mkdir(mode=0o000)
    with without_root():
        found = find_boards(short_path, root=short_path.parent, titles={})
    (short_path / "closed").chmod(0o700)
    assert [board.body is not None for board in found.boards] == [True, False]
    closed = f"{short_path.name}/closed"
    assert str(found.boards[1].error) == f"{closed}: the path cannot be read: Permission denied"
