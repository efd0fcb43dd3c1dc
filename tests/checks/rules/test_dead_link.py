from __future__ import annotations

import pytest

from boardwright.checks import LinkAt, ProjectView
from boardwright.checks.rules.dead_link import check
from boardwright.checks.settings import Settings
from checks.views import SETTINGS, board, project


def linking(url: str) -> ProjectView:
    return project(board(uid="nodes"), board(uid="home", links=[{"title": "N", "url": url}]))


@pytest.mark.parametrize("url", ["/d/nodse/nodes", "d/nodse", "/d-solo/nodse?orgId=1"])
def test_a_link_to_a_missing_board_is_reported_with_a_similar_uid(url: str) -> None:
    (found,) = check(linking(url))
    assert "no board has the uid 'nodse'" in found.what
    assert found.fix == "Did you mean 'nodes'?"


@pytest.mark.parametrize(
    "url",
    [
        "/d/nodes",
        "/d/nodes/x?from=now",
        "/d/${uid}/x",
        "/d/[[uid]]",
        "https://other/d/nodse",
        "/explore",
        "docs/nodse",
        "/dashboards",
    ],
)
def test_links_that_may_work_are_not_reported(url: str) -> None:
    assert check(linking(url)) == []


def test_links_of_panels_are_reported_at_the_panel() -> None:
    panels = [{"id": 3, "type": "stat", "links": [{"url": "/d/gone"}]}]
    (found,) = check(project(board(uid="a"), board(uid="b", panels=panels)))
    assert isinstance(found.at, LinkAt)
    assert found.at.link.panel_id == 3


def test_links_are_checked_only_when_all_boards_are_known() -> None:
    boards = linking("/d/gone").boards
    assert check(ProjectView(boards, SETTINGS, whole=False)) == []
    assert check(ProjectView(boards, Settings(), whole=True)) == []
    assert check(ProjectView(boards[1:], SETTINGS, whole=True)) == []
