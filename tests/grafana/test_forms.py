"""Boards that a Grafana would refuse are refused before, with the reason."""

from __future__ import annotations

from typing import Any

import pytest

from boardwright.grafana.acceptance import build_board_check
from boardwright.grafana.wanted_objects import WantedBoard, WantedFolder
from boardwright.schema.canonical import encode_canonical_json


def reason(version: str, *, uid: str = "b", title: str = "B", path: str = "F", **body: Any) -> str:
    folder = WantedFolder(uid="f", path=path, parent_uid=None)
    text = encode_canonical_json({"schemaVersion": 41, "panels": [], **body})
    board = WantedBoard(uid=uid, title=title, text=text, folder=folder, place="b.py:1")
    error = build_board_check(version)(board)
    return "" if error is None else error.what.removeprefix("this Grafana would refuse the board: ")


@pytest.mark.parametrize("version", ["10.4.1", "11.6.0", "12.2.0", "13.0.1", "", "nightly"])
def test_a_compiled_board_is_accepted_by_every_version(version: str) -> None:
    assert reason(version) == ""


@pytest.mark.parametrize(
    ("version", "board", "message"),
    [
        ("10.4.1", {"path": "A/B"}, "Grafana 10 has no folders inside folders"),
        ("11.0.0", {"path": "A/B"}, ""),
        ("12.2.0", {"path": "A/B/C/D/E"}, ""),
        (
            "12.2.0",
            {"path": "A/B/C/D/E/F"},
            "the folder is 6 levels deep, but Grafana allows only 5 levels",
        ),
        ("12.2.0", {"uid": "a b"}, "the uid 'a b' is invalid: a uid has 1 to 40 characters"),
        ("12.2.0", {"uid": "a" * 41}, "is invalid: a uid has 1 to 40 characters"),
        ("12.2.0", {"title": " "}, "the title is empty"),
        ("12.2.0", {"title": "x" * 5001}, "the title is longer than 5000 characters"),
        (
            "12.2.0",
            {"schemaVersion": 12},
            "the schemaVersion is 12, but Grafana accepts only 29 and above",
        ),
        ("12.2.0", {"schemaVersion": None}, "the schemaVersion is None"),
        (
            "12.2.0",
            {"schemaVersion": 42},
            "the schemaVersion is 42, but Grafana 12.2 accepts at most 41",
        ),
        (
            "12.4.0",
            {"schemaVersion": 43},
            "the schemaVersion is 43, but Grafana 12.4 accepts at most 42",
        ),
        ("12.4.0", {"schemaVersion": 42, "gnetId": None}, ""),
        ("12.4.0", {"schemaVersion": 12, "panels": [{"cacheTimeout": None}]}, ""),
        ("12.4.0", {"gnetId": 7}, "gnetId is 7, but must be text"),
        ("13.0.0", {"schemaVersion": 42}, ""),
        (
            "10.1.5",
            {"title": "F"},
            "Grafana 10 accepts no board whose title equals the title of the board's folder",
        ),
        ("11.0.0", {"title": "F"}, ""),
        ("11.6.0", {"schemaVersion": 12, "gnetId": None}, ""),
        ("12.2.0", {"gnetId": None}, "gnetId is None, but must be text"),
        ("12.2.0", {"gnetId": 7}, "gnetId is 7, but must be text"),
        (
            "12.2.0",
            {"panels": [{"id": 1}, {"id": 2, "cacheTimeout": None}]},
            "panels.1.cacheTimeout is None, but must be text",
        ),
    ],
)
def test_a_board_that_a_version_refuses_has_a_reason(
    version: str, board: dict[str, Any], message: str
) -> None:
    found = reason(version, **board)
    assert (message in found) if message else found == ""
