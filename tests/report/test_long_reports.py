"""Text reports of a thousand boards count them; they list some, the rarest actions first."""

from __future__ import annotations

from pathlib import Path

import pytest

from boardwright.commands.board_list import BoardCounts
from boardwright.commands.building.build import BuildResult
from boardwright.commands.deploying.deploy import EnvironmentDeploy
from boardwright.commands.previewing.preview import PreviewResult
from boardwright.grafana.grafana_connection import GrafanaConnection
from boardwright.grafana.plan import Plan
from boardwright.grafana.plan_application import ApplyResult, StepOutcome
from boardwright.grafana.plan_steps import Step
from boardwright.grafana.stored_values import StoredBoard
from boardwright.grafana.wanted_objects import WantedBoard, WantedFolder
from boardwright.http.pace import Pace
from boardwright.projects.compiled_project import CompiledProject
from boardwright.report.board_list_report import format_count_lines
from boardwright.report.build_report import format_build_lines
from boardwright.report.deploy_text import format_outcome_lines, format_plan_lines
from boardwright.report.preview_report import format_preview_lines
from boardwright.report.text_format import LISTED
from boardwright.writing.file_tree import FileChanges
from grafana.helpers import grafana

COUNT = 1000
FOLDER = WantedFolder(uid="f", path="F", parent_uid=None)


def board(number: int) -> WantedBoard:
    uid = f"b{number}"
    return WantedBoard(uid=uid, title=uid, text=b"{}", folder=FOLDER, place=f"{uid}.py:1")


@pytest.fixture
def deploy() -> EnvironmentDeploy:
    """Return a deploy that creates a thousand boards and prunes one."""
    creates = [Step(action="create", item=board(number)) for number in range(COUNT)]
    gone = StoredBoard(
        uid="gone", body={}, version=1, folder_uid="f", provider_file=None, url="/d/gone"
    )
    plan = Plan(folders=(), boards=tuple(creates), prunes=(Step(action="prune", item=gone),))
    created = [StepOutcome(status="created", step=step, url="/d/b") for step in plan.boards]
    pruned = [StepOutcome(status="pruned", step=step) for step in plan.prunes]
    there = grafana("http://127.0.0.1:1")
    return EnvironmentDeploy(
        environment="",
        connected=GrafanaConnection(grafana=there, version="12.4.3", organisation=None),
        plan=plan,
        applied=ApplyResult(outcomes=(*created, *pruned)),
        pace=Pace(retries=0),
    )


def test_a_plan_lists_the_deletion_among_a_thousand_boards(deploy: EnvironmentDeploy) -> None:
    """801 = 1000 + 1 - 200."""
    server, header, first, *lines = format_plan_lines(deploy)
    assert "UID" in header
    assert first.split()[:2] == ["prune", "gone"]
    assert len(lines) == LISTED - 1 + 2
    assert lines[-2].strip() == "and 801 rows more: pass --format json to list all"
    assert lines[-1] == "Plan: 1001 boards: 1000 create, 1 prune"
    assert "12.4.3" in server


def test_a_result_counts_a_thousand_boards(deploy: EnvironmentDeploy) -> None:
    header, first, *lines = format_outcome_lines(deploy)
    assert "ADDRESS" in header
    assert first.split()[:2] == ["pruned", "gone"]
    assert len(lines) == LISTED - 1 + 2
    assert lines[-1] == "1001 boards: 1000 created, 1 pruned"


@pytest.mark.parametrize("checked", [False, True])
def test_a_build_counts_a_thousand_files(checked: bool) -> None:
    files = tuple(f"{number:04}.json" for number in range(COUNT))
    built = BuildResult(
        output=Path("out"),
        compiled=CompiledProject(boards=(), alerts=(), errors=(), notes=(), paths=()),
        paths={},
        changes=FileChanges(created=files, changed=(), removed=(), unchanged=()),
        checked=checked,
    )
    lines = [*format_build_lines(built, output="out")]
    assert len(lines) == LISTED + 2
    assert lines[LISTED].strip() == "and 800 files more: pass --format json to list all"


def test_a_list_counts_the_boards_of_a_thousand_folders() -> None:
    """After 3 lines (total, empty line, header) and 200 of 1000 folders: 800 folders more."""
    folders = {f"folder {number:04}": 2 for number in range(COUNT)}
    lines = [*format_count_lines(BoardCounts(boards=2 * COUNT, folders=folders, owners={}))]
    assert lines[0] == "2000 boards in 1000 folders"
    assert lines[3].split() == ["folder", "0000", "2"]
    assert lines[3 + LISTED].strip() == "and 800 folders more: pass --all to list each board"
    assert len(lines) == 3 + LISTED + 3


def test_a_preview_lists_the_first_pictures_and_recordings() -> None:
    """300 - 200 = 100 of each are only counted."""
    files = tuple(f"{number}.png" for number in range(300))
    previewed = PreviewResult(boards=(), errors=(), recorded=files)
    lines = list(format_preview_lines(previewed, folder="pages", pictures=files))
    rest = "more: pass --all or --format json to list all"
    assert len(lines) == 2 * (LISTED + 1)
    assert lines[LISTED].strip() == f"and 100 pictures {rest}"
    assert lines[-1].strip() == f"and 100 recordings {rest}"
    assert (
        len(list(format_preview_lines(previewed, folder="pages", pictures=files, every=True)))
        == 600
    )
