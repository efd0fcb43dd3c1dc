"""Messages and reports name a file relative to the project, also if symbolic links lead there."""

from __future__ import annotations

from pathlib import Path

import pytest

from boardwright.loading.user_files import UserFiles
from boardwright.notation.file_names import name_file


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("project/a.py", "a.py"),
        ("project/dashboards/a.py", "dashboards/a.py"),
        ("project/../project/a.py", "a.py"),
        ("project", "."),
        ("project-2/a.py", None),
        ("a.py", None),
    ],
)
def test_a_file_is_named_relative_to_its_project(
    tmp_path: Path, path: str, name: str | None
) -> None:
    """`project-2` begins with the name of the project, but is not in it."""
    expected = name or (tmp_path / path).as_posix()
    assert name_file(tmp_path / path, tmp_path / "project") == expected


def test_a_relative_path_starts_in_the_working_directory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert name_file("dashboards/a.py", tmp_path) == "dashboards/a.py"
    assert name_file("../a.py", tmp_path) == (tmp_path.parent / "a.py").as_posix()


def test_links_to_the_project_and_in_the_project_keep_the_name(tmp_path: Path) -> None:
    """The project's folder is reached by a link, and one of its folders is a link to another
    folder. Checks and previews once gave absolute paths for some
    of these files.
    """
    real, shared = tmp_path / "real", tmp_path / "shared"
    (real / "dashboards").mkdir(parents=True)
    shared.mkdir()
    (tmp_path / "link").symlink_to(real)
    (real / "common").symlink_to(shared)
    link = tmp_path / "link"
    for folder in (real, link):
        assert name_file(real / "dashboards/a.json", folder) == "dashboards/a.json"
        assert name_file(link / "dashboards/a.json", folder) == "dashboards/a.json"
        assert name_file(folder / "common/a.json", folder) == "common/a.json"
    assert name_file(shared / "a.json", real) == (shared / "a.json").as_posix()


def test_loading_and_messages_use_the_same_file_name(tmp_path: Path) -> None:
    """The user names a file by a link to the project. Loading gave the relative path, checks and
    previews the absolute path.
    """
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    path = tmp_path / "link/a.json"
    assert UserFiles(tmp_path / "real").name_file(path) == name_file(path, tmp_path / "real")
