"""`boardwright import --from-grafana`, against the stand-in."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cli.import_cases import EMPTY, NODE, dump_node, modules_of, new_project
from cli.json_reports import read_valid_json
from standin.server import StandIn, stand_in
from standin.values import Answer, Board, Folder
from support import TOKEN, TOML, MakeProject, Run, files_of


@pytest.fixture
def project(make_project: MakeProject) -> Path:
    return new_project(make_project)


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
def test_selected_boards_of_a_grafana_are_imported(
    project: Path, grafana: StandIn, run: Run, args: list[str], uids: list[str]
) -> None:
    args = [arg.format(url=grafana.url) for arg in args]
    result = run("import", "--from-grafana", *args, "--format", "json", cwd=project)
    assert result.returncode == 0, result.stderr
    boards = read_valid_json(result.stdout, "import")["boards"]
    assert [board["uid"] for board in boards] == uids
    assert [board["origin"] for board in boards] == [f"{grafana.url}/d/{uid}" for uid in uids]
    assert grafana.list_writes() == []
    assert TOKEN not in result.stdout + result.stderr
    written = b"".join(files_of(project / "dashboards").values())
    assert TOKEN.encode() not in written
    assert b"boardwright:demo" not in written


def test_a_board_of_v2alpha1_is_imported(project: Path, grafana: StandIn, run: Run) -> None:
    """12.2 refuses it with 406 in the older API, and fails to convert it in v0alpha1."""
    layout = {"kind": "GridLayout", "spec": {"items": []}}
    spec = {"title": "New", "elements": {}, "layout": layout}
    board = Board(id=99, uid="v2", folder="infra", versions=[(spec, "")], stored_as="v2alpha1")
    grafana.store.boards["v2"] = board
    result = run("import", "--from-grafana", "v2", cwd=project)
    assert result.returncode == 0, result.stderr
    assert result.stdout.startswith('      new  "New"  dashboards/Infra/new.py')
    assert grafana.list_writes() == []


def test_folders_of_a_grafana_are_kept(project: Path, grafana: StandIn, run: Run) -> None:
    run("import", "--from-grafana", cwd=project)
    listed = json.loads(run("list", "--format", "json", cwd=project).stdout)["boards"]
    assert {board["uid"]: board["folder"] for board in listed} == {
        "node-load": "Infra",
        "other": "General",
    }


@pytest.mark.parametrize("lists", [True, False])
def test_many_boards_are_read_in_pages_if_grafana_has_lists(
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
    boards = read_valid_json(result.stdout, "import")["boards"]
    assert len(boards) == 14
    assert (project / "dashboards/Infra/node_3.py").exists()
    single = [path for _, path in grafana.log if path.startswith("/api/dashboards/uid/")]
    assert len(single) == (0 if lists else 14)
    assert grafana.list_writes() == []


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["absent"], "Grafana has no board with the uid 'absent'"),
        (["no such"], "'no such' is not a valid uid of a board"),
        (["https://elsewhere.example/d/abc"], "does not belong to the Grafana in boardwright.toml"),
        (["https://elsewhere.example/x"], "is not the URL of a board"),
        (["--tag", "nobody"], "Grafana has no board with the tag 'nobody'"),
    ],
)
def test_a_board_that_grafana_lacks_is_reported(
    project: Path, grafana: StandIn, run: Run, args: list[str], message: str
) -> None:
    result = run("import", "--from-grafana", *args, cwd=project)
    assert result.returncode == 2
    assert message in result.stderr


def test_data_sources_of_an_environment_are_recognised(
    make_project: MakeProject, project: Path, run: Run
) -> None:
    live = '[environments.live]\n[environments.live.datasources]\nprometheus = "P1"\n'
    make_project(EMPTY, toml=f"{TOML}\n{live}")
    source = {"type": "prometheus", "uid": "P1"}
    panels = [NODE["panels"][0] | {"datasource": source}]
    (project.parent / "node.json").write_text(dump_node(panels=panels))
    result = run("import", "../node.json", "--env", "live", cwd=project)
    assert result.returncode == 0
    text = (project / "dashboards/node_load.py").read_text()
    assert "P1" not in text
    run("build", "--env", "live", cwd=project)
    built = project / "provisioning-live/dashboards/demo/node-load.json"
    assert json.loads(built.read_text())["panels"][0]["datasource"] == source


# Import, then deploy

SOURCE = {"type": "prometheus", "uid": "prometheus"}
QUERY = NODE["panels"][0]["targets"][0] | {
    "datasource": SOURCE,
    "editorMode": "code",
    "range": True,
}
SAVED = NODE | {"panels": [NODE["panels"][0] | {"datasource": SOURCE, "targets": [QUERY]}]}
"""A board as Grafana's editor saves it, with its data sources."""


@pytest.fixture
def team(make_project: MakeProject, server: StandIn, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project without boards, and a Grafana where people made folders and boards by hand."""
    monkeypatch.setenv("GRAFANA_TOKEN", TOKEN)
    parents = {"teamA": "", "linux9": "teamA", "slash": ""}
    titles = {"teamA": "Team A", "linux9": "Linux", "slash": "CPU/Memory"}
    for number, (uid, parent) in enumerate(parents.items()):
        folder = Folder(id=100 + number, uid=uid, title=titles[uid], parent=parent)
        server.store.folders[uid] = folder
    for number, uid in enumerate(["teamA", "linux9", "slash", ""]):
        body = SAVED | {"uid": f"b{number}", "title": f"Board {number}"}
        board = Board(id=200 + number, uid=f"b{number}", folder=uid, by="ann")
        board.versions.append((body, "by hand"))
        server.store.boards[board.uid] = board
    toml = f'{TOML}\n[grafana]\nurl = "{server.url}"\n# the end'
    root = make_project(EMPTY, toml=toml)
    (root / "dashboards").mkdir()
    return root


def plan(project: Path, run: Run, *args: str) -> dict[str, Any]:
    result = run("deploy", "--plan", "--format", "json", *args, cwd=project)
    (planned,) = json.loads(result.stdout)["environments"]
    return dict(planned)


def actions(planned: dict[str, Any], kind: str) -> list[str]:
    return [step["action"] for step in planned[kind]]


def test_folders_are_added_to_the_project(team: Path, run: Run) -> None:
    before = (team / "boardwright.toml").read_text()
    result = run("import", "--from-grafana", cwd=team)
    assert result.returncode == 0, result.stderr
    line = '    added  3 folders to boardwright.toml: "CPU/Memory", "Team A", "Team A/Linux"'
    assert line in result.stdout.splitlines()
    assert (team / "boardwright.toml").read_text() == before + (
        '\n\n[[folders]]\ntitle = "CPU/Memory"\nuid = "slash"\n'
        '\n[[folders]]\ntitle = "Team A"\nuid = "teamA"\n'
        '\n[[folders]]\ntitle = "Team A/Linux"\nuid = "linux9"\n'
    )
    again = run("import", "--from-grafana", "--format", "json", cwd=team)
    assert read_valid_json(again.stdout, "import")["folders"] == []
    assert {board["status"] for board in read_valid_json(again.stdout, "import")["boards"]} == {
        "unchanged"
    }


def test_a_check_shows_the_folders_and_adds_none(team: Path, run: Run) -> None:
    before = files_of(team)
    result = run("import", "--from-grafana", "--check", "--format", "json", cwd=team)
    assert result.returncode == 0, result.stderr
    folders = read_valid_json(result.stdout, "import")["folders"]
    assert [folder["uid"] for folder in folders] == ["slash", "teamA", "linux9"]
    assert files_of(team) == before


def test_a_deploy_after_an_import_creates_and_moves_nothing(
    team: Path, server: StandIn, run: Run
) -> None:
    """The first one adds the project's tag, and nothing else; then there is nothing to do."""
    assert run("import", "--from-grafana", cwd=team).returncode == 0
    planned = plan(team, run, "--adopt")
    assert actions(planned, "folders") == ["unchanged"] * 3
    assert actions(planned, "boards") == ["update"] * 4
    for step in planned["boards"]:
        assert [change["path"] for change in step["difference"]["changes"]] == ["/tags/0"]
        assert step["difference"]["panels"] == []
    before = {uid: board.folder for uid, board in server.store.boards.items()}
    result = run("deploy", "--adopt", "--yes", cwd=team)
    assert result.returncode == 0, result.stderr
    assert list(server.store.folders) == ["teamA", "linux9", "slash"]
    assert {uid: board.folder for uid, board in server.store.boards.items()} == before
    planned = plan(team, run)
    assert {*actions(planned, "folders"), *actions(planned, "boards")} == {"unchanged"}
    again = run("import", "--from-grafana", "--format", "json", cwd=team)
    assert {board["status"] for board in read_valid_json(again.stdout, "import")["boards"]} == {
        "unchanged"
    }
    planned = plan(team, run)
    assert {*actions(planned, "folders"), *actions(planned, "boards")} == {"unchanged"}


def test_two_folders_with_one_title_remain_two_folders(
    team: Path, server: StandIn, run: Run
) -> None:
    server.store.folders["other"] = Folder(id=300, uid="other", title="Team A")
    server.store.boards["b1"].folder = "other"
    result = run("import", "--from-grafana", cwd=team)
    assert result.returncode == 0, result.stderr
    assert '"Team A", "Team A (other)"' in result.stdout
    assert actions(plan(team, run, "--adopt"), "boards") == ["update"] * 4


def test_a_folder_that_the_project_names_keeps_its_title(
    team: Path, server: StandIn, run: Run
) -> None:
    toml = team / "boardwright.toml"
    toml.write_text(f'{toml.read_text()}\n[[folders]]\ntitle = "Ours"\nuid = "teamA"\n')
    result = run("import", "--from-grafana", "b0", cwd=team)
    assert result.returncode == 0, result.stderr
    assert modules_of(team) == ["Ours/board_0.py"]
    assert "added" not in result.stdout


def test_a_title_with_another_uid_in_the_project_gets_the_uid(team: Path, run: Run) -> None:
    toml = team / "boardwright.toml"
    toml.write_text(f'{toml.read_text()}\n[[folders]]\ntitle = "Team A"\nuid = "mine"\n')
    result = run("import", "--from-grafana", "b0", cwd=team)
    assert result.returncode == 0, result.stderr
    assert 'added  1 folder to boardwright.toml: "Team A (teamA)"' in result.stdout


def test_folders_declared_inline_are_reported_and_unchanged(team: Path, run: Run) -> None:
    toml = team / "boardwright.toml"
    inline = 'folders = [{title = "X", uid = "x"}]\n'
    toml.write_text(inline + toml.read_text())
    before = files_of(team)
    result = run("import", "--from-grafana", "b0", cwd=team)
    assert result.returncode == 2
    assert "boardwright.toml: [[folders]] tables cannot be appended" in result.stderr
    assert '[[folders]]\ntitle = "Team A"\nuid = "teamA"\n' in result.stderr
    assert files_of(team) == before
