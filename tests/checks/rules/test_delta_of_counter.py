"""More cases are in `test_metric_rules.py`."""

from __future__ import annotations

import pytest

from boardwright.checks.rules.delta_of_counter import check
from checks.views import query


@pytest.mark.parametrize(
    ("text", "fix"),
    [
        ("delta(x_requests_total[5m])", "Use increase."),
        (
            "idelta(x_requests_total[5m])",
            "Use irate and a unit per second, because irate returns the change per second.",
        ),
        ("deriv(x_requests_total[5m])", "Use rate, which also returns a change per second."),
    ],
)
def test_the_fix_mentions_the_unit_if_the_unit_changes(text: str, fix: str) -> None:
    (found,) = check(query(text))
    assert found.fix == fix
