"""What a module does with panels that are alike, and with what is said twice."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from boardwright.errors import DocumentError

from .round_trip import judged, source_of


def panel(number: int, **fields: Any) -> dict[str, Any]:
    return {
        "id": number,
        "type": "timeseries",
        "title": f"Errors of {number}",
        "fieldConfig": {
            "defaults": {
                "unit": "reqps",
                "max": 9,
                "custom": {"fillOpacity": 10, "lineWidth": 2, "pointSize": 7},
            },
        },
        "gridPos": {"h": 8, "w": 24, "x": 0, "y": 8 * number},
        "targets": [{"expr": f'rate(errors_total{{n="{number}"}}[5m])', "legendFormat": "n"}],
        **fields,
    }


def board(*panels: dict[str, Any], **fields: Any) -> dict[str, Any]:
    return {"title": "B", "uid": "b", "panels": list(panels), **fields}


def test_alike_panels_are_calls(tmp_path: Path) -> None:
    body = board(*(panel(number) for number in range(1, 6)))
    source = source_of(body)
    assert source.count("TimeSeries(") == 1
    assert "def errors_graph(" in source
    assert source.count("errors_graph(") == 6
    assert judged(body, source, tmp_path).differences == ()


def test_two_are_not_worth_a_function() -> None:
    assert "def " not in source_of(board(panel(1), panel(2)))


def test_values_that_python_calls_equal_stay_apart(tmp_path: Path) -> None:
    odd = (1, True, 1.5, "1", None)
    panels = [panel(n, options={"mine": value}) for n, value in enumerate(odd, 1)]
    body = board(*panels)
    answer = judged(body, source_of(body), tmp_path)
    assert answer.differences == ()


def test_an_expression_that_is_said_twice_has_a_name(tmp_path: Path) -> None:
    expr = 'sum(rate(shop_orders_total{job="shop"}[5m]))'
    query = [{"expr": expr, "legendFormat": ""}]
    body = board(panel(1, targets=query), panel(2, targets=query))
    source = source_of(body)
    assert f"rate_shop_orders = {expr!r}\n" in source
    assert source.count("expr=rate_shop_orders") == 2
    assert judged(body, source, tmp_path).differences == ()


def test_names_do_not_hide_parameters(tmp_path: Path) -> None:
    """A metric called like a parameter of a function that uses its expression."""
    second = {"expr": 'title{job="a job of some length"}', "legendFormat": ""}
    panels = [panel(n) for n in range(1, 6)]
    for each in panels:
        each["targets"].append(second)
    body = board(*panels, panel(7, title="other", description="d", targets=[second]))
    source = source_of(body)
    assert "title_2 = 'title{" in source
    assert judged(body, source, tmp_path).differences == ()


def test_a_board_that_does_not_compile_is_told_with_its_panel() -> None:
    body = board(panel(1, gridPos={"h": 8, "w": 99, "x": 0, "y": 0}))
    with pytest.raises(DocumentError, match=r'panel "Errors of 1": gridPos\.w is 99'):
        source_of(body)
