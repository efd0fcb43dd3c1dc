from __future__ import annotations

import pytest

from boardwright.checks.rules.mixed_rate_ranges import check
from checks.views import PROMETHEUS, marks, messages, panel

ONE = {"refId": "A", "expr": 'rate(x_total{i="a"}[1m])', "datasource": PROMETHEUS}


def two(expr: str, **raw: object) -> dict[str, object]:
    return {"refId": "B", "expr": expr, "datasource": PROMETHEUS, **raw}


def test_two_windows_for_one_metric_in_a_panel_are_reported() -> None:
    found = panel(targets=[ONE, two('sum(rate(x_total{i="$b"}[10m]))')])
    assert messages(check, found) == [
        "rate of x_total has the range 10m here and 1m in another query of the panel"
    ]
    assert marks(check, found.board) == ["[10m]"]


@pytest.mark.parametrize(
    "other",
    [
        two("rate(x_total[60s])"),
        two("rate(x_total[$__rate_interval])"),
        two("rate(y_total[10m])"),
        two("increase(x_total[10m])"),
        two("rate(x_total[10m])", hide=True),
        two("rate(x_total[10m])", legendFormat="over 10m"),
        two("rate(x_total[10m])", datasource={"type": "loki", "uid": "l"}),
    ],
)
def test_queries_that_do_not_mix_windows_are_not_reported(other: dict[str, object]) -> None:
    assert messages(check, panel(targets=[ONE, other])) == []


def test_panels_that_show_the_window_are_not_reported() -> None:
    targets = [ONE, two("rate(x_total[10m])")]
    assert messages(check, panel(title="Over 1m and 10m", targets=targets)) == []
    assert messages(check, panel(type="table", targets=targets)) == []
