"""`boardwright import` as a process: verdicts, exit codes, what is written and what never is."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from standin.server import StandIn, stand_in
from standin.values import Answer
from support import BOARD, ROOT, TOKEN, TOML, MakeProject, Run, files_of

EMPTY = {"README.md": "A project without boards.\n"}
NODE: dict[str, Any] = {
    "title": "Node Load",
    "uid": "node-load",
    "schemaVersion": 41,
    "panels": [
        {
            "id": 1,
            "type": "timeseries",
            "title": "Load",
            "gridPos": {"h": 8, "w": 12, "x": 0, "y": 0},
            "targets": [{"refId": "A", "expr": "node_load1", "legendFormat": "one"}],
        }
    ],
}


def dumped(**changes: Any) -> str:
    return json.dumps(NODE | changes)


def validated(stdout: str) -> dict[str, Any]:
    schema = json.loads((ROOT / "docs/reference/import.schema.json").read_text())
    jsonschema.Draft202012Validator.check_schema(schema)
    told: dict[str, Any] = json.loads(stdout)
    jsonschema.validate(told, schema)
    return told


@pytest.fixture
def project(make_project: MakeProject) -> Path:
    """A project without boards, and a stored board outside of it."""
    root = make_project(EMPTY)
    (root / "dashboards").mkdir()
    (root.parent / "node.json").write_text(dumped())
    return root


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


def test_check_writes_nothing(project: Path, run: Run) -> None:
    before = files_of(project)
    args = ("../node.json", "--style", "dict", "--check", "--format", "json")
    result = run("import", *args, cwd=project)
    assert result.returncode == 0
    (board,) = validated(result.stdout)["boards"]
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
def test_styles(project: Path, run: Run, style: str) -> None:
    assert run("import", "../node.json", "--style", style, cwd=project).returncode == 0


def test_a_failed_board_stops_no_other(project: Path, run: Run) -> None:
    (project.parent / "bad.json").write_text('{"title": "x", "panels": [')
    result = run("import", "../bad.json", "../node.json", "--format", "json", cwd=project)
    assert result.returncode == 2
    assert result.stderr.startswith("error: bad.json:1:27: is not JSON")
    told = validated(result.stdout)
    assert [board["status"] for board in told["boards"]] == ["failed", "new"]
    assert (project / "dashboards/node_load.py").is_file()


def test_a_tree_becomes_modules_in_its_folders(project: Path, run: Run) -> None:
    tree = project.parent / "tree"
    for name, uid in (("infra/node/a.json", "a"), ("infra/b.json", "b"), ("c.json", "c")):
        (tree / name).parent.mkdir(parents=True, exist_ok=True)
        (tree / name).write_text(dumped(uid=uid, title="Same"))
    (tree / "package.json").write_text('{"name": "no-board"}')
    result = run("import", "../tree", "--style", "dict", cwd=project)
    assert result.returncode == 0
    assert result.stdout.endswith(
        "3 boards to dashboards/: 3 upgraded; 3 new; 1 file without one\n"
    )
    modules = [name for name in files_of(project / "dashboards") if name.endswith(".py")]
    assert modules == ["infra/node/same.py", "infra/same.py", "same.py"]
    listed = json.loads(run("list", "--format", "json", cwd=project).stdout)["boards"]
    assert {board["uid"]: board["folder"] for board in listed} == {
        "a": "infra/node",
        "b": "infra",
        "c": "Demo",
    }


def test_two_boards_of_one_uid(project: Path, run: Run) -> None:
    shutil.copy(project.parent / "node.json", project.parent / "copy.json")
    result = run("import", "../node.json", "../copy.json", cwd=project)
    assert result.returncode == 2
    assert "copy.json: the board \"Node Load\" has the uid 'node-load', as has" in result.stderr


def test_what_v1_cannot_say_is_kept_and_told(project: Path, run: Run) -> None:
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
    path = "layout.spec.tabs[0].spec.conditionalRendering"
    assert result.stderr.splitlines() == [
        "note: v2.json: its tabs are rows in v1, one below the other",
        f"note: v2.json: `{path}` of its v2 form cannot be said in v1: it is kept under `fromV2`",
    ]
    assert run("build", cwd=project).returncode == 0
    built = json.loads((project / "provisioning/dashboards/demo/v2.json").read_text())
    assert built["fromV2"] == {path: {"a": 1}, "layout.kind": "TabsLayout"}


def test_a_json_board_builds_and_imports_alike(project: Path, run: Run) -> None:
    (project / "dashboards/node.json").write_text(dumped())
    result = run("import", "dashboards/node.json", "-o", "elsewhere", cwd=project)
    assert result.returncode == 0
    assert "dashboards/node.json: a build reads this file too: delete it" in result.stderr
    assert result.stdout.startswith('      new  "Node Load"  elsewhere/node_load.py')


@pytest.mark.parametrize(
    ("args", "message"),
    [
        ([], "Name files or folders, or give --from-grafana."),
        (["nowhere.json"], "There is no file or folder 'nowhere.json'."),
        (["https://g.example/d/abc/x"], "Give --from-grafana for boards of Grafana."),
        (["x", "--tag", "t"], "--folder and --tag belong to --from-grafana."),
        (["x", "--from-grafana", "--tag", "t"], "Give one of them."),
    ],
)
def test_usage(project: Path, run: Run, args: list[str], message: str) -> None:
    result = run("import", *args, cwd=project)
    assert result.returncode == 2
    assert message in result.stderr


def test_a_file_without_a_board(project: Path, run: Run) -> None:
    (project.parent / "x.yaml").write_text("kind: Deployment\n")
    result = run("import", "../x.yaml", cwd=project)
    assert result.returncode == 2
    assert "error: x.yaml: holds no dashboard" in result.stderr


def test_a_provisioning_tree_of_our_own(project: Path, run: Run) -> None:
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


def test_odd_text_is_told_and_built_as_text(project: Path, run: Run) -> None:
    text = dumped(title="half \ud800, \x1b[31mred, \u202eback\nline").replace("Load", "L\\udfff")
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


# Second imports


@pytest.fixture
def imported(project: Path, run: Run) -> Path:
    assert run("import", "../node.json", "--style", "dict", cwd=project).returncode == 0
    return project / "dashboards/node_load.py"


def again(project: Path, run: Run, **changes: Any) -> tuple[int, str]:
    (project.parent / "node.json").write_text(dumped(**changes))
    result = run("import", "../node.json", "--style", "dict", cwd=project)
    return result.returncode, result.stdout + result.stderr


def test_imported_again_nothing_changes(project: Path, run: Run, imported: Path) -> None:
    before = files_of(project)
    code, output = again(project, run)
    assert (code, output.split()[0]) == (0, "unchanged")
    assert files_of(project) == before


def test_a_changed_board_updates_its_module_whatever_its_title(
    project: Path, run: Run, imported: Path
) -> None:
    code, output = again(project, run, title="Load of Nodes")
    assert (code, output.split()[0]) == (0, "updated")
    assert '"Load of Nodes"' in imported.read_text()
    assert not (project / "dashboards/load_of_nodes.py").exists()


def test_edits_are_kept(project: Path, run: Run, imported: Path) -> None:
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


def test_conflicts_are_shown_and_must_be_resolved(project: Path, run: Run, imported: Path) -> None:
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
    assert "node_load.py: has conflicts of an earlier import" in output
    assert imported.read_text() == text


def test_a_module_of_ones_own_is_never_overwritten(project: Path, run: Run) -> None:
    own = project / "dashboards/node_load.py"
    own.write_text("# mine\n")
    result = run("import", "../node.json", cwd=project)
    assert result.returncode == 2
    assert "node_load.py: is there, and no import is known to have written it" in result.stderr
    assert own.read_text() == "# mine\n"


def test_a_template_hides_no_board_of_a_folder(project: Path, run: Run) -> None:
    indented = json.dumps(dumped())
    deploy = project.parent / "deploy"
    deploy.mkdir()
    board = f"kind: ConfigMap\nmetadata: {{name: x}}\ndata:\n  b.json: {indented}\n"
    broken = "kind: ConfigMap\nmetadata: {{ .x }}: y\ndata:\n  c.json: x\n"
    (deploy / "all.yaml").write_text(f"{board}---\n{broken}")
    result = run("import", "../deploy", cwd=project)
    assert result.returncode == 2
    assert result.stderr.startswith("error: deploy/all.yaml:7: may hold a dashboard, but is not")
    assert modules_of(project) == ["node_load.py"]


# By another path


def modules_of(project: Path) -> list[str]:
    return [name for name in files_of(project / "dashboards") if name.endswith(".py")]


def folders_of(project: Path, run: Run) -> dict[str, str]:
    listed = json.loads(run("list", "--format", "json", cwd=project).stdout)["boards"]
    return {board["uid"]: board["folder"] for board in listed}


@pytest.mark.parametrize("folder", ["Linux", "Team: A"])
def test_a_file_given_by_name_keeps_module_and_folder(project: Path, run: Run, folder: str) -> None:
    stored = project.parent / "exported" / folder / "node.json"
    stored.parent.mkdir(parents=True)
    stored.write_text(dumped())
    assert run("import", "../exported", cwd=project).returncode == 0
    modules = modules_of(project)
    stored.write_text(dumped(refresh="5m"))
    result = run("import", f"../exported/{folder}/node.json", cwd=project)
    assert result.returncode == 0
    assert modules_of(project) == modules
    assert '"5m"' in (project / "dashboards" / modules[0]).read_text()
    assert folders_of(project, run) == {"node-load": folder}


def test_a_tree_that_tells_another_folder_moves_the_board(project: Path, run: Run) -> None:
    for folder in ("Linux", "Machines"):
        stored = project.parent / f"of-{folder}" / folder / "node.json"
        stored.parent.mkdir(parents=True)
        stored.write_text(dumped())
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
def test_a_board_without_a_uid_is_known_again_by_what_it_is(
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


def test_a_board_without_a_uid_that_may_be_another_is_told(project: Path, run: Run) -> None:
    without_uids(project.parent / "exported", "one")
    assert run("import", "../exported", cwd=project).returncode == 0
    (uid,) = folders_of(project, run)
    without_uids(project.parent / "other", "one", "new", refresh="5m")
    result = run("import", "../other", cwd=project)
    assert result.returncode == 2
    assert result.stderr.splitlines() == [
        "error: other/Linux/one.json: has no uid, and may be the board of dashboards/Linux/one.py"
        " or another",
        f"  Give it the uid '{uid}' if it is that board, or one of its own.",
    ]
    assert modules_of(project) == ["Linux/new.py", "Linux/one.py"]
    without_uids(project.parent / "exported", "one", refresh="5m")
    assert run("import", "../exported", cwd=project).returncode == 0  # by the path it had


# Boards that the project declares already


def test_a_board_that_the_project_declares_gets_no_second_module(project: Path, run: Run) -> None:
    (project / "dashboards/first.py").write_text(BOARD)
    (project / "dashboards/broken.py").write_text("raise ValueError\n")
    (project.parent / "demo.json").write_text(dumped(uid="demo", title="Mine"))
    result = run("import", "../demo.json", "../node.json", cwd=project)
    assert result.returncode == 2
    assert result.stderr.startswith(
        "error: demo.json: uid 'demo' is declared at dashboards/first.py:3\n"
    )
    assert "broken" not in result.stderr
    assert modules_of(project) == ["broken.py", "first.py", "node_load.py"]
    (project / "dashboards/broken.py").unlink()
    assert run("build", cwd=project).returncode == 0


def test_a_board_that_another_import_wrote(project: Path, run: Run) -> None:
    assert run("import", "../node.json", cwd=project).returncode == 0
    result = run("import", "../node.json", "-o", "dashboards/more", cwd=project)
    assert result.returncode == 2
    assert "uid 'node-load' is declared at dashboards/node_load.py:" in result.stderr
    assert run("import", "../node.json", "-o", "elsewhere", cwd=project).returncode == 0


@pytest.mark.parametrize("to", ["renamed.py", "Infra/node_load.py"])
def test_a_module_that_moved_is_followed(project: Path, run: Run, imported: Path, to: str) -> None:
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
def test_a_module_that_moved_keeps_its_folder_while_its_source_tells_the_same(
    project: Path, run: Run, style: str
) -> None:
    stored = project.parent / "exported/Linux/node.json"
    stored.parent.mkdir(parents=True)
    stored.write_text(dumped())
    args = ("import", "../exported", "--style", style)
    assert run(*args, cwd=project).returncode == 0
    (project / "dashboards/Linux").rename(project / "dashboards/Machines")
    text = (project / "dashboards/Machines/node_load.py").read_text()
    for refresh in (None, None, "5m"):
        stored.write_text(dumped(**({"refresh": refresh} if refresh else {})))
        result = run(*args, cwd=project)
        expected = "merged" if refresh else "unchanged"
        assert (result.returncode, result.stdout.split()[0]) == (0, expected)
        assert folders_of(project, run) == {"node-load": "Machines"}
        assert ((project / "dashboards/Machines/node_load.py").read_text() == text) != bool(refresh)
    stored.parent.rename(project.parent / "exported/Elsewhere")
    result = run(*args, cwd=project)  # both moved it: the user decides
    assert (result.returncode, result.stdout.split()[0]) == (1, "conflict")
    assert '"Elsewhere"' in (project / "dashboards/Machines/node_load.py").read_text()


def test_a_module_that_was_written_anew_is_not_taken_for_the_moved_one(
    project: Path, run: Run, imported: Path
) -> None:
    imported.unlink()
    (project / "dashboards/own.py").write_text(BOARD.replace('"demo"', '"node-load"'))
    code, output = again(project, run)
    assert code == 2
    assert "node.json: uid 'node-load' is declared at dashboards/own.py:3" in output
    assert modules_of(project) == ["own.py"]


# From Grafana


@pytest.fixture
def grafana(make_project: MakeProject, monkeypatch: pytest.MonkeyPatch) -> Iterator[StandIn]:
    for name in ("URL", "USER", "PASSWORD"):
        monkeypatch.delenv(f"GRAFANA_{name}", raising=False)
    monkeypatch.setenv("GRAFANA_TOKEN", TOKEN)
    with stand_in() as running:
        running.store.add_token(TOKEN, "Admin")
        running.store.provision("node-load", NODE, folder="infra", file="a.json")
        other = NODE | {"uid": "other", "title": "Other", "tags": ["linux", "boardwright:demo"]}
        running.store.provision("other", other, folder="", file="b.json")
        make_project(EMPTY, toml=f'{TOML}\n[grafana]\nurl = "{running.url}"\n')
        yield running


@pytest.mark.parametrize(
    ("args", "uids"),
    [
        ([], ["node-load", "other"]),
        (["other"], ["other"]),
        (["{url}/d/node-load/x?orgId=1"], ["node-load"]),
        (["--tag", "linux"], ["other"]),
        (["--folder", "Infra"], ["node-load"]),
    ],
)
def test_boards_of_a_grafana(
    project: Path, grafana: StandIn, run: Run, args: list[str], uids: list[str]
) -> None:
    args = [arg.format(url=grafana.url) for arg in args]
    result = run("import", "--from-grafana", *args, "--format", "json", cwd=project)
    assert result.returncode == 0, result.stderr
    boards = validated(result.stdout)["boards"]
    assert [board["uid"] for board in boards] == uids
    assert [board["origin"] for board in boards] == [f"{grafana.url}/d/{uid}" for uid in uids]
    assert grafana.written() == []
    assert TOKEN not in result.stdout + result.stderr
    written = b"".join(files_of(project / "dashboards").values())
    assert TOKEN.encode() not in written
    assert b"boardwright:demo" not in written


def test_a_board_of_schema_v2_is_read_where_grafana_says(
    project: Path, grafana: StandIn, run: Run
) -> None:
    path = "/apis/dashboard.grafana.app/v2alpha1/namespaces/default/dashboards/v2"
    message = f"dashboard api version not supported, use {path} instead"
    layout = {"kind": "GridLayout", "spec": {"items": []}}
    resource = {
        "kind": "Dashboard",
        "metadata": {"name": "v2", "annotations": {"grafana.app/folder": "infra"}},
        "spec": {"title": "New", "elements": {}, "layout": layout},
    }
    answers = {
        "/api/dashboards/uid/v2": Answer(status=406, body={"message": message}),
        path: Answer(body=resource),
    }
    grafana.before = lambda request: answers.get(request.path)
    result = run("import", "--from-grafana", "v2", cwd=project)
    assert result.returncode == 0, result.stderr
    assert result.stdout.startswith('      new  "New"  dashboards/Infra/new.py')
    assert grafana.written() == []


def test_folders_of_a_grafana(project: Path, grafana: StandIn, run: Run) -> None:
    run("import", "--from-grafana", cwd=project)
    listed = json.loads(run("list", "--format", "json", cwd=project).stdout)["boards"]
    assert {board["uid"]: board["folder"] for board in listed} == {
        "node-load": "Infra",
        "other": "Demo",
    }


@pytest.mark.parametrize("lists", [True, False])
def test_many_boards_are_read_in_pages_where_there_are_lists(
    project: Path, grafana: StandIn, run: Run, lists: bool
) -> None:
    for number in range(12):
        board = NODE | {"uid": f"n-{number}", "title": f"Node {number}"}
        grafana.store.provision(f"n-{number}", board, folder="infra", file=f"{number}.json")
    none = Answer(status=404, body={"message": "not found"})
    group = "/apis/dashboard.grafana.app"
    grafana.before = lambda request: none if request.path == group and not lists else None
    result = run("import", "--from-grafana", "--format", "json", cwd=project)
    assert result.returncode == 0, result.stderr
    boards = validated(result.stdout)["boards"]
    assert len(boards) == 14
    assert (project / "dashboards/Infra/node_3.py").exists()
    single = [path for _, path in grafana.log if path.startswith("/api/dashboards/uid/")]
    assert len(single) == (0 if lists else 14)
    assert grafana.written() == []


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["absent"], "there is no board of the uid 'absent'"),
        (["no such"], "'no such' is no uid of a board"),
        (["https://elsewhere.example/d/abc"], "is not of the Grafana of boardwright.toml"),
        (["https://elsewhere.example/x"], "is no board's address"),
        (["--tag", "nobody"], "there is no board with the tag 'nobody'"),
    ],
)
def test_what_a_grafana_has_not(
    project: Path, grafana: StandIn, run: Run, args: list[str], message: str
) -> None:
    result = run("import", "--from-grafana", *args, cwd=project)
    assert result.returncode == 2
    assert message in result.stderr


def test_data_sources_of_an_environment(make_project: MakeProject, project: Path, run: Run) -> None:
    live = '[environments.live]\n[environments.live.datasources]\nprometheus = "P1"\n'
    make_project(EMPTY, toml=f"{TOML}\n{live}")
    source = {"type": "prometheus", "uid": "P1"}
    panels = [NODE["panels"][0] | {"datasource": source}]
    (project.parent / "node.json").write_text(dumped(panels=panels))
    result = run("import", "../node.json", "--env", "live", cwd=project)
    assert result.returncode == 0
    text = (project / "dashboards/node_load.py").read_text()
    assert "P1" not in text
    run("build", "--env", "live", cwd=project)
    built = project / "provisioning-live/dashboards/demo/node-load.json"
    assert json.loads(built.read_text())["panels"][0]["datasource"] == source


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
def test_boards_share_a_module(project: Path, run: Run, style: str) -> None:
    variables = {"templating": {"list": [VARIABLE]}}
    for name in ("one", "two"):
        panels = [NODE["panels"][0] | {"title": name}]
        board = dumped(uid=name, title=name, panels=panels, **variables)
        (project.parent / f"{name}.json").write_text(board)
    args = ("import", "../one.json", "../two.json", "--style", style)
    result = run(*args, "--share", "--format", "json", cwd=project)
    assert result.returncode == 0, result.stderr
    told = validated(result.stdout)
    assert told["shared"] == {"module": "dashboards/_shared.py", "status": "new", "conflicts": 0}
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
    assert run(*args, cwd=project).returncode == 0  # it shares again without being told
    assert files_of(project / "dashboards") == before
    assert run("import", "../two.json", "--style", style, cwd=project).returncode == 0
    assert files_of(project / "dashboards") == before


def test_without_what_the_last_import_wrote_nothing_is_overwritten(
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
    assert "is there, and no import is known to have written it" in output
    assert imported.read_text() == text


def test_a_merge_needs_git(project: Path, run: Run, imported: Path) -> None:
    imported.write_text(imported.read_text().replace('"Load"', '"Load 1"'))
    before = imported.read_text()
    (project.parent / "node.json").write_text(dumped(refresh="5m"))
    args = ("import", "../node.json", "--style", "dict")
    result = run(*args, cwd=project, env={"PATH": str(project / "nothing")})
    assert result.returncode == 2
    assert "node_load.py: was edited, and merging needs git" in result.stderr
    assert imported.read_text() == before


def test_a_folder_that_cannot_be_written(project: Path, run: Run) -> None:
    (project / "taken").write_text("a file")
    result = run("import", "../node.json", "-o", "taken/dashboards", cwd=project)
    assert result.returncode == 2
    assert "cannot be written" in result.stderr


@pytest.mark.parametrize("style", ["grafanalib", "dict"])
def test_numbers_stay_exact_and_the_last_of_two_keys_counts(
    project: Path, run: Run, style: str
) -> None:
    large = f'"big": 9007199254740993, "bigger": {2**80}, "small": 1e-7, "big": 9007199254740995'
    options = '"options": {' + large + "}, "
    text = dumped().replace('"title": "Load"', f'{options}"title": "Load"')
    (project.parent / "node.json").write_text(text)
    assert run("import", "../node.json", "--style", style, cwd=project).returncode == 0
    assert run("build", cwd=project).returncode == 0
    built = json.loads((project / "provisioning/dashboards/demo/node-load.json").read_text())
    found = built["panels"][0]["options"]
    assert (found["big"], found["bigger"], found["small"]) == (9007199254740995, 2**80, 1e-7)
