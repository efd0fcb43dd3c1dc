"""Uids, and addresses of boards."""

from __future__ import annotations

import pytest

from boardwright.schema.board_addresses import read_linked_uid, read_uid, replace_illegal_characters


@pytest.mark.parametrize(
    ("link", "uid"),
    [
        ("/d/nodes/all-nodes?var-job=a", "nodes"),
        ("./d/nodes", "nodes"),
        ("d/nodes#top", "nodes"),
        ("/d-solo/nodes", "nodes"),
        ("/d/$board", "$board"),
        ("/dashboards/f/nodes", None),
        ("/x/d/nodes", None),
        ("https://grafana.example.org/d/nodes", None),
        ("/d/", None),
    ],
)
def test_a_link_contains_the_uid_of_a_board(link: str, uid: str | None) -> None:
    assert read_linked_uid(link) == uid


@pytest.mark.parametrize(
    ("url", "uid"),
    [
        ("https://grafana.example.org/d/nodes/all?x=/d/other", "nodes"),
        ("https://example.org/grafana/d/nodes", "nodes"),
        ("https://grafana.example.org/?next=/d/nodes", None),
        (f"https://grafana.example.org/d/{'a' * 41}", None),
        ("https://grafana.example.org/d/a.b", None),
    ],
)
def test_a_url_contains_the_uid_of_a_board(url: str, uid: str | None) -> None:
    assert read_uid(url) == uid


def test_characters_that_uids_cannot_contain_are_replaced() -> None:
    assert replace_illegal_characters("${DS} x.1_y") == "-DS-x-1_y"
