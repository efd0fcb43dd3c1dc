"""`boardwright import` of files: verdicts, exit codes, and the files that it writes."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from cli.import_cases import EMPTY, NODE, dump_node, modules_of, new_project
from cli.json_reports import read_valid_json
from support import BOARD, TOML, MakeProject, Run, files_of


@pytest.fixture
def project(make_project: MakeProject) -> Path:
    return new_project(make_project)


def test_a_file_becomes_a_module_that_builds(project: Path, run: Run) -> None:
    result = run("import", "../node.json", "--style", "dict", cwd=project)
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout.splitlines() == [
        '      new  "Node Load"  dashboards/node_load.py  upgraded: data sources',
        "1 board to dashboards/: 1 upgraded; 1 new",
    ]
    text = (project / "dashboards/node_load.py").read_text()
    assert "node.json" in text
    assert str(project.parent) not in text
    assert run("build", cwd=project).returncode == 0
    built = json.loads((project / "provisioning/dashboards/demo/node-load.json").read_text())
    assert built["panels"][0]["targets"][0]["expr"] == "node_load1"


def test_import_with_check_writes_nothing(project: Path, run: Run) -> None:
    before = files_of(project)
    args = ("../node.json", "--style", "dict", "--check", "--format", "json")
    result = run("import", *args, cwd=project)
    assert result.returncode == 0
    (board,) = read_valid_json(result.stdout, "import")["boards"]
    assert (board["status"], board["verdict"]["outcome"]) == ("proved", "upgraded")
    source = {"type": "prometheus", "uid": "prometheus"}
    assert board["verdict"]["upgrades"] == [
        {
            "what": "data sources",
            "differences": [{"path": "panels[0].datasource", "panel": "Load", "after": source}],
        }
    ]
    assert files_of(project) == before


@pytest.mark.parametrize("style", ["grafanalib", "dict"])
def test_each_style_is_accepted(project: Path, run: Run, style: str) -> None:
    assert run("import", "../node.json", "--style", style, cwd=project).returncode == 0


def test_a_failed_board_does_not_stop_the_others(project: Path, run: Run) -> None:
    (project.parent / "bad.json").write_text('{"title": "x", "panels": [')
    result = run("import", "../bad.json", "../node.json", "--format", "json", cwd=project)
    assert result.returncode == 2
    assert result.stderr.startswith("error: bad.json:1:27: the content is not JSON")
    report = read_valid_json(result.stdout, "import")
    assert [board["status"] for board in report["boards"]] == ["failed", "new"]
    assert (project / "dashboards/node_load.py").is_file()


def test_a_tree_becomes_modules_in_its_folders(project: Path, run: Run) -> None:
    tree = project.parent / "tree"
    for name, uid in (("infra/node/a.json", "a"), ("infra/b.json", "b"), ("c.json", "c")):
        (tree / name).parent.mkdir(parents=True, exist_ok=True)
        (tree / name).write_text(dump_node(uid=uid, title="Same"))
    (tree / "package.json").write_text('{"name": "no-board"}')
    result = run("import", "../tree", "--style", "dict", cwd=project)
    assert result.returncode == 0
    assert result.stdout.endswith(
        "  skipped  tree/package.json: the file contains no dashboard\n"
        "3 boards to dashboards/: 3 upgraded; 3 new; 1 file without a board\n"
    )
    modules = [name for name in files_of(project / "dashboards") if name.endswith(".py")]
    assert modules == ["infra/node/same.py", "infra/same.py", "same.py"]
    listed = json.loads(run("list", "--format", "json", cwd=project).stdout)["boards"]
    assert {board["uid"]: board["folder"] for board in listed} == {
        "a": "infra/node",
        "b": "infra",
        "c": "Demo",
    }


# Boards that a build would refuse


def import_two(project: Path, run: Run, one: dict[str, Any], two: dict[str, Any]) -> str:
    """Import two boards, of which the second is refused; return the error."""
    for name, changes in (("a", one), ("b", two)):
        (project.parent / f"{name}.json").write_text(dump_node(**changes))
    result = run("import", "../a.json", "../b.json", "--format", "json", cwd=project)
    assert result.returncode == 2
    first, second = read_valid_json(result.stdout, "import")["boards"]
    assert (first["status"], second["status"]) == ("new", "failed")
    assert len(modules_of(project)) == 1
    assert run("build", cwd=project).returncode == 0
    return result.stderr


def test_a_title_used_twice_in_a_folder_is_refused(project: Path, run: Run) -> None:
    error = import_two(project, run, {"uid": "a"}, {"uid": "b"})
    assert error.startswith(
        'error: b.json: the folder "Demo" has two boards with the title "Node Load";'
        " the other board is at dashboards/node_load.py:"
    )


def test_uids_that_differ_only_in_case_are_refused(project: Path, run: Run) -> None:
    error = import_two(project, run, {"uid": "t", "title": "A"}, {"uid": "T", "title": "B"})
    assert error.startswith('error: b.json: the board "B" has the uid \'T\', and the board "A"')
    assert "the uids differ only in upper and lower case" in error


def test_a_title_that_grafana_refuses_is_reported(project: Path, run: Run) -> None:
    error = import_two(project, run, {}, {"uid": "b", "title": "x" * 6000})
    assert error.startswith("error: b.json: the board's title has 6000 bytes")


def test_a_board_with_the_uid_of_a_folder_is_refused(project: Path, run: Run) -> None:
    error = import_two(project, run, {}, {"uid": "demo-folder", "title": "B"})
    assert error.startswith('error: b.json: the board "B" and the folder')


def test_a_title_of_a_declared_board_is_refused(project: Path, run: Run) -> None:
    own = BOARD.replace('"Demo"', '"Node Load"')
    (project / "dashboards/own.py").write_text(own)
    result = run("import", "../node.json", cwd=project)
    assert result.returncode == 2
    assert "error: node.json: the folder" in result.stderr
    assert "the other board is at dashboards/own.py:" in result.stderr
    assert modules_of(project) == ["own.py"]


def test_a_title_of_an_earlier_import_is_refused(project: Path, run: Run) -> None:
    assert run("import", "../node.json", cwd=project).returncode == 0
    (project.parent / "other.json").write_text(dump_node(uid="other"))
    result = run("import", "../other.json", cwd=project)
    assert result.returncode == 2
    assert "error: other.json: the folder" in result.stderr
    assert modules_of(project) == ["node_load.py"]


def test_a_board_too_large_for_a_target_is_reported(
    make_project: MakeProject, project: Path, run: Run
) -> None:
    make_project(EMPTY, toml=TOML.replace("[project]", '[project]\ntargets = ["configmaps"]'))
    (project.parent / "node.json").write_text(dump_node(description="x" * 2**20))
    result = run("import", "../node.json", cwd=project)
    assert result.returncode == 2
    assert result.stderr.startswith("error: node.json: ")
    assert modules_of(project) == []


# Outside a project


def test_a_file_is_imported_outside_a_project(tmp_path: Path, run: Run) -> None:
    (tmp_path / "node.json").write_text(dump_node())
    result = run("import", "node.json", "-o", "out", cwd=tmp_path)
    assert (result.returncode, result.stderr) == (0, "")
    assert (tmp_path / "out/node_load.py").is_file()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["node.json", "out"]
    again = run("import", "node.json", "-o", "out", cwd=tmp_path)
    assert again.stdout.startswith("unchanged")


@pytest.mark.parametrize("args", [["node.json"], ["--from-grafana", "-o", "out"]])
def test_an_import_without_a_project_is_refused(tmp_path: Path, run: Run, args: list[str]) -> None:
    (tmp_path / "node.json").write_text(dump_node())
    result = run("import", *args, cwd=tmp_path)
    assert result.returncode == 2
    assert result.stderr.startswith(f"error: neither {tmp_path} nor any of its parent folders")
    assert ("Pass -o FOLDER" in result.stderr) == (args == ["node.json"])


# Odd files


def test_a_file_name_that_is_too_long_is_reported(project: Path, run: Run) -> None:
    name = f"{'n' * 300}.json"
    result = run("import", name, cwd=project)
    assert result.returncode == 2
    assert result.stderr == f"error: {name}: the file cannot be read: File name too long\n"
    (project.parent / "node.json").write_text(dump_node(title="t" * 300))
    result = run("import", "../node.json", "-o", "o" * 300, cwd=project)
    assert result.returncode == 2
    assert "File name too long" in result.stderr
    assert run("import", "../node.json", cwd=project).returncode == 0
    assert modules_of(project) == [f"{'t' * 60}.py"]


def test_an_unreadable_source_fails_and_removes_nothing(project: Path, run: Run) -> None:
    """A board whose source cannot be read does not count as removed."""
    tree = project.parent / "tree"
    tree.mkdir()
    (tree / "a.json").write_text(dump_node())
    assert run("import", "../tree", cwd=project).returncode == 0
    before = files_of(project)
    (tree / "a.json").unlink()
    (tree / "a.json").symlink_to("absent")
    os.mkfifo(tree / "b.json")
    result = run("import", "../tree", cwd=project)
    assert result.returncode == 2
    assert result.stderr.splitlines() == [
        "error: tree/a.json: the symbolic link is broken: its target does not exist",
        "error: tree/b.json: the path is a named pipe, not a file",
    ]
    assert files_of(project) == before


def test_two_boards_with_one_uid_are_refused(project: Path, run: Run) -> None:
    shutil.copy(project.parent / "node.json", project.parent / "copy.json")
    result = run("import", "../node.json", "../copy.json", cwd=project)
    assert result.returncode == 2
    clash = "copy.json: two boards have the uid 'node-load': \"Node Load\" and a board in node.json"
    assert clash in result.stderr


def test_content_without_a_v1_form_is_imported_and_reported(project: Path, run: Run) -> None:
    layout = {"kind": "GridLayout", "spec": {"items": []}}
    tabs = {
        "kind": "TabsLayout",
        "spec": {
            "tabs": [
                {
                    "kind": "TabsLayoutTab",
                    "spec": {"title": "One", "layout": layout, "conditionalRendering": {"a": 1}},
                }
            ]
        },
    }
    spec = {"title": "V2", "elements": {}, "layout": tabs}
    resource = {"kind": "Dashboard", "metadata": {"name": "v2"}, "spec": spec}
    (project.parent / "v2.json").write_text(json.dumps(resource))
    result = run("import", "../v2.json", cwd=project)
    assert result.returncode == 0
    assert "conditionalRendering" in (project / "dashboards/v2.py").read_text()
    built = run("build", cwd=project)
    assert built.returncode == 0
    assert (
        'the board "V2" is simplified for schema v1: 1 tab becomes a row, 1 condition is '
        "left out: v1 always shows the panels"
    ) in built.stderr
    board = json.loads((project / "provisioning/dashboards/demo/v2.json").read_text())
    assert [panel["title"] for panel in board["panels"]] == ["One"]
    assert "$v2" not in json.dumps(board)


def test_a_json_board_builds_and_imports_alike(project: Path, run: Run) -> None:
    (project / "dashboards/node.json").write_text(dump_node())
    result = run("import", "dashboards/node.json", "-o", "elsewhere", cwd=project)
    assert result.returncode == 0
    assert (
        "dashboards/node.json: `boardwright build` also reads this file. Delete the file"
        in result.stderr
    )
    assert result.stdout.startswith('      new  "Node Load"  elsewhere/node_load.py')


@pytest.mark.parametrize(
    ("args", "message"),
    [
        ([], "Pass files or folders as arguments, or pass --from-grafana."),
        (["nowhere.json"], "There is no file or folder 'nowhere.json'."),
        (["https://g.example/d/abc/x"], "To import a board by its URL, pass --from-grafana."),
        (["x", "--tag", "t"], "--folder and --tag need --from-grafana."),
        (
            ["x", "--from-grafana", "--tag", "t"],
            "Pass either uids or URLs of boards, or --folder and --tag, but not both.",
        ),
    ],
)
def test_wrong_arguments_are_refused(
    project: Path, run: Run, args: list[str], message: str
) -> None:
    result = run("import", *args, cwd=project)
    assert result.returncode == 2
    assert message in result.stderr


def test_a_file_without_a_board_is_refused(project: Path, run: Run) -> None:
    (project.parent / "x.yaml").write_text("kind: Deployment\n")
    result = run("import", "../x.yaml", cwd=project)
    assert result.returncode == 2
    assert "error: x.yaml: the file contains no dashboard" in result.stderr


def test_a_provisioning_tree_that_boardwright_built_is_imported_unchanged(
    project: Path, run: Run
) -> None:
    """A board that was built needs no upgrade."""
    board = BOARD.replace("dashboard =", 'folder = "Team A/Linux"\ntags = ["x"]\ndashboard =')
    (project / "dashboards/demo.py").write_text(board)
    assert run("build", cwd=project).returncode == 0
    other = project.parent / "other"
    (other / "dashboards").mkdir(parents=True)
    (other / "boardwright.toml").write_text(TOML)
    result = run("import", "../project/provisioning", cwd=other)
    assert result.returncode == 0, result.stderr
    assert "1 board to dashboards/: 1 identical" in result.stdout
    assert run("build", cwd=other).returncode == 0
    (built,) = (project / "provisioning").rglob("demo.json")
    again = other / built.relative_to(project)
    assert json.loads(again.read_text()) == json.loads(built.read_text())


def test_the_tag_of_another_project_is_removed(project: Path, run: Run) -> None:
    """With its tag, a prune by the other project would delete the board of this one."""
    tags = ["own", "boardwright:old", "boardwright:demo", "boardwright: notes"]
    (project.parent / "old.json").write_text(dump_node(tags=tags))
    result = run("import", "../old.json", cwd=project)
    assert result.returncode == 0
    assert result.stderr.splitlines() == [
        'note: old.json: the tag "boardwright:old" of another project is not imported. If Grafana'
        " still has the board with this tag, pass --adopt to `boardwright deploy`"
    ]
    assert "boardwright:old" not in (project / "dashboards/node_load.py").read_text()
    assert run("build", cwd=project).returncode == 0
    (built,) = (project / "provisioning/dashboards").rglob("*.json")
    assert json.loads(built.read_text())["tags"] == [
        "own",
        "boardwright: notes",
        "boardwright:demo",
    ]


def test_control_characters_are_escaped_and_built_unchanged(project: Path, run: Run) -> None:
    text = dump_node(title="half \ud800, \x1b[31mred, \u202eback\nline").replace("Load", "L\\udfff")
    (project.parent / "odd.json").write_text(text)
    result = run("import", "../odd.json", "--style", "dict", cwd=project)
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout.startswith(
        '      new  "half \\ud800, \\x1b[31mred, \\u202eback\\nline"  dashboards/half_31mred'
    )
    for verb in ("build", "build", "list"):
        result = run(verb, cwd=project)
        assert (result.returncode, result.stderr) == (0, "")
    built = json.loads((project / "provisioning/dashboards/demo/node-load.json").read_text())
    assert built["title"] == "half \ud800, \x1b[31mred, \u202eback\nline"
    assert built["panels"][0]["title"] == "L\udfff"


def test_a_template_in_a_file_does_not_hide_other_boards(project: Path, run: Run) -> None:
    indented = json.dumps(dump_node())
    deploy = project.parent / "deploy"
    deploy.mkdir()
    board = f"kind: ConfigMap\nmetadata: {{name: x}}\ndata:\n  b.json: {indented}\n"
    broken = "kind: ConfigMap\nmetadata: {{ .x }}: y\ndata:\n  c.json: x\n"
    (deploy / "all.yaml").write_text(f"{board}---\n{broken}")
    result = run("import", "../deploy", cwd=project)
    assert result.returncode == 2
    start = "error: deploy/all.yaml:7: the file may contain a dashboard, but the file is not"
    assert result.stderr.startswith(start)
    assert modules_of(project) == ["node_load.py"]


# Sharing

VARIABLE = {
    "name": "job",
    "type": "query",
    "query": "label_values(up, job)",
    "datasource": {"type": "prometheus", "uid": "prometheus"},
    "label": "Job",
    "multi": True,
    "includeAll": True,
    "refresh": 2,
    "sort": 1,
}


@pytest.mark.parametrize("style", ["grafanalib", "dict"])
def test_boards_with_equal_parts_share_a_module(project: Path, run: Run, style: str) -> None:
    variables = {"templating": {"list": [VARIABLE]}}
    for name in ("one", "two"):
        panels = [NODE["panels"][0] | {"title": name}]
        board = dump_node(uid=name, title=name, panels=panels, **variables)
        (project.parent / f"{name}.json").write_text(board)
    args = ("import", "../one.json", "../two.json", "--style", style)
    result = run(*args, "--share", "--format", "json", cwd=project)
    assert result.returncode == 0, result.stderr
    report = read_valid_json(result.stdout, "import")
    assert report["shared"] == {"module": "dashboards/_shared.py", "status": "new", "conflicts": 0}
    shared = (project / "dashboards/_shared.py").read_text()
    assert shared.count("label_values(up, job)") == 1
    for name in ("one", "two"):
        text = (project / f"dashboards/{name}.py").read_text()
        assert "from _shared import job" in text
        assert "label_values" not in text
    assert run("build", cwd=project).returncode == 0
    built = json.loads((project / "provisioning/dashboards/demo/two.json").read_text())
    assert built["templating"]["list"][0]["query"] == "label_values(up, job)"
    before = files_of(project / "dashboards")
    assert run(*args, cwd=project).returncode == 0  # it shares again without --share
    assert files_of(project / "dashboards") == before
    assert run("import", "../two.json", "--style", style, cwd=project).returncode == 0
    assert files_of(project / "dashboards") == before


def test_a_folder_that_cannot_be_written_is_reported(project: Path, run: Run) -> None:
    (project / "taken").write_text("a file")
    result = run("import", "../node.json", "-o", "taken/dashboards", cwd=project)
    assert result.returncode == 2
    assert "cannot be written" in result.stderr


@pytest.mark.parametrize("style", ["grafanalib", "dict"])
def test_numbers_are_exact_and_the_last_of_two_equal_keys_is_used(
    project: Path, run: Run, style: str
) -> None:
    large = f'"big": 9007199254740993, "bigger": {2**80}, "small": 1e-7, "big": 9007199254740995'
    options = '"options": {' + large + "}, "
    text = dump_node().replace('"title": "Load"', f'{options}"title": "Load"')
    (project.parent / "node.json").write_text(text)
    assert run("import", "../node.json", "--style", style, cwd=project).returncode == 0
    assert run("build", cwd=project).returncode == 0
    built = json.loads((project / "provisioning/dashboards/demo/node-load.json").read_text())
    found = built["panels"][0]["options"]
    assert (found["big"], found["bigger"], found["small"]) == (9007199254740995, 2**80, 1e-7)


def test_a_first_import_creates_the_folder_of_boards(make_project: MakeProject, run: Run) -> None:
    root = make_project({"stored.json": json.dumps({"title": "Stored", "panels": []})})
    shutil.rmtree(root / "dashboards", ignore_errors=True)
    result = run("import", "stored.json", cwd=root)
    assert result.returncode == 0, result.stderr
    assert [path.name for path in (root / "dashboards").glob("*.py")] == ["stored.py"]
