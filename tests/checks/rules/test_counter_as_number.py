"""More cases are in `test_metric_rules.py`."""

from __future__ import annotations

import pytest

from boardwright.checks.rules.counter_as_number import check
from checks.views import marks, messages, query

STAT = {"type": "stat"}


@pytest.mark.parametrize("kind", ["stat", "gauge", "singlestat", "bargauge"])
def test_a_panel_that_shows_a_counter_as_a_number_is_reported(kind: str) -> None:
    assert marks(check, query("sum(x_requests_total)", on={"type": kind})) == ["x_requests_total"]


def test_the_message_explains_the_counter_and_suggests_increase() -> None:
    (found,) = check(query("sum(x_requests_total)", on=STAT))
    assert found.what == (
        "the panel shows the value of x_requests_total (counter, judging by its name), which "
        "counts from the start of the process"
    )
    fix = "Show the number of events in the time range: increase(x_requests_total[$__range])."
    assert found.fix == fix


@pytest.mark.parametrize(
    "on",
    [
        {**STAT, "options": {"reduceOptions": {"calcs": ["diff"]}}},
        {"type": "singlestat", "valueName": "delta"},
        {**STAT, "title": "Requests since start"},
        {"type": "timeseries"},
    ],
)
def test_panels_that_may_show_a_counter_are_not_reported(on: dict[str, object]) -> None:
    assert messages(check, query("x_requests_total", on=on)) == []
