from __future__ import annotations

from typing import Any

import pytest

from boardwright.checks import PanelView
from boardwright.checks.rules.duplicate_query import check
from checks.views import messages, panel, problems


def twice(other: dict[str, Any], **raw: Any) -> PanelView:
    first = {"refId": "A", "expr": "rate(x[$__rate_interval])"}
    return panel(**{"targets": [first, {**first, "refId": "B", **other}], **raw})


@pytest.mark.parametrize(
    "other", [{}, {"expr": "rate( x [$__rate_interval] )"}, {"legendFormat": ""}]
)
def test_a_query_equal_to_another_is_reported(other: dict[str, Any]) -> None:
    (problem,) = problems(check, twice(other).board)
    assert (problem.what, problem.query) == ("query B is the same as query A", "B")


@pytest.mark.parametrize(
    "other",
    [
        {"expr": "rate(y[$__rate_interval])"},
        {"legendFormat": "y"},
        {"hide": True},
        {"instant": True},
        {"format": "heatmap"},
        {"interval": "1m"},
        {"datasource": {"type": "prometheus", "uid": "other"}},
        {"datasource": {"type": "loki", "uid": "l"}},
    ],
)
def test_a_query_that_differs_in_one_field_is_not_reported(other: dict[str, Any]) -> None:
    assert messages(check, twice(other)) == []


@pytest.mark.parametrize(
    "raw",
    [
        {"type": "table"},
        {"transformations": [{"id": "merge"}]},
        {"fieldConfig": {"overrides": [{"matcher": {"id": "byFrameRefID", "options": "B"}}]}},
        {"datasource": {"type": "influxdb", "uid": "i"}},
    ],
)
def test_panels_that_may_need_a_query_twice_are_not_reported(raw: dict[str, Any]) -> None:
    assert messages(check, twice({}, **raw)) == []


def test_queries_that_differ_by_spaces_in_a_string_are_not_reported() -> None:
    targets = [{"refId": "A", "expr": "x{a='b c'}"}, {"refId": "B", "expr": "x{a='bc'}"}]
    assert messages(check, panel(targets=targets)) == []
