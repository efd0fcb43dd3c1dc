from __future__ import annotations

from typing import Any

import pytest

from boardwright.checks import BoardView
from boardwright.checks.rules.irate_over_long_range import check
from checks.views import PROMETHEUS, annotation, board, marks, messages

IRATE = "sum(irate(x_total{job='$job'}[5m]))"


def make_board(*expressions: str, on: dict[str, Any] | None = None, **raw: Any) -> BoardView:
    targets = [{"refId": "A", "expr": text, "datasource": PROMETHEUS} for text in expressions]
    return board(panels=[{"type": "timeseries", **(on or {}), "targets": targets}], **raw)


@pytest.mark.parametrize("start", ["now-24h", "now-1d", "now-7d/d", "now-2w", "now-1M"])
def test_irate_on_a_board_that_opens_with_days_is_reported(start: str) -> None:
    found = make_board(IRATE, time={"from": start, "to": "now"})
    assert marks(check, found) == ["irate(x_total{job='$job'}[5m])"]


@pytest.mark.parametrize(
    "time",
    [
        {"from": "now-6h", "to": "now"},
        {"from": "now-7d", "to": "now-6d"},
        {"from": "2024-01-01T00:00:00Z", "to": "now"},
        {"from": "now/d", "to": "now"},
        {},
        [],
    ],
)
def test_irate_on_a_board_that_opens_with_hours_is_not_reported(time: Any) -> None:
    assert messages(check, make_board(IRATE, time=time)) == []


def test_many_queries_with_irate_give_one_finding() -> None:
    [what] = messages(check, make_board(*[IRATE] * 5, time={"from": "now-24h", "to": "now"}))
    assert what.startswith("the board opens with a range of 1d, and 5 of its queries use irate")


@pytest.mark.parametrize(
    ("text", "on"),
    [
        ("irate(x_total[$__range])", {}),
        ("irate(x_total[2h])", {}),
        (IRATE, {"timeFrom": "24h"}),
        (IRATE, {"timeFrom": "now-7d"}),
    ],
)
def test_long_panel_ranges_and_long_windows_are_reported(text: str, on: dict[str, Any]) -> None:
    assert len(messages(check, make_board(text, on=on))) == 1


@pytest.mark.parametrize(
    ("text", "on"),
    [
        (IRATE, {"timeFrom": "1h"}),
        ("rate(x_total[5m])", {}),
        ("rate(x_total[$w]) or irate(x_total[5m])", {}),
        ("$f(x_total[5m])", {}),
        ("irate(x_total[5m]", {}),
    ],
)
def test_short_panel_ranges_and_other_functions_are_not_reported(
    text: str, on: dict[str, Any]
) -> None:
    assert messages(check, make_board(text, on=on, time={"from": "now-7d", "to": "now"})) == []


def test_an_annotation_that_uses_irate_is_reported() -> None:
    found = annotation(expr="irate(x_total[1m]) > 5").board
    assert messages(check, found) == [
        "an annotation uses irate, so only the last two samples determine whether the annotation"
        " appears"
    ]
    loki = annotation(expr="irate(x_total[1m]) > 5", datasource={"type": "loki", "uid": "l"})
    assert messages(check, loki.board) == []
