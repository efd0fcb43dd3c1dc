from __future__ import annotations

from typing import Any

import pytest

from boardwright.compiler.passes.variables import run

from .helpers import CONTEXT, board


def upgrade(**variable: Any) -> dict[str, Any]:
    (after,) = run(board(templating={"list": [variable]}), CONTEXT)["templating"]["list"]
    return after


FETCHED = {
    "refresh": 1,
    "options": [],
    "query": "label_values(job)",
    "definition": "label_values(job)",
}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            {"type": "query", "query": "label_values(job)", "refresh": 0},
            {"type": "query", **FETCHED},
        ),
        ({"query": "label_values(job)"}, {"type": "query", **FETCHED}),
        ({"query": "label_values(job)", "refresh": True}, {"type": "query", **FETCHED}),
        (
            {"query": "label_values(job)", "refresh": 2, "options": [{"text": "a", "value": "a"}]},
            {"type": "query", **FETCHED, "refresh": 2},
        ),
        (
            {"query": {"query": "x", "refId": "A"}},
            {
                "type": "query",
                "query": {"query": "x", "refId": "A"},
                "definition": "x",
                "refresh": 1,
                "options": [],
            },
        ),
        (
            {
                "query": "label_values(job)",
                "tags": [],
                "useTags": False,
                "tagsQuery": None,
                "regex": None,
            },
            {"type": "query", **FETCHED},
        ),
        (
            {"type": "custom", "auto": False, "auto_min": "10s", "label": "", "hide": 0},
            {"type": "custom", "hide": 0},
        ),
        (
            {"type": "interval", "auto": True, "auto_min": "10s", "auto_count": 30},
            {"type": "interval", "auto": True, "auto_min": "10s", "auto_count": 30},
        ),
        ({"type": "interval", "auto": False, "auto_count": 30}, {"type": "interval"}),
        ({"type": "constant", "hide": 2}, {"type": "constant", "hide": 2}),
        ({"type": "constant", "hide": 0}, {"type": "constant", "hide": 2}),
        ({"type": "constant"}, {"type": "constant", "hide": 2}),
    ],
)
def test_variables_are_completed_and_converted(
    before: dict[str, Any], after: dict[str, Any]
) -> None:
    assert upgrade(name="v", **before) == {"name": "v", **after}


@pytest.mark.parametrize(
    ("current", "multi", "expected"),
    [
        (None, False, None),
        ({}, False, None),
        ({"text": None, "value": None, "selected": False, "tags": []}, False, None),
        ({"text": "a", "value": "a"}, False, {"text": "a", "value": "a"}),
        ({"text": "a", "value": "a"}, True, {"text": ["a"], "value": ["a"]}),
        ({"text": ["a"], "value": ["a"]}, False, {"text": "a", "value": "a"}),
        ({"value": 5, "tags": []}, False, {"text": "5", "value": "5"}),
        ({"text": "All", "value": "$__all"}, False, {"text": "All", "value": "$__all"}),
    ],
)
def test_the_current_value_is_converted(current: Any, multi: bool, expected: Any) -> None:
    found = upgrade(name="v", type="custom", current=current, multi=multi)
    assert found.get("current") == expected


def test_options_become_text() -> None:
    found = upgrade(name="v", type="custom", options=[{"text": 1, "value": 1, "selected": None}])
    assert found["options"] == [{"text": "1", "value": "1"}]


@pytest.mark.parametrize(
    ("multi", "current"),
    [(True, {"text": ["All"], "value": ["$__all"]}), (False, {"text": "All", "value": "$__all"})],
)
def test_all_is_selected_if_the_variable_offers_it(multi: bool, current: Any) -> None:
    variable = {"name": "x", "query": "label_values(x)", "includeAll": True, "multi": multi}
    after = run(board(templating={"list": [variable]}), CONTEXT)
    assert after["templating"]["list"][0]["current"] == current
