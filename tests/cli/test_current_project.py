"""The project of the current folder, for every verb that needs a project."""

from __future__ import annotations

import pytest

from boardwright.cli.current_project import find_current_project, require_current_project
from boardwright.errors import ConfigError
from support import MakeProject, Run

NEEDS_PROJECT = (
    ("build",),
    ("check",),
    ("deploy",),
    ("diff",),
    ("import", "--from-grafana"),
    ("list",),
    ("preview",),
    ("release", "board"),
    ("stack", "check"),
    ("suggest-rules",),
    ("test",),
    ("watch",),
)


def test_a_subfolder_belongs_to_the_project(
    make_project: MakeProject, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = make_project()
    monkeypatch.chdir(root / "dashboards")
    found = find_current_project()
    assert found is not None
    assert found.root == require_current_project().root == root


def test_a_folder_without_a_project_is_reported(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path_factory.mktemp("empty"))
    assert find_current_project() is None
    with pytest.raises(ConfigError, match=r"parent folders contains boardwright\.toml"):
        require_current_project()


@pytest.mark.parametrize("source", ["[project\n", "[project]\nnonsense = 1\n"])
def test_an_invalid_project_is_never_ignored(
    make_project: MakeProject, monkeypatch: pytest.MonkeyPatch, source: str
) -> None:
    root = make_project()
    (root / "boardwright.toml").write_text(source)
    monkeypatch.chdir(root)
    for find in (find_current_project, require_current_project):
        with pytest.raises(ConfigError):
            find()


@pytest.mark.parametrize("verb", NEEDS_PROJECT, ids=" ".join)
def test_all_verbs_report_a_missing_project_with_the_same_message(
    tmp_path_factory: pytest.TempPathFactory, run: Run, verb: tuple[str, ...]
) -> None:
    folder = tmp_path_factory.mktemp("empty")
    result = run(*verb, cwd=folder)
    assert result.returncode == 2
    assert f"neither {folder} nor any of its parent folders contains boardwright.toml" in (
        result.stderr
    )
    assert "create a project here with `boardwright new .`" in result.stderr
