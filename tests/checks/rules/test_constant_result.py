from __future__ import annotations

import pytest

from boardwright.checks.rules.constant_result import check
from checks.views import messages, panel, query


@pytest.mark.parametrize("text", ["1", "vector(1)", "(2 + 3) * -1", "scalar(vector(5))", "pi()"])
def test_a_query_with_a_constant_result_is_reported(text: str) -> None:
    assert messages(check, query(text)) == ["the result of the query is a constant number"]


@pytest.mark.parametrize(
    "text",
    ["up", "time()", "vector(time())", "$limit", "vector($limit)", "${limit}", "hour()", "1 +"],
)
def test_a_query_with_a_changing_result_is_not_reported(text: str) -> None:
    assert messages(check, query(text)) == []


def test_a_constant_line_next_to_other_queries_is_not_reported() -> None:
    targets = [{"refId": "A", "expr": "up"}, {"refId": "B", "expr": "vector(1)"}]
    queries = panel(targets=targets).queries
    assert [messages(check, found) for found in queries] == [[], []]


def test_hidden_queries_and_other_languages_are_not_judged() -> None:
    assert messages(check, query("1", hide=True)) == []
    assert messages(check, query("1", datasource={"type": "influxdb", "uid": "i"})) == []
