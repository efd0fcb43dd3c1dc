from __future__ import annotations

import pytest

from boardwright.checks.rules.alert_without_comparison import check
from checks.views import configuration, messages


def is_found(expr: str, kind: str = "alert") -> bool:
    return bool(messages(check, configuration(rules=[{kind: "A", "expr": expr}])))


@pytest.mark.parametrize(
    "expr",
    [
        "x",
        "rate(x[5m])",
        "x > bool 1",
        "sum by (a) (x{a='b'})",
        "x or y",
        "x * on (a) group_left y",
    ],
)
def test_an_alert_whose_expression_always_fires_is_reported(expr: str) -> None:
    assert is_found(expr)
    assert not is_found(expr, "record")


@pytest.mark.parametrize(
    "expr",
    [
        *("x > 1", "count(x == 0)", "x and y", "x unless y", "absent(x)", "vector(1)"),
        "label_replace(info{state='down'} * on (a) group_left (b) team, 'c', '$1', 'b', '(.*)')",
        *("job:x:failing", "info{state='down'}", "ALERTS{alertname='A'}", "(x) != 0 or absent(y)"),
    ],
)
def test_an_expression_with_a_condition_is_not_reported(expr: str) -> None:
    assert not is_found(expr)
