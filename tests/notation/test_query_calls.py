"""Queries of variables in the syntax of Grafana's Prometheus data source."""

from __future__ import annotations

import pytest

from boardwright.notation.query_calls import QueryFunction, read_query_call


@pytest.mark.parametrize(
    ("text", "function", "argument", "label", "offset"),
    [
        ("label_values(job)", "label_values", "", "job", -1),
        ("label_values(up, job)", "label_values", "up", "job", 13),
        ('label_values(up{a=~"x(,y)"}, job)', "label_values", 'up{a=~"x(,y)"}', "job", 13),
        (" query_result(topk(1, up))", "query_result", "topk(1, up)", "", 14),
        ("metrics(node_.*)", "metrics", "node_.*", "", 8),
        ("label_names()", "label_names", "", "", 12),
    ],
)
def test_a_query_call_is_parsed(
    text: str, function: QueryFunction, argument: str, label: str, offset: int
) -> None:
    call = read_query_call(text)
    assert call is not None
    assert (call.function, call.argument, call.label) == (function, argument, label)
    assert call.offset == offset


@pytest.mark.parametrize("text", ["", "up", "label_values(up, {job})", "values(up)"])
def test_another_text_is_not_a_call(text: str) -> None:
    assert read_query_call(text) is None
