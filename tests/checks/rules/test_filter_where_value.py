from __future__ import annotations

from typing import Any

import pytest

from boardwright.checks.rules.filter_where_value import check
from checks.views import marks, messages, query

STAT = {"type": "stat"}


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("sum(up) > 3", ">"),
        ('(up{job="$job"} == 0)', "=="),
        ("rate(x[$__rate_interval]) >= on (a) y", ">="),
    ],
)
@pytest.mark.parametrize("kind", ["stat", "gauge", "bargauge", "singlestat"])
def test_a_comparison_that_filters_is_reported_in_panels_of_one_value(
    text: str, marked: str, kind: str
) -> None:
    assert marks(check, query(text, on={"type": kind})) == [marked]


@pytest.mark.parametrize(
    "text",
    ["sum(up) > bool 3", "count(up == 0)", "up == 0 or vector(1)", "sum(up)", "(up > 0) * 2"],
)
def test_an_expression_that_always_has_a_value_is_not_reported(text: str) -> None:
    assert messages(check, query(text, on=STAT)) == []


@pytest.mark.parametrize(
    "on",
    [
        {"type": "timeseries"},
        {"type": "table"},
        {**STAT, "fieldConfig": {"defaults": {"noValue": "0"}}},
        {**STAT, "fieldConfig": {"defaults": {"mappings": [{"options": {"match": "null"}}]}}},
        {**STAT, "options": {"textMode": "name"}},
        {"type": "singlestat", "valueMaps": [{"op": "=", "value": "null", "text": "OK"}]},
    ],
)
def test_panels_that_may_be_empty_are_not_reported(on: dict[str, Any]) -> None:
    assert messages(check, query("sum(up) > 3", on=on)) == []


def test_hidden_queries_and_other_languages_are_not_judged() -> None:
    assert messages(check, query("sum(up) > 3", on=STAT, hide=True)) == []
    loki = {"type": "loki", "uid": "l"}
    assert messages(check, query("sum(up) > 3", on=STAT, datasource=loki)) == []
