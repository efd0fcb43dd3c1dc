from __future__ import annotations

from typing import Any

import pytest

from boardwright.errors import DocumentError
from boardwright.schema.envelopes import unwrap_board

BOARD = {"title": "B", "uid": "b", "panels": []}
V2: dict[str, Any] = {"title": "B", "elements": {}, "layout": {"kind": "GridLayout"}}


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (BOARD, BOARD),
        ({"title": "B"}, {"title": "B"}),
        ({"rows": []}, {"rows": []}),
        ({"dashboard": BOARD, "overwrite": True}, BOARD),
        ({"dashboard": BOARD, "meta": {"slug": "b"}}, BOARD),
        (
            {"apiVersion": "dashboard.grafana.app/v1beta1", "kind": "Dashboard", "spec": BOARD},
            BOARD,
        ),
        ({"apiVersion": "grizzly.grafana.com/v1alpha1", "kind": "Dashboard", "spec": BOARD}, BOARD),
        (
            {"kind": "Dashboard", "metadata": {"name": "n"}, "spec": {"title": "B", "panels": []}},
            {"title": "B", "panels": [], "uid": "n"},
        ),
        ({"kind": "Dashboard", "metadata": {"name": "n"}, "spec": BOARD}, BOARD),
    ],
)
def test_boards_are_recognised_by_content(data: Any, expected: Any) -> None:
    assert unwrap_board(data) == expected


@pytest.mark.parametrize("version", ["v2", "v2beta1", "v2alpha1"])
def test_a_v2_resource_is_unwrapped_with_the_uid_of_the_resource(version: str) -> None:
    data = {
        "apiVersion": f"dashboard.grafana.app/{version}",
        "kind": "Dashboard",
        "metadata": {"name": "n"},
        "spec": V2,
    }
    assert unwrap_board(V2) == V2
    assert unwrap_board(data) == {**V2, "uid": "n"}


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ([], "the JSON is a list, not a dashboard"),
        ("x", "the JSON is text, not a dashboard"),
        (None, "the JSON is null, not a dashboard"),
        (5, "the JSON is a number, not a dashboard"),
        (True, "the JSON is true or false, not a dashboard"),
        ({}, "the JSON has no panels and no title: it is not a dashboard"),
        ({"kind": "Folder", "spec": {"title": "F"}}, "the JSON is a 'Folder', not a Dashboard"),
        (
            {"kind": "List", "title": "x"},
            "the JSON has no panels and no title: it is not a dashboard",
        ),
    ],
)
def test_json_that_is_not_a_board_is_refused(data: Any, message: str) -> None:
    with pytest.raises(DocumentError) as error:
        unwrap_board(data)
    assert error.value.what == message


def test_too_many_nested_envelopes_are_refused() -> None:
    data: dict[str, Any] = {"title": "x"}
    for _ in range(5000):
        data = {"spec": data}
    with pytest.raises(DocumentError, match="inside more than 3 nested objects"):
        unwrap_board(data)
