"""Importing again: edits are kept, moved modules are followed, boards are recognised."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from cli.import_cases import NODE, dump_node, folders_of, modules_of, new_project
from support import BOARD, MakeProject, Run, files_of


@pytest.fixture
def project(make_project: MakeProject) -> Path:
    return new_project(make_project)


@pytest.fixture
def imported(project: Path, run: Run) -> Path:
    assert run("import", "../node.json", "--style", "dict", cwd=project).returncode == 0
    return project / "dashboards/node_load.py"


def again(project: Path, run: Run, **changes: Any) -> tuple[int, str]:
    (project.parent / "node.json").write_text(dump_node(**changes))
    result = run("import", "../node.json", "--style", "dict", cwd=project)
    return result.returncode, result.stdout + result.stderr


def test_a_second_import_changes_nothing(project: Path, run: Run, imported: Path) -> None:
    before = files_of(project)
    code, output = again(project, run)
    assert (code, output.split()[0]) == (0, "unchanged")
    assert files_of(project) == before


def test_a_board_with_a_changed_title_updates_the_same_module(
    project: Path, run: Run, imported: Path
) -> None:
    code, output = again(project, run, title="Load of Nodes")
    assert (code, output.split()[0]) == (0, "updated")
    assert '"Load of Nodes"' in imported.read_text()
    assert not (project / "dashboards/load_of_nodes.py").exists()


def test_edits_of_an_imported_module_are_kept(project: Path, run: Run, imported: Path) -> None:
    edited = imported.read_text().replace('"Load"', '"Load of one minute"')
    assert edited.count("Load of one minute") == 1
    imported.write_text(edited)
    code, output = again(project, run)
    assert (code, output.split()[0]) == (0, "unchanged")
    assert imported.read_text() == edited
    code, output = again(project, run, refresh="5m")
    assert (code, output.split()[0]) == (0, "merged")
    assert '"Load of one minute"' in imported.read_text()
    assert '"5m"' in imported.read_text()


def test_merge_conflicts_are_shown_and_must_be_resolved(
    project: Path, run: Run, imported: Path
) -> None:
    imported.write_text(imported.read_text().replace('"node_load1"', '"node_load5"'))
    target = NODE["panels"][0]["targets"][0] | {"expr": "node_load15"}
    panels = [NODE["panels"][0] | {"targets": [target]}]
    code, output = again(project, run, panels=panels)
    assert (code, output.split()[0]) == (1, "conflict")
    assert "resolve 1 conflict in dashboards/node_load.py" in output
    text = imported.read_text()
    for part in ("<<<<<<< your module", '"node_load5"', "||||||| last import", '"node_load15"'):
        assert part in text
    code, output = again(project, run, panels=panels, refresh="5m")
    assert code == 2
    assert "the module contains unresolved merge conflicts of an earlier import" in output
    assert imported.read_text() == text


def test_a_handwritten_module_is_never_overwritten(project: Path, run: Run) -> None:
    own = project / "dashboards/node_load.py"
    own.write_text("# mine\n")
    result = run("import", "../node.json", cwd=project)
    assert result.returncode == 2
    assert "node_load.py: the file already exists, and no earlier import wrote it" in result.stderr
    assert own.read_text() == "# mine\n"


# By another path


@pytest.mark.parametrize("folder", ["Linux", "Team: A"])
def test_a_file_given_by_name_keeps_module_and_folder(project: Path, run: Run, folder: str) -> None:
    stored = project.parent / "exported" / folder / "node.json"
    stored.parent.mkdir(parents=True)
    stored.write_text(dump_node())
    assert run("import", "../exported", cwd=project).returncode == 0
    modules = modules_of(project)
    stored.write_text(dump_node(refresh="5m"))
    result = run("import", f"../exported/{folder}/node.json", cwd=project)
    assert result.returncode == 0
    assert modules_of(project) == modules
    assert '"5m"' in (project / "dashboards" / modules[0]).read_text()
    assert folders_of(project, run) == {"node-load": folder}


def test_a_tree_with_another_folder_moves_the_board(project: Path, run: Run) -> None:
    for folder in ("Linux", "Machines"):
        stored = project.parent / f"of-{folder}" / folder / "node.json"
        stored.parent.mkdir(parents=True)
        stored.write_text(dump_node())
        assert run("import", f"../of-{folder}", cwd=project).returncode == 0
    assert modules_of(project) == ["Linux/node_load.py"]
    assert folders_of(project, run) == {"node-load": "Machines"}


def without_uids(folder: Path, *titles: str, **changes: Any) -> None:
    """Write boards without uids into a folder's `Linux`."""
    for title in titles:
        stored = folder / "Linux" / f"{title}.json"
        stored.parent.mkdir(parents=True, exist_ok=True)
        stored.write_text(json.dumps({**NODE, "uid": None, "title": title, **changes}))


@pytest.mark.parametrize("again", ["../exported/Linux/one.json", "../other"])
@pytest.mark.parametrize("style", ["grafanalib", "dict"])
def test_a_board_without_a_uid_is_recognised_by_its_content(
    project: Path, run: Run, again: str, style: str
) -> None:
    without_uids(project.parent / "exported", "one", "two")
    without_uids(project.parent / "other", "one", "two")
    assert run("import", "../exported", "--style", style, cwd=project).returncode == 0
    before = folders_of(project, run)
    result = run("import", again, cwd=project)
    assert (result.returncode, result.stderr) == (0, "")
    assert modules_of(project) == ["Linux/one.py", "Linux/two.py"]
    assert folders_of(project, run) == before
    assert set(before.values()) == {"Linux"}


def test_a_board_without_a_uid_that_may_be_another_is_refused(project: Path, run: Run) -> None:
    without_uids(project.parent / "exported", "one")
    assert run("import", "../exported", cwd=project).returncode == 0
    (uid,) = folders_of(project, run)
    without_uids(project.parent / "other", "one", "new", refresh="5m")
    result = run("import", "../other", cwd=project)
    assert result.returncode == 2
    assert result.stderr.splitlines() == [
        (
            "error: other/Linux/one.json: the board has no uid, so boardwright cannot decide "
            "whether the board is new, or is already imported as dashboards/Linux/one.py"
        ),
        (
            f"  If the board is already imported, give the board the uid '{uid}'. If the board is "
            "new, give the board another uid."
        ),
    ]
    assert modules_of(project) == ["Linux/new.py", "Linux/one.py"]
    without_uids(project.parent / "exported", "one", refresh="5m")
    assert run("import", "../exported", cwd=project).returncode == 0  # by the path it had


# Boards that the project declares already


def test_a_declared_board_is_not_imported_again(project: Path, run: Run) -> None:
    (project / "dashboards/first.py").write_text(BOARD)
    (project / "dashboards/broken.py").write_text("raise ValueError\n")
    (project.parent / "demo.json").write_text(dump_node(uid="demo", title="Mine"))
    result = run("import", "../demo.json", "../node.json", cwd=project)
    assert result.returncode == 2
    assert result.stderr.startswith(
        "error: demo.json: the project already declares the uid 'demo' at dashboards/first.py:3\n"
    )
    assert "broken" not in result.stderr
    assert modules_of(project) == ["broken.py", "first.py", "node_load.py"]
    (project / "dashboards/broken.py").unlink()
    assert run("build", cwd=project).returncode == 0


def test_a_board_imported_to_another_folder_is_refused(project: Path, run: Run) -> None:
    assert run("import", "../node.json", cwd=project).returncode == 0
    result = run("import", "../node.json", "-o", "dashboards/more", cwd=project)
    assert result.returncode == 2
    assert (
        "the project already declares the uid 'node-load' at dashboards/node_load.py:"
        in result.stderr
    )
    assert run("import", "../node.json", "-o", "elsewhere", cwd=project).returncode == 0


@pytest.mark.parametrize("to", ["renamed.py", "Infra/node_load.py"])
def test_a_moved_module_is_updated_at_the_new_place(
    project: Path, run: Run, imported: Path, to: str
) -> None:
    moved = project / "dashboards" / to
    moved.parent.mkdir(exist_ok=True)
    imported.rename(moved)
    moved.write_text(moved.read_text().replace('"Load"', '"Load of one minute"'))
    code, output = again(project, run, refresh="5m")
    assert (code, output.split()[0]) == (0, "merged")
    assert f"dashboards/{to}" in output
    assert modules_of(project) == [to]
    assert '"Load of one minute"' in moved.read_text()
    kept = [name for name in files_of(project / "dashboards/.imported") if name.endswith(".txt")]
    assert kept == [f"{to}.txt"]
    code, output = again(project, run, refresh="5m")
    assert (code, output.split()[0]) == (0, "unchanged")
    assert run("build", cwd=project).returncode == 0
    assert folders_of(project, run) == {"node-load": "Infra" if "/" in to else "Demo"}


@pytest.mark.parametrize("style", ["grafanalib", "dict"])
def test_a_moved_module_keeps_its_folder_if_the_source_is_not_moved(
    project: Path, run: Run, style: str
) -> None:
    stored = project.parent / "exported/Linux/node.json"
    stored.parent.mkdir(parents=True)
    stored.write_text(dump_node())
    args = ("import", "../exported", "--style", style)
    assert run(*args, cwd=project).returncode == 0
    (project / "dashboards/Linux").rename(project / "dashboards/Machines")
    text = (project / "dashboards/Machines/node_load.py").read_text()
    for refresh in (None, None, "5m"):
        stored.write_text(dump_node(**({"refresh": refresh} if refresh else {})))
        result = run(*args, cwd=project)
        expected = "merged" if refresh else "unchanged"
        assert (result.returncode, result.stdout.split()[0]) == (0, expected)
        assert folders_of(project, run) == {"node-load": "Machines"}
        assert ((project / "dashboards/Machines/node_load.py").read_text() == text) != bool(refresh)
    stored.parent.rename(project.parent / "exported/Elsewhere")
    result = run(*args, cwd=project)  # both moved it: the user decides
    assert (result.returncode, result.stdout.split()[0]) == (1, "conflict")
    assert '"Elsewhere"' in (project / "dashboards/Machines/node_load.py").read_text()


def test_a_handwritten_module_is_not_treated_as_a_moved_module(
    project: Path, run: Run, imported: Path
) -> None:
    imported.unlink()
    (project / "dashboards/own.py").write_text(BOARD.replace('"demo"', '"node-load"'))
    code, output = again(project, run)
    assert code == 2
    assert (
        "node.json: the project already declares the uid 'node-load' at dashboards/own.py:3"
        in output
    )
    assert modules_of(project) == ["own.py"]


def test_nothing_is_overwritten_without_a_copy_of_the_last_import(
    project: Path, run: Run, imported: Path
) -> None:
    shutil.rmtree(imported.parent / ".imported")
    code, output = again(project, run)
    assert (code, output.split()[0]) == (0, "unchanged")
    assert (imported.parent / ".imported/node_load.py.txt").read_bytes() == imported.read_bytes()
    shutil.rmtree(imported.parent / ".imported")
    text = imported.read_text()
    code, output = again(project, run, refresh="5m")
    assert code == 2
    assert "the file already exists, and no earlier import wrote it" in output
    assert imported.read_text() == text


def test_a_merge_without_git_is_refused(project: Path, run: Run, imported: Path) -> None:
    imported.write_text(imported.read_text().replace('"Load"', '"Load 1"'))
    before = imported.read_text()
    (project.parent / "node.json").write_text(dump_node(refresh="5m"))
    args = ("import", "../node.json", "--style", "dict")
    result = run(*args, cwd=project, env={"PATH": str(project / "nothing")})
    assert result.returncode == 2
    assert (
        "node_load.py: the module was edited after the last import, but boardwright cannot run git"
        in result.stderr
    )
    assert imported.read_text() == before
