"""What a module does with panels that are alike, and with what is said twice."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any

import pytest

from boardwright.compiler.context import Context
from boardwright.errors import DocumentError
from boardwright.source.writing import source_text

from .round_trip import judged, round_trip, source_of, stored


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


def test_calls_whose_values_stand_in_a_table_are_a_loop(tmp_path: Path) -> None:
    panels = [panel(n, title=f"Errors {n}") for n in range(1, 6)]
    for each, text in zip(panels, ("a", "b", "c", "d", "e"), strict=True):
        legend = f"the legend of {text}, told at greater length"
        each["targets"] = [{"expr": text, "legendFormat": legend}]
    body = board(*panels)
    source = source_of(body)
    assert "for title, expr, legend, panel_id in (" in source
    assert '("Errors 2", "b", "the legend of b, told at greater length", 2),\n' in source
    assert judged(body, source, tmp_path).differences == ()


def test_queries_whose_values_stand_in_a_table_are_a_loop(tmp_path: Path) -> None:
    asked = [
        {"expr": f'metric_{n}{{job="shop"}}', "legendFormat": f"what {n} is: {'long ' * 3}"}
        for n in range(4)
    ]
    asked[3]["hide"] = True
    body = board(panel(1, targets=asked))
    source = source_of(body)
    assert source.count("Target(") == 2  # one in the loop, and the hidden one
    assert "for expr, legend in (" in source
    assert judged(body, source, tmp_path).differences == ()


def test_values_that_fit_on_no_line_are_no_table() -> None:
    asked = [{"expr": f"a_{n}", "legendFormat": f"{n} {'very ' * 20}long"} for n in range(4)]
    assert " for " not in source_of(board(panel(1, targets=asked))).replace(" for Grafana", "")


def test_panels_with_other_numbers_of_queries_share_a_function(tmp_path: Path) -> None:
    panels = [
        panel(n, targets=[{"expr": f"a_{n}_{m}", "legendFormat": ""} for m in range(n % 3 + 1)])
        for n in range(1, 7)
    ]
    source = source_of(board(*panels))
    assert "targets: list[Any]" in source
    assert source.count("TimeSeries(") == 1
    assert judged(board(*panels), source, tmp_path).differences == ()


def test_queries_are_named_by_what_tells_them_apart() -> None:
    panels = [
        panel(
            n,
            targets=[
                {"expr": f"sum(rate({kind}_errors_total[5m]))", "legendFormat": "e"},
                {"expr": f"sum(rate({kind}_requests_total[5m]))", "legendFormat": "r"},
            ],
        )
        for n, kind in enumerate(("disk", "network", "cache", "queue"), 1)
    ]
    assert "def errors_graph(title: str, *, errors: str, requests: str" in source_of(
        board(*panels), width=200
    )


def test_labels_that_all_ask_for_have_one_name(tmp_path: Path) -> None:
    labels = 'instance="$node",job="$job"'
    queries = [f"a_{n}{{{labels}}} / b_{n}{{{labels}}}" for n in range(4)]
    kept = "sum(c{" + labels + "}) by (job)"  # would be rendered otherwise
    asked = [{"expr": each, "legendFormat": each[:3]} for each in (*queries, kept)]
    body = board(panel(1, targets=asked), panel(2, targets=asked[:1], description="twice"))
    source = source_of(body)
    assert 'INSTANCE_JOB = {"instance": "$node", "job": "$job"}\n' in source
    assert 'a_0 = metric("a_0", **INSTANCE_JOB) / metric("b_0", **INSTANCE_JOB)\n' in source
    assert source.count(labels) == 1
    assert judged(body, source, tmp_path).differences == ()


def test_a_window_that_the_project_does_not_take_stays_text() -> None:
    """A value of promql is refused where its window holds one scrape; text is not."""
    asked = [
        {"expr": f'rate(a_{n}{{instance="$node",job="$job"}}[30s])', "legendFormat": str(n)}
        for n in range(8)
    ]
    body = board(panel(1, targets=asked))
    slow = Context(scrape_interval="30s")
    text = source_text(stored(body), style="grafanalib", origin="x", context=slow)
    assert ("rate(metric(" in source_of(body), "rate(metric(" in text) == (True, False)


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


def test_a_classic_row_in_dict_style_keeps_the_number_that_it_gets(tmp_path: Path) -> None:
    """Two rows of no title within each other and one in `rows`: their turns tell them apart."""
    graph = {"type": "timeseries", "title": ""}
    inner = {"type": "row", "title": "", "panels": [graph, {**graph, "targets": [{"expr": "up"}]}]}
    outer = {"type": "row", "title": "", "panels": [graph, inner, graph]}
    rows = [{"showTitle": True, "panels": []}]
    body = {"title": "B", "panels": [graph, outer, graph], "rows": rows}
    assert round_trip(body, "dict", tmp_path).outcome != "different"


def test_the_docstring_tells_what_the_board_had(tmp_path: Path) -> None:
    """What Grafana drops, and what an export asked for: nothing is lost in silence."""
    old = panel(1, type="graph", alert={"name": "a", "conditions": []}, title='"""\\')
    inputs = [{"name": "DS_X", "type": "datasource", "pluginId": "prometheus"}]
    inputs += [{"name": f"VAR_{n}", "type": "constant", "value": '"""'} for n in range(30)]
    body = board(old, __inputs=inputs, __requires=[{"type": "panel", "id": "graph"}])
    source = source_of(body)
    docstring = ast.get_docstring(ast.parse(source)) or ""
    assert "Remarks on the stored board:\n- " in docstring
    assert "alert" in docstring
    assert "- datasource ${DS_X}, of prometheus: prometheus\n- constant ${VAR_0}: '''" in docstring
    assert docstring.count("\n- ") == 22
    assert "- and 12 more" in docstring
    assert judged(body, source, tmp_path).differences == ()
