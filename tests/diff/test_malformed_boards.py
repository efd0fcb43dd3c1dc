"""Boards that Grafana stores although they are malformed are still compared."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from boardwright.diff.board_comparison import compare_board
from boardwright.schema.json_equality import are_json_equal
from json_paths import iter_paths, with_value

from .boards import board, panel, query, row

WRONG: tuple[Any, ...] = (None, True, 7, 1.5, "x", [], [7], [[]], {}, {"a": []}, [{"x": 1}])

SAMPLE = board(
    row("Row", 9, panel("Inner", 8)),
    panel(
        "Sales",
        1,
        targets=[query("a"), query("b", "B", legendFormat="x")],
        transformations=[{"id": "organize", "options": {"renameByName": {"a": "b"}}}],
        fieldConfig={
            "defaults": {
                "unit": "s",
                "mappings": [{"type": "value", "options": {"1": {"text": "up"}}}],
                "thresholds": {"mode": "absolute", "steps": [{"color": "red", "value": None}]},
                "links": [{"title": "a", "url": "b"}],
            },
            "overrides": [
                {
                    "matcher": {"id": "byName", "options": "a"},
                    "properties": [{"id": "unit", "value": "ms"}],
                }
            ],
        },
        links=[{"title": "a", "url": "b"}],
        options={"legend": {"calcs": ["mean"]}},
    ),
    uid="sample",
    tags=["a"],
    time={"from": "now-1h", "to": "now"},
    links=[{"title": "a", "url": "b"}],
    templating={"list": [{"name": "v", "type": "query", "query": "x", "current": {"value": "a"}}]},
    annotations={"list": [{"name": "a", "expr": "up", "target": {"expr": "x"}}]},
)


@pytest.mark.parametrize(
    "path", list(iter_paths(SAMPLE)), ids=lambda path: ".".join(map(str, path))
)
def test_a_board_with_a_wrong_value_is_still_compared(path: tuple[Any, ...]) -> None:
    for value in WRONG:
        changed = with_value(SAMPLE, path, copy.deepcopy(value))
        for pair in (
            (SAMPLE, changed),
            (changed, SAMPLE),
            (changed, with_value(SAMPLE, path, "y")),
        ):
            compare_board(*pair)
        assert compare_board(changed, copy.deepcopy(changed)).kind == "same"
        if path == ("title",) and not are_json_equal(value, SAMPLE["title"]):
            assert compare_board(SAMPLE, changed).kind == "changed"
