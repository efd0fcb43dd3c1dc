from __future__ import annotations

from typing import Any

import pytest

from boardwright.checks.rules.old_datasource_form import check
from checks.views import board, problems

TARGETS = [{"refId": "A", "expr": "up"}]


@pytest.mark.parametrize(
    ("panel", "count"),
    [
        ({"datasource": "Prometheus"}, 1),
        ({"datasource": "prometheus"}, 1),
        ({"datasource": "Loki"}, 0),
        ({"datasource": "$ds"}, 0),
        ({"datasource": "-- Mixed --"}, 0),
        ({"datasource": {"type": "prometheus", "uid": "prometheus"}}, 0),
        ({"datasource": {"uid": "prometheus"}}, 1),
        ({"datasource": {"uid": "somebody-elses"}}, 0),
        ({}, 0),
        ({"targets": TARGETS}, 0),
        ({"targets": TARGETS, "datasource": None}, 0),
        ({"targets": [*TARGETS, {"refId": "B", "rawSql": "select 1"}]}, 0),
        ({"targets": [{"expr": "up", "datasource": {"uid": "$ds"}}]}, 0),
        ({"targets": TARGETS, "repeatPanelId": 3}, 0),
    ],
)
def test_a_panel_that_refers_to_prometheus_by_name_is_reported(
    panel: dict[str, Any], count: int
) -> None:
    assert len(problems(check, board(panels=[{"id": 1, "type": "stat", **panel}]))) == count


def test_all_old_references_of_a_board_give_one_finding() -> None:
    targets = [{"expr": "up", "datasource": "Prometheus"}]
    view = board(
        panels=[{"id": 1, "datasource": "Prometheus", "targets": targets}],
        variables=[{"name": "v", "type": "query", "datasource": "Prometheus"}],
    )
    (found,) = problems(check, view)
    what = "in the form that Grafana used before version 8.3 (3 times)"
    assert found.what == f"the board refers to the data source 'Prometheus' {what}"
    assert found.pointer == ("panels", 0, "datasource")


def test_a_reference_without_a_type_is_reported() -> None:
    view = board(panels=[{"id": 1, "type": "stat", "datasource": {"uid": "prometheus"}}])
    (found,) = problems(check, view)
    assert found.what == "the board refers to the data source 'Prometheus' without its type"
