from __future__ import annotations

import pytest

from boardwright.checks.rules.short_for import check
from checks.views import configuration, messages


@pytest.mark.parametrize(
    ("wait", "interval", "found"),
    [("30s", "1m", True), ("1m", "1m", False), ("0s", "1m", False), ("2m", "1m", False)],
)
def test_a_wait_below_the_evaluation_interval_is_reported(
    wait: str, interval: str, found: bool
) -> None:
    rule = {"alert": "A", "expr": "x > 1", "for": wait, "interval": interval}
    expected = (
        [
            f"the `for` duration of the alert A is {wait}, "
            f"but the alert is evaluated only every {interval}"
        ]
        if found
        else []
    )
    assert messages(check, configuration(rules=[rule])) == expected


def test_an_alert_with_an_unknown_interval_is_not_reported() -> None:
    rule = {"alert": "A", "expr": "x > 1", "for": "1s"}
    assert messages(check, configuration(rules=[rule])) == []
