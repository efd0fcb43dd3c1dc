"""Stored boards that equal the board to be sent."""

from __future__ import annotations

from typing import Any

import pytest

from boardwright.grafana.stored_comparison import is_saved
from boardwright.grafana.stored_values import StoredBoard
from boardwright.grafana.wanted_objects import WantedBoard, WantedFolder
from boardwright.schema.canonical import encode_canonical_json


def same(stored: dict[str, Any], wanted: dict[str, Any], folder: str = "f") -> bool:
    return is_saved(
        StoredBoard(
            uid="b",
            body={"uid": "b", "id": 7, "version": 3, **stored},
            version=3,
            folder_uid=folder,
            provider_file=None,
            url="http://host/d/b",
        ),
        WantedBoard(
            uid="b",
            title="B",
            text=encode_canonical_json({"uid": "b", **wanted}),
            folder=WantedFolder(uid="f", path="F", parent_uid=None),
            place="b.py:1",
        ),
    )


def test_fields_added_by_the_server_are_not_a_difference() -> None:
    assert same({"title": "B"}, {"title": "B"})
    assert same({"title": "B"}, {"title": "B", "id": None, "version": 0})


def test_the_time_zone_that_the_editor_stores_is_not_a_difference() -> None:
    """Seen on Grafana 12.4.3: a save without an edit stores the time zone of the page's address."""
    assert same({"title": "B", "timezone": "browser"}, {"title": "B"})
    assert same({"title": "B", "timezone": "browser"}, {"title": "B", "timezone": ""})


@pytest.mark.parametrize(
    ("stored", "declared"), [("browser", "utc"), ("utc", ""), ("", "browser"), ("", "utc")]
)
def test_another_time_zone_is_a_difference(stored: str, declared: str) -> None:
    assert not same({"title": "B", "timezone": stored}, {"title": "B", "timezone": declared})


def test_another_folder_is_a_difference() -> None:
    assert not same({"title": "B"}, {"title": "B"}, folder="")


@pytest.mark.parametrize(
    ("stored", "sent"), [(1, 1.0), (0, -0.0), (9007199254740992, 9007199254740993)]
)
def test_numbers_are_compared_as_floats(stored: object, sent: object) -> None:
    assert same({"x": [{"y": stored}]}, {"x": [{"y": sent}]})


@pytest.mark.parametrize(
    ("stored", "sent"),
    [
        (1, True),
        (0, False),
        (0, None),
        ("", None),
        ([], {}),
        ([1, 2], [2, 1]),
        ([1], [1, 1]),
        ({"a": 1}, {}),
        ("1", 1),
        (0.1, 0.2),
        (10**400, 10**401),
    ],
)
def test_values_that_are_not_equal_in_json_are_a_difference(stored: object, sent: object) -> None:
    assert not same({"x": stored}, {"x": sent})
    assert not same({"x": sent}, {"x": stored})
