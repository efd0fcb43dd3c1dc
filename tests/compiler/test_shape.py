from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from boardwright.compiler.passes.shape import run
from boardwright.errors import DocumentError
from boardwright.schema.document import Form

from .helpers import CONTEXT, document


def test_missing_containers_become_empty() -> None:
    assert run({"title": "x"}, CONTEXT) == {
        "title": "x",
        "panels": [],
        "templating": {"list": []},
        "annotations": {"list": []},
    }


@pytest.mark.parametrize(
    "before",
    [
        {"panels": None},
        {"panels": [], "templating": None, "annotations": None},
        {"templating": {"list": None}},
        {"panels": [], "rows": None},
        {"panels": {}, "annotations": []},
    ],
)
def test_null_and_empty_containers_are_accepted(before: dict[str, Any]) -> None:
    after = run(before, CONTEXT)
    assert after["panels"] == []
    assert after["templating"] == after["annotations"] == {"list": []}


@pytest.mark.parametrize(
    ("before", "message"),
    [
        ({"panels": "x"}, "`panels` is 'x', but Grafana requires a list"),
        ({"panels": [1]}, "`panels[]` is 1, but Grafana requires an object"),
        ({"panels": [[1]]}, "`panels[]` is a list, but Grafana requires an object"),
        (
            {"panels": [{"targets": {"a": 1}}]},
            "`targets` is an object, but Grafana requires a list",
        ),
        ({"panels": [{"targets": ["up"]}]}, "`targets[]` is 'up', but Grafana requires an object"),
        ({"panels": [{"gridPos": "x"}]}, "`gridPos` is 'x', but Grafana requires an object"),
        (
            {"templating": {"list": ["x"]}},
            "`templating.list[]` is 'x', but Grafana requires an object",
        ),
    ],
)
def test_a_value_of_the_wrong_type_is_refused(before: dict[str, Any], message: str) -> None:
    with pytest.raises(DocumentError) as error:
        run(before, CONTEXT)
    assert error.value.what == message
    assert error.value.hint


@pytest.mark.parametrize(
    ("form", "hint"),
    [
        (
            "grafanalib",
            "The list contains a list: put * before the inner list, as in panels=[*one, *two].",
        ),
        (
            "dict",
            "The list contains a list: put * before the inner list, as in panels=[*one, *two].",
        ),
        ("json", "Use the structure of Grafana's dashboard JSON."),
    ],
)
def test_the_hint_in_python_names_a_forgotten_star(form: Form, hint: str) -> None:
    body = {"panels": [[{"type": "row"}]]}
    with pytest.raises(DocumentError) as error:
        run(body, replace(CONTEXT, document=document(body, form)))
    assert error.value.hint == hint


def test_grafanalibs_empty_list_of_heatmap_options_is_dropped() -> None:
    after = run({"panels": [{"type": "heatmap", "options": []}]}, CONTEXT)
    assert after["panels"] == [{"type": "heatmap"}]


def test_endless_nesting_is_refused() -> None:
    row: dict[str, Any] = {"type": "row", "panels": []}
    for _ in range(500):
        row = {"type": "row", "panels": [row]}
    with pytest.raises(DocumentError, match="nested too deeply"):
        run({"panels": [row]}, CONTEXT)


def test_titles_and_descriptions_become_text() -> None:
    after = run({"panels": [{"title": 5, "description": 1.5}]}, CONTEXT)
    assert after["panels"] == [{"title": "5", "description": "1.5"}]
