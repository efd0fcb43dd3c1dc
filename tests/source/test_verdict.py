"""What counts as the same board, and what is told of one that is not."""

from __future__ import annotations

from typing import Any

import pytest

from boardwright.source.verdict import MISSING, Difference, verdict


def board(*panels: Any, **fields: Any) -> dict[str, Any]:
    return {"title": "B", "panels": list(panels), **fields}


def placed(y: int, **fields: Any) -> dict[str, Any]:
    return {"gridPos": {"x": 0, "y": y, "w": 12, "h": 8}, **fields}


def test_the_same_board_is_identical() -> None:
    assert verdict(board({"id": 1}), board({"id": 1})).outcome == "identical"


@pytest.mark.parametrize(
    ("one", "other", "name"),
    [
        (board(editable=True), board(), "schema default"),
        (
            board({"type": "stat", "targets": [{"expr": "up", "legendFormat": ""}]}),
            board({"type": "stat", "targets": [{"expr": "up"}]}),
            "schema default",
        ),
        (
            board(
                {"type": "timeseries", "fieldConfig": {"defaults": {"custom": {"lineWidth": 1}}}}
            ),
            board({"type": "timeseries", "fieldConfig": {"defaults": {}}}),
            "field default",
        ),
        (
            board(templating={"list": [{"current": {"value": "a", "selected": True}}]}),
            board(templating={"list": [{"current": {"value": "a"}}]}),
            "stored selection",
        ),
        (board({"pluginVersion": "11.6.0"}), board({}), "plugin version"),
        (board({"type": "row", "datasource": "x"}), board({"type": "row"}), "data source of a row"),
        (board(placed(4)), board(placed(0)), "gap above a panel"),
        (
            board({"type": "row", **placed(3), "panels": [placed(90), placed(120)]}),
            board({"type": "row", **placed(0), "panels": [placed(8), placed(16)]}),
            "gap above a panel",
        ),
    ],
)
def test_what_grafana_fills_in_is_no_difference(
    one: dict[str, Any], other: dict[str, Any], name: str
) -> None:
    for answer in (verdict(one, other), verdict(other, one)):
        assert (answer.outcome, answer.normalised) == ("equal", (name,))


@pytest.mark.parametrize(
    "custom", [{"lineWidth": 2}, {"lineWidth": True}, {"lineWidth": "1"}, {"mine": 1}]
)
def test_what_grafana_would_not_fill_in_is_one(custom: dict[str, Any]) -> None:
    said = board({"type": "timeseries", "fieldConfig": {"defaults": {"custom": custom}}})
    unsaid = board({"type": "timeseries", "fieldConfig": {"defaults": {}}})
    assert verdict(said, unsaid).outcome == "different"


def test_another_place_is_one() -> None:
    right = {"gridPos": {"x": 12, "y": 0, "w": 12, "h": 8}}
    assert verdict(board(placed(0)), board(right)).outcome == "different"
    assert verdict(board(placed(0), right), board(placed(0), placed(8))).outcome == "different"


def test_a_difference_says_where_it_is() -> None:
    one = board({"title": "CPU", "targets": [{"expr": "up"}]}, {"title": "Disk"})
    other = board({"title": "CPU", "targets": [{"expr": "down"}]}, {"title": "Disk", "x": 1})
    assert verdict(one, other).differences == (
        Difference(path="panels[0].targets[0].expr", before="up", after="down", panel="CPU"),
        Difference(path="panels[1].x", before=MISSING, after=1, panel="Disk"),
    )


@pytest.mark.parametrize(("one", "other"), [(1, True), (0, False), ("1", 1), (None, "")])
def test_values_of_other_types_differ(one: object, other: object) -> None:
    assert verdict(board(a=one), board(a=other)).outcome == "different"
