"""`boardwright.Project`: the results of the verbs as values."""

from __future__ import annotations

from pathlib import Path

import pytest

import boardwright
from boardwright.errors import (
    BoardwrightError,
    ConfigError,
    SeveralProblemsError,
    UnknownBoardError,
)
from standin.server import StandIn
from support import BOARD, FOLDERS, SECOND, TOKEN, TOML, MakeProject, Run

BOTH = {"dashboards/a.py": BOARD, "dashboards/b.py": SECOND}


def project_files(server: StandIn) -> str:
    return f'{TOML}{FOLDERS}\n[grafana]\nurl = "{server.url}"\nretries = 0\n'


def test_each_board_of_a_project_has_a_folder(make_project: MakeProject) -> None:
    project = boardwright.Project(make_project(BOTH, toml=TOML + FOLDERS) / "dashboards")
    assert [(board.uid, board.folder, board.folder_uid) for board in project.boards] == [
        ("demo", "Demo", "demo-folder"),
        ("second", "Demo", "demo-folder"),
    ]
    assert project.board("second").title == "Second"
    annotations = project.board("demo").manifest()["metadata"]["annotations"]
    assert annotations == {"grafana.app/folder": "demo-folder"}
    with pytest.raises(UnknownBoardError) as raised:
        project.board("secund")
    assert str(raised.value) == (
        "the project has no board with the uid 'secund'\n  Did you mean 'second'?"
    )
    assert isinstance(raised.value, KeyError)
    with pytest.raises(UnknownBoardError, match="Did you mean 'demo'"):
        project.board("DEMO")


def test_one_error_is_raised_directly_and_several_errors_as_a_group(
    make_project: MakeProject,
) -> None:
    broken = {"dashboards/a.py": "1 / 0", "dashboards/b.py": BOARD}
    with pytest.raises(BoardwrightError, match="ZeroDivisionError") as raised:
        _ = boardwright.Project(make_project(broken)).boards
    assert not isinstance(raised.value, SeveralProblemsError)
    with pytest.raises(SeveralProblemsError) as several:
        _ = boardwright.Project(make_project(broken | {"dashboards/b.py": "2 / 0"})).boards
    assert len(several.value.errors) == 2
    assert "dashboards/a.py:1" in str(several.value)
    assert "dashboards/b.py:1" in str(several.value)


def test_a_check_returns_problems_as_values(make_project: MakeProject) -> None:
    files = {"dashboards/a.py": BOARD.replace('expr="up"', 'expr="sum(up"')}
    project = boardwright.Project(make_project(files))
    checked = project.check(select=["promql-syntax"])
    assert [problem.rule for problem in checked.problems] == ["promql-syntax"]
    assert not project.check(ignore=["promql-syntax"]).problems
    assert [each.id for each in project.check(select="promql-syntax").rules] == ["promql-syntax"]
    assert project.check(project.root / "dashboards/a.py").boards == 1
    with pytest.raises(
        ConfigError, match="profile is 'strickt'; it must be one of default, strict, mixin"
    ):
        project.check(profile="strickt")


def test_a_project_is_compared_with_the_committed_files(
    make_project: MakeProject, run: Run
) -> None:
    root = make_project()
    assert run("build", cwd=root).returncode == 0
    assert not boardwright.Project(root).diff(against="committed").different
    (root / "dashboards/demo.py").write_text(BOARD.replace('"short"', '"percent"'))
    (changed,) = boardwright.Project(root).diff(against="committed").different
    assert changed.change.kind == "changed"


def test_a_second_plan_after_a_deploy_has_no_changes(
    make_project: MakeProject, server: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GRAFANA_TOKEN", TOKEN)
    root = make_project(BOTH, toml=project_files(server))
    with boardwright.Project(root) as project:
        plan = project.plan()
        assert (plan.writes, server.list_writes()) == (3, [])  # a folder and two boards
        assert [step.item.title for step in plan.boards] == ["Demo", "Second"]
        with pytest.raises(ConfigError, match="prune_share is 500; it takes a percentage"):
            project.plan(prune_share=500)
        applied = project.apply(plan)
        assert not applied.failed
        assert sorted(server.store.boards) == ["demo", "second"]
        assert project.plan().writes == 0


def test_the_url_is_read_from_the_environment_as_in_deploy(
    make_project: MakeProject, server: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Otherwise the token in GRAFANA_TOKEN would be sent to the Grafana in boardwright.toml."""
    monkeypatch.setenv("GRAFANA_TOKEN", TOKEN)
    monkeypatch.setenv("GRAFANA_URL", server.url)
    elsewhere = f'{TOML}\n[grafana]\nurl = "http://127.0.0.1:1"\nretries = 0\n'
    with boardwright.Project(make_project(toml=elsewhere)) as project:
        assert project.plan().writes == 2  # the folder and the board


def test_no_rules_are_sent_to_the_ruler_of_another_grafana(
    make_project: MakeProject, server: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GRAFANA_TOKEN", TOKEN)
    root = make_project(
        toml=f'{TOML}\n[grafana]\nurl = "http://127.0.0.1:1"\n[ruler]\nurl = "http://127.0.0.1:2/api/v1/rules"\n'
    )
    with boardwright.Project(root, grafana_url=server.url) as project:
        with pytest.raises(ConfigError, match="rules would be sent to the ruler"):
            project.plan()
        assert project.plan(only="grafana").writes == 2  # the folder and the board


def test_a_board_that_does_not_compile_is_not_planned(
    make_project: MakeProject, server: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GRAFANA_TOKEN", TOKEN)
    root = make_project({"dashboards/a.py": "1 / 0"}, toml=project_files(server))
    with boardwright.Project(root) as project, pytest.raises(BoardwrightError, match="Zero"):
        project.plan()
    assert server.log == []


def test_a_missing_project_and_an_unknown_environment_are_errors(
    make_project: MakeProject, tmp_path: Path
) -> None:
    with pytest.raises(ConfigError, match="folders contains boardwright"):
        boardwright.Project(tmp_path / "elsewhere")
    with pytest.raises(ConfigError, match="nowhere"):
        boardwright.Project(make_project(), env="nowhere")


def test_the_interface_prints_nothing(
    make_project: MakeProject, capfd: pytest.CaptureFixture[str]
) -> None:
    project = boardwright.Project(make_project({"dashboards/board.py": f"{BOARD}\nprint('hello')"}))
    project.check()
    assert project.boards
    assert capfd.readouterr().out == ""
