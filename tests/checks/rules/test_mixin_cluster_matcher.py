from __future__ import annotations

import pytest

from boardwright.checks import BoardView
from boardwright.checks.rules.mixin_cluster_matcher import check
from checks.views import board, marks


def on(expr: str, *names: str) -> BoardView:
    variables = [{"name": name, "type": "query"} for name in names]
    target = {"refId": "A", "expr": expr, "datasource": {"type": "prometheus", "uid": "x"}}
    return board(variables=variables, panels=[{"id": 1, "type": "stat", "targets": [target]}])


@pytest.mark.parametrize("expr", ["up", 'up{cluster="a"}', 'up{job="a"}'])
def test_a_selector_without_the_cluster_variable_is_reported(expr: str) -> None:
    assert marks(check, on(expr, "cluster")) == [expr]


@pytest.mark.parametrize("expr", ['up{cluster="$cluster"}', 'up{cluster=~"${cluster}"}', "time()"])
def test_a_selector_with_the_cluster_variable_is_not_reported(expr: str) -> None:
    assert marks(check, on(expr, "cluster")) == []


def test_boards_without_a_cluster_variable_are_not_judged() -> None:
    assert marks(check, on("up", "job")) == []
