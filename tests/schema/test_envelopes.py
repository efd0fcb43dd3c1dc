from __future__ import annotations

from typing import Any

import pytest

from boardwright.errors import DocumentError
from boardwright.schema.envelopes import unwrap

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
def test_boards_are_told_by_what_they_hold(data: Any, expected: Any) -> None:
    assert unwrap(data) == expected


@pytest.mark.parametrize(
    "data",
    [V2, {"apiVersion": "dashboard.grafana.app/v2beta1", "kind": "Dashboard", "spec": V2}],
)
def test_schema_v2_is_refused_with_what_to_do(data: Any) -> None:
    with pytest.raises(DocumentError) as error:
        unwrap(data, "boards/x.json")
    assert error.value.where == "boards/x.json"
    assert "schema v2" in error.value.what
    assert "classic" in str(error.value.hint)


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
def test_what_is_no_board(data: Any, message: str) -> None:
    with pytest.raises(DocumentError) as error:
        unwrap(data)
    assert error.value.what == message


def test_endless_envelopes_are_no_bug() -> None:
    data: dict[str, Any] = {"title": "x"}
    for _ in range(5000):
        data = {"spec": data}
    with pytest.raises(DocumentError):
        unwrap(data)
