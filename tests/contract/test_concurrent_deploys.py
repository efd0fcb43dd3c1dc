"""Two teams deploy to one Grafana at the same time: neither disturbs the other.

Each team has a project, a tag and a folder of its own. A third folder, which both need, is created
by the deploy that comes first.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

import pytest

from boardwright.grafana.grafana_api import Grafana
from boardwright.grafana.ownership import ProjectOwner, read_saves, with_conflicts
from boardwright.grafana.plan import Plan, make_plan
from boardwright.grafana.plan_application import ApplyResult, apply_plan
from boardwright.grafana.prune_steps import read_owned, with_prunes
from boardwright.grafana.schema_choice import read_schemas
from boardwright.grafana.server_state import read_state
from boardwright.grafana.wanted_objects import WantedBoard, WantedFolder
from boardwright.http.pace import Pace
from boardwright.schema.canonical import encode_canonical_json
from contract.boards import declare_board, strict_body
from contract.conftest import NewUid
from contract.targets import Target

BOARDS = 4
"""Boards of a team in its own folder."""


class Team:
    """A project with boards in its own folder, and one board in the folder of all."""

    def __init__(self, target: Target, new_uid: NewUid, shared: WantedFolder) -> None:
        self.grafana: Grafana = target.grafana()
        own = WantedFolder(uid=(uid := new_uid()), path=f"Team {uid}", parent_uid=None)
        self.owner = ProjectOwner.from_name(uid)
        self.folders = [shared, own]
        placed = [*[own] * BOARDS, shared]
        self.boards = [self._declare(new_uid(), folder) for folder in placed]

    def _declare(self, uid: str, folder: WantedFolder, title: str = "") -> WantedBoard:
        data = {**strict_body(uid, title or uid), "tags": [self.owner.tag]}
        board = declare_board(uid, folder.uid, title or uid)
        return replace(board, text=encode_canonical_json(data), folder=folder)

    def rename(self, title: str = "New") -> None:
        """Give each board another title, which begins with `title`."""
        self.boards = [
            self._declare(board.uid, board.folder, f"{title} {board.uid}") for board in self.boards
        ]

    def plan(self, *, prune: bool = False, between: Callable[[], object] = lambda: None) -> Plan:
        """Plan the deploy; call `between` after the boards, and before their history, are read."""
        grafana = self.grafana
        state = read_state(grafana, folders=self.folders, boards=self.boards)
        plan = make_plan(
            folders=self.folders,
            boards=self.boards,
            state=state,
            schemas=read_schemas(grafana, None),
        )
        if prune:
            uids = {board.uid for board in self.boards}
            owned = read_owned(grafana, tag=self.owner.tag, but=uids, at_once=1)
            plan = with_prunes(plan, owned, share=100)
        between()
        saves = read_saves(plan, grafana, owner=self.owner, at_once=1)
        return with_conflicts(plan, saves, owner=self.owner, adopt=False, force=False)

    def apply(self, plan: Plan) -> ApplyResult:
        message = self.owner.message
        return apply_plan(plan, self.grafana, message=message, at_once=3, pace=Pace(seconds=60))


@pytest.fixture
def teams(target: Target, new_uid: NewUid) -> list[Team]:
    shared = WantedFolder(uid=(uid := new_uid()), path=f"Shared {uid}", parent_uid=None)
    return [Team(target, new_uid, shared) for _ in range(2)]


def deploy_together(teams: list[Team], *, prune: bool = False) -> list[list[str]]:
    """Plan each team's deploy, then apply all plans at the same time; return the statuses."""
    plans = [team.plan(prune=prune) for team in teams]
    start = Barrier(len(teams))

    def apply(team: Team, plan: Plan) -> list[str]:
        start.wait(timeout=60)
        applied = team.apply(plan)
        assert not [each.error for each in applied.outcomes if each.error]
        return [each.status for each in (*applied.boards, *applied.prunes)]

    with ThreadPoolExecutor(len(teams)) as pool:
        return list(pool.map(apply, teams, plans))


def test_two_teams_can_deploy_at_the_same_time(teams: list[Team]) -> None:
    count = BOARDS + 1
    assert deploy_together(teams) == [["created"] * count] * 2
    assert deploy_together(teams) == [["unchanged"] * count] * 2
    for team in teams:
        team.rename()
    assert deploy_together(teams) == [["updated"] * count] * 2
    assert deploy_together(teams) == [["unchanged"] * count] * 2


def test_a_conflict_with_another_deploy_of_the_project_is_explained(teams: list[Team]) -> None:
    """The other run saves the boards after this run has read them: this run must read again.

    The history is read of boards that were saved at least twice.
    """
    team = teams[0]
    for title in ("First", "Second", "Third"):
        team.rename(title)
        if title != "Third":
            deploy_together([team])
    other = team.plan()
    late = team.plan(between=lambda: team.apply(other))
    assert {step.action for step in late.boards} == {"conflict"}
    assert {str(step.reason) for step in late.boards} == {
        "another deploy of this project saved the board while this deploy read Grafana\n"
        "  Run the deploy again."
    }
    assert deploy_together([team]) == [["unchanged"] * (BOARDS + 1)]


def test_a_team_prunes_only_its_own_boards(teams: list[Team], target: Target) -> None:
    """The first team deletes two of its five boards while the second one renames its boards."""
    first, second = teams
    count = BOARDS + 1
    deploy_together(teams)
    wait_for_search(first, count)
    given_up, first.boards = first.boards[:2], first.boards[2:]
    second.rename()
    kept, renamed = ["unchanged"] * (count - 2), ["updated"] * count
    assert deploy_together(teams, prune=True) == [[*kept, "pruned", "pruned"], renamed]
    gone = {board.uid for board in given_up}
    left = {board.uid for team in teams for board in team.boards}
    assert {uid for uid in gone | left if target.grafana().boards.read_board(uid) is None} == gone


def wait_for_search(team: Team, count: int) -> None:
    """Wait until the search, which lags behind saves, finds the boards of a team."""
    end = time.monotonic() + 60
    while len([*team.grafana.search_all(tag=team.owner.tag)]) < count:
        assert time.monotonic() < end
        time.sleep(0.5)
