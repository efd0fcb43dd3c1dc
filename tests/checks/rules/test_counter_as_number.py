from __future__ import annotations

import pytest

from boardwright.checks.rules.counter_as_number import check
from checks.views import marks, query, says

STAT = {"type": "stat"}


@pytest.mark.parametrize("kind", ["stat", "gauge", "singlestat", "bargauge"])
def test_a_counter_as_a_number(kind: str) -> None:
    assert marks(check, query("sum(x_total)", on={"type": kind})) == ["x_total"]


@pytest.mark.parametrize(
    "text", ["sum(increase(x_total[$__range]))", "count(x_total)", "x_total > 0", "memory_total"]
)
def test_no_counter(text: str) -> None:
    assert says(check, query(text, on=STAT)) == []


@pytest.mark.parametrize(
    "on",
    [
        {**STAT, "options": {"reduceOptions": {"calcs": ["diff"]}}},
        {"type": "singlestat", "valueName": "delta"},
        {**STAT, "title": "Requests since start"},
        {"type": "timeseries"},
    ],
)
def test_panels_that_are_left_alone(on: dict[str, object]) -> None:
    assert says(check, query("x_total", on=on)) == []


def test_other_languages_are_not_judged() -> None:
    assert says(check, query("x_total", datasource={"type": "loki", "uid": "l"}, on=STAT)) == []
