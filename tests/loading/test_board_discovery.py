"""Which files below the dashboards folder declare boards, and notes about the others."""

from __future__ import annotations

import os
import socket
import tempfile
from collections.abc import Iterator
from contextlib import chdir
from pathlib import Path
from typing import Any

import pytest
from loading_project import write

from boardwright.config.project_file import read_project
from boardwright.errors import ConfigError
from boardwright.loading.board_discovery import find_board_files
from boardwright.projects.compiled_project import CompiledProject, compile_project
from support import TOML, MakeProject

BOARD = "board = {'title': 'One', 'uid': 'one', 'panels': []}\n"


def find_names(root: Path) -> list[str]:
    """Return the files below `dashboards`, when everything could be read."""
    files = find_board_files(root / "dashboards")
    assert not files.errors
    return [path.relative_to(root).as_posix() for path in files.paths]


def compile_root(root: Path) -> CompiledProject:
    project = read_project(root)
    return compile_project(project, environment=project.find_environment(None))


def test_helpers_tests_and_environments_are_not_searched(tmp_path: Path) -> None:
    names = [
        "a.py",
        "b/c.json",
        "b/d.dashboard.py",
        "_helper.py",
        ".hidden.py",
        "__init__.py",
        "conftest.py",
        "tests/test_a.py",
        "__pycache__/a.py",
        "_lib/x.py",
        "venv/pyvenv.cfg",
        "venv/lib/y.py",
        "notes.md",
    ]
    write(tmp_path, {f"dashboards/{name}": "" for name in names})
    assert find_names(tmp_path) == [
        "dashboards/a.py",
        "dashboards/b/c.json",
        "dashboards/b/d.dashboard.py",
    ]


def test_links_to_folders_are_followed_and_loops_end(tmp_path: Path) -> None:
    write(tmp_path, {"dashboards/a.py": "", "shared/deep/b.py": "", "shared/deep/tests/c.py": ""})
    dashboards = tmp_path / "dashboards"
    (dashboards / "linked").symlink_to("../shared")
    (dashboards / "root").symlink_to("..")
    (dashboards / "self").symlink_to(".")
    (tmp_path / "shared/deep/again").symlink_to("..")
    (tmp_path / "shared/deep/home").symlink_to("../../dashboards")
    assert find_names(tmp_path) == ["dashboards/a.py", "dashboards/linked/deep/b.py"]


def test_folders_that_link_to_each_other_are_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = "abcdefgh"
    for name in names:
        (tmp_path / "dashboards" / name).mkdir(parents=True)
        for other in names.replace(name, ""):
            (tmp_path / "dashboards" / name / other).symlink_to(f"../{other}")
    monkeypatch.setattr("boardwright.loading.board_discovery._MAX_FOLDERS", 500)
    (error,) = find_board_files(tmp_path / "dashboards").errors
    assert "contains more than 500 folders, including symbolic links" in str(error)


@pytest.mark.parametrize("name", ["boards", "board.py"])
def test_a_broken_link_is_an_error(make_project: MakeProject, name: str) -> None:
    root = make_project({"dashboards/a.py": BOARD})
    (root / "dashboards" / name).symlink_to("nowhere")
    result = compile_root(root)
    assert [str(error).partition("\n")[0] for error in result.errors] == [
        f"dashboards/{name}: is a symbolic link whose target does not exist"
    ]
    assert len(result.boards) == 1


def test_a_folder_that_cannot_be_read_is_an_error(
    make_project: MakeProject, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = make_project({"dashboards/a.py": BOARD, "dashboards/team/b.py": BOARD})
    scan = os.scandir

    def refuse(path: Any) -> Any:
        if str(path).endswith("team"):
            raise PermissionError(13, "Permission denied")
        return scan(path)

    monkeypatch.setattr("os.scandir", refuse)
    (error,) = compile_root(root).errors
    assert str(error).startswith("dashboards/team: the path cannot be read: Permission denied\n")


def test_pipes_and_sockets_are_errors(make_project: MakeProject) -> None:
    root = make_project({"dashboards/a.py": BOARD})
    os.mkfifo(root / "dashboards/b.py")
    os.mkfifo(root / "dashboards/c.json")
    with socket.socket(socket.AF_UNIX) as listener:
        with chdir(root / "dashboards"):
            listener.bind("d.json")
        result = compile_root(root)
    assert [str(error) for error in result.errors] == [
        "dashboards/b.py: the path is a named pipe, not a file",
        "dashboards/c.json: the path is a named pipe, not a file",
        "dashboards/d.json: the path is a socket, not a file",
    ]
    assert len(result.boards) == 1


FILES = {
    "dashboards/a.py": "import json\nlimits = json.load(open('dashboards/limits.json'))\n" + BOARD,
    "dashboards/limits.json": '{"cpu": 80}',
}


def test_json_that_is_not_a_board_is_skipped_with_a_note(make_project: MakeProject) -> None:
    result = compile_root(make_project(FILES))
    assert [str(note) for note in result.notes] == [
        "dashboards/limits.json: skipped, because the JSON has no panels and no title: it is not a"
        " dashboard. To avoid this note, add the file to `exclude` in boardwright.toml"
    ]
    assert (len(result.boards), result.errors) == (1, ())


@pytest.mark.parametrize(
    "patterns",
    [
        ["limits.json"],
        ["dashboards/*.json"],
        ["*.json"],
        ["**/limits.*"],
        ["/dashboards/*", "!*.py"],
    ],
)
def test_excluded_files_are_not_read(make_project: MakeProject, patterns: list[str]) -> None:
    toml = TOML.replace("[project]\n", f"[project]\nexclude = {patterns}\n")
    result = compile_root(make_project(FILES, toml=toml))
    assert (len(result.boards), result.errors, result.notes) == (1, (), ())


def test_files_in_an_excluded_folder_are_not_read(make_project: MakeProject) -> None:
    files = {"dashboards/a.py": BOARD, "dashboards/generated/b.py": "1 / 0\n"}
    toml = TOML.replace("[project]\n", '[project]\nexclude = ["generated/"]\n')
    result = compile_root(make_project(files, toml=toml))
    assert (len(result.boards), result.errors) == (1, ())


def test_an_invalid_exclude_pattern_is_refused(make_project: MakeProject) -> None:
    toml = TOML.replace("[project]\n", '[project]\nexclude = ["!"]\n')
    with pytest.raises(ConfigError, match=r"project.exclude"):
        read_project(make_project(FILES, toml=toml))


def test_json_that_grafanalib_generated_is_skipped_with_a_note(make_project: MakeProject) -> None:
    module = "from grafanalib.core import Dashboard\ndashboard = Dashboard(title='A', uid='a')\n"
    files = {
        "dashboards/team/a.dashboard.py": module,
        "dashboards/team/a.json": '{"title": "A", "uid": "a", "panels": []}',
        "dashboards/team/b.json": '{"title": "B", "uid": "b", "panels": []}',
    }
    result = compile_root(make_project(files))
    assert result.errors == ()
    assert [board.title for _, board in result.boards] == ["A", "B"]
    (note,) = result.notes
    assert str(note).startswith(
        "dashboards/team/a.json: skipped, because grafanalib generates this"
    )


@pytest.fixture
def without_override() -> Iterator[None]:
    """Take the rights of root away: it may read and search everything."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.mark.parametrize("target", ["inner", "inner/x.json"])
def test_a_link_into_an_unreadable_folder_is_reported(without_override: None, target: str) -> None:
    """Its boards may exist, so they are not deleted; the other files are still found."""
    with tempfile.TemporaryDirectory() as folder:
        closed, boards = Path(folder, "closed"), Path(folder, "dashboards")
        (closed / "inner").mkdir(parents=True)
        (closed / "inner/x.json").write_text("{}")
        boards.mkdir()
        (boards / "a.json").write_text("{}")
        link = boards / ("link.json" if target.endswith("json") else "link")
        link.symlink_to(closed / target)
        closed.chmod(0)
        found = find_board_files(boards)
        closed.chmod(0o700)
        assert [path.name for path in found.paths] == ["a.json"]
        (error,) = found.errors
        assert "link" in str(error.where)
        assert error.what == "the path cannot be read: Permission denied"


def test_a_link_to_itself_is_reported(tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to("loop")
    (error,) = find_board_files(tmp_path).errors
    assert error.what == "the path cannot be read: Too many levels of symbolic links"
